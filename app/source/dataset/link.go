package dataset

import (
	"strings"
)

// Load reads dataset files and links them to one another. Reading goes on past problems, so that one look shows all
// of them; the error is only about files that cannot be opened.
func Load(paths ...string) ([]*Dataset, Problems, error) {
	var all []*Dataset
	var problems Problems
	for _, path := range paths {
		ds, ps, err := readFile(path)
		if err != nil {
			return nil, nil, err
		}
		all, problems = append(all, ds...), append(problems, ps...)
	}
	problems = append(problems, Link(all)...)
	problems.sort()
	return all, problems, nil
}

// Check is Load for whoever only wants to know what is wrong, with notes on what people will read.
func Check(paths ...string) (Problems, error) {
	datasets, problems, err := Load(paths...)
	problems = append(problems, untitled(datasets)...)
	problems.sort()
	return problems, err
}

// Link resolves references, "after" and "erase_after" between datasets and reports what cannot be resolved, what
// cannot be ordered and what no identity reaches.
func Link(datasets []*Dataset) Problems {
	l := &linker{byKey: map[string]*Dataset{}}
	for _, d := range datasets {
		if l.byKey[d.Key] != nil {
			l.add(d.Pos.Problem(Error, "duplicate-dataset", "rename one of them", "two datasets have the fides_key %q",
				d.Key))
			continue
		}
		l.byKey[d.Key] = d
	}
	for _, d := range datasets {
		l.dataset(d)
	}
	if l.problems.Err() == nil {
		l.order(datasets)
	}
	l.problems.sort()
	if l.problems.Err() == nil {
		set := &linkedSet{len(datasets)}
		for _, d := range datasets {
			d.together = set
		}
	}
	return l.problems
}

// linkedSet marks datasets that were linked together without an error, so that a run need not do it again.
type linkedSet struct{ size int }

// EnsureLinked links datasets unless exactly these are linked already.
func EnsureLinked(datasets []*Dataset) error {
	if len(datasets) > 0 && datasets[0].together != nil && datasets[0].together.size == len(datasets) {
		same := true
		for _, d := range datasets {
			same = same && d.together == datasets[0].together
		}
		if same {
			return nil
		}
	}
	return Link(datasets).Err()
}

type linker struct {
	byKey    map[string]*Dataset
	problems Problems
}

func (l *linker) add(p Problem) { l.problems = l.problems.with(p) }

func (l *linker) dataset(d *Dataset) {
	for _, key := range d.After {
		if l.byKey[key] == nil {
			l.add(d.Pos.Problem(Warning, "unknown-dataset", "load its file too, or remove the line",
				"dataset %q comes after dataset %q, which is not loaded; the order is not kept", d.Key, key))
		}
	}
	for _, c := range d.Collections {
		for i := range c.After {
			l.mention(&c.After[i], c, "after")
		}
		for i := range c.EraseAfter {
			l.mention(&c.EraseAfter[i], c, "erase_after")
		}
		c.Walk(func(f *Field) {
			for i := range f.References {
				l.reference(f, &f.References[i])
			}
		})
	}
}

func (l *linker) mention(m *Mention, c *Collection, what string) {
	text := strings.Replace(m.Text, ":", ".", 1)
	// An order kept against a dataset that is not loaded harms nothing: a published file may name its neighbours.
	severity := Warning
	for at := range len(text) {
		if text[at] != '.' || l.byKey[text[:at]] == nil {
			continue
		}
		severity = Error
		if found := l.byKey[text[:at]].Collection(text[at+1:]); found != nil {
			settle(&m.Target, found)
			return
		}
	}
	l.add(m.Pos.Problem(severity, "unknown-collection", `write it as "dataset.collection", and load its file too`,
		"%s of collection %q names %q, which does not exist", what, c.Address(), m.Text))
}

func (l *linker) reference(f *Field, ref *Reference) {
	here := f.Collection.Address().String() + "." + f.Dotted()
	d := l.byKey[ref.Dataset]
	if d == nil {
		l.add(ref.Pos.Problem(Error, "unknown-dataset", "load its file too, or correct the key",
			"%s refers to dataset %q, which is not loaded", here, ref.Dataset))
		return
	}
	c, path := d.owner(ref.Field)
	if c == nil {
		l.add(ref.Pos.Problem(Error, "unknown-collection", `write the field as "collection.field"`,
			"%s refers to %q, and dataset %q has no such collection", here, ref.Field, ref.Dataset))
		return
	}
	settle(&ref.Target, c.Field(path))
	switch {
	case ref.Target == nil:
		l.add(ref.Pos.Problem(Error, "unknown-field", "declare the field, or correct the name",
			"%s refers to %q, and collection %q has no field %q", here, ref.Field, c.Name, path))
	case c == f.Collection:
		l.add(ref.Pos.Problem(Warning, "self-reference",
			"a collection is read once, so this reference finds nothing more", "%s refers to its own collection", here))
	}
}

// settle writes only what changes, so that runs over the same linked datasets may go side by side.
func settle[T any](at **T, found *T) {
	if *at != found {
		*at = found
	}
}

// order reports what is wrong with the whole rather than with one line.
func (l *linker) order(datasets []*Dataset) {
	for _, c := range afterCycle(datasets) {
		l.add(c.Pos.Problem(Error, "after-cycle", `remove one "after" of the circle`,
			`collection %q must come after itself: its "after" leads back to it`, c.Address()))
	}
	if l.problems.Err() != nil {
		return
	}
	g := NewGraph(datasets)
	for _, p := range g.Skipped(nil) {
		l.add(p)
	}
	whole := g.reach(nil, false)
	for _, c := range g.Nodes {
		if !c.Skip && !whole[c] {
			l.add(c.Pos.Problem(Warning, "not-reached",
				"declare an identity in it, or a reference to a collection that is reached",
				"no identity reaches collection %q, so nothing is ever read from it", c.Address()))
		}
	}
	if l.problems.Err() != nil {
		return
	}
	_, cut, err := g.Steps(nil)
	if err != nil {
		stuck := err.(*orderError)
		l.add(stuck.collection.Pos.Problem(Error, "after-unreachable",
			`remove the "after", or give the later collection another way in`, "%s", stuck.Error()))
	}
	for _, e := range cut {
		l.add(e.To.Pos.Problem(Warning, "circle", "remove one reference of the circle, or give it the other direction",
			"references lead in a circle between collections %q and %q; a collection is read once, so %s is not searched with what %s holds",
			e.From.Collection.Address(), e.To.Collection.Address(),
			e.To.Collection.Address().String()+"."+e.To.Dotted(),
			e.From.Collection.Address().String()+"."+e.From.Dotted()))
	}
}

// afterCycle returns the collections of one circle of "after", empty when there is none.
func afterCycle(datasets []*Dataset) []*Collection {
	byKey := map[string]*Dataset{}
	for _, d := range datasets {
		byKey[d.Key] = d
	}
	const visiting, done = 1, 2
	state := map[*Collection]int{}
	var path []*Collection
	var visit func(c *Collection) []*Collection
	visit = func(c *Collection) []*Collection {
		switch state[c] {
		case done:
			return nil
		case visiting:
			for i, x := range path {
				if x == c {
					return append([]*Collection(nil), path[i:]...)
				}
			}
		}
		state[c] = visiting
		path = append(path, c)
		for _, before := range mustFollow(c, byKey) {
			if cycle := visit(before); cycle != nil {
				return cycle
			}
		}
		path = path[:len(path)-1]
		state[c] = done
		return nil
	}
	for _, d := range datasets {
		for _, c := range d.Collections {
			if cycle := visit(c); cycle != nil {
				return cycle
			}
		}
	}
	return nil
}

// mustFollow returns the collections that c's and its dataset's "after" name.
func mustFollow(c *Collection, byKey map[string]*Dataset) []*Collection {
	var out []*Collection
	for _, m := range c.After {
		if m.Target != nil {
			out = append(out, m.Target)
		}
	}
	for _, key := range c.Dataset.After {
		if d := byKey[key]; d != nil {
			out = append(out, d.Collections...)
		}
	}
	return out
}
