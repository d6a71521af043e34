package draft

import (
	"context"
	"errors"
	"strings"

	"orangelab.cn/rightsdesk/app/source/sqldb"
)

// Looked is what a few rows of a column hold, for somebody who settles what it is.
type Looked struct {
	Name, Type, Remark string
	Content            bool     // it holds text, and so perhaps something of a person
	Samples            []string // different ones, none where bytes or documents are not read
	Filled             int      // of the rows that were looked at
}

// Look reads a few rows of one table of a source, named as drafts name it; nil where there is no such table.
func Look(ctx context.Context, s *sqldb.Source, name string) (columns []Looked, rows int, err error) {
	session, err := s.Begin(ctx)
	if err != nil {
		return nil, 0, err
	}
	defer func() { err = errors.Join(err, session.End()) }()
	asked := sqldb.TableName{Name: name}
	names, err := s.Dialect.List(ctx, session.Tx)
	if err != nil {
		return nil, 0, s.Wrap(err, "its tables cannot be listed")
	}
	for _, n := range names {
		if n.Schema != "" && n.Schema+"."+n.Name == name {
			asked = n
		}
	}
	described, err := s.Dialect.Inspect(ctx, session.Tx, []sqldb.TableName{asked})
	if err != nil || described[asked] == nil {
		return nil, 0, s.Wrap(err, "its tables cannot be described")
	}
	remarks, err := s.Dialect.Remarks(ctx, session.Tx)
	if err != nil {
		return nil, 0, s.Wrap(err, "the comments on its tables cannot be read")
	}
	t := &table{Table: described[asked], name: name}
	for _, c := range t.Columns {
		f := &field{Column: c, table: t}
		for _, r := range remarks {
			if r.Schema == t.Schema && r.Table == t.Name && r.Column == c.Name {
				f.remark = r.Text
			}
		}
		t.fields = append(t.fields, f)
	}
	if err := sample(ctx, s, session.Tx, t); err != nil {
		return nil, 0, err
	}
	for _, f := range t.fields {
		columns = append(columns,
			Looked{f.Name, f.Type, strings.TrimSpace(f.remark), f.kinds()[0] == "text" || f.kinds()[0] == "bytes",
				f.distinct(), len(f.samples)})
	}
	return columns, t.rows, nil
}

// Outline returns the types of the columns of all tables of a source, by table and column as drafts name them.
func Outline(ctx context.Context, s *sqldb.Source) (tables map[string]map[string]string, err error) {
	session, err := s.Begin(ctx)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, session.End()) }()
	names, err := s.Dialect.List(ctx, session.Tx)
	if err != nil {
		return nil, s.Wrap(err, "its tables cannot be listed")
	}
	described, err := s.Dialect.Inspect(ctx, session.Tx, names)
	if err != nil {
		return nil, s.Wrap(err, "its tables cannot be described")
	}
	tables = map[string]map[string]string{}
	for n, t := range described {
		name := n.Name
		if n.Schema != "" {
			name = n.Schema + "." + n.Name
		}
		tables[name] = map[string]string{}
		for _, c := range t.Columns {
			tables[name][c.Name] = c.Type
		}
	}
	return tables, nil
}
