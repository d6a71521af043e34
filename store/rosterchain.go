package store

import (
	"bytes"
	"cmp"
	"crypto/hmac"
	"database/sql"
	"errors"
	"fmt"

	"gorm.io/gorm"

	"orangelab.cn/rightsdesk/store/database"
	"orangelab.cn/rightsdesk/store/roster"
)

// chainOf reads and verifies the roster as it stands; nil where none was ever signed. What this process verified before
// is not verified again.
func (s *Store) chainOf(db *gorm.DB) (*chain, error) {
	var version int64
	var sig []byte
	// Straight to the connection: every transaction begins with this.
	err := db.Statement.ConnPool.QueryRowContext(db.Statement.Context,
		"SELECT version, sig FROM roster ORDER BY version DESC LIMIT 1").Scan(&version, &sig)
	if errors.Is(err, sql.ErrNoRows) {
		if was, err := roster.Was(db); err != nil || was {
			return nil, cmp.Or(err, ErrRosterGone)
		}
		return nil, nil
	}
	if err != nil {
		return nil, database.MapError(err)
	}
	known := s.rosters.Load()
	if known != nil && known.Is(version, sig) {
		return known, nil
	}
	if known != nil && version > known.Last().Version {
		if longer, err := known.Extended(db); err == nil {
			s.rosters.CompareAndSwap(known, longer)
			return longer, nil
		}
	}
	var none *chain
	whole, err := none.Extended(db)
	if err != nil {
		return nil, err
	}
	s.rosters.CompareAndSwap(known, whole)
	return whole, nil
}

// follow brings the view and its keys to the roster in force, and refuses whoever it does not let in. It runs at the
// beginning of every transaction, at the price of one row.
func (v *View) follow() error {
	keys := v.keys.now() // before the database is asked: what was seen before cannot be missing in what is read after
	chain, err := v.store.chainOf(v.db)
	if err != nil {
		return err
	}
	v.chain, v.keys = chain, keys
	if chain == nil {
		if keys.root != nil {
			return ErrRosterGone
		}
		return nil
	}
	if keys.seen == chain.Last() {
		return nil
	}
	next := keys.clone()
	if err := next.follow(v.db, chain); err != nil {
		return err
	}
	v.keys = next
	keys.fresh.CompareAndSwap(nil, next)
	return nil
}

// follow takes a newer roster over, with the desk keys that came with it.
func (k *Keys) follow(db *gorm.DB, chain *chain) error {
	newest := chain.Last()
	switch {
	case k.root == nil: // their key was locked before there was a roster
		k.root = chain.Root()
	case !hmac.Equal(k.root, chain.Root()):
		return fmt.Errorf("%w: it is not this desk's", ErrRoster)
	}
	if k.seen != nil {
		if same := chain.Version(k.seen.Version); same == nil || !bytes.Equal(same.Sum(), k.seen.Sum()) {
			return ErrRosterOld
		}
	}
	if err := newest.Lets(k.me, k.id); err != nil {
		return err
	}
	k.seen = newest
	if k.Epoch() < newest.Epoch {
		return k.openWraps(db)
	}
	return nil
}

// unchangedRoster makes a transaction begin again whose roster was overtaken by another desktop.
func (tx *Tx) unchangedRoster() error {
	var newest int64
	if err := tx.db.Model(&roster.Row{}).Select("COALESCE(MAX(version), 0)").Scan(&newest).Error; err != nil {
		return database.MapError(err)
	}
	var known int64
	if tx.chain != nil {
		known = tx.chain.Last().Version
	}
	if newest != known {
		return database.ErrNeedsRetry
	}
	return nil
}

// Roster is the roster in force, nil where none was ever signed. A view without keys reads it first.
func (v *View) Roster() (*Roster, error) {
	if v.chain == nil && v.keys == nil {
		chain, err := v.store.chainOf(v.db)
		if err != nil {
			return nil, err
		}
		v.chain = chain
	}
	if v.chain == nil {
		return nil, nil
	}
	return v.chain.Last(), nil
}

// DeskID tells this desk from every other one, whatever is written in its rows; empty before its roster was first
// signed.
func (v *View) DeskID() (string, error) {
	_, err := v.Roster()
	return v.chain.ID(), err
}

// RosterMark names the newest version of the roster, to be kept outside the database; empty where none was signed.
func (v *View) RosterMark() (string, error) {
	r, err := v.Roster()
	if r == nil || err != nil {
		return "", err
	}
	return fmt.Sprintf("%d %x", r.Version, r.Sum()), nil
}

// ContinuesRoster reports, as ErrRosterOld, that a roster seen earlier is not a version of today's.
func (v *View) ContinuesRoster(mark string) error {
	if _, err := v.Roster(); err != nil {
		return err
	}
	var version int64
	var sum []byte
	if _, err := fmt.Sscanf(mark, "%d %x", &version, &sum); err != nil {
		return errors.Join(fmt.Errorf("%w: what this computer remembers of it cannot be read", ErrRoster), err)
	}
	if r := v.chain.Version(version); r == nil || !bytes.Equal(r.Sum(), sum) {
		return ErrRosterOld
	}
	return nil
}
