package store

import (
	"context"
	"database/sql"

	"gorm.io/gorm"

	"orangelab.cn/rightsdesk/store/database"
	"orangelab.cn/rightsdesk/store/seal"
)

// What follows is for the rooms of the store, which read and write the tables of their own through it. Nothing outside
// the store's folders touches a database: assets/guard holds everybody else to it.

// DB is the transaction itself. Tables that a tally covers are reached through RowsOf, DeskRows, RowsAcross and RowsIn.
func (v *View) DB() *gorm.DB { return v.db }

// Keys of the transaction: those it was begun with, or the new ones after CreateDesk.
func (v *View) Keys() *Keys { return v.keys }

// Postgres reports whether the desk is kept by PostgreSQL.
func (v *View) Postgres() bool { return v.postgres }

// Reader is a connection that only reads, outside any transaction.
func (s *Store) Reader(ctx context.Context) *gorm.DB { return s.base.Read.WithContext(ctx) }

// Snapshot runs fn on one moment of the desk, as long as that takes. What compares rows of several tables reads them
// so: on PostgreSQL each statement of a plain transaction sees what colleagues wrote meanwhile, and an honest desk
// looks forged.
func (s *Store) Snapshot(ctx context.Context, fn func(*gorm.DB) error) error {
	opts := &sql.TxOptions{ReadOnly: true}
	if s.Postgres() {
		opts.Isolation = sql.LevelRepeatableRead
	}
	return database.MapError(s.Reader(ctx).Transaction(fn, opts))
}

// Writer is the connection that writes, outside any transaction.
func (s *Store) Writer(ctx context.Context) *gorm.DB { return s.base.Write.WithContext(ctx) }

// Postgres reports whether the desk is kept by PostgreSQL.
func (s *Store) Postgres() bool { return s.base.Postgres }

// Staff is the ID of whoever opened the keys.
func (k *Keys) Staff() string { return k.me }

// Own is a key that whoever opened the keys has alone, for one purpose: new keys of theirs have another.
func (k *Keys) Own(purpose string) []byte { return k.id.Own(purpose) }

// MAC is keyed by the desk, of what nobody without a password may change.
func (k *Keys) MAC(parts ...string) []byte { return seal.MAC(k.mac, parts...) }

// LookupMAC is keyed by the desk key, of what is looked up by its value: as it is written today.
func (k *Keys) LookupMAC(parts ...string) []byte { return seal.MAC(k.lookupKey(k.current), parts...) }

// LookupMACs are all that something is looked up by, the newest first: under each desk key there was.
func (k *Keys) LookupMACs(parts ...string) (all [][]byte) {
	for epoch := k.current; k.seen != nil && k.seen.OwnKeysSince != 0 && epoch >= k.seen.OwnKeysSince; epoch-- {
		if k.desk[epoch] != nil {
			all = append(all, seal.MAC(k.lookupKey(epoch), parts...))
		}
	}
	return append(all, seal.MAC(k.lookup, parts...))
}

// lookupKey is the key of look-ups that a desk key has; one for all on a desk that is older.
func (k *Keys) lookupKey(epoch uint32) []byte {
	if k.seen == nil || k.seen.OwnKeysSince == 0 {
		return k.lookup
	}
	return seal.MAC(k.desk[epoch], "lookup key")
}

// Database is what the desk is kept by.
func (s *Store) Database() *database.Database { return s.base }

// Rosters are the first roster of the desk and the one in force, verified; nil where none was ever signed.
func (s *Store) Rosters(db *gorm.DB) (first, last *Roster, err error) {
	chain, err := s.chainOf(db)
	if err != nil || chain == nil {
		return nil, nil, err
	}
	return chain.First(), chain.Last(), nil
}
