package source

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"orangelab.cn/rightsdesk/app/source/sqldb"
)

// Open prepares a source by its address; Ping or the first reading connects. See Engines for what an address may be. No
// error repeats the password.
func Open(ctx context.Context, address string) (*sqldb.Source, error) {
	return open(ctx, address, false)
}

func open(ctx context.Context, address string, write bool) (*sqldb.Source, error) {
	engine, known := EngineOf(address)
	if !known {
		scheme, _, has := strings.Cut(address, ":")
		if !has {
			return nil, fmt.Errorf("the source address has no scheme; write %s", AddressForms())
		}
		return nil, fmt.Errorf("a source address cannot begin with %q; write %s", scheme, AddressForms())
	}
	s, err := engine.Open(address, write)
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
