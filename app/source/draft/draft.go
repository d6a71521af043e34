package draft

import (
	"context"
	"errors"
	"slices"

	"orangelab.cn/rightsdesk/app/source/sqldb"
)

// Propose reads a source's tables and proposes a dataset file for it. Every guess carries a comment for a person to
// confirm; the text passes Check as it is. A few rows of each table are sampled, cut by the engine, and no value is
// repeated in the text but what tells the kinds of a table's rows apart.
func Propose(ctx context.Context, s *sqldb.Source, key string) (string, error) {
	p, err := Study(ctx, s)
	if err != nil {
		return "", err
	}
	return p.Text(key, "en"), nil
}

// Study reads a source's tables and guesses what they hold.
func Study(ctx context.Context, s *sqldb.Source) (*Proposal, error) {
	session, err := s.Begin(ctx)
	if err != nil {
		return nil, err
	}
	tables, err := described(ctx, s, session.Tx)
	if err == nil {
		err = guessTables(ctx, &asker{s, session.Tx}, tables)
	}
	if err = errors.Join(err, session.End()); err != nil {
		return nil, err
	}
	unread := slices.DeleteFunc(slices.Clone(tables), func(t *table) bool { return !t.Unreadable })
	tables = slices.DeleteFunc(tables, func(t *table) bool { return t.Unreadable })
	return proposalOf(s.Engine(), tables, unread, ready(tables)), nil
}

// described returns the tables of a source with their comments and samples.
func described(ctx context.Context, s *sqldb.Source, q sqldb.Querier) ([]*table, error) {
	found, err := s.DescribeTables(ctx, q)
	if err != nil {
		return nil, err
	}
	remarks, err := s.Dialect.Remarks(ctx, q)
	if err != nil {
		return nil, s.Wrap(err, "the comments on its tables cannot be read")
	}
	said := map[sqldb.Remark]string{}
	for _, r := range remarks {
		said[sqldb.Remark{Schema: r.Schema, Table: r.Table, Column: r.Column}] = r.Text
	}
	var tables []*table
	for _, found := range found {
		t := &table{Table: found, name: found.Asked.Name, distance: -1,
			remark: said[sqldb.Remark{Schema: found.Schema, Table: found.Name}]}
		if found.Asked.Schema != "" {
			t.name = found.Asked.Schema + "." + found.Asked.Name
		}
		for _, c := range found.Columns {
			t.fields = append(t.fields,
				&field{Column: c, table: t,
					remark: said[sqldb.Remark{Schema: found.Schema, Table: found.Name, Column: c.Name}]})
		}
		tables = append(tables, t)
		if t.Unreadable {
			t.fields = nil
			continue
		}
		why, err := s.Apart(ctx, q, func() error { return sample(ctx, s, q, t) })
		if err != nil {
			return nil, err
		}
		if why != "" { // it was taken away meanwhile, or nobody may see into it
			t.Unreadable, t.fields = true, nil
		}
	}
	return tables, nil
}

// guessTables fills in everything that is proposed for the tables. Who is who comes first, then what belongs to whom,
// then what a column holds, which depends on both.
func guessTables(ctx context.Context, ask *asker, tables []*table) error {
	l := language()
	l.readTables(tables)
	declared(tables)
	l.findPeople(tables)
	if err := l.refer(ctx, ask, tables); err != nil {
		return err
	}
	l.measure(tables)
	l.categorise(tables)
	orient(tables)
	return nil
}
