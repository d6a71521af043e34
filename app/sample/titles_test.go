package sample

import (
	"testing"

	assets "orangelab.cn/rightsdesk/assets/sample"

	"orangelab.cn/rightsdesk/app/source/dataset"
	"orangelab.cn/rightsdesk/model"
)

// Every column and collection of the sample is called by a title of its own in both languages, no two alike beside each
// other, and the file has neither error nor warning, the archive's included.
func TestEverythingInTheSampleHasATitleInBothLanguages(t *testing.T) {
	files, err := assets.Files.ReadDir(".")
	if err != nil {
		t.Fatal(err)
	}
	var all []*dataset.Dataset
	for _, f := range files {
		if len(f.Name()) < 4 || f.Name()[len(f.Name())-4:] != ".yml" {
			continue
		}
		text, err := assets.Files.ReadFile(f.Name())
		if err != nil {
			t.Fatal(err)
		}
		datasets, problems := dataset.Parse(f.Name(), text)
		if len(problems) > 0 {
			t.Error(problems)
		}
		all = append(all, datasets...)
	}
	if problems := dataset.Link(all); len(problems) > 0 || len(all) != len(Sources)+1 {
		t.Errorf("%d datasets: %v", len(all), problems)
	}
	for _, lang := range model.Languages {
		systems := map[string]bool{}
		for _, d := range all {
			named(t, lang, d.Key, d.Title, systems)
			collections := map[string]bool{}
			for _, c := range d.Collections {
				named(t, lang, d.Key+"."+c.Name, c.Title, collections)
				fieldsNamed(t, lang, d.Key+"."+c.Name, c.Fields)
			}
		}
	}
}

func fieldsNamed(t *testing.T, lang, where string, fields []*dataset.Field) {
	t.Helper()
	beside := map[string]bool{}
	for _, f := range fields {
		at := where + "." + f.Name
		named(t, lang, at, f.Title, beside)
		if u := f.Unit; u.Currency != "" && u.Title.In(lang) == "" {
			t.Errorf("%s: the unit has no name in %s", at, lang)
		}
		for _, w := range f.Words {
			if w.Title.In(lang) == "" {
				t.Errorf("%s: the code %s has no word in %s", at, w.Code, lang)
			}
		}
		fieldsNamed(t, lang, at, f.Fields)
	}
}

func named(t *testing.T, lang, at string, title dataset.Title, beside map[string]bool) {
	t.Helper()
	text := title[lang]
	if text == "" {
		t.Errorf("%s has no title in %s", at, lang)
	}
	if beside[text] {
		t.Errorf("%s is called %q in %s, as something beside it is", at, text, lang)
	}
	beside[text] = true
}
