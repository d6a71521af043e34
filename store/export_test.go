package store

import (
	"context"
	"time"

	"golang.org/x/mod/sumdb/note"
	"gorm.io/gorm"
)

// What the tests reach inside the store for.
var (
	VersionLess = versionLess
	Seal        = seal
	Unseal      = unseal
	Place       = place
)

// WaitForServers sets how long a server may take to let us in, and returns what it was.
func WaitForServers(bound time.Duration) (before time.Duration) {
	before, connectTimeout = connectTimeout, bound
	return before
}

// RequestRow and CommentRow are rows as GORM sees them.
type (
	RequestRow = requestRow
	CommentRow = commentRow
	EntryRow   = entryRow
)

// Raw is the writing connection, for what somebody outside the program could do.
func (s *Store) Raw() *gorm.DB { return s.write }

// RawReader are the connections that only read.
func (s *Store) RawReader() *gorm.DB { return s.read }

// Context is what every statement of a transaction runs under.
func (v *View) Context() context.Context { return v.db.Statement.Context }

// SQL is the statement of a queue page.
func (f QueueFilter) SQL(after Cursor, limit int) (string, []any) { return f.sql(after, limit) }

// Line is what the tree is made of.
func (e entryRow) Line() ([]byte, error) { return e.line() }

// Signer signs the log, as somebody with the desk's key in hand could.
func (k *Keys) Signer() note.Signer { return k.signer }
