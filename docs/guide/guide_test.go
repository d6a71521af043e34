package guide

import (
	"encoding/json"
	"io/fs"
	"path"
	"regexp"
	"slices"
	"strings"
	"testing"

	"orangelab.cn/rightsdesk/assets"
)

// largest is what all pictures together may take.
const largest = 6 << 20

var languages = []string{"en", "zh-Hans"}

func guideIn(t *testing.T, language string) *Guide {
	t.Helper()
	g, err := Read(language)
	if err != nil {
		t.Fatal(err)
	}
	return g
}

// eachPage calls yield for every page of a guide.
func eachPage(g *Guide, yield func(*Page)) {
	for _, part := range g.Parts {
		for _, p := range part.Pages {
			yield(p)
		}
	}
}

func TestBothLanguagesHaveTheSamePagesAndEveryFileIsOne(t *testing.T) {
	var names [2][]string
	for i, language := range languages {
		eachPage(guideIn(t, language), func(p *Page) { names[i] = append(names[i], p.Name) })
	}
	if !slices.Equal(names[0], names[1]) {
		t.Errorf("the pages differ: %v and %v", names[0], names[1])
	}
	for _, folder := range folders {
		files, err := fs.Glob(files, folder+"/*.md")
		if err != nil || len(files) != len(names[0])+1 {
			t.Errorf("%s has %d files for %d pages and the contents, %v", folder, len(files), len(names[0]), err)
		}
	}
	if _, err := Read("fr"); err == nil {
		t.Error("a guide is read that nobody wrote")
	}
}

func TestEveryLinkLeadsSomewhereAndEveryPictureIsShown(t *testing.T) {
	shown := map[string]bool{}
	for _, language := range languages {
		g := guideIn(t, language)
		eachPage(g, func(p *Page) {
			for _, b := range p.Blocks {
				if b.Kind == Picture {
					shown[b.File] = true
					if data, err := Image(b.File); err != nil || len(data) < 1000 {
						t.Errorf("%s, %s: picture %s has %d bytes, %v", language, p.Name, b.File, len(data), err)
					}
				}
				for _, s := range b.Spans {
					if s.To != "" && g.Page(s.To) == nil && !strings.HasPrefix(s.To, "https://") {
						t.Errorf("%s, %s: nothing is behind %q", language, p.Name, s.To)
					}
				}
			}
		})
	}
	size := int64(0)
	err := fs.WalkDir(files, "pictures", func(file string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		info, err := d.Info()
		if !shown[file] {
			t.Errorf("%s is on no page", file)
		}
		size += info.Size()
		return err
	})
	if err != nil || size > largest {
		t.Errorf("the pictures take %d bytes, more than %d; %v", size, largest, err)
	}
}

// translations are the texts of the program in a language, by their English.
func translations(t *testing.T, language string) map[string]string {
	t.Helper()
	data, err := assets.Translations.ReadFile(path.Join("translations", language+".json"))
	if err != nil {
		t.Fatal(err)
	}
	texts := map[string]string{}
	if err := json.Unmarshal(data, &texts); err != nil {
		t.Fatal(err)
	}
	return texts
}

// gap is the place of a value in a text. The guide writes an ellipsis there.
var gap = regexp.MustCompile(`\{\{\.[A-C]\}\}`)

// TestWhatTheGuideCallsAThingIsWhatTheProgramCallsIt holds every bold name against the texts of the program, and those
// of the Chinese page against the English: a button that gets another name makes the guide wrong, and this test red.
func TestWhatTheGuideCallsAThingIsWhatTheProgramCallsIt(t *testing.T) {
	chinese, called := translations(t, "zh-Hans"), map[string][]string{}
	for key := range translations(t, "en") {
		called[gap.ReplaceAllString(key, "…")] = append(called[gap.ReplaceAllString(key, "…")],
			gap.ReplaceAllString(chinese[key], "…"))
	}
	names := func(p *Page) (list []string) {
		for _, b := range p.Blocks {
			for _, s := range b.Spans {
				if s.Name {
					list = append(list, s.Text)
				}
			}
		}
		return list
	}
	en, zh, all := guideIn(t, "en"), guideIn(t, "zh-Hans"), 0
	eachPage(en, func(p *Page) {
		there := names(zh.Page(p.Name))
		for _, name := range names(p) {
			all++
			if len(called[name]) == 0 {
				t.Errorf("%s: the program has nothing that is called %q", p.Name, name)
				continue
			}
			at := slices.IndexFunc(there, func(other string) bool { return slices.Contains(called[name], other) })
			if at < 0 {
				t.Errorf("%s: the Chinese page does not name %q, which is %q", p.Name, name, called[name])
				continue
			}
			there = slices.Delete(there, at, at+1)
		}
		if len(there) > 0 {
			t.Errorf("%s: the Chinese page names %q, which the English does not", p.Name, there)
		}
	})
	if all < 200 {
		t.Errorf("only %d names were found: the search is broken", all)
	}
}

func TestASearchFindsTitlesFirst(t *testing.T) {
	g := guideIn(t, "en")
	found := g.Find("Recovery KEY")
	if len(found) < 2 || found[0].Name != "backup" {
		t.Errorf("found %d, first %v", len(found), found[:min(len(found), 1)])
	}
	if n := len(g.Find("no page says zweifelsohne")); n != 0 {
		t.Errorf("%d pages have words that none has", n)
	}
	if n := len(guideIn(t, "zh-Hans").Find("恢复密钥")); n < 2 {
		t.Errorf("%d Chinese pages tell of the recovery key", n)
	}
}

func TestAPageHoldsWhatItsFileSays(t *testing.T) {
	p := guideIn(t, "en").Page("first-request")
	steps := 0
	for _, b := range p.Blocks {
		if b.Kind == Step {
			steps++
			if b.Number != steps {
				t.Errorf("step %d is numbered %d", steps, b.Number)
			}
		}
	}
	if steps != 14 || p.Title == "" {
		t.Errorf("%q has %d steps", p.Title, steps)
	}
}
