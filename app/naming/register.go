package naming

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"

	"go.yaml.in/yaml/v3"

	"orangelab.cn/rightsdesk/app/packet"
	"orangelab.cn/rightsdesk/assets"
	"orangelab.cn/rightsdesk/model"
)

// categoryTitles are what a person calls the data categories.
var categoryTitles = sync.OnceValues(func() (map[string]model.Text, error) {
	titles := map[string]model.Text{}
	if err := yaml.Unmarshal(assets.Categories, &titles); err != nil {
		return nil, fmt.Errorf("titles of the data categories: %w", err)
	}
	return titles, nil
})

// TitleOf is what a person calls a data category: in the words of the register, else in ours, of it or of the nearest
// above it.
func TitleOf(reg model.Register, category, lang string) string {
	titles, err := categoryTitles()
	if err != nil {
		return category
	}
	for c := category; ; {
		for _, p := range reg {
			if p.Category == c && p.Where == "" {
				return p.Title.In(lang)
			}
		}
		if t, ok := titles[c]; ok {
			return t.In(lang)
		}
		dot := strings.LastIndexByte(c, '.')
		if dot < 0 {
			return headline(category)
		}
		c = c[:dot]
	}
}

// Categories are the data categories that have a title of ours, those of a person first, each in its order.
func Categories() []string {
	titles, _ := categoryTitles()
	list := slices.Sorted(maps.Keys(titles))
	slices.SortStableFunc(list, func(a, b string) int {
		switch {
		case isPersonal(a) == isPersonal(b):
			return 0
		case isPersonal(a):
			return -1
		}
		return 1
	})
	return list
}

// isPersonal reports whether a data category is about a person; the others describe how a system works.
func isPersonal(category string) bool {
	return category == "user" || strings.HasPrefix(category, "user.")
}

// Describe fills in what a person is told about a collection: the union of what the register says of the categories of
// its columns. What the register does not say of one of them is said to be not recorded, and never taken from another.
// Where no column with a category is left in the copy, all those of the collection speak for its rows. unrecorded are
// the categories that the register lacks.
func Describe(sec *packet.Section, n Names, categories map[string][]string) (unrecorded []string) {
	reg, lang := n.Register, n.Lang
	var entries []model.Processing
	of := categoriesOf(sec.Columns, categories)
	if len(of) == 0 {
		of = categoriesOf(columnsWith(categories), categories)
	}
	for _, c := range of {
		p, ok := reg.At(c, sec.Source, sec.Collection)
		switch {
		case !ok:
			unrecorded = append(unrecorded, c)
		case !slices.ContainsFunc(entries,
			func(e model.Processing) bool { return e.Category == p.Category && e.Where == p.Where }):
			entries = append(entries, p)
		}
	}
	sec.Title = n.Collection(sec.Source, sec.Collection)
	u := union{reg: reg, entries: entries, unrecorded: unrecorded, lang: lang}
	sec.Purpose = u.text(func(p model.Processing) model.Text { return p.Purpose })
	sec.Retention = u.text(func(p model.Processing) model.Text { return p.Retention })
	sec.Origin = u.text(func(p model.Processing) model.Text { return p.Origin })
	sec.Recipients = u.recipients()
	return unrecorded
}

// columnsWith are the fields of a collection that have a category, in the order of their names.
func columnsWith(categories map[string][]string) (list []packet.Column) {
	for _, name := range slices.Sorted(maps.Keys(categories)) {
		list = append(list, packet.Column{Name: name})
	}
	return list
}

// categoriesOf lists the personal categories of the columns and of what is inside them, each once, in the order of the
// columns.
func categoriesOf(columns []packet.Column, categories map[string][]string) (list []string) {
	fields := slices.Sorted(maps.Keys(categories))
	for _, col := range columns {
		for _, f := range fields {
			if f != col.Name && !strings.HasPrefix(f, col.Name+".") {
				continue
			}
			for _, c := range categories[f] {
				if isPersonal(c) && !slices.Contains(list, c) {
					list = append(list, c)
				}
			}
		}
	}
	return list
}

// union is what several entries of a register say together.
type union struct {
	reg        model.Register
	entries    []model.Processing
	unrecorded []string
	lang       string
}

// text joins what the entries say, each phrase once; empty where none says anything.
func (u union) text(get func(model.Processing) model.Text) string {
	var said, silent []string
	for _, p := range u.entries {
		t := get(p).In(u.lang)
		switch {
		case t == "":
			silent = append(silent, p.Title.In(u.lang))
		default:
			for phrase := range strings.FieldsFuncSeq(t, func(r rune) bool { return r == ';' || r == '；' }) {
				if phrase = strings.TrimSpace(phrase); phrase != "" && !slices.Contains(said, phrase) {
					said = append(said, phrase)
				}
			}
		}
	}
	if len(said) == 0 {
		return ""
	}
	if gap := u.gap(silent); gap != "" {
		said = append(said, gap)
	}
	return strings.Join(said, Say(u.lang, "; ", "；"))
}

// recipients are those that the entries name: nil where none says anything, empty where all say that there are none.
func (u union) recipients() []string {
	var named, silent []string
	said := false
	for _, p := range u.entries {
		if p.Recipients == nil {
			silent = append(silent, p.Title.In(u.lang))
			continue
		}
		said = true
		for _, r := range *p.Recipients {
			if name := r.In(u.lang); !slices.Contains(named, name) {
				named = append(named, name)
			}
		}
	}
	if !said {
		return nil
	}
	gap := u.gap(silent)
	switch {
	case gap != "" && len(named) == 0:
		return []string{gap, Phrase(u.lang, "otherwise_nobody_outside_the_organisation")}
	case gap != "":
		return append(named, gap)
	}
	return append([]string{}, named...)
}

// gap says of what nothing is recorded; empty where there is no such thing.
func (u union) gap(silent []string) string {
	for _, c := range u.unrecorded {
		if t := TitleOf(u.reg, c, u.lang); !slices.Contains(silent, t) {
			silent = append(silent, t)
		}
	}
	if len(silent) == 0 {
		return ""
	}
	return Phrase(u.lang, "not_recorded_for", strings.Join(silent, ", "), strings.Join(silent, "、"))
}

// headline makes a table or column name readable: payment_card → Payment card.
func headline(name string) string {
	s := strings.TrimSpace(strings.NewReplacer("_", " ", ".", " · ").Replace(name))
	if s == "" {
		return name
	}
	return strings.ToUpper(s[:1]) + s[1:]
}
