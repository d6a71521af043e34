package sqldb

import (
	"context"
	"errors"
	"os"
)

// SameDatabase reports whether two sources are one database, reached by the same login and seen the same way, however
// their addresses are written. A database that does not answer is the same as no other.
func SameDatabase(ctx context.Context, a, b *Source) bool {
	if a == b || a.Dialect.Engine() != b.Dialect.Engine() {
		return a == b
	}
	if a.Dialect.Capabilities().Probe != "" {
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
	session, err := s.Begin(ctx)
	if err != nil {
		return "", err
	}
	err = EachRow(ctx, session.Tx, s.Dialect.WhichDatabase(), nil, []any{&at}, func() error { return nil })
	return at, errors.Join(err, session.End())
}
