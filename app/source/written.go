package source

import (
	"context"
	"fmt"
)

// touched is how many rows of one table were written.
type touched struct {
	inserted, updated, deleted int64
	parted                     bool // a row that moves to another partition is deleted here and inserted there
}

func (t touched) rows() int64 {
	if t.parted {
		return t.updated + max(t.inserted, t.deleted)
	}
	return t.updated + t.inserted + t.deleted
}

// writtenRows are what the engine itself has counted as written on a connection, by table, whoever asked for it: the rows that
// triggers write are in it. Nil where the engine keeps no such count.
type writtenRows map[string]touched

// since gives the number of rows written after an earlier count of the same connection.
func (t writtenRows) since(earlier writtenRows) int64 {
	n := int64(0)
	for table, now := range t {
		was := earlier[table]
		n += touched{now.inserted - was.inserted, now.updated - was.updated, now.deleted - was.deleted, now.parted}.rows()
	}
	return n
}

// BeyondError says that the database wrote more rows than the plan names. Nothing was written.
type BeyondError struct {
	Where         string // the source
	Planned, Rows int64
}

// Error names both numbers and what to look for.
func (e *BeyondError) Error() string {
	return fmt.Sprintf("%s: the database would write %d row(s) where %d were planned: a trigger changes rows that nobody has seen; nothing was written; "+
		"have the owner of the system look at its triggers, or carry the plan out", e.Where, e.Rows, e.Planned)
}

// exact takes the writing back where the engine has counted more rows than were planned: only what was signed happens.
// Fewer are no matter here; an engine may leave out what it does not count.
func (a *applying) exact(ctx context.Context) error {
	if text := a.source.dialect.immediately(); text != "" {
		if _, err := a.tx.ExecContext(ctx, text); err != nil {
			return a.source.wrap(err, "what waits for the commit cannot be done")
		}
	}
	now, err := a.source.dialect.wrote(ctx, a.tx)
	if err != nil {
		return a.source.wrap(err, "what it has written cannot be counted")
	}
	planned := a.applied.Updated + a.applied.Deleted
	if rows := now.since(a.begun) - a.undone; rows > planned {
		return &BeyondError{a.source.Where(), planned, rows}
	}
	return nil
}

func (sqliteDialect) wrote(ctx context.Context, q querier) (writtenRows, error) {
	var n int64
	err := eachRow(ctx, q, `SELECT total_changes()`, nil, []any{&n}, func() error { return nil })
	return writtenRows{"": {updated: n}}, err
}

func (sqliteDialect) immediately() string { return "" }

// wrote reads what the server counts for its statistics; it counts nothing where track_counts is off.
func (postgresDialect) wrote(ctx context.Context, q querier) (writtenRows, error) {
	out := writtenRows{}
	var table string
	var t touched
	err := eachRow(ctx, q, `SELECT coalesce(pg_partition_root(relid), relid)::oid::text, sum(n_tup_ins)::bigint, sum(n_tup_upd)::bigint, sum(n_tup_del)::bigint,
			bool_or(pg_partition_root(relid) IS NOT NULL)
		FROM pg_stat_xact_user_tables GROUP BY 1 HAVING sum(n_tup_ins + n_tup_upd + n_tup_del) > 0`, nil,
		[]any{&table, &t.inserted, &t.updated, &t.deleted, &t.parted}, func() error {
			out[table] = t
			return nil
		})
	return out, err
}

// immediately makes the triggers run that wait for the commit, so that what they write is counted.
func (postgresDialect) immediately() string { return "SET CONSTRAINTS ALL IMMEDIATE" }

// wrote counts nothing: what MySQL says of a session counts its own working tables too.
func (mysqlDialect) wrote(context.Context, querier) (writtenRows, error) { return nil, nil }

func (mysqlDialect) immediately() string { return "" }
