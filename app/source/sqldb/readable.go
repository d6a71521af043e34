package sqldb

import (
	"context"
	"errors"
)

// Readable tries every table of the source and returns the names of those that this credential may read and of those
// that it may not, in order.
func (s *Source) Readable(ctx context.Context) (may, mayNot []string, err error) {
	tables, err := s.describeAll(ctx)
	if err != nil {
		return nil, nil, err
	}
	for _, t := range tables {
		name := t.Name
		if t.Schema != "" && t.Asked.Schema != "" {
			name = t.Schema + "." + name
		}
		if t.Unreadable {
			mayNot = append(mayNot, name)
			continue
		}
		rows, err := s.DB.QueryContext(ctx, "SELECT 1 FROM "+TableSQL(s.Dialect, t)+" WHERE 1 = 0")
		if err == nil {
			err = errors.Join(rows.Err(), rows.Close())
		}
		switch {
		case err == nil:
			may = append(may, name)
		case s.Failure(err).Lost, ctx.Err() != nil:
			return nil, nil, s.Wrap(err, "its tables cannot be read")
		default:
			mayNot = append(mayNot, name)
		}
	}
	return may, mayNot, nil
}

// Apart carries out one reading of a transaction that goes on where the server refuses it: a table may be taken away,
// or denied, while others are read. It returns why the server refused, in a sentence of ours; empty where it did not.
func (s *Source) Apart(ctx context.Context, q Querier, reading func() error) (refused string, err error) {
	run := func(text string) error {
		rows, err := q.QueryContext(ctx, text)
		if err == nil {
			for rows.Next() {
			}
			err = errors.Join(rows.Err(), rows.Close())
		}
		return s.Wrap(err, "a reading cannot be set apart")
	}
	if err := run("SAVEPOINT rightsdesk_apart"); err != nil {
		return "", err
	}
	err = reading()
	if err == nil {
		return "", run("RELEASE SAVEPOINT rightsdesk_apart")
	}
	if f := s.Failure(err); !f.Answered || f.Lost || ctx.Err() != nil {
		return "", err
	}
	return s.Reason(err), errors.Join(run("ROLLBACK TO SAVEPOINT rightsdesk_apart"),
		run("RELEASE SAVEPOINT rightsdesk_apart"))
}
