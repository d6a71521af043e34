package shared

import (
	"context"
	"errors"
	"fmt"
	"sort"
	"strings"

	"orangelab.cn/rightsdesk/app/source/dataset"
	"orangelab.cn/rightsdesk/app/source/search"
	"orangelab.cn/rightsdesk/app/source/sqldb"
	"orangelab.cn/rightsdesk/app/source/value"
	"orangelab.cn/rightsdesk/model/identifier"
)

// Kind is why a row may also be somebody else's.
type Kind string

const (
	// ReferencedByOthers: rows that are not this person's point at it too (an address of another customer's order).
	ReferencedByOthers Kind = "referenced_by_others"
	// PointsAtOthers: it points at a row that is another person's or belongs to one (an order paid with another
	// person's card).
	PointsAtOthers Kind = "points_at_others"
	// OtherIdentity: it holds an e-mail, a phone number or another identity that is not one of this person's.
	OtherIdentity Kind = "other_identity"
)

// Reason is one reason, as data, so that a window can say it in any language.
type Reason struct {
	Kind       Kind
	Collection dataset.Address // where the other rows are; the row's own collection for OtherIdentity
	Field      string          // the field of Collection that shows it, dotted
	OwnField   string          // the field of the row itself, dotted
	Rows       int             // rows of others; for OtherIdentity the values that differ
	People     int             // distinct other people as far as the data map can tell; 0 when it cannot
}

// Row is a finding that may also be somebody else's.
type Row struct {
	dataset.Address
	ID      string // as RowID gives it of the finding
	Key     []value.Cell
	Reasons []Reason
}

// RowID returns what tells a finding of a run without a category filter from the other rows of its collection: its key,
// or where there is none all that it holds.
func RowID(f search.Finding) string {
	row := f.Row
	if f.Held != nil {
		row = f.Held
	}
	held := make([]any, len(row))
	for i, cell := range row {
		held[i] = cell.Value
	}
	return rowIdentity(f.Key, held)
}

// Finder looks, after a run, for findings that are also other people's. Note every finding of a run without a
// category filter, then call Look. It keeps of each row only its key and the values that link it to others.
type Finder struct {
	opts     search.Options
	links    []link
	watched  map[*dataset.Collection][]*dataset.Field
	byName   map[dataset.Address]*dataset.Collection
	rows     map[*dataset.Collection][]notedRow
	reached  map[*dataset.Collection]map[string]bool // row identity → found in the run
	subjects map[*dataset.Collection]map[string]bool // rows of identity-holding collections that are the person's own
	known    map[string]*identifier.Sought           // the person's values by kind
	// values of a link's pointed field in the person's own rows, filled as Look asks
	own    map[link]map[string]bool
	filled map[link]int // to how many digits an end of a link fills its numbers with zeros
}

type notedRow struct {
	id         string
	key        []value.Cell
	values     [][]any // by watched field
	led        [][]any // the same, narrowed to what led to the row
	byIdentity map[string]bool
	unmet      map[link]bool // links that do not hold for the row
}

// NewFinder prepares a look at the findings of a run with the same options.
func NewFinder(opts search.Options) (*Finder, error) {
	if err := dataset.EnsureLinked(opts.Datasets); err != nil {
		return nil, err
	}
	s := &Finder{opts: opts, watched: map[*dataset.Collection][]*dataset.Field{},
		byName: map[dataset.Address]*dataset.Collection{},
		rows:   map[*dataset.Collection][]notedRow{}, reached: map[*dataset.Collection]map[string]bool{},
		subjects: map[*dataset.Collection]map[string]bool{}, known: map[string]*identifier.Sought{},
		filled: map[link]int{}}
	g := dataset.NewGraph(opts.Datasets)
	watch := map[*dataset.Field]bool{}
	for _, e := range g.Edges {
		if l, ok := pointerOf(e); ok && !e.From.Collection.Skip && !e.To.Collection.Skip {
			s.links = append(s.links, l)
			watch[l.pointer], watch[l.pointed] = true, true
		}
	}
	for _, c := range g.Nodes {
		s.byName[c.Address()] = c
		c.Walk(func(f *dataset.Field) {
			if watch[f] || dataset.IdentityKind(f) != "" {
				s.watched[c] = append(s.watched[c], f)
			}
		})
	}
	for kind, values := range opts.Identities {
		for _, v := range values {
			s.know(kind, v)
		}
	}
	return s, nil
}

func (s *Finder) know(kind, value string) {
	if s.known[kind] == nil {
		s.known[kind] = identifier.SpellingOf(kind).Seek()
	}
	s.known[kind].Add(value)
}

func (s *Finder) knows(kind, value string) bool {
	if s.known[kind] == nil {
		return false
	}
	_, is := s.known[kind].Key(value)
	return is
}

// Note remembers what links a finding to others.
func (s *Finder) Note(f search.Finding) error {
	c := s.byName[dataset.Address{Dataset: f.Dataset, Collection: f.Collection}]
	if c == nil {
		return fmt.Errorf("a finding of %s:%s does not belong to the data map of this look", f.Dataset, f.Collection)
	}
	row, err := s.cellsOf(c, f.Compared())
	if err != nil {
		return err
	}
	held := row
	if f.Held != nil {
		if held, err = s.cellsOf(c, f.Held); err != nil {
			return err
		}
	}
	n := notedRow{id: rowIdentity(f.Key, held), key: f.Key, byIdentity: map[string]bool{}}
	for _, l := range s.links {
		if !l.holds(c, held) {
			if n.unmet == nil {
				n.unmet = map[link]bool{}
			}
			n.unmet[l] = true
		}
	}
	for _, w := range s.watched[c] {
		n.values = append(n.values, search.FieldValues(c, w, held))
		n.led = append(n.led, search.FieldValues(c, w, row))
	}
	for _, r := range f.Reached {
		if r.Identity != "" {
			n.byIdentity[r.Identity] = true
		}
	}
	if s.reached[c] == nil {
		s.reached[c] = map[string]bool{}
	}
	s.reached[c][n.id] = true
	s.rows[c] = append(s.rows[c], n)
	return nil
}

// cellsOf returns the declared columns of a row, in file order. A row of a service has only those fields that the
// system answered.
func (s *Finder) cellsOf(c *dataset.Collection, cells value.Row) ([]any, error) {
	row := make([]any, len(c.Fields))
	for i, field := range c.Fields {
		v, ok := cells.Get(field.Name)
		if !ok && s.opts.Services[c.Dataset.Key] == nil {
			return nil, fmt.Errorf("a finding of %s lacks %q; look for shared rows in a run without a category filter",
				c.Address(), field.Name)
		}
		row[i] = v
	}
	return row, nil
}

// rowIdentity returns what tells a row from the others of its collection: its key where there is one.
func rowIdentity(key []value.Cell, row []any) string {
	var b strings.Builder
	for _, cell := range key {
		v, _ := value.Canonical(cell.Value)
		fmt.Fprintf(&b, "%d:%s;", len(v), v)
	}
	if len(key) == 0 {
		for _, held := range row {
			v, _ := value.Canonical(held)
			fmt.Fprintf(&b, "%d:%s;", len(v), v)
		}
	}
	return b.String()
}

// Look delivers every noted row that may also be somebody else's. It reads the sources again, each in one read-only
// transaction. A source that fails is named in the error; what the others show is delivered all the same.
func (s *Finder) Look(ctx context.Context, deliver func(Row) error) error {
	s.learn()
	s.own = map[link]map[string]bool{}
	reasons := map[*dataset.Collection]map[string][]Reason{}
	for c := range s.rows {
		reasons[c] = map[string][]Reason{}
	}
	s.otherIdentities(reasons)
	back := &lookBack{finder: s, sessions: map[*sqldb.Source]*sqldb.Snapshot{}}
	errs := []error{back.learnZeros(ctx)}
	for _, l := range s.links {
		if err := s.referencedByOthers(ctx, back, l, reasons); err != nil {
			errs = append(errs, err)
		}
		if err := s.pointsAtOthers(ctx, back, l, reasons); err != nil {
			errs = append(errs, err)
		}
	}
	errs = append(errs, back.close())
	collections := make([]*dataset.Collection, 0, len(s.rows))
	for c := range s.rows {
		collections = append(collections, c)
	}
	sort.Slice(collections, func(i, j int) bool {
		return collections[i].Address().String() < collections[j].Address().String()
	})
	for _, c := range collections {
		for _, n := range s.rows[c] {
			if rs := reasons[c][n.id]; len(rs) > 0 {
				sort.Slice(rs, func(i, j int) bool {
					a, b := rs[i], rs[j]
					return string(a.Kind)+a.OwnField+a.Collection.String()+a.Field < string(
						b.Kind)+b.OwnField+b.Collection.String()+b.Field
				})
				if err := deliver(Row{Address: c.Address(), ID: n.id, Key: n.key, Reasons: rs}); err != nil {
					return errors.Join(append(errs, err)...)
				}
			}
		}
	}
	return errors.Join(errs...)
}

// learn adds to the person's known values what stands beside a matching identity of another kind (the phone number in
// the row that the e-mail found), and decides which rows of identity-holding collections are the person's own.
func (s *Finder) learn() {
	type found struct{ kind, value string }
	var more []found
	others := map[*dataset.Collection]map[string]bool{}
	s.eachIdentity(false, func(c *dataset.Collection, n notedRow, _ *dataset.Field, kind, value string) {
		if n.byIdentity[kind] && !s.knows(kind, value) {
			if others[c] == nil {
				others[c] = map[string]bool{}
			}
			others[c][n.id] = true // what stands beside several people's values may be anybody's
		}
	})
	s.eachIdentity(true, func(c *dataset.Collection, n notedRow, f *dataset.Field, kind, value string) {
		if f.Identity != "" && len(n.byIdentity) > 0 && !n.byIdentity[kind] && len(s.opts.Identities[kind]) == 0 &&
			!others[c][n.id] {
			more = append(more, found{kind, value})
		}
	})
	for _, m := range more {
		s.know(m.kind, m.value)
	}
	for c, rows := range s.rows {
		if !c.HoldsIdentity() {
			continue
		}
		own := map[string]bool{}
		for _, n := range rows {
			own[n.id] = true
		}
		s.subjects[c] = own
	}
	// A row that only a reference led to, with another identity in it, is another person.
	s.eachIdentity(false, func(c *dataset.Collection, n notedRow, f *dataset.Field, kind, value string) {
		if f.Identity != "" && len(n.byIdentity) == 0 && !s.knows(kind, value) {
			delete(s.subjects[c], n.id)
		}
	})
}

// eachIdentity visits the identities that the noted rows hold: with led, of arrays only in the elements that led to the
// row.
func (s *Finder) eachIdentity(led bool,
	visit func(c *dataset.Collection, n notedRow, f *dataset.Field, kind, value string)) {
	for c, rows := range s.rows {
		for _, n := range rows {
			for i, f := range s.watched[c] {
				kind := dataset.IdentityKind(f)
				if kind == "" {
					continue
				}
				values := n.values[i]
				if led {
					values = n.led[i]
				}
				for _, v := range values {
					held, ok := value.Text(v)
					if !ok || value.Blank(held) {
						continue
					}
					for _, one := range s.valuesIn(kind, held) {
						visit(c, n, f, kind, one)
					}
				}
			}
		}
	}
}

// valuesIn returns the values that a text holds, where the run finds people so.
func (s *Finder) valuesIn(kind, held string) []string {
	if !s.opts.Spellings || s.knows(kind, held) {
		return []string{held}
	}
	return identifier.SpellingOf(kind).Values(held)
}

func (s *Finder) otherIdentities(reasons map[*dataset.Collection]map[string][]Reason) {
	type place struct {
		c  *dataset.Collection
		id string
		f  *dataset.Field
	}
	others := map[place]map[string]bool{}
	s.eachIdentity(false, func(c *dataset.Collection, n notedRow, f *dataset.Field, kind, value string) {
		// A kind that nothing is known of proves nothing.
		if s.known[kind] == nil || s.knows(kind, value) {
			return
		}
		p := place{c, n.id, f}
		if others[p] == nil {
			others[p] = map[string]bool{}
		}
		others[p][identifier.SpellingOf(kind).Key(value)] = true
	})
	for p, values := range others {
		reasons[p.c][p.id] = append(reasons[p.c][p.id], Reason{Kind: OtherIdentity, Collection: p.c.Address(),
			Field: p.f.Dotted(), OwnField: p.f.Dotted(), Rows: len(values), People: len(values)})
	}
}
