package roster

import (
	"bytes"
	"crypto/ed25519"
	"encoding/hex"
	"fmt"
	"slices"

	"gorm.io/gorm"

	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/store/database"
	"orangelab.cn/rightsdesk/store/seal"
)

// Chain is every version of the roster, each verified by the one before it. It does not change: a longer one is
// another.
type Chain struct {
	list []*Roster
	root []byte // the fingerprint of the first
}

// Last is the version in force.
func (c *Chain) Last() *Roster { return c.list[len(c.list)-1] }

// Version is one of them, or nil.
func (c *Chain) Version(n int64) *Roster {
	if c == nil || n < 1 || n > int64(len(c.list)) {
		return nil
	}
	return c.list[n-1]
}

// With is the chain with one more version, once that is verified. It may be called on no chain, with a first version.
func (c *Chain) With(row Row) (*Chain, error) {
	r, err := open(row)
	if err != nil {
		return nil, err
	}
	var signer ed25519.PublicKey
	if c == nil {
		if err := r.begins(); err != nil {
			return nil, err
		}
		if signer, err = r.SignerKey(r.By); err != nil {
			return nil, err
		}
		c = &Chain{root: r.sum}
	} else {
		if err := r.follows(c.Last()); err != nil {
			return nil, err
		}
		if signer, err = c.Last().SignerKey(r.By); err != nil {
			return nil, err
		}
	}
	if !ed25519.Verify(signer, Text(row.Body), row.Sig) {
		return nil, fmt.Errorf("%w: the signature on version %d does not hold", ErrChanged, row.Version)
	}
	return &Chain{append(slices.Clip(c.list), r), c.root}, nil
}

// begins reports, as an error, why this may not be a first version: it is signed by the recovery print, or, where it
// was taken from rows as they were found, by an administrator in it.
func (r *Roster) begins() error {
	by, known := r.Member(r.By)
	byKeeper := r.By == Recovery || r.AsFound && known && by.Role == model.RoleAdmin && by.DisabledAt == 0
	asFound := r.AsFound || r.Requests == nil && r.LastRequest == 0
	if r.Version != 1 || len(r.Previous) != 0 || !byKeeper || !asFound {
		return fmt.Errorf("%w: there is no first version", ErrChanged)
	}
	return nil
}

// ID tells this desk from every other one: the fingerprint of its first roster. Empty before it was signed.
func (c *Chain) ID() string {
	if c == nil {
		return ""
	}
	return hex.EncodeToString(c.root[:16])
}

// Lets reports, as an error, why an identity is not let in.
func (r *Roster) Lets(who string, id seal.Identity) error {
	if who == Recovery {
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

// ErrGone says that a desk whose staff was signed has no roster any more.
var ErrGone = fmt.Errorf(
	"%w: there is none any more, although this desk had one; restore a back-up, and ask who took it away", ErrOld)

// Was reports whether a desk without a roster once had one: heads were signed by it, or keys were locked that name it.
func Was(db *gorm.DB) (was bool, err error) {
	err = db.Raw(`SELECT EXISTS (SELECT 1 FROM head WHERE note LIKE ?) OR EXISTS (SELECT 1 FROM signed_head)
		OR EXISTS (SELECT 1 FROM staff WHERE length(locked_priv) > ?)`, "%\nroster %", seal.Overhead+1+seal.KeySize).Scan(&was).Error
	return was, database.MapError(err)
}

// Extended is the chain with all that the database holds after it.
func (c *Chain) Extended(db *gorm.DB) (*Chain, error) {
	var after int64
	if c != nil {
		after = c.Last().Version
	}
	var rows []Row
	if err := db.Where("version > ?", after).Order("version").Find(&rows).Error; err != nil {
		return nil, database.MapError(err)
	}
	for _, row := range rows {
		var err error
		if c, err = c.With(row); err != nil {
			return nil, err
		}
	}
	if c == nil {
		return nil, fmt.Errorf("%w: it has no version above nought", ErrChanged)
	}
	return c, nil
}

// Name is what a member of staff is called by.
func (c *Chain) Name(staff string) string {
	if m, ok := c.Last().Member(staff); ok {
		return m.Name
	}
	return staff
}

// Root is the fingerprint of the first version.
func (c *Chain) Root() []byte { return c.root }

// Replaced is the version that put another key in the place of the one that tallies lay under; nil where it is still in
// force.
func (c *Chain) Replaced(epoch uint32) *Roster {
	for _, r := range c.list {
		if epoch == 0 && r.OwnKeysSince != 0 || epoch != 0 && r.Epoch > epoch {
			return r
		}
	}
	return nil
}

// First is the version that everything goes back to.
func (c *Chain) First() *Roster { return c.list[0] }

// Is reports whether the newest version is the one with a number and a signature.
func (c *Chain) Is(version int64, sig []byte) bool {
	return version == c.Last().Version && bytes.Equal(sig, c.Last().sig)
}
