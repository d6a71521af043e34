package shared

import (
	"context"
	"errors"
	"fmt"

	"orangelab.cn/rightsdesk/app/source/dataset"
	"orangelab.cn/rightsdesk/app/source/search"
	"orangelab.cn/rightsdesk/app/source/sqldb"
	"orangelab.cn/rightsdesk/app/source/value"
)

// lookBack reads rows of collections by one field, after the run.
type lookBack struct {
	finder   *Finder
	sessions map[*sqldb.Source]*sqldb.Snapshot
}

func (b *lookBack) close() error {
	var errs []error
	for _, s := range b.sessions {
		errs = append(errs, s.End())
	}
	return errors.Join(errs...)
}

// rows delivers every row of f's collection whose f, an end of the link, is one of the values.
func (b *lookBack) rows(ctx context.Context, l link, f *dataset.Field, values []any,
	visit func(id string, row []any) error) error {
	c := f.Collection
	src := b.finder.opts.Sources[c.Dataset.Key]
	if src == nil || len(values) == 0 {
		return nil
	}
	s, table, err := b.table(ctx, src, c)
	if err != nil {
		return err
	}
	rd, err := search.NewReading(c, table, src.Dialect, false)
	if err != nil {
		return err
	}
	rd.Spellings = b.finder.opts.Spellings
	rd.ConditionOn(f, dataset.KindOfLink(l.pointer, l.pointed), l.where.On(c)).
		Add(rd.Dialect, search.ValueOrigin{Field: f, UUIDs: true, Digits: b.finder.filled[l]}, values)
	shape := search.NewFindingBuilder(rd, search.Options{})
	err = rd.Each(ctx, s.Tx, rd.Queries(), func(row, _ []any) error {
		var key []value.Cell
		for _, i := range shape.KeyColumns {
			key = append(key, value.Cell{Name: shape.CellName(i), Value: row[i]})
		}
		return visit(rowIdentity(key, row[:rd.Declared]), row)
	})
	if err != nil {
		delete(b.sessions, src) // a failed statement ends the transaction
		return errors.Join(src.Wrap(err, fmt.Sprintf("collection %q cannot be read", c.Name)), s.End())
	}
	return nil
}

// table is the table of a collection, read in the one transaction of its source.
func (b *lookBack) table(ctx context.Context, src *sqldb.Source, c *dataset.Collection) (*sqldb.Snapshot,
	*sqldb.Table, error) {
	s := b.sessions[src]
	if s == nil {
		var err error
		if s, err = src.Begin(ctx); err != nil {
			return nil, nil, err
		}
		b.sessions[src] = s
	}
	tables, err := src.Resolve(ctx, s.Tx, []*dataset.Collection{c})
	if err == nil && tables[c] == nil {
		err = src.NoTableError(c)
	}
	return s, tables[c], err
}

// learnZeros takes note of the links with an end whose numbers are filled with zeros.
func (b *lookBack) learnZeros(ctx context.Context) error {
	digits := map[*dataset.Field]int{}
	for _, l := range b.finder.links {
		for _, f := range []*dataset.Field{l.pointed, l.pointer} {
			src := b.finder.opts.Sources[f.Collection.Dataset.Key]
			if _, known := digits[f]; known || src == nil || len(b.finder.rows[l.pointed.Collection])+
				len(b.finder.rows[l.pointer.Collection]) == 0 {
				continue
			}
			_, table, err := b.table(ctx, src, f.Collection)
			if err != nil {
				return err
			}
			column, _ := table.Column(f.Column().Name)
			digits[f] = column.Digits
		}
		if n := max(digits[l.pointed], digits[l.pointer]); n > 0 {
			b.finder.filled[l] = n
		}
	}
	return nil
}

// tally counts other people's rows behind one value.
type tally struct {
	rows   int
	people map[string]bool
}

func count(tallies map[string]*tally, value, person string) {
	t := tallies[value]
	if t == nil {
		t = &tally{people: map[string]bool{}}
		tallies[value] = t
	}
	t.rows++
	if person != "" {
		t.people[person] = true
	}
}

// valuesOf returns the distinct values of one end of a link among the noted rows, with the rows that hold each.
func (s *Finder) valuesOf(l link, f *dataset.Field) ([]any, map[string][]string) {
	var values []any
	holders := map[string][]string{}
	for i, w := range s.watched[f.Collection] {
		if w != f {
			continue
		}
		for _, n := range s.rows[f.Collection] {
			if n.unmet[l] {
				continue
			}
			for _, v := range n.values[i] {
				if c, ok := s.valueKey(l, v); ok {
					if holders[c] == nil {
						values = append(values, v)
					}
					holders[c] = append(holders[c], n.id)
				}
			}
		}
	}
	return values, holders
}

// personal reports whether a collection describes people at all: a product that everybody buys is nobody's.
func personal(c *dataset.Collection) bool {
	found := false
	c.Walk(func(f *dataset.Field) {
		if f.Categorised() && f.Identity == "" {
			found = found || dataset.CoversAny([]string{"user"}, f.EffectiveCategories())
		}
	})
	return found || c.HoldsIdentity()
}

// referencedByOthers flags rows at which rows point that the run did not find for this person.
func (s *Finder) referencedByOthers(ctx context.Context, back *lookBack, l link,
	reasons map[*dataset.Collection]map[string][]Reason) error {
	if !personal(l.pointed.Collection) || s.ownersOnly(l.pointed.Collection) {
		return nil
	}
	values, holders := s.valuesOf(l, l.pointed)
	others := map[string]*tally{}
	pointing := l.pointer.Collection
	err := back.rows(ctx, l, l.pointer, values, func(id string, row []any) error {
		if s.reached[pointing][id] {
			return nil
		}
		owner, known, own := s.owner(pointing, id, row, l)
		if own {
			return nil
		}
		for _, v := range search.FieldValues(pointing, l.pointer, row) {
			if c, ok := s.valueKey(l, v); ok && holders[c] != nil {
				person := ""
				if known {
					person = owner
				}
				count(others, c, person)
			}
		}
		return nil
	})
	tell(others, holders, reasons[l.pointed.Collection],
		Reason{Kind: ReferencedByOthers, Collection: pointing.Address(), Field: l.pointer.Dotted(),
			OwnField: l.pointed.Dotted()})
	return err
}

// tell gives every row that holds a value of others the reason, with how many rows and people of theirs there are.
func tell(others map[string]*tally, holders map[string][]string, reasons map[string][]Reason, why Reason) {
	for value, t := range others {
		why.Rows, why.People = t.rows, len(t.people)
		for _, id := range holders[value] {
			reasons[id] = append(reasons[id], why)
		}
	}
}

// ownersOnly reports whether the collection's rows are people. That other rows point at a person is no sharing: an
// employee answers many customers' tickets.
func (s *Finder) ownersOnly(c *dataset.Collection) bool {
	return c.HoldsIdentity() && len(s.ownerLinks(c, link{})) == 0
}

// pointsAtOthers flags rows that point at another person, or at a thing that belongs to another person.
func (s *Finder) pointsAtOthers(ctx context.Context, back *lookBack, l link,
	reasons map[*dataset.Collection]map[string][]Reason) error {
	pointed := l.pointed.Collection
	if !pointed.HoldsIdentity() && len(s.ownerLinks(pointed, l)) == 0 {
		return nil
	}
	values, holders := s.valuesOf(l, l.pointer)
	others := map[string]*tally{}
	err := back.rows(ctx, l, l.pointed, values, func(id string, row []any) error {
		owner, known, own := s.owner(pointed, id, row, l)
		if own || !known {
			return nil
		}
		for _, v := range search.FieldValues(pointed, l.pointed, row) {
			if c, ok := s.valueKey(l, v); ok && holders[c] != nil {
				count(others, c, owner)
			}
		}
		return nil
	})
	tell(others, holders, reasons[l.pointer.Collection],
		Reason{Kind: PointsAtOthers, Collection: pointed.Address(), Field: l.pointed.Dotted(),
			OwnField: l.pointer.Dotted()})
	return err
}

// ownerLinks are the pointers of a collection to people, without the one that is being looked at.
func (s *Finder) ownerLinks(c *dataset.Collection, except link) []link {
	var out []link
	for _, l := range s.links {
		if l.pointer.Collection == c && l.pointed.Collection.HoldsIdentity() && l != except {
			out = append(out, l)
		}
	}
	return out
}

// owner names the person behind a row: the row itself where it holds an identity, else the person it points at. It
// says whether any person is known and whether it is the subject.
func (s *Finder) owner(c *dataset.Collection, id string, row []any, looking link) (person string, known, own bool) {
	if c.HoldsIdentity() {
		return c.Address().String() + "/" + id, true, s.subjects[c][id]
	}
	for _, l := range s.ownerLinks(c, looking) {
		if !l.holds(c, row) {
			continue
		}
		mine := s.subjectValues(l)
		for _, v := range search.FieldValues(c, l.pointer, row) {
			key, ok := s.valueKey(l, v)
			if !ok {
				continue
			}
			if mine[key] {
				return "", true, true
			}
			if !known {
				person, known = l.pointed.Collection.Address().String()+"."+l.pointed.Dotted()+"/"+key, true
			}
		}
	}
	return person, known, false
}

// subjectValues are the values of a link's pointed field in the person's own rows.
func (s *Finder) subjectValues(l link) map[string]bool {
	if out := s.own[l]; out != nil {
		return out
	}
	out, f := map[string]bool{}, l.pointed
	s.own[l] = out
	for i, w := range s.watched[f.Collection] {
		if w != f {
			continue
		}
		for _, n := range s.rows[f.Collection] {
			if !s.subjects[f.Collection][n.id] || n.unmet[l] {
				continue
			}
			for _, v := range n.values[i] {
				if c, ok := s.valueKey(l, v); ok {
					out[c] = true
				}
			}
		}
	}
	return out
}
