package store

import "gorm.io/gorm"

// What the tests reach inside the store for.
var (
	VersionLess = versionLess
	Seal        = seal
	Unseal      = unseal
	Place       = place
)

// RequestRow and CommentRow are rows as GORM sees them.
type (
	RequestRow = requestRow
	CommentRow = commentRow
)

// Raw is the writing connection, for what somebody outside the program could do.
func (s *Store) Raw() *gorm.DB { return s.write }

// SQL is the statement of a queue page.
func (f QueueFilter) SQL(after Cursor, limit int) (string, []any) { return f.sql(after, limit) }
