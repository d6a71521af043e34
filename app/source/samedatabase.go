package source

import (
	"context"
	"errors"
	"fmt"
	"os"
	"slices"
)

// Same reports whether two sources are one database, reached by the same login and seen the same way, however their
// addresses are written. A database that does not answer is the same as no other.
func Same(ctx context.Context, a, b *Source) bool {
	if a == b || a.dialect.engine() != b.dialect.engine() {
		return a == b
	}
	if a.dialect.capabilities().probe != "" {
		x, errX := os.Stat(a.where)
		y, errY := os.Stat(b.where)
		return errX == nil && errY == nil && os.SameFile(x, y)
	}
	x, errX := a.place(ctx)
	y, errY := b.place(ctx)
	return errX == nil && errY == nil && x == y
}

// place asks a server which of its databases this is, since when it runs, and as whom it is seen.
func (s *Source) place(ctx context.Context) (at string, err error) {
	session, err := s.begin(ctx)
	if err != nil {
		return "", err
	}
	err = eachRow(ctx, session.tx, s.dialect.place(), nil, []any{&at}, func() error { return nil })
	return at, errors.Join(err, session.end())
}

func (sqliteDialect) place() string { return "SELECT ''" }

func (postgresDialect) place() string {
	return `SELECT concat_ws('/', pg_postmaster_start_time(), current_setting('port'), (SELECT oid FROM pg_database WHERE datname = current_database()), current_schema(), current_user)`
}

func (mysqlDialect) place() string {
	return `SELECT CONCAT_WS('/', @@hostname, @@port, @@datadir, DATABASE(), SUBSTRING_INDEX(USER(), '@', 1))`
}

// openAll opens each database once, so that datasets in one database share its snapshot and its transaction. Where two
// addresses lead to one database, dsns gets the first of them for both.
func openAll(ctx context.Context, dsns map[string]string) (map[string]*Source, func() error, error) {
	var opened []*Source
	byDSN, out := map[string]*Source{}, map[string]*Source{}
	closeAll := func() error {
		var errs []error
		for _, s := range opened {
			errs = append(errs, s.Close())
		}
		return errors.Join(errs...)
	}
	var keys []string
	for key := range dsns {
		keys = append(keys, key)
	}
	slices.Sort(keys)
	first := map[*Source]string{}
	for _, key := range keys {
		dsn := dsns[key]
		if byDSN[dsn] == nil {
			s, err := Open(ctx, dsn)
			if err != nil {
				return nil, nil, errors.Join(fmt.Errorf("source %q: %w", key, err), closeAll())
			}
			opened = append(opened, s)
			byDSN[dsn], first[s] = s, dsn
			for _, other := range opened[:len(opened)-1] {
				if first[other] != "" && Same(ctx, s, other) {
					byDSN[dsn] = other
					break
				}
			}
		}
		out[key] = byDSN[dsn]
		dsns[key] = first[out[key]]
	}
	return out, closeAll, nil
}
