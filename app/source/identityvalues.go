package source

import (
	"context"
	"errors"
	"fmt"
)

// IdentityValues delivers every value of every declared identity field, with its kind and the key of its row: e-mails,
// phone numbers, … It finds people who came back after a backup was restored. Each source is read in a snapshot of its
// own, one after another; a source that fails is named in the error and does not stop the others. An error of deliver
// stops the whole. Datasets without a source are left out.
func IdentityValues(ctx context.Context, datasets []*Dataset, sources map[string]*Source, deliver func(a Address, key []Cell, kind, value string) error) error {
	if err := ready(datasets); err != nil {
		return err
	}
	var failed []error
	for _, s := range sourcesOf(datasets, sources) {
		if err := s.identities(ctx, deliver); err != nil {
			var stop fatalError
			if errors.As(err, &stop) {
				return stop.cause
			}
			if ctx.Err() != nil {
				return ctx.Err()
			}
			failed = append(failed, err)
		}
	}
	return errors.Join(failed...)
}

func (s *sharedSource) identities(ctx context.Context, deliver func(Address, []Cell, string, string) error) (err error) {
	session, err := s.source.begin(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, session.end()) }()
	for _, d := range s.datasets {
		for _, c := range d.Collections {
			if c.Skip || !c.HoldsIdentity() {
				continue
			}
			tables, err := s.source.resolve(ctx, session.tx, []*Collection{c})
			if err != nil {
				return err
			}
			if tables[c] == nil {
				return s.source.noTable(c)
			}
			rd, err := newReading(c, tables[c], s.source.dialect, false)
			if err != nil {
				return err
			}
			var fields []*Field
			c.Walk(func(f *Field) {
				if f.Identity != "" {
					fields = append(fields, f)
				}
			})
			shape := newShape(rd, Options{})
			err = rd.each(ctx, session.tx, []query{{text: rd.head() + "1 = 1"}}, func(row, _ []any) error {
				var key []Cell
				for _, i := range shape.keys {
					key = append(key, Cell{shape.name(i), row[i]})
				}
				for _, f := range fields {
					for _, v := range fieldValues(c, f, row) {
						if value, ok := text(v); ok && value != "" {
							if err := deliver(c.Address(), key, f.Identity, value); err != nil {
								return fatal(err)
							}
						}
					}
				}
				return nil
			})
			if err != nil {
				var stop fatalError
				if errors.As(err, &stop) {
					return err
				}
				return s.source.wrap(err, fmt.Sprintf("collection %q cannot be read", c.Name))
			}
		}
	}
	return nil
}
