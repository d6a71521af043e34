package search

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"orangelab.cn/rightsdesk/app/source/dataset"
	"orangelab.cn/rightsdesk/app/source/sqldb"
	"orangelab.cn/rightsdesk/app/source/value"
)

// CheckColumns compares a data map with the tables of its sources: collections without a table, fields without a column, and
// identities that their column cannot hold. Datasets without a source are left out.
func CheckColumns(ctx context.Context, datasets []*dataset.Dataset, sources map[string]*sqldb.Source) (dataset.Problems, error) {
	if err := dataset.EnsureLinked(datasets); err != nil {
		return nil, err
	}
	var problems dataset.Problems
	for _, s := range DatasetsBySource(datasets, sources) {
		found, err := s.checkColumns(ctx)
		if err != nil {
			return problems, err
		}
		problems = append(problems, found...)
	}
	return problems, nil
}

func (s *SourceDatasets) checkColumns(ctx context.Context) (problems dataset.Problems, err error) {
	session, err := s.Source.Begin(ctx)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, session.End()) }()
	for _, d := range s.Datasets {
		tables, err := s.Source.Resolve(ctx, session.Tx, d.Collections)
		if err != nil {
			return problems, err
		}
		for _, c := range d.Collections {
			say := func(at dataset.Position, code string, err error) {
				problems = append(problems, dataset.Problem{File: at.File, Line: at.Line, Column: at.Column, Severity: dataset.Error, Code: code, Message: err.Error()})
			}
			switch {
			case c.Skip:
				continue
			case tables[c] == nil:
				say(c.Pos, "no-table", s.Source.NoTableError(c))
				continue
			}
			rd, err := NewReading(c, tables[c], s.Source.Dialect, false)
			if err != nil {
				say(c.Pos, "no-column", err)
				continue
			}
			c.Walk(func(f *dataset.Field) {
				if err := rd.fits(f); err != nil {
					say(f.Pos, "identity-type", err)
				}
			})
		}
	}
	return problems, nil
}

// numbers reports whether all values are short numbers, which any column may hold, whatever the kind is called. A longer one is a
// telephone number or the like, and no date or address of a network is.
func numbers(values []string) bool {
	const long = 10
	return !slices.ContainsFunc(values, func(v string) bool { return !value.IsNumber(v) || len(v) >= long })
}

// fits returns why the column of a field cannot hold the identity that the data map says it holds; nil where it can.
func (r *Reading) fits(f *dataset.Field) error {
	if f.Identity == "" {
		return nil
	}
	for i, top := range r.Collection.Fields {
		if top != f.Column() {
			continue
		}
		column := r.Columns[i]
		class := column.Class
		if class == value.ClassArray {
			class = column.Elem
		}
		if !dataset.CanHold(class, f.Identity) {
			return fmt.Errorf("dataset %q, collection %q: the column of field %q is of type %s, which cannot hold the identity %q, so nothing would be found by it; in %s, line %d, move the identity to the field that holds it",
				r.Collection.Dataset.Key, r.Collection.Name, f.Dotted(), column.Type, f.Identity, f.Pos.File, f.Pos.Line)
		}
	}
	return nil
}
