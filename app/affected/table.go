package affected

import (
	"slices"
	"strings"

	"orangelab.cn/rightsdesk/app/source/dataset"
)

// table is a collection as one looks for people in it.
type table struct {
	collection *dataset.Collection
	identities []*dataset.Field
	// referred are the fields that rows of other tables name to say whose they are.
	referred []*dataset.Field
	links    []link
	told     []told
	// person says that each row is a person: it has identities and leads to nobody else.
	person bool
	level  int // how many steps lead from it to people
}

// link is a field that says whose a row is.
type link struct {
	field, to *dataset.Field
	where     *dataset.Where
	person    bool // the row that it leads to is a person
}

// told is a field that tells something of its person.
type told struct {
	field *dataset.Field
	what  fact
}

// fact is what a field tells of a person.
type fact int

const (
	factBirth fact = iota
	factIDNumber
	factCountry
	factState
	factName
	factLanguage
	factChild
)

// factOf are the categories of fields that tell something of a person.
var factOf = map[string]fact{"user.demographic.date_of_birth": factBirth, "user.date_of_birth": factBirth,
	"user.government_id.national_identification_number": factIDNumber,
	"user.contact.address.country":                      factCountry, "user.contact.address.state": factState,
	"user.name":                 factName,
	"user.demographic.language": factLanguage}

// plan is every table of a data map with what leads from one to another.
type plan struct {
	tables []*table
	by     map[*dataset.Collection]*table
}

// newPlan looks for people in linked datasets.
func newPlan(datasets []*dataset.Dataset) *plan {
	p := &plan{by: map[*dataset.Collection]*table{}}
	for _, d := range datasets {
		for _, c := range d.Collections {
			if c.Skip {
				continue
			}
			t := &table{collection: c}
			c.Walk(func(f *dataset.Field) { t.read(f) })
			p.tables, p.by[c] = append(p.tables, t), t
		}
	}
	all := map[*table][]link{}
	for _, t := range p.tables {
		t.collection.Walk(func(f *dataset.Field) {
			for _, r := range f.References {
				l := link{field: f, to: r.Target, where: r.Where}
				if r.Direction == dataset.To || r.Direction == dataset.BothWays && r.Target != nil && f.PrimaryKey &&
					!r.Target.PrimaryKey {
					l.field, l.to = r.Target, f
				}
				if r.Target == nil || p.by[l.field.Collection] == nil || p.by[l.to.Collection] == nil ||
					l.field.Collection == l.to.Collection || !namesOneRow(l.to) {
					continue
				}
				from := p.by[l.field.Collection]
				all[from] = append(all[from], l)
			}
		})
	}
	for _, t := range p.tables {
		t.person = len(t.identities) > 0 && !slices.ContainsFunc(all[t], func(l link) bool {
			return len(p.by[l.to.Collection].identities) > 0
		})
	}
	p.follow(all)
	return p
}

// ofPeople reports whether the data map says whose the rows of a table are.
func (t *table) ofPeople() bool { return len(t.identities) > 0 || len(t.links) > 0 }

// namesOneRow reports whether a value of a field names one row: it is an identity, or the key of its collection. Who
// leads to the same product is not one person for it.
func namesOneRow(f *dataset.Field) bool {
	key := f.Collection.PrimaryKey()
	return f.Identity != "" || len(key) == 1 && key[0] == f
}

// follow keeps of the links of each table those that say whose its rows are: to people, else to tables that lead on to
// people.
func (p *plan) follow(all map[*table][]link) {
	leads := map[*table]bool{}
	for _, t := range p.tables {
		leads[t] = t.person
	}
	for level := 1; ; level++ {
		var more []*table
		for _, t := range p.tables {
			if !leads[t] && slices.ContainsFunc(all[t], func(l link) bool { return leads[p.by[l.to.Collection]] }) {
				t.level = level
				more = append(more, t)
			}
		}
		if len(more) == 0 {
			break
		}
		for _, t := range more {
			leads[t] = true
		}
	}
	for _, t := range p.tables {
		if t.person {
			continue
		}
		direct := slices.ContainsFunc(all[t], func(l link) bool { return p.by[l.to.Collection].person })
		for _, l := range all[t] {
			if to := p.by[l.to.Collection]; to.person || !direct && leads[to] && to.level < t.level {
				l.person = to.person
				t.links = append(t.links, l)
				if !slices.Contains(to.referred, l.to) {
					to.referred = append(to.referred, l.to)
				}
			}
		}
	}
}

// read notes what a field says of a person.
func (t *table) read(f *dataset.Field) {
	if f.Identity != "" {
		t.identities = append(t.identities, f)
	}
	if !f.Categorised() {
		return
	}
	for _, c := range f.EffectiveCategories() {
		if what, tells := factOf[c]; tells {
			t.told = append(t.told, told{f, what})
		}
		if dataset.Covers("user.children", c) || c == "user.childrens" {
			t.told = append(t.told, told{f, factChild})
		}
	}
}

// others are the tables that may tell more of people who are known, in the order in which they are asked: those that
// lead on to people, the farthest first, then the people, then the way back, for who was found among the people only,
// and at the end what is told of them. The affected collection is among these.
func (p *plan) others(affected string) (list []*table) {
	var leading, people, telling []*table
	for _, t := range p.tables {
		switch {
		case len(t.referred) > 0 && !t.person:
			leading = append(leading, t)
		case len(t.referred) > 0:
			people = append(people, t)
		case len(t.told) > 0 || t.collection.Address().String() == affected:
			telling = append(telling, t)
		}
	}
	slices.SortStableFunc(leading, func(a, b *table) int { return b.level - a.level })
	list = append(append(list, leading...), people...)
	slices.Reverse(leading)
	return append(append(list, leading...), telling...)
}

// Kind is something by which a log may name people.
type Kind struct {
	ID    string
	Field *dataset.Field // that holds it
}

// Kinds lists what people are known by in linked datasets: the kinds of their identities, and the keys of the rows that
// are people.
func Kinds(datasets []*dataset.Dataset) (list []Kind) {
	add := func(k Kind) {
		if !slices.ContainsFunc(list, func(o Kind) bool { return o.ID == k.ID }) {
			list = append(list, k)
		}
	}
	for _, t := range newPlan(datasets).tables {
		for _, f := range t.identities {
			add(Kind{kindOf(f.Identity), f})
		}
		for _, f := range t.referred {
			if t.person && f.Identity == "" {
				add(Kind{rowKind(f), f})
			}
		}
	}
	return list
}

// rowKind is the kind of the key of a row.
func rowKind(f *dataset.Field) string {
	return strings.Join([]string{"row", f.Collection.Dataset.Key, f.Collection.Name, f.Dotted()}, ":")
}
