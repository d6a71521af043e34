package policy

import (
	"slices"
	"strings"
	"unicode"

	"orangelab.cn/rightsdesk/model"
)

// Citation is what papers cite of a statement about a request: the version that was in force when it arrived, and the
// clauses of it that grant what was asked, if it says which.
type Citation struct {
	Title   model.Text
	Label   string // such as "3.2"
	Clauses []Clause
	Terms   []Term // that the version explains
}

// Cited returns what is cited of the version about a request of a kind.
func (v Version) Cited(kind model.Kind) Citation {
	c := Citation{Title: v.Title, Label: v.Label, Terms: v.Glossary}
	for _, clause := range v.Clauses {
		if slices.Contains(clause.Grants, kind) {
			c.Clauses = append(c.Clauses, clause)
		}
	}
	return c
}

// ProposeGrants says of clauses that were read which kinds of request they grant, by their headings, and where no
// heading speaks of a kind, by the first line of the one clause that does. A person settles it in the draft.
func ProposeGrants(clauses []Clause) []Clause {
	clauses = slices.Clone(clauses)
	for _, kind := range model.Kinds {
		words := kind.Means().Promised
		named := granting(clauses, words, func(c Clause) model.Text { return c.Heading })
		if first := granting(clauses, words, firstLine); len(named) == 0 && len(first) == 1 {
			named = first
		}
		for _, i := range named {
			clauses[i].Grants = append(slices.Clone(clauses[i].Grants), kind)
		}
	}
	return clauses
}

// granting are the places of clauses with a body of which a part says one of the words.
func granting(clauses []Clause, words []string, part func(Clause) model.Text) (places []int) {
	for i, c := range clauses {
		if len(c.Body) > 0 && slices.ContainsFunc(words, func(word string) bool { return begins(part(c), word) }) {
			places = append(places, i)
		}
	}
	return places
}

func firstLine(c Clause) model.Text {
	text := model.Text{}
	for lang := range c.Body {
		if lines := c.Lines(lang); len(lines) > 0 {
			text[lang] = lines[0]
		}
	}
	return text
}

// begins reports whether a word of a text begins with these letters; Chinese has no blanks between its words.
func begins(text model.Text, letters string) bool {
	for lang, s := range text {
		s = " " + strings.Join(strings.FieldsFunc(strings.ToLower(Plain(s)), parts), " ") + " "
		if lang == chinese && strings.Contains(s, letters) || strings.Contains(s, " "+letters) {
			return true
		}
	}
	return false
}

// parts reports whether a sign stands between words.
func parts(r rune) bool { return r != '-' && !unicode.IsLetter(r) && !unicode.IsDigit(r) }
