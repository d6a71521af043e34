package dataset

import (
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"
)

// The keys of fides_meta that say how a person reads what a source holds: titles, units, and the words for codes.

// Title is what a person calls a collection or a field, by language; under "" for every language.
type Title map[string]string

// In returns the title in a language; empty where there is none.
func (t Title) In(lang string) string {
	if s := t[lang]; s != "" {
		return s
	}
	return t[""]
}

// Unit is what the numbers of a field count.
type Unit struct {
	Title Title // seconds, fen
	// Currency and Per make an amount of the number, as of a blocker's field: 3620 at 100 to one CNY is 36.20 CNY. Per
	// 0 means it is no amount.
	Currency string
	Per      int
}

// Word is what a code of a field means: 3 or "shipped".
type Word struct {
	Code  string // as the source holds it
	Title Title
}

// title reads what a person calls a collection or a field: one text for every language, or one for each.
func (r *NodeReader) title(n *yaml.Node) Title {
	if d := r.Deref(n); d == nil || d.Kind != yaml.MappingNode {
		if text := r.Text(n, "title"); text != "" {
			return Title{"": text}
		}
		return nil
	}
	t := Title{}
	for _, p := range r.Mapping(n, "title") {
		if text := r.Text(p.Value, "title"); text != "" {
			t[p.Key] = text
		}
	}
	return t
}

// unit reads a unit by its name, and an amount of money: {en: fen, zh-Hans: 分, currency: CNY, per: 100}.
func (r *NodeReader) unit(n *yaml.Node) (u Unit) {
	if d := r.Deref(n); d == nil || d.Kind != yaml.MappingNode {
		return Unit{Title: r.title(n)}
	}
	u.Title = Title{}
	for _, p := range r.Mapping(n, "unit") {
		switch p.Key {
		case "currency":
			u.Currency = r.Text(p.Value, "currency")
			u.Per = max(u.Per, 1)
		case "per":
			u.Per = max(1, r.number(p.Value, "per"))
		default:
			u.Title[p.Key] = r.Text(p.Value, "unit")
		}
	}
	return u
}

// words reads what codes mean, in the order of the file.
func (r *NodeReader) words(n *yaml.Node) (list []Word) {
	for _, p := range r.Mapping(n, "words") {
		list = append(list, Word{p.Key, r.title(p.Value)})
	}
	return list
}

// untitled notes, for each collection, the fields about a person whose names a person would read for want of a title,
// and those that are called alike: neither stops a run, but whoever keeps the data map wants to know before a copy goes
// out.
func untitled(datasets []*Dataset) (notes Problems) {
	for _, d := range datasets {
		for _, c := range d.Collections {
			var bare, alike []string
			named := map[string]string{} // by title
			c.Walk(func(f *Field) {
				if !slices.ContainsFunc(f.EffectiveCategories(), func(c string) bool { return Covers("user", c) }) {
					return
				}
				if f.Title == nil && len(f.Fields) == 0 {
					bare = append(bare, f.Dotted())
				}
				for lang, title := range f.Title {
					key := lang + " " + title
					if other, taken := named[key]; taken && f.Parent == nil {
						alike = append(alike, other+" = "+f.Dotted())
					}
					if f.Parent == nil {
						named[key] = f.Dotted()
					}
				}
			})
			if len(bare) > 0 {
				notes = append(notes,
					c.Pos.Problem(Note, "no-title", "give each a fides_meta title in the languages of your letters",
						"people will read the technical names of %s in collection %q", strings.Join(bare, ", "),
						c.Name))
			}
			if len(alike) > 0 {
				slices.Sort(alike)
				notes = append(notes,
					c.Pos.Problem(Note, "same-title", "call them apart",
						"fields of collection %q have the same title: %s", c.Name,
						strings.Join(slices.Compact(alike), ", ")))
			}
		}
	}
	return notes
}
