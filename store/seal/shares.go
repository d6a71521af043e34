package seal

import (
	"crypto/sha256"
	"errors"
	"fmt"

	"filippo.io/edwards25519"
)

// Shares of a recovery key: any two of three give it, one says nothing of it. A share is a point of a straight line
// (Shamir's scheme, of the first degree) over the numbers below the order of edwards25519, whose library has the
// arithmetic; the key is made of where the line meets nought.
const (
	shares     = 3
	shareRaw   = 1 + setSize + 32 + checkSize // number, set, value, checksum
	setSize    = 3
	checkSize  = 3
	shareText  = (shareRaw*8 + 4) / 5
	secretText = ((32+checkSize)*8 + 4) / 5
)

// Errors of shares.
var (
	// ErrOneShare says that one share alone was typed.
	ErrOneShare = errors.New("this is one share of a recovery key: type a second one below it")
	// ErrOtherShares says that two shares do not belong together.
	ErrOtherShares = errors.New("these are no two shares of one recovery key: one twice, or of another print")
)

// NewShared makes an identity as NewIdentity does, whose recovery text exists in shares alone.
func NewShared() (id Identity, texts []string, err error) {
	var line [2]*edwards25519.Scalar // where it meets nought, and how it rises
	for i := range line {
		if line[i], err = edwards25519.NewScalar().SetUniformBytes(append(RandomKey(), RandomKey()...)); err != nil {
			return id, nil, fmt.Errorf("make shares: %w", err)
		}
	}
	if id, err = sharedIdentity(line[0]); err != nil {
		return id, nil, err
	}
	for n := 1; n <= shares; n++ {
		value := edwards25519.NewScalar().MultiplyAdd(line[1], small(n), line[0])
		raw := append(append([]byte{byte(n)}, setOf(id)...), value.Bytes()...)
		texts = append(texts, inGroups(append(raw, checkOf(raw)...)))
	}
	return id, texts, nil
}

func small(n int) *edwards25519.Scalar {
	var wide [32]byte
	wide[0] = byte(n)
	s, err := edwards25519.NewScalar().SetCanonicalBytes(wide[:])
	if err != nil {
		panic(err) // a small number always is one
	}
	return s
}

func sharedIdentity(at *edwards25519.Scalar) (Identity, error) {
	priv := (*[32]byte)(MAC(at.Bytes(), "recovery key of shares"))
	pub, err := publicOf(priv)
	return Identity{Pub: pub, priv: priv}, err
}

// setOf tells shares of one key from those of another.
func setOf(id Identity) []byte {
	sum := sha256.Sum256(append([]byte("recovery shares"), id.Pub[:]...))
	return sum[:setSize]
}

func checkOf(raw []byte) []byte {
	sum := sha256.Sum256(raw)
	return sum[:checkSize]
}

// share is one of them as it is read.
type share struct {
	number int
	set    string
	value  *edwards25519.Scalar
}

func readShare(text string) (s share, ok bool) {
	raw, err := recoveryBase32.DecodeString(text)
	if err != nil || len(raw) != shareRaw ||
		string(checkOf(raw[:shareRaw-checkSize])) != string(raw[shareRaw-checkSize:]) {
		return s, false
	}
	s.number, s.set = int(raw[0]), string(raw[1:1+setSize])
	s.value, err = edwards25519.NewScalar().SetCanonicalBytes(raw[1+setSize : shareRaw-checkSize])
	return s, err == nil && s.number >= 1 && s.number <= shares
}

// together is the identity that two shares give.
func together(a, b share) (Identity, error) {
	if a.number == b.number || a.set != b.set {
		return Identity{}, ErrOtherShares
	}
	apart := edwards25519.NewScalar().Subtract(small(a.number), small(b.number))
	rise := edwards25519.NewScalar().Multiply(edwards25519.NewScalar().Subtract(a.value, b.value),
		edwards25519.NewScalar().Invert(apart))
	id, err := sharedIdentity(edwards25519.NewScalar().
		Subtract(a.value, edwards25519.NewScalar().Multiply(rise, small(a.number))))
	if err == nil && string(setOf(id)) != a.set {
		err = ErrOtherShares
	}
	return id, err
}

// parseShares reads shares that stand one behind the other.
func parseShares(clean string) (Identity, error) {
	var list []share
	for len(clean) >= shareText {
		s, ok := readShare(clean[:shareText])
		if !ok {
			return Identity{}, ErrRecoveryKey
		}
		list, clean = append(list, s), clean[shareText:]
	}
	switch {
	case clean != "" || len(list) == 0 || len(list) > shares:
		return Identity{}, ErrRecoveryKey
	case len(list) == 1:
		return Identity{}, ErrOneShare
	}
	id, err := together(list[0], list[1])
	for _, further := range list[2:] {
		again, errAgain := together(list[0], further)
		if err = errors.Join(err, errAgain); err == nil && *again.Pub != *id.Pub {
			err = ErrOtherShares
		}
	}
	return id, err
}
