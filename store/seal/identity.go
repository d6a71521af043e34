package seal

import (
	"crypto/ed25519"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base32"
	"errors"
	"fmt"
	"strings"

	"golang.org/x/crypto/argon2"
	"golang.org/x/crypto/chacha20poly1305"
	"golang.org/x/crypto/curve25519"
	"golang.org/x/crypto/nacl/box"

	"orangelab.cn/rightsdesk/store/internal/work"
)

// Errors of identities.
var (
	// ErrWrongPassword says that a password does not open the member of staff's private key.
	ErrWrongPassword = errors.New("wrong password")
	// ErrRecoveryKey says that a recovery key was mistyped.
	ErrRecoveryKey = errors.New("this is not a recovery key: compare it with the print, group by group")
)

// Identity is who somebody is to the desk: the key pair that desk keys are sealed to, and the key they sign with. It
// belongs to a member of staff or to the recovery print.
type Identity struct {
	Pub, priv *[32]byte
	// seed is of the Ed25519 key a member of staff signs with; nil for the recovery print, and for a member of staff
	// whose keys were made before there was one: these sign with what opens the seals, see sealingKey.
	seed []byte
	// root is the fingerprint of the desk's first roster, kept under the password: nobody can put another desk's roster
	// before them. Nil where the key was locked before there was a roster.
	root []byte
}

// NewIdentity makes a key pair that signs with the key it opens seals with, as that of the recovery print.
func NewIdentity() (Identity, error) {
	pub, priv, err := box.GenerateKey(rand.Reader)
	if err != nil {
		return Identity{}, fmt.Errorf("make a key pair: %w", err)
	}
	return Identity{Pub: pub, priv: priv}, nil
}

// NewMember makes the keys of a member of staff of the desk whose first roster has a fingerprint.
func NewMember(root []byte) (Identity, error) {
	id, err := NewIdentity()
	id.seed, id.root = RandomKey(), root
	return id, err
}

// Signer is the key that this identity signs with.
func (id Identity) Signer() SigningKey {
	if id.seed != nil {
		return ownKey(ed25519.NewKeyFromSeed(id.seed))
	}
	return sealingKey(*id.priv)
}

// PrintSigner is the key that a recovery print signs with.
func (id Identity) PrintSigner() SigningKey { return sealingKey(*id.priv) }

// SignsByItself reports whether there is a key to sign with beside the one that opens seals.
func (id Identity) SignsByItself() bool { return id.seed != nil }

// Root is the fingerprint of the desk's first roster as it was kept under the password; nil where there was none.
func (id Identity) Root() []byte { return id.root }

// WithRoot is the identity at the desk whose first roster has a fingerprint.
func (id Identity) WithRoot(root []byte) Identity {
	id.root = root
	return id
}

// There reports whether there is a private key.
func (id Identity) There() bool { return id.priv != nil }

// Open opens what was sealed to this identity.
func (id Identity) Open(sealed []byte) (plain []byte, ok bool) {
	return box.OpenAnonymous(nil, sealed, id.Pub, id.priv)
}

// Own is a key that this identity has alone, for one purpose.
func (id Identity) Own(purpose string) []byte { return MAC(id.priv[:], "own", purpose) }

// LockedKey is a private key closed under a password, with the work that each guess costs.
type LockedKey struct {
	Salt       []byte
	LockedPriv Sealed
	WorkPasses uint32
	WorkKiB    uint32 `gorm:"column:work_kib"`
}

func passwordKey(password string, salt []byte, w work.Factor) []byte {
	return argon2.IDKey([]byte(password), salt, w.Passes, w.KiB, work.Lanes, chacha20poly1305.KeySize)
}

// Lock closes the private keys under a password, for one staff ID.
func (id Identity) Lock(password, staff string) (LockedKey, error) {
	w, salt := work.Current(), RandomKey()[:16]
	plain := append(append(append([]byte(nil), id.priv[:]...), id.seed...), id.root...)
	locked, err := Seal(passwordKey(password, salt, w), 0, Place("staff", "priv", staff), plain)
	return LockedKey{salt, locked, w.Passes, w.KiB}, err
}

// Unlock opens the private keys of a staff ID with their password. Where nobody has the login it spends the same time
// on nothing.
func (l LockedKey) Unlock(password, staff string) (Identity, error) {
	w := work.Factor{Passes: l.WorkPasses, KiB: l.WorkKiB}
	if !w.Valid() {
		w = work.Current()
	}
	plain, err := Unseal(passwordKey(password, l.Salt, w), Place("staff", "priv", staff), l.LockedPriv)
	if err != nil || len(plain) != 32 && len(plain) != 32+ed25519.SeedSize+sha256.Size {
		return Identity{}, ErrWrongPassword
	}
	id := Identity{priv: (*[32]byte)(plain)}
	if len(plain) > 32 {
		id.seed, id.root = plain[32:32+ed25519.SeedSize], plain[32+ed25519.SeedSize:]
	}
	id.Pub, err = publicOf(id.priv)
	return id, err
}

// recoveryBase32 has no I, L and O, which are misread on paper.
var recoveryBase32 = base32.NewEncoding("ABCDEFGHJKMNPQRSTUVWXYZ123456789").WithPadding(base32.NoPadding)

func publicOf(priv *[32]byte) (*[32]byte, error) {
	pub, err := curve25519.X25519(priv[:], curve25519.Basepoint)
	if err != nil {
		return nil, fmt.Errorf("public key: %w", err)
	}
	return (*[32]byte)(pub), nil
}

// RecoveryText is the private key as it is printed at set-up: groups of five with a checksum at the end.
func (id Identity) RecoveryText() string {
	sum := sha256.Sum256(id.priv[:])
	return inGroups(append(append([]byte(nil), id.priv[:]...), sum[:3]...))
}

// inGroups is bytes as they are printed, in groups of five.
func inGroups(raw []byte) string {
	text := recoveryBase32.EncodeToString(raw)
	var groups []string
	for len(text) > 0 {
		n := min(5, len(text))
		groups, text = append(groups, text[:n]), text[n:]
	}
	return strings.Join(groups, "-")
}

// ParseRecovery reads a printed recovery key, or shares of one, one below the other; case and separators do not matter.
func ParseRecovery(text string) (Identity, error) {
	clean := strings.Map(func(r rune) rune {
		if r == '-' || r == ' ' || r == '\n' || r == '\r' || r == '\t' {
			return -1
		}
		return r
	}, strings.ToUpper(text))
	if len(clean) > secretText {
		return parseShares(clean)
	}
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
	return Identity{Pub: pub, priv: priv}, nil
}
