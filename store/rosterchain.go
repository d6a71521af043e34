package store

import (
	"bytes"
	"cmp"
	"crypto/ed25519"
	"crypto/hmac"
	"database/sql"
	"errors"
	"fmt"
	"slices"

	"gorm.io/gorm"

	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/store/database"
	"orangelab.cn/rightsdesk/store/seal"
)

// chain is every version of the roster, each verified by the one before it. It does not change: a longer one is another.
type chain struct {
	list []*Roster
	root []byte // the fingerprint of the first
}

func (c *chain) last() *Roster { return c.list[len(c.list)-1] }

// version is one of them, or nil.
func (c *chain) version(n int64) *Roster {
	if c == nil || n < 1 || n > int64(len(c.list)) {
		return nil
	}
	return c.list[n-1]
}

// with is the chain with one more version, once that is verified. It may be called on no chain, with a first version.
func (c *chain) with(row rosterRow) (*chain, error) {
	r, err := openRoster(row)
	if err != nil {
		return nil, err
	}
	var signer ed25519.PublicKey
	if c == nil {
		if err := r.begins(); err != nil {
			return nil, err
		}
		if signer, err = r.signerKey(r.By); err != nil {
			return nil, err
		}
		c = &chain{root: r.sum}
	} else {
		if err := r.follows(c.last()); err != nil {
			return nil, err
		}
		if signer, err = c.last().signerKey(r.By); err != nil {
			return nil, err
		}
	}
	if !ed25519.Verify(signer, rosterText(row.Body), row.Sig) {
		return nil, fmt.Errorf("%w: the signature on version %d does not hold", ErrRoster, row.Version)
	}
	return &chain{append(slices.Clip(c.list), r), c.root}, nil
}

// begins reports, as an error, why this may not be a first version: it is signed by the recovery print, or, where it was
// taken from rows as they were found, by an administrator in it.
func (r *Roster) begins() error {
	by, known := r.Member(r.By)
	byKeeper := r.By == RecoveryRecipient || r.AsFound && known && by.Role == model.RoleAdmin && by.DisabledAt == 0
	asFound := r.AsFound || r.Requests == nil && r.LastRequest == 0
	if r.Version != 1 || len(r.Previous) != 0 || !byKeeper || !asFound {
		return fmt.Errorf("%w: there is no first version", ErrRoster)
	}
	return nil
}

// chainOf reads and verifies the roster as it stands; nil where none was ever signed. What this process verified before is
// not verified again.
func (s *Store) chainOf(db *gorm.DB) (*chain, error) {
	var version int64
	var sig []byte
	// Straight to the connection: every transaction begins with this.
	err := db.Statement.ConnPool.QueryRowContext(db.Statement.Context, "SELECT version, sig FROM roster ORDER BY version DESC LIMIT 1").Scan(&version, &sig)
	if errors.Is(err, sql.ErrNoRows) {
		if was, err := rosterWas(db); err != nil || was {
			return nil, cmp.Or(err, ErrRosterGone)
		}
		return nil, nil
	}
	if err != nil {
		return nil, database.MapError(err)
	}
	known := s.rosters.Load()
	if known != nil && version == known.last().Version && bytes.Equal(sig, known.last().sig) {
		return known, nil
	}
	if known != nil && version > known.last().Version {
		if longer, err := known.extended(db); err == nil {
			s.rosters.CompareAndSwap(known, longer)
			return longer, nil
		}
	}
	var none *chain
	whole, err := none.extended(db)
	if err != nil {
		return nil, err
	}
	s.rosters.CompareAndSwap(known, whole)
	return whole, nil
}

// ErrRosterGone says that a desk whose staff was signed has no roster any more.
var ErrRosterGone = fmt.Errorf("%w: there is none any more, although this desk had one; restore a backup, and ask who took it away", ErrRosterOld)

// rosterWas reports whether a desk without a roster once had one: heads were signed by it, or keys were locked that name it.
func rosterWas(db *gorm.DB) (was bool, err error) {
	err = db.Raw(`SELECT EXISTS (SELECT 1 FROM head WHERE note LIKE ?) OR EXISTS (SELECT 1 FROM signed_head)
		OR EXISTS (SELECT 1 FROM staff WHERE length(locked_priv) > ?)`, "%\nroster %", seal.Overhead+1+seal.KeySize).Scan(&was).Error
	return was, database.MapError(err)
}

// extended is the chain with all that the database holds after it.
func (c *chain) extended(db *gorm.DB) (*chain, error) {
	var after int64
	if c != nil {
		after = c.last().Version
	}
	var rows []rosterRow
	if err := db.Where("version > ?", after).Order("version").Find(&rows).Error; err != nil {
		return nil, database.MapError(err)
	}
	for _, row := range rows {
		var err error
		if c, err = c.with(row); err != nil {
			return nil, err
		}
	}
	if c == nil {
		return nil, fmt.Errorf("%w: it has no version above nought", ErrRoster)
	}
	return c, nil
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
	if keys.seen == chain.last() {
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
	newest := chain.last()
	switch {
	case k.root == nil: // their key was locked before there was a roster
		k.root = chain.root
	case !hmac.Equal(k.root, chain.root):
		return fmt.Errorf("%w: it is not this desk's", ErrRoster)
	}
	if k.seen != nil {
		if same := chain.version(k.seen.Version); same == nil || !bytes.Equal(same.sum, k.seen.sum) {
			return ErrRosterOld
		}
	}
	if err := newest.lets(k.me, k.id); err != nil {
		return err
	}
	k.seen = newest
	if k.Epoch() < newest.Epoch {
		return k.openWraps(db)
	}
	return nil
}

// lets reports, as an error, why an identity is not let in.
func (r *Roster) lets(who string, id seal.Identity) error {
	if who == RecoveryRecipient {
		if !bytes.Equal(r.Recovery, id.Pub[:]) {
			return ErrNoKey
		}
		return nil
	}
	m, ok := r.Member(who)
	if !ok || m.DisabledAt != 0 {
		return ErrNotOnRoster
	}
	if !bytes.Equal(m.Sealing, id.Pub[:]) || !bytes.Equal(m.Signing, id.Signer().Public()) {
		return ErrKeysReplaced
	}
	return nil
}

// unchangedRoster makes a transaction begin again whose roster was overtaken by another desktop.
func (tx *Tx) unchangedRoster() error {
	var newest int64
	if err := tx.db.Model(&rosterRow{}).Select("COALESCE(MAX(version), 0)").Scan(&newest).Error; err != nil {
		return database.MapError(err)
	}
	var known int64
	if tx.chain != nil {
		known = tx.chain.last().Version
	}
	if newest != known {
		return database.ErrNeedsRetry
	}
	return nil
}

// roster is the roster in force, nil where none was ever signed. A view without keys reads it first.
func (v *View) roster() (*Roster, error) {
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
	return v.chain.last(), nil
}

// DeskID tells this desk from every other one, whatever is written in its rows; empty before its roster was first signed.
func (v *View) DeskID() (string, error) {
	_, err := v.roster()
	return v.chain.id(), err
}

// RosterMark names the newest version of the roster, to be kept outside the database; empty where none was signed.
func (v *View) RosterMark() (string, error) {
	r, err := v.roster()
	if r == nil || err != nil {
		return "", err
	}
	return fmt.Sprintf("%d %x", r.Version, r.sum), nil
}

// ContinuesRoster reports, as ErrRosterOld, that a roster seen earlier is not a version of today's.
func (v *View) ContinuesRoster(mark string) error {
	if _, err := v.roster(); err != nil {
		return err
	}
	var version int64
	var sum []byte
	if _, err := fmt.Sscanf(mark, "%d %x", &version, &sum); err != nil {
		return errors.Join(fmt.Errorf("%w: what this computer remembers of it cannot be read", ErrRoster), err)
	}
	if r := v.chain.version(version); r == nil || !bytes.Equal(r.sum, sum) {
		return ErrRosterOld
	}
	return nil
}
