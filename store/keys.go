package store

import (
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base32"
	"errors"
	"fmt"
	"hash"
	"strings"

	"golang.org/x/crypto/argon2"
	"golang.org/x/crypto/chacha20poly1305"
	"golang.org/x/crypto/curve25519"
	"golang.org/x/crypto/nacl/box"
	"golang.org/x/mod/sumdb/note"

	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/store/internal/work"
)

// Keys opens the desk: every desk key version a member of staff holds, and the secrets kept under the newest. It lives
// only in memory while somebody is signed in.
type Keys struct {
	desk    map[uint32][]byte
	current uint32
	lookup  []byte
	mac     []byte
	signer  note.Signer
}

// The names of the secrets kept under the desk key. They survive a rotation: hashes and signatures stay valid.
const (
	secretLookup = "lookup"
	secretMAC    = "mac"
	secretAudit  = "audit"
)

// Errors of keys.
var (
	// ErrWrongPassword says that a password does not open the member of staff's private key.
	ErrWrongPassword = errors.New("store: wrong password")
	// ErrNoKey says that the desk's key is not sealed to this member of staff or recovery key.
	ErrNoKey = errors.New("store: the desk's key is not sealed to this identity")
	// ErrRecoveryKey says that a recovery key was mistyped.
	ErrRecoveryKey = errors.New("store: this is not a recovery key: compare it with the print, group by group")
)

func randomKey() []byte {
	k := make([]byte, 32)
	rand.Read(k)
	return k
}

// Identity is the key pair that desk keys are sealed to: of a member of staff or of the recovery print.
type Identity struct {
	Pub, priv *[32]byte
}

// NewIdentity makes a key pair.
func NewIdentity() (Identity, error) {
	pub, priv, err := box.GenerateKey(rand.Reader)
	if err != nil {
		return Identity{}, fmt.Errorf("store: make a key pair: %w", err)
	}
	return Identity{pub, priv}, nil
}

// lockedKey is a private key closed under a password, with the work that each guess costs.
type lockedKey struct {
	Salt       []byte
	LockedPriv Sealed
	WorkPasses uint32
	WorkKiB    uint32 `gorm:"column:work_kib"`
}

// columns are the key's, for an update.
func (k lockedKey) columns() map[string]any {
	return map[string]any{"salt": k.Salt, "locked_priv": k.LockedPriv, "work_passes": k.WorkPasses, "work_kib": k.WorkKiB}
}

func passwordKey(password string, salt []byte, w work.Factor) []byte {
	return argon2.IDKey([]byte(password), salt, w.Passes, w.KiB, work.Lanes, chacha20poly1305.KeySize)
}

// lock closes the private key under a password, for one staff ID.
func (id Identity) lock(password, staff string) (lockedKey, error) {
	w, salt := work.Current(), randomKey()[:16]
	locked, err := seal(passwordKey(password, salt, w), 0, place("staff", "priv", staff), id.priv[:])
	return lockedKey{salt, locked, w.Passes, w.KiB}, err
}

// unlockIdentity opens the private key with its password. Where nobody has the login it spends the same time on nothing.
func unlockIdentity(password string, s staffRow) (Identity, error) {
	w := work.Factor{Passes: s.Locked.WorkPasses, KiB: s.Locked.WorkKiB}
	if !w.Valid() {
		w = work.Current()
	}
	priv, err := unseal(passwordKey(password, s.Locked.Salt, w), place("staff", "priv", s.ID), s.Locked.LockedPriv)
	if err != nil {
		return Identity{}, ErrWrongPassword
	}
	return Identity{(*[32]byte)(s.Pub), (*[32]byte)(priv)}, nil
}

// recoveryBase32 has no I, L and O, which are misread on paper.
var recoveryBase32 = base32.NewEncoding("ABCDEFGHJKMNPQRSTUVWXYZ123456789").WithPadding(base32.NoPadding)

func publicOf(priv *[32]byte) (*[32]byte, error) {
	pub, err := curve25519.X25519(priv[:], curve25519.Basepoint)
	if err != nil {
		return nil, fmt.Errorf("store: public key: %w", err)
	}
	return (*[32]byte)(pub), nil
}

// RecoveryText is the private key as it is printed at set-up: groups of five with a checksum at the end.
func (id Identity) RecoveryText() string {
	sum := sha256.Sum256(id.priv[:])
	text := recoveryBase32.EncodeToString(append(append([]byte(nil), id.priv[:]...), sum[:3]...))
	var groups []string
	for len(text) > 0 {
		n := min(5, len(text))
		groups, text = append(groups, text[:n]), text[n:]
	}
	return strings.Join(groups, "-")
}

// ParseRecovery reads a printed recovery key; case and separators do not matter.
func ParseRecovery(text string) (Identity, error) {
	clean := strings.Map(func(r rune) rune {
		if r == '-' || r == ' ' || r == '\n' || r == '\r' || r == '\t' {
			return -1
		}
		return r
	}, strings.ToUpper(text))
	raw, err := recoveryBase32.DecodeString(clean)
	if err != nil || len(raw) != 35 {
		return Identity{}, ErrRecoveryKey
	}
	sum := sha256.Sum256(raw[:32])
	if string(sum[:3]) != string(raw[32:]) {
		return Identity{}, ErrRecoveryKey
	}
	priv := (*[32]byte)(raw[:32])
	pub, err := publicOf(priv)
	if err != nil {
		return Identity{}, ErrRecoveryKey
	}
	return Identity{pub, priv}, nil
}

// hash is the keyed hash of a normalised value, for exact look-up. The kind is part of it, so that the same text as
// e-mail and as account differ.
func (k *Keys) hash(kind model.LookupKind, normalised string) []byte {
	return mac(k.lookup, "lookup", string(kind), normalised)
}

func mac(key []byte, parts ...string) []byte {
	h := hmac.New(sha256.New, key)
	for _, p := range parts {
		fmt.Fprintf(h, "%d:%s|", len(p), p)
	}
	return h.Sum(nil)
}

// Digest begins a digest of what somebody approves, for one purpose. It is keyed by the desk: a digest is kept and logged in
// the clear, and whoever reads one there cannot try guesses of a short value against it.
func (v *View) Digest(purpose string) hash.Hash {
	return hmac.New(sha256.New, mac(v.keys.mac, "digest", purpose))
}

func (k *Keys) sealDesk(table, column, row string, plain []byte) (Sealed, error) {
	return seal(k.desk[k.current], k.current, place(table, column, row), plain)
}

func (k *Keys) openDesk(table, column, row string, s Sealed) ([]byte, error) {
	key, ok := k.desk[s.keyVersion()]
	if !ok {
		return nil, ErrUnseal
	}
	return unseal(key, place(table, column, row), s)
}
