package policy

import (
	"maps"
	"slices"

	"orangelab.cn/rightsdesk/model"
)

// Carry fills in a version that was read anew with what the one before says of the same clauses: which are important,
// which data they are about, what they grant, and the other languages where no word of the clause changed.
func Carry(from, to Version) Version {
	was := match(from.Clauses, to.Clauses)
	settled := slices.ContainsFunc(from.Clauses, func(c Clause) bool { return len(c.Grants) > 0 })
	clauses := make([]Clause, len(to.Clauses))
	for i, c := range to.Clauses {
		clauses[i] = c
		if was[i] < 0 {
			continue
		}
		old := from.Clauses[was[i]]
		clauses[i].Important = c.Important || old.Important
		if len(c.Categories) == 0 {
			clauses[i].Categories = old.Categories
		}
		if settled {
			clauses[i].Grants = old.Grants
		}
		if sameWords(old, c) {
			clauses[i].Heading, clauses[i].Body = besides(c.Heading, old.Heading), besides(c.Body, old.Body)
		}
	}
	to.Clauses = clauses
	to.Title = besides(to.Title, from.Title)
	if len(to.Glossary) == 0 {
		to.Glossary = from.Glossary
	}
	return to
}

// besides is a text with those languages of another that it lacks.
func besides(text, other model.Text) model.Text {
	both := maps.Clone(other)
	if both == nil {
		both = model.Text{}
	}
	maps.Copy(both, text)
	return both
}
