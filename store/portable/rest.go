package portable

import (
	"context"
	"errors"
	"slices"
)

// rest stops the triggers of all tables until wake. Those of references go on: owners are loaded first.
func (d Database) rest(ctx context.Context, tables []table) (wake func() error, err error) {
	if !d.Postgres {
		return d.takeTriggers(ctx)
	}
	for _, t := range tables {
		if _, err := d.ExecContext(ctx, "ALTER TABLE "+quoted(t.name)+" DISABLE TRIGGER USER"); err != nil {
			return nil, err
		}
	}
	return func() error {
		for _, t := range tables {
			if _, err := d.ExecContext(ctx, "ALTER TABLE "+quoted(t.name)+" ENABLE TRIGGER USER"); err != nil {
				return err
			}
		}
		return d.goOnNumbering(ctx, tables)
	}, nil
}

// takeTriggers takes the triggers of SQLite away, which cannot be stopped, and puts them back with the text they had.
func (d Database) takeTriggers(ctx context.Context) (wake func() error, err error) {
	var names, texts []string
	if err := d.each(ctx, "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' ORDER BY rowid",
		func(scan func(...any) error) error {
			names, texts = append(names, ""), append(texts, "")
			return scan(&names[len(names)-1], &texts[len(texts)-1])
		}); err != nil {
		return nil, err
	}
	for _, name := range names {
		if _, err := d.ExecContext(ctx, "DROP TRIGGER "+quoted(name)); err != nil {
			return nil, err
		}
	}
	return func() error {
		for _, text := range texts {
			if _, err := d.ExecContext(ctx, text); err != nil {
				return err
			}
		}
		return nil
	}, nil
}

// goOnNumbering lets PostgreSQL number new requests after the newest that there ever was, which the log may know alone.
func (d Database) goOnNumbering(ctx context.Context, tables []table) error {
	if !slices.ContainsFunc(tables, func(t table) bool { return t.name == "request" }) {
		return nil
	}
	_, err := d.ExecContext(ctx, `SELECT setval(pg_get_serial_sequence('request', 'id'), GREATEST(1,
		(SELECT COALESCE(MAX(id), 0) + 1 FROM request), (SELECT COALESCE(MAX(request_id), 0) + 1 FROM entry)), false)`)
	return errors.Join(err)
}
