package store

import (
	"context"
	"errors"
	"fmt"
	"time"

	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/store/auditlog"
	"orangelab.cn/rightsdesk/store/database"

	"golang.org/x/mod/sumdb/tlog"
	"gorm.io/gorm"
)

// callTimeout bounds every call: one forgotten row on a one-connection pool would otherwise hang the desk.
const callTimeout = 60 * time.Second

// View reads the desk. Keys may be nil where nothing personal is read.
type View struct {
	db       *gorm.DB
	store    *Store
	keys     *Keys
	chain    *chain           // the roster in force; nil where none was ever signed
	marks    map[string]int64 // approvals that this transaction signed, with their requests
	writes   bool
	opened   map[int64][]byte // keys of requests
	tallies  map[int64]*tally
	log      auditlog.Hashes // those that were read
	postgres bool
}

// view begins a transaction: with keys, it goes by the roster in force and lets nobody in who is not on it.
func (s *Store) view(db *gorm.DB, keys *Keys) (*View, error) {
	v := &View{db: db, store: s, keys: keys, postgres: s.Postgres(),
		log: auditlog.Hashes{DB: db, Held: map[int64]tlog.Hash{}}}
	if keys == nil {
		return v, nil
	}
	return v, v.follow()
}

// Tx writes the desk inside one transaction. Entries appended to it are committed with it.
type Tx struct {
	*View
	entries []model.Entry
	last    EntryRow // the last of them as it was written
	made    *Keys    // the keys that it made, which are in force once it is committed
}

// make goes on with other keys, which whoever began the transaction has too once it is committed.
func (tx *Tx) make(keys *Keys) { tx.keys, tx.made = keys, keys }

// Read runs fn on one consistent snapshot.
func (s *Store) Read(ctx context.Context, keys *Keys, fn func(*View) error) error {
	ctx, cancel := context.WithTimeout(ctx, callTimeout)
	defer cancel()
	return s.Snapshot(ctx, func(db *gorm.DB) error {
		v, err := s.view(db, keys)
		if err != nil {
			return err
		}
		v.guarded()
		return fn(v)
	})
}

// Write runs fn in one transaction with the audit entries it appends; with none appended nothing is written and
// ErrNoEntry comes back. fn can be run again when another desktop was faster, so it must not act outside the store.
func (s *Store) Write(ctx context.Context, keys *Keys, fn func(*Tx) error) error {
	return s.transact(ctx, keys, func(tx *Tx) error {
		if err := fn(tx); err != nil {
			return err
		}
		if len(tx.entries) == 0 {
			return ErrNoEntry
		}
		if err := tx.settle(); err != nil {
			return err
		}
		return tx.flush()
	})
}

// Progress is Write for the inner steps of a job, whose start and end have their entries.
func (s *Store) Progress(ctx context.Context, keys *Keys, fn func(*Tx) error) error {
	return s.transact(ctx, keys, func(tx *Tx) error {
		if err := fn(tx); err != nil {
			return err
		}
		// SQLite lets nobody write beside a transaction
		if err := tx.settle(); err != nil || !tx.postgres || keys == nil {
			return err
		}
		if err := auditlog.ShareHead(tx.db); err != nil {
			return err
		}
		return tx.unchangedRoster()
	})
}

func (s *Store) transact(ctx context.Context, keys *Keys, fn func(*Tx) error) error {
	ctx, cancel := context.WithTimeout(ctx, callTimeout)
	defer cancel()
	for {
		var made *Keys
		var done *Tx // what was to be committed
		err := database.MapError(s.Writer(ctx).Transaction(func(db *gorm.DB) error {
			if err := s.base.RulesKept(db); err != nil {
				return err
			}
			v, err := s.view(db, keys)
			if err != nil {
				return err
			}
			tx := &Tx{View: v}
			tx.writes = true
			tx.guarded()
			err = fn(tx)
			made = tx.made
			if err == nil {
				done = tx
			}
			return err
		}))
		if err != nil && done != nil && s.Postgres() && !errors.Is(err, database.ErrNeedsRetry) {
			err = auditlog.LookUp(ctx, s.Writer, done.last, err)
		}
		if err == nil && keys != nil && made != nil {
			keys.adopt(made)
		}
		if errors.Is(err, ErrDiskFull) {
			return fmt.Errorf("%s: %w", s.base.Place, err)
		}
		if !errors.Is(err, database.ErrNeedsRetry) || ctx.Err() != nil {
			return err
		}
	}
}
