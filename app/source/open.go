package source

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"orangelab.cn/rightsdesk/app/source/sqldb"
	"orangelab.cn/rightsdesk/app/source/sqldb/mysql"
	"orangelab.cn/rightsdesk/app/source/sqldb/postgres"
	"orangelab.cn/rightsdesk/app/source/sqldb/sqlite"
)

// Open prepares a source; Ping or the first reading connects. DSNs are sqlite:PATH, postgres://…, and
// mysql://user:password@host:port/db, which serves MariaDB too. No error repeats the password.
func Open(ctx context.Context, dsn string) (*sqldb.Source, error) { return open(ctx, dsn, false) }

func open(ctx context.Context, dsn string, write bool) (*sqldb.Source, error) {
	scheme, rest, ok := strings.Cut(dsn, ":")
	if !ok {
		return nil, errors.New(`the source address has no scheme; write sqlite:PATH, postgres://… or mysql://…`)
	}
	var s *sqldb.Source
	var err error
	switch strings.ToLower(scheme) {
	case "sqlite":
		s, err = sqlite.Open(strings.TrimPrefix(rest, "//"), write)
	case "postgres", "postgresql":
		s, err = postgres.Open(dsn)
	case "mysql", "mariadb":
		s, err = mysql.Open(dsn, write)
	default:
		return nil, fmt.Errorf("a source address cannot begin with %q; write sqlite:PATH, postgres://… or mysql://…", scheme)
	}
	if err != nil {
		return nil, err
	}
	if err := ctx.Err(); err != nil {
		return nil, errors.Join(err, s.Close())
	}
	return s, nil
}

// OpenAll opens each database once, so that datasets in one database share its snapshot and its transaction. Where two
// addresses lead to one database, dsns gets the first of them for both.
func OpenAll(ctx context.Context, dsns map[string]string) (map[string]*sqldb.Source, func() error, error) {
	var opened []*sqldb.Source
	byDSN, out := map[string]*sqldb.Source{}, map[string]*sqldb.Source{}
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
	first := map[*sqldb.Source]string{}
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
				if first[other] != "" && sqldb.SameDatabase(ctx, s, other) {
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

// OpenWriter prepares a source for writing; Ping or Apply connects. It takes the addresses that Open takes, and never
// creates a SQLite file. No error repeats the password.
func OpenWriter(ctx context.Context, dsn string) (*sqldb.Writer, error) {
	s, err := open(ctx, dsn, true)
	if err != nil {
		return nil, err
	}
	return &sqldb.Writer{Source: s}, nil
}
