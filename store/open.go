// Package store keeps the desk in SQLite or PostgreSQL through GORM: who may open it, transactions over rows that
// nobody can forge, and the audit log. It decides nothing and never shows anything. What the desk keeps lies in the
// rooms beside it, each with the tables of one thing, over a View or a Tx.
package store

import (
	"context"
	"sync/atomic"

	"orangelab.cn/rightsdesk/store/database"
)

// File is the name of the database inside a desk's folder.
const File = database.File

// Store is an open desk. It is safe for concurrent use.
type Store struct {
	base    *database.Database
	rosters atomic.Pointer[chain] // what was verified of the roster so far
	results remembered
}

// IsShared reports whether an address names a shared desk on PostgreSQL rather than a folder.
func IsShared(address string) bool { return database.IsShared(address) }

// Open opens the desk in a folder or at a postgres:// address and brings its schema up to date. A folder that does not
// exist is made, readable by its owner alone.
func Open(ctx context.Context, address string) (*Store, error) {
	base, err := database.Open(ctx, address, coverWrites)
	if err != nil {
		return nil, err
	}
	return &Store{base: base}, nil
}

// OpenFolder opens the desk in a folder and brings its schema to a migration, which is no further than an older program
// did.
func OpenFolder(ctx context.Context, dir string, upTo int64) (*Store, error) {
	base, err := database.OpenFolder(ctx, dir, upTo, coverWrites)
	if err != nil {
		return nil, err
	}
	return &Store{base: base}, nil
}

// EngineVersion tells the engine and its version, such as "SQLite 3.54.1".
func (s *Store) EngineVersion(ctx context.Context) (string, error) { return s.base.EngineVersion(ctx) }

// Close closes every connection.
func (s *Store) Close() error { return s.base.Close() }
