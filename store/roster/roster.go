// Package roster reads the list of who works at a desk and with which keys: versions that are signed, each of which
// names the one before. It decides which version may follow which, and says who may sign; writing one is the store's.
package roster

import (
	"bytes"
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/store/database"
	"orangelab.cn/rightsdesk/store/seal"
)

// Tallies says how far a desk keeps tallies.
type Tallies int

const (
	// TalliesNone is a desk older than the tallies, until an administrator signs in.
	TalliesNone Tallies = iota
	// TalliesBegun is one whose requests are being given tallies: one without a tally is taken as it is found.
	TalliesBegun
	// TalliesWhole is one whose every request has a tally: one without was made outside the program.
	TalliesWhole
	// TalliesRows is one whose every row that was found or planned lies in a block, too, which the tally covers.
	TalliesRows
)

// Recovery is the name under which the desk key is sealed to the recovery print, and by which it signs.
const Recovery = "recovery"

// Sum is the fingerprint of a version, text and signature.
func (r *Roster) Sum() []byte { return r.sum }

// Roster is who works at the desk and with which keys, as one signed value: nothing is sealed to a key, and nobody is
// let do anything, because a row of the database says so. Each version names the one before it by its fingerprint and
// is signed by who made it; see docs/decisions/roster.md.
type Roster struct {
	Version  int64  `json:"version"`
	Previous []byte `json:"previous,omitempty"`
	// By is the staff ID of who signed this version, or Recovery.
	By string `json:"by"`
	At int64  `json:"at"`
	// LogSize is how many entries the log had when the version was made, and LogRoot the hash over them; versions older
	// than the field have none.
	LogSize int64  `json:"log_size"`
	LogRoot []byte `json:"log_root,omitempty"`
	// AsFound says, in a first version, that it was taken from rows that nobody had signed before.
	AsFound bool `json:"as_found,omitempty"`
	// Requests are, with AsFound, those that were at work then, and LastRequest the newest of all: what was approved
	// about them before anybody could sign is taken as it was found.
	Requests    []int64 `json:"requests,omitempty"`
	LastRequest int64   `json:"last_request,omitempty"`
	// Epoch is the version of the desk key in force; Keys are the fingerprints of all of them.
	Epoch uint32            `json:"epoch"`
	Keys  map[uint32][]byte `json:"keys"`
	// AuditKey checks the heads of the log that name this version; Recovery is the public key of the recovery print.
	AuditKey string   `json:"audit_key"`
	Recovery []byte   `json:"recovery"`
	Staff    []Member `json:"staff"`
	// Tallies says how far the desk keeps a tally of every request.
	Tallies Tallies `json:"tallies,omitempty"`
	// OwnKeysSince is the first desk key with keys of its own for tallies and look-ups; nought on a desk that has one
	// for all. OldestTally is the oldest one under which a tally may still lie.
	OwnKeysSince uint32 `json:"own_keys_since,omitempty"`
	OldestTally  uint32 `json:"oldest_tally,omitempty"`
	// DemandsFactor says that everybody who signs in must have a second factor.
	DemandsFactor bool `json:"demands_factor,omitempty"`

	sum []byte // fingerprint of text and signature
	sig []byte
}

// Member is a member of staff in the roster. Members are disabled, never taken out.
type Member struct {
	ID         string     `json:"id"`
	Login      string     `json:"login"`
	Name       string     `json:"name"`
	Role       model.Role `json:"role"`
	Sealing    []byte     `json:"sealing"`
	Signing    []byte     `json:"signing"`
	DisabledAt int64      `json:"disabled_at,omitempty"`
	CreatedAt  int64      `json:"created_at"`
	// Reset says that somebody else gave them their keys, with a new password, and that they have made none of their
	// own since.
	Reset bool `json:"reset,omitempty"`
	// Factor is the fingerprint of the secret of their second factor; empty where they have none.
	Factor []byte `json:"factor,omitempty"`
}

// Renew gives the member other keys. Where somebody else gives them, the second factor ends: its secret opens to the
// older ones alone.
func (m *Member) Renew(id seal.Identity, reset bool) {
	m.Sealing, m.Signing, m.Reset = id.Pub[:], id.Signer().Public(), reset
	if reset {
		m.Factor = nil
	}
}

// Model returns the member as the rest of the program knows staff.
func (m Member) Model() model.Staff {
	return model.Staff{ID: m.ID, Login: m.Login, Name: m.Name, Role: m.Role, Disabled: m.DisabledAt != 0,
		Reset: m.Reset, SecondFactor: len(m.Factor) > 0, CreatedAt: database.Moment(m.CreatedAt)}
}

// Row is a version of the roster with its signature, as the database holds it.
type Row struct {
	Version int64 `gorm:"primaryKey;autoIncrement:false"`
	Body    string
	Sig     []byte
}

func (Row) TableName() string { return "roster" }

// Errors of the roster. Each has a sentence in the window.
var (
	// ErrChanged says that the roster is not what its signatures say: a version was changed, is missing, or is signed
	// by somebody who may not.
	ErrChanged = errors.New("the roster of the staff was changed outside the program")
	// ErrNeverSigned says that the desk is older than the roster and no administrator has signed in since.
	ErrNeverSigned = errors.New("the roster of the staff was never signed: an administrator signs it by signing in")
	// ErrOld says that a roster which was seen before is not there any more: an older one was put in its place.
	ErrOld = errors.New("an older roster of the staff was put back")
	// ErrStaffRow says that a row of a member of staff is not what the roster says of them.
	ErrStaffRow = errors.New("the row of a member of staff is not what the roster says")
	// ErrNotOnRoster says that somebody's keys open nothing any more: they were disabled.
	ErrNotOnRoster = errors.New("the roster does not let this member of staff in")
	// ErrNoKey says that the desk's key is not sealed to this member of staff or recovery key.
	ErrNoKey = errors.New("the desk's key is not sealed to this identity")
	// ErrKeysReplaced says that a member of staff has other keys by now, as after a new password.
	ErrKeysReplaced = errors.New("this member of staff has new keys: sign in again")
)

// Member finds somebody by ID.
func (r *Roster) Member(id string) (*Member, bool) {
	for i := range r.Staff {
		if r.Staff[i].ID == id {
			return &r.Staff[i], true
		}
	}
	return nil, false
}

// SignerKey is the public key that somebody signs with by this version.
func (r *Roster) SignerKey(who string) (ed25519.PublicKey, error) {
	if who == Recovery {
		return seal.Verifier(r.Recovery)
	}
	m, ok := r.Member(who)
	if !ok || len(m.Signing) != ed25519.PublicKeySize {
		return nil, fmt.Errorf("%w: nobody of this name signs", ErrChanged)
	}
	return m.Signing, nil
}

// Text is what is signed.
func Text(body string) []byte { return []byte("rightsdesk roster 1\n" + body) }

// open reads one version without judging it.
func open(row Row) (*Roster, error) {
	var r Roster
	d := json.NewDecoder(strings.NewReader(row.Body))
	d.DisallowUnknownFields()
	if err := d.Decode(&r); err != nil || r.Version != row.Version {
		return nil, fmt.Errorf("%w: version %d cannot be read", ErrChanged, row.Version)
	}
	sum := sha256.Sum256(append(Text(row.Body), row.Sig...))
	r.sum, r.sig = sum[:], row.Sig
	return &r, nil
}

// Clone is a copy to make the next version of.
func (r *Roster) Clone() *Roster {
	next := *r
	next.Staff, next.Keys = slices.Clone(r.Staff), maps.Clone(r.Keys)
	next.AsFound, next.Requests, next.LastRequest = false, nil, 0
	return &next
}

// follows reports, as an error, why a version may not follow another. Whoever keeps the desk may do all but this: take
// somebody out, give somebody else new keys without its showing or a second factor, go back to an older desk key.
// Everybody else may make themselves new keys and a second factor, and nothing more: a factor is taken away by somebody
// else.
func (r *Roster) follows(prev *Roster) error {
	wrong := func(what string) error { return fmt.Errorf("%w: version %d %s", ErrChanged, r.Version, what) }
	if r.Version != prev.Version+1 || !bytes.Equal(r.Previous, prev.sum) || r.AsFound || r.Requests != nil ||
		r.LastRequest != 0 {
		return wrong("does not follow the one before it")
	}
	if r.LogSize < prev.LogSize || r.Epoch < prev.Epoch || len(r.Staff) < len(prev.Staff) {
		return wrong("goes back")
	}
	if r.AuditKey != prev.AuditKey && r.Epoch == prev.Epoch {
		return wrong("names another key of the log")
	}
	begins := prev.OwnKeysSince == 0 && r.OwnKeysSince == r.Epoch && r.Epoch > prev.Epoch
	if r.OwnKeysSince != prev.OwnKeysSince && !begins || r.OldestTally < prev.OldestTally || r.OldestTally > r.Epoch {
		return wrong("names other keys of the tallies")
	}
	if r.Tallies < prev.Tallies {
		return wrong("gives the tallies up")
	}
	for epoch, key := range prev.Keys {
		if !bytes.Equal(r.Keys[epoch], key) {
			return wrong("names another desk key")
		}
	}
	by, known := prev.Member(r.By)
	if r.By != Recovery && (!known || by.DisabledAt != 0) {
		return wrong("is signed by somebody who may not")
	}
	keeper := r.By == Recovery || by.Role == model.RoleAdmin
	for i, m := range r.Staff {
		if i >= len(prev.Staff) {
			break
		}
		was := prev.Staff[i]
		newKeys := !bytes.Equal(m.Signing, was.Signing) || !bytes.Equal(m.Sealing, was.Sealing)
		if m.ID != was.ID {
			return wrong("takes somebody out")
		}
		shown := m.Reset || !was.Reset && !newKeys
		if m.ID == r.By {
			shown = m.Reset || !was.Reset || !bytes.Equal(m.Signing, was.Signing)
		}
		if !shown {
			return wrong("hides that somebody was given new keys")
		}
		if own, other := m.ID == r.By, !bytes.Equal(m.Factor, was.Factor); other && own == (len(m.Factor) == 0) {
			return wrong("gives somebody else a second factor, or its maker's own up")
		}
	}
	if !keeper && !r.sameBut(prev) {
		return wrong("changes more than its maker's own keys")
	}
	return nil
}

// sameBut reports whether nothing differs but the keys of who signed.
func (r *Roster) sameBut(prev *Roster) bool {
	a, b := prev.Clone(), r.Clone()
	for _, x := range []*Roster{a, b} {
		x.Version, x.Previous, x.By, x.At, x.LogSize, x.LogRoot = 0, nil, "", 0, 0, nil
		for i := range x.Staff {
			if x.Staff[i].ID == r.By {
				x.Staff[i].Sealing, x.Staff[i].Signing, x.Staff[i].Reset, x.Staff[i].Factor = nil, nil, false, nil
			}
		}
	}
	first, firstErr := json.Marshal(a)
	second, secondErr := json.Marshal(b)
	return firstErr == nil && secondErr == nil && bytes.Equal(first, second)
}

// TallyEpoch is the desk key under which a tally is written.
func (r *Roster) TallyEpoch() uint32 {
	if r.OwnKeysSince == 0 {
		return 0
	}
	return r.Epoch
}

// MayTally reports whether a tally may lie under a desk key, were it an older one.
func (r *Roster) MayTally(epoch uint32) bool {
	return epoch >= r.OldestTally && epoch <= r.TallyEpoch() && (epoch == 0 || epoch >= r.OwnKeysSince)
}

// KeyMark is the fingerprint of a desk key, by which everybody knows it when it was sealed to them.
func KeyMark(epoch uint32, key []byte) []byte {
	return seal.MAC(key, "desk key", fmt.Sprint(epoch))
}
