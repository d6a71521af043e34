package search

import (
	"context"
	"errors"
	"fmt"

	"orangelab.cn/rightsdesk/app/source/dataset"
	"orangelab.cn/rightsdesk/app/source/sqldb"
	"orangelab.cn/rightsdesk/app/source/value"
	"orangelab.cn/rightsdesk/model/identifier"
)

// EachIdentityValue delivers every value of every declared identity field, with its kind and the key of its row:
// e-mails, phone numbers, … It finds people who came back after a back-up was restored. Each source is read in a
// snapshot of its own, one after another; a source that fails is named in the error and does not stop the others. An
// error of deliver stops the whole. Datasets without a source are left out.
func EachIdentityValue(ctx context.Context, datasets []*dataset.Dataset, sources map[string]*sqldb.Source,
	deliver func(a dataset.Address, key []value.Cell, kind, value string) error) error {
	if err := dataset.EnsureLinked(datasets); err != nil {
		return err
	}
	var failed []error
	for _, s := range DatasetsBySource(datasets, sources) {
		if err := s.identities(ctx, deliver); err != nil {
			var stop sqldb.FatalError
			if errors.As(err, &stop) {
				return stop.Cause
			}
			if ctx.Err() != nil {
				return ctx.Err()
			}
			failed = append(failed, err)
		}
	}
	return errors.Join(failed...)
}

func (s *SourceDatasets) identities(ctx context.Context,
	deliver func(dataset.Address, []value.Cell, string, string) error) (err error) {
	session, err := s.Source.Begin(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, session.End()) }()
	for _, d := range s.Datasets {
		for _, c := range d.Collections {
			if c.Skip || !c.HoldsIdentity() {
				continue
			}
			tables, err := s.Source.Resolve(ctx, session.Tx, []*dataset.Collection{c})
			if err != nil {
				return err
			}
			if tables[c] == nil {
				return s.Source.NoTableError(c)
			}
			rd, err := NewReading(c, tables[c], s.Source.Dialect, false)
			if err != nil {
				return err
			}
			var fields []*dataset.Field
			c.Walk(func(f *dataset.Field) {
				if f.Identity != "" {
					fields = append(fields, f)
				}
			})
			shape := NewFindingBuilder(rd, Options{})
			err = rd.Each(ctx, session.Tx, []Query{{Text: rd.SelectSQL() + "1 = 1"}}, func(row, _ []any) error {
				var key []value.Cell
				for _, i := range shape.KeyColumns {
					key = append(key, value.Cell{Name: shape.CellName(i), Value: row[i]})
				}
				for _, f := range fields {
					for _, v := range FieldValues(c, f, row) {
						held, ok := value.Text(v)
						if !ok || value.Blank(held) {
							continue
						}
						for _, one := range identifier.SpellingOf(f.Identity).Values(held) {
							if err := deliver(c.Address(), key, f.Identity, one); err != nil {
								return sqldb.Fatal(err)
							}
						}
					}
				}
				return nil
			})
			if err != nil {
				var stop sqldb.FatalError
				if errors.As(err, &stop) {
					return err
				}
				return s.Source.Wrap(err, fmt.Sprintf("collection %q cannot be read", c.Name))
			}
		}
	}
	return nil
}

// FieldValues returns the scalars of a field in a row of declared columns.
func FieldValues(c *dataset.Collection, f *dataset.Field, row []any) []any {
	var out []any
	top := f.Column()
	for i, field := range c.Fields {
		if field != top {
			continue
		}
		if doc, ok := row[i].(value.JSON); ok {
			value.EachScalar(doc.Value, f.Path()[1:], func(v any) { out = append(out, v) })
		} else if row[i] != nil && f.Parent == nil {
			out = append(out, row[i])
		}
	}
	return out
}
