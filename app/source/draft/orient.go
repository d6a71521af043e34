package draft

import (
	"slices"
	"strings"

	"orangelab.cn/rightsdesk/app/source/dataset"
	"orangelab.cn/rightsdesk/app/source/draft/letters"
	"orangelab.cn/rightsdesk/app/source/value"
)

// orient lets values flow away from people: a row that points at something nearer to them is fed by it, and what people
// point at of their own, an address, is fed by them. Where both ends belong to somebody by themselves, neither feeds
// the other: a comment does not lead to another's post, and a post not to others' comments.
func orient(tables []*table) {
	for _, t := range tables {
		for _, f := range t.fields {
			var kept []ref
			for _, r := range f.refs {
				if r.direction = direction(t, f, r); r.direction != "none" {
					kept = append(kept, r)
				}
			}
			f.refs = kept
		}
	}
}

// near is how far a table is from people where its own contacts are a way in too.
func (t *table) near() int {
	if t.distance >= 0 && slices.ContainsFunc(t.fields, func(f *field) bool { return f.identity != "" }) {
		return 0
	}
	return t.distance
}

// direction returns how values flow along a reference; "none" where they must not.
func direction(t *table, f *field, r ref) dataset.Direction {
	to := r.to.table
	seeded := func(t *table) bool {
		return slices.ContainsFunc(t.fields, func(f *field) bool { return f.identity != "" })
	}
	switch {
	case t.people && to.people:
		switch {
		case to.staff && !t.staff && !(runs(t) && sameKey(f, r.to)), !sameKey(f, r.to) && f.oneOfMany():
			return "none" // who looks after them
		case keptOf(t, to) && !seeded(to) && seeded(t):
			return dataset.BothWays
		case samePerson(t, f, to) && !seeded(to) && seeded(t):
			return dataset.To
		}
		return dataset.From
	case to.people && !to.staff && t.finds(to): // by one of several, and the others are theirs too
		return dataset.BothWays
	// people are found by what is theirs
	case to.people && !to.staff && !seeded(to) && seeded(t) &&
		(samePerson(t, f, to) || sameKey(f, r.to) && f.oneEach()):
		return dataset.To
	// what they are found by is one of the things that are kept of them
	case to.people && !to.staff && !seeded(to) && seeded(t) && keptOf(t, to):
		return dataset.BothWays
	case to.distance < 0 && seeded(to) && t.joinsTo(to):
		return dataset.BothWays
	// what they are found by is kept apart, and others may find it through them
	case to.people && !to.staff && t.links(to):
		return dataset.BothWays
	case to.people:
		return dataset.From
	case to.ours && to.distance >= 0:
		return "none"
	case partOf(t, to) && t.personal && to.personal:
		return dataset.From
	case t.distance < 0 && (to.personal || holdsAnything(to)):
		return "none"
	case to.distance < 0: // nobody's, or what only those who point at it have
		return dataset.To
	case r.where != nil, to.near() < t.near(), to.distance < t.distance:
		return dataset.From
	}
	return "none"
}

// keptOf reports whether a table is called as what is kept of people beside themselves: user_data.
func keptOf(t, people *table) bool {
	last := people.ends[len(people.ends)-1]
	return language().mentions(t, "profile") && slices.ContainsFunc(t.words, func(w string) bool {
		return letters.Singular(w) == last
	})
}

// finds reports whether a table keeps nothing but what people are found by, as it is called, and they lack themselves:
// the e-mail addresses of customers of whom only numbers stand beside the name.
func (t *table) finds(people *table) bool {
	if len(t.words) == 0 {
		return false
	}
	m := language().phrases[letters.Singular(t.words[len(t.words)-1])]
	return m.concept != nil && m.Identity != "" &&
		slices.ContainsFunc(t.fields, func(f *field) bool { return f.identity == m.Identity }) &&
		!slices.ContainsFunc(people.fields, func(f *field) bool { return f.identity == m.Identity })
}

// runs reports whether a table is called as the accounts by which people log in.
func runs(t *table) bool {
	return isCalled(t, "user") || isCalled(t, "account") || isCalled(t, "login")
}

// sameKey reports whether a column is called as the key that it refers to, and not by a part that somebody plays.
func sameKey(f, key *field) bool {
	return strings.EqualFold(f.Name, key.Name) && len(f.said) > 0 && !keyWords[strings.Join(f.said, " ")]
}

// oneEach reports whether each sampled row of a table has a value of its own in the column, and there are several: a
// row for each person.
func (f *field) oneEach() bool {
	const several = 2
	return len(f.samples) == f.table.rows && len(f.samples) >= several && len(f.distinct()) == len(f.samples)
}

// oneOfMany reports whether several sampled rows of a table share a value of the column: what it says of them is
// nobody's own.
func (f *field) oneOfMany() bool {
	const several = 4
	filled := 0
	for _, s := range f.samples {
		if s != "" && s != "0" && s != "-1" {
			filled++
		}
	}
	return filled >= several && len(f.distinct())*2 <= filled
}

// links reports whether a table only joins people to what they are found by, their e-mail addresses, which people do
// not carry themselves.
func (t *table) links(people *table) bool {
	for _, f := range t.fields {
		if f.category != "" {
			return false // more than a link
		}
	}
	for _, f := range t.fields {
		for _, r := range f.refs {
			for _, held := range r.to.table.fields {
				if r.to.table != people && held.identity != "" && !r.to.table.people &&
					!slices.ContainsFunc(people.fields, func(o *field) bool { return o.identity == held.identity }) {
					return true
				}
			}
		}
	}
	return false
}

// joinsTo reports whether a table only joins people to another table, by which alone they are found.
func (t *table) joinsTo(found *table) bool {
	return slices.ContainsFunc(t.fields, func(f *field) bool {
		return slices.ContainsFunc(f.refs, func(r ref) bool {
			return r.to.table.people && r.to.table != found && !r.to.table.staff && t.links(r.to.table)
		})
	})
}

// partOf reports whether a table is called as a part of another, the entries of a thread, so that whoever has the one
// has all of the other. What others remark on something is theirs.
func partOf(t, to *table) bool {
	l := language()
	if len(t.words) == 0 {
		return false
	}
	whole := strings.Join(to.words, " ")
	if to.distance == 1 && l.called(to, "dialogue") && l.called(t, "utterance") {
		return true // what was said to somebody is theirs, whoever said it
	}
	if last := letters.Singular(t.words[len(t.words)-1]); l.tables["people"][last] &&
		slices.ContainsFunc(t.fields, func(f *field) bool {
			return slices.ContainsFunc(f.refs, func(r ref) bool { return r.to.table.people })
		}) {
		return false // the members of a group are themselves
	}
	if last := t.words[len(t.words)-1]; !t.people && !to.people && l.has(l.tables["part"], last) {
		return true
	}
	return strings.HasPrefix(strings.Join(t.words, " "), whole+" ") &&
		!l.has(l.tables["remark"], t.words[len(t.words)-1])
}

// holdsAnything reports whether a table has a column about somebody.
func holdsAnything(t *table) bool {
	return slices.ContainsFunc(t.fields, func(f *field) bool { return f.category != "" })
}

// samePerson reports whether a reference from people to people is from somebody to themselves: an account and its
// profile, not a customer and who looks after them.
func samePerson(t *table, f *field, to *table) bool {
	if f.Primary > 0 && len(t.PrimaryKey()) == 1 {
		return true
	}
	said, _ := identified(f)
	k := to.key()
	return slices.Contains(to.ends, said) || t.people && k != nil && said != "id" && k.Class == value.ClassText &&
		strings.EqualFold(f.Name, k.Name)
}
