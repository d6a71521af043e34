package source

import (
	"context"
	"errors"
	"fmt"
	"sort"
	"strings"

	"orangelab.cn/rightsdesk/model"
)

// SharedKind is why a row may also be somebody else's.
type SharedKind string

const (
	// ReferencedByOthers: rows that are not this person's point at it too (an address of another customer's order).
	ReferencedByOthers SharedKind = "referenced_by_others"
	// PointsAtOthers: it points at a row that is another person's or belongs to one (an order paid with another
	// person's card).
	PointsAtOthers SharedKind = "points_at_others"
	// OtherIdentity: it holds an e-mail, a phone number or another identity that is not one of this person's.
	OtherIdentity SharedKind = "other_identity"
)

// SharedReason is one reason, as data, so that a window can say it in any language.
type SharedReason struct {
	Kind       SharedKind
	Collection Address // where the other rows are; the row's own collection for OtherIdentity
	Field      string  // the field of Collection that shows it, dotted
	OwnField   string  // the field of the row itself, dotted
	Rows       int     // rows of others; for OtherIdentity the values that differ
	People     int     // distinct other people as far as the data map can tell; 0 when it cannot
}

// SharedRow is a finding that may also be somebody else's.
type SharedRow struct {
	Address
	Key     []Cell
	Reasons []SharedReason
}

// SharedFinder looks, after a run, for findings that are also other people's. Note every finding of a run without a
// category filter, then call Look. It keeps of each row only its key and the values that link it to others.
type SharedFinder struct {
	opts     Options
	links    []link
	watched  map[*Collection][]*Field
	byName   map[Address]*Collection
	rows     map[*Collection][]notedRow
	reached  map[*Collection]map[string]bool // row identity → found in the run
	subjects map[*Collection]map[string]bool // rows of identity-holding collections that are the person's own
	known    map[string]*model.Sought        // the person's values by kind
	own      map[link]map[string]bool        // values of a link's pointed field in the person's own rows, filled as Look asks
}

// link is a reference seen as a pointer: the pointer's field holds the value of the pointed field.
type link struct{ pointer, pointed *Field }

type notedRow struct {
	id         string
	key        []Cell
	values     [][]any // by watched field
	byIdentity map[string]bool
}

// NewSharedFinder prepares a look at the findings of a run with the same options.
func NewSharedFinder(opts Options) (*SharedFinder, error) {
	if err := ready(opts.Datasets); err != nil {
		return nil, err
	}
	s := &SharedFinder{opts: opts, watched: map[*Collection][]*Field{}, byName: map[Address]*Collection{},
		rows: map[*Collection][]notedRow{}, reached: map[*Collection]map[string]bool{},
		subjects: map[*Collection]map[string]bool{}, known: map[string]*model.Sought{}}
	g := newGraph(opts.Datasets)
	watch := map[*Field]bool{}
	for _, e := range g.edges {
		if l, ok := pointerOf(e); ok && !e.from.Collection.Skip && !e.to.Collection.Skip {
			s.links = append(s.links, l)
			watch[l.pointer], watch[l.pointed] = true, true
		}
	}
	for _, c := range g.nodes {
		s.byName[c.Address()] = c
		c.Walk(func(f *Field) {
			if watch[f] || identityKind(f) != "" {
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

// pointerOf decides which end of a reference is the pointer: the end that is no primary key, else the end that
// declares the reference. Two identity fields joined by value point at nothing.
func pointerOf(e edge) (link, bool) {
	if identityKind(e.from) != "" && identityKind(e.to) != "" {
		return link{}, false
	}
	switch {
	case e.to.PrimaryKey && !e.from.PrimaryKey:
		return link{e.from, e.to}, true
	case e.from.PrimaryKey && !e.to.PrimaryKey:
		return link{e.to, e.from}, true
	}
	for _, ref := range e.from.References {
		if ref.Target == e.to {
			return link{e.from, e.to}, true
		}
	}
	return link{e.to, e.from}, true
}

// identityKind gives the kind of identity that a field holds by declaration or by its category.
func identityKind(f *Field) string {
	if f.Identity != "" {
		return f.Identity
	}
	for _, c := range f.Categories {
		switch {
		case Covers("user.contact.email", c):
			return "email"
		case Covers("user.contact.phone_number", c):
			return "phone_number"
		}
	}
	return ""
}

func (s *SharedFinder) know(kind, value string) {
	if s.known[kind] == nil {
		s.known[kind] = model.SpellingOf(kind).Seek()
	}
	s.known[kind].Add(value)
}

func (s *SharedFinder) knows(kind, value string) bool {
	if s.known[kind] == nil {
		return false
	}
	_, is := s.known[kind].Key(value)
	return is
}

// kindOfLink gives the kind of identity that joins two fields; empty where it is none.
func kindOfLink(a, b *Field) string {
	if kind := identityKind(b); kind != "" {
		return kind
	}
	return identityKind(a)
}

// valueKey tells the values of a link apart: as they are written, or in any spelling where the run finds them so.
func (s *SharedFinder) valueKey(l link, v any) (string, bool) {
	kind := kindOfLink(l.pointer, l.pointed)
	if !s.opts.Spellings || kind == "" {
		return canonical(v)
	}
	held, ok := text(v)
	return model.SpellingOf(kind).Key(held), ok
}

// Note remembers what links a finding to others.
func (s *SharedFinder) Note(f Finding) error {
	c := s.byName[Address{f.Dataset, f.Collection}]
	if c == nil {
		return fmt.Errorf("a finding of %s:%s does not belong to the data map of this look", f.Dataset, f.Collection)
	}
	row := make([]any, len(c.Fields))
	for i, field := range c.Fields {
		v, ok := f.Row.Get(field.Name)
		if !ok {
			return fmt.Errorf("a finding of %s lacks %q; look for shared rows in a run without a category filter", c.Address(), field.Name)
		}
		row[i] = v
	}
	n := notedRow{id: rowIdentity(f.Key, row), key: f.Key, byIdentity: map[string]bool{}}
	for _, w := range s.watched[c] {
		n.values = append(n.values, fieldValues(c, w, row))
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

// rowIdentity tells rows of one collection apart, by key where there is one.
func rowIdentity(key []Cell, row []any) string {
	var b strings.Builder
	for _, cell := range key {
		v, _ := canonical(cell.Value)
		fmt.Fprintf(&b, "%d:%s;", len(v), v)
	}
	if len(key) == 0 {
		for _, value := range row {
			v, _ := canonical(value)
			fmt.Fprintf(&b, "%d:%s;", len(v), v)
		}
	}
	return b.String()
}

// fieldValues gives the scalars of a field in a row of declared columns.
func fieldValues(c *Collection, f *Field, row []any) []any {
	var out []any
	top := f.Column()
	for i, field := range c.Fields {
		if field != top {
			continue
		}
		if doc, ok := row[i].(JSON); ok {
			collect(doc.Value, f.Path()[1:], func(v any) { out = append(out, v) })
		} else if row[i] != nil && f.Parent == nil {
			out = append(out, row[i])
		}
	}
	return out
}

// Look delivers every noted row that may also be somebody else's. It reads the sources again, each in one read-only
// transaction. A source that fails is named in the error; what the others show is delivered all the same.
func (s *SharedFinder) Look(ctx context.Context, deliver func(SharedRow) error) error {
	s.learn()
	s.own = map[link]map[string]bool{}
	reasons := map[*Collection]map[string][]SharedReason{}
	for c := range s.rows {
		reasons[c] = map[string][]SharedReason{}
	}
	s.otherIdentities(reasons)
	back := &lookBack{finder: s, sessions: map[*Source]*session{}}
	var errs []error
	for _, l := range s.links {
		if err := s.referencedByOthers(ctx, back, l, reasons); err != nil {
			errs = append(errs, err)
		}
		if err := s.pointsAtOthers(ctx, back, l, reasons); err != nil {
			errs = append(errs, err)
		}
	}
	errs = append(errs, back.close())
	collections := make([]*Collection, 0, len(s.rows))
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
					return string(a.Kind)+a.OwnField+a.Collection.String()+a.Field < string(b.Kind)+b.OwnField+b.Collection.String()+b.Field
				})
				if err := deliver(SharedRow{Address: c.Address(), Key: n.key, Reasons: rs}); err != nil {
					return errors.Join(append(errs, err)...)
				}
			}
		}
	}
	return errors.Join(errs...)
}

// learn adds to the person's known values what stands beside a matching identity of another kind (the phone number in
// the row that the e-mail found), and decides which rows of identity-holding collections are the person's own.
func (s *SharedFinder) learn() {
	type found struct{ kind, value string }
	var more []found
	s.eachIdentity(func(_ *Collection, n notedRow, f *Field, kind, value string) {
		if f.Identity != "" && len(n.byIdentity) > 0 && !n.byIdentity[kind] && len(s.opts.Identities[kind]) == 0 {
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
	s.eachIdentity(func(c *Collection, n notedRow, f *Field, kind, value string) {
		if f.Identity != "" && len(n.byIdentity) == 0 && !s.knows(kind, value) {
			delete(s.subjects[c], n.id)
		}
	})
}

func (s *SharedFinder) eachIdentity(visit func(c *Collection, n notedRow, f *Field, kind, value string)) {
	for c, rows := range s.rows {
		for _, n := range rows {
			for i, f := range s.watched[c] {
				kind := identityKind(f)
				if kind == "" {
					continue
				}
				for _, v := range n.values[i] {
					if value, ok := text(v); ok && strings.TrimSpace(value) != "" {
						visit(c, n, f, kind, value)
					}
				}
			}
		}
	}
}

func (s *SharedFinder) otherIdentities(reasons map[*Collection]map[string][]SharedReason) {
	type place struct {
		c  *Collection
		id string
		f  *Field
	}
	others := map[place]map[string]bool{}
	s.eachIdentity(func(c *Collection, n notedRow, f *Field, kind, value string) {
		// A kind that nothing is known of proves nothing.
		if s.known[kind] == nil || s.knows(kind, value) {
			return
		}
		p := place{c, n.id, f}
		if others[p] == nil {
			others[p] = map[string]bool{}
		}
		others[p][model.SpellingOf(kind).Key(value)] = true
	})
	for p, values := range others {
		reasons[p.c][p.id] = append(reasons[p.c][p.id], SharedReason{Kind: OtherIdentity, Collection: p.c.Address(),
			Field: p.f.Dotted(), OwnField: p.f.Dotted(), Rows: len(values), People: len(values)})
	}
}
