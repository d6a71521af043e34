// Package portable copies every row of a desk out of one database and into another, whichever engine either is, and
// proves that both hold the same; and it closes such a copy into one encrypted file. It knows nothing of what the rows
// mean.
package portable

import (
	"context"
	"database/sql"
	"errors"
)

// Conn is one transaction of a database.
type Conn interface {
	// ExecContext runs a statement as database/sql does.
	ExecContext(ctx context.Context, query string, args ...any) (sql.Result, error)
	// QueryContext runs a query as database/sql does.
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
}

// Database is a desk's database inside one transaction: a snapshot to read from, or the one that everything is written
// in.
type Database struct {
	Conn
	Postgres bool
}

// Head is what a copy says about itself before its rows.
type Head struct {
	Format int    `json:"format"`
	Engine string `json:"engine"`
	Desk   string `json:"desk"`
	// At is when the copy was begun, in milliseconds since 1970, UTC.
	At int64 `json:"at"`
	// Migrations are the numbers of what was applied to the schema, in their order.
	Migrations []int64  `json:"migrations"`
	Tables     []string `json:"tables"`
}

// Format is the number of the form in which rows are written.
const Format = 1

// Count is what a table holds: how many rows, and a SHA-256 of all of them in the order of their keys. Two databases
// with equal counts hold the same rows, byte by byte.
type Count struct {
	Table  string
	Rows   int64
	Digest [32]byte
}

// Errors of a copy.
var (
	// ErrNewer says that the copy was made by a newer program, or one of another line.
	ErrNewer = errors.New("the back-up was made by a newer Rightsdesk: restore it with that one")
	// ErrChanged says that a copy is not what was written.
	ErrChanged = errors.New("the back-up was changed or damaged since it was written")
	// ErrCut says that the end of a copy is missing.
	ErrCut = errors.New("the end of the back-up is missing: it was not copied whole, or a length in it was changed")
	// ErrNone says that a file is no copy at all.
	ErrNone = errors.New("this is no back-up of a desk")
)
