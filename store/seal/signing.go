package seal

import (
	"bytes"
	"crypto/ed25519"
	"crypto/rand"
	"crypto/sha512"
	"errors"

	"filippo.io/edwards25519"
	"filippo.io/edwards25519/field"
)

// SigningKey signs for one person. Whatever it signs verifies with crypto/ed25519.
type SigningKey interface {
	// Public is the key that its signatures are checked with.
	Public() ed25519.PublicKey
	// Sign returns the signature over a message.
	Sign(message []byte) []byte
}

// ownKey is the Ed25519 key of a member of staff.
type ownKey ed25519.PrivateKey

func (k ownKey) Public() ed25519.PublicKey  { return ed25519.PrivateKey(k).Public().(ed25519.PublicKey) }
func (k ownKey) Sign(message []byte) []byte { return ed25519.Sign(ed25519.PrivateKey(k), message) }

// sealingKey is a private X25519 key that signs too (XEdDSA, signal.org/docs/specifications/xeddsa): a print that was
// made years ago, and a member of staff whose keys are older than the roster, can sign without making new keys first,
// and the public key to check them by is known.
type sealingKey [32]byte

// scalar returns the secret as a number and its public key, whose sign is the positive one.
func (k sealingKey) scalar() (*edwards25519.Scalar, ed25519.PublicKey) {
	a, err := edwards25519.NewScalar().SetBytesWithClamping(k[:])
	if err != nil {
		panic(err) // 32 bytes always are one
	}
	pub := new(edwards25519.Point).ScalarBaseMult(a).Bytes()
	if pub[31]&0x80 != 0 {
		a.Negate(a)
		pub[31] &^= 0x80
	}
	return a, pub
}

func (k sealingKey) Public() ed25519.PublicKey {
	_, pub := k.scalar()
	return pub
}

func (k sealingKey) Sign(message []byte) []byte {
	a, pub := k.scalar()
	random := make([]byte, 64)
	rand.Read(random)
	first := append([]byte{0xfe}, bytes.Repeat([]byte{0xff}, 31)...)
	r := number(first, a.Bytes(), message, random)
	point := new(edwards25519.Point).ScalarBaseMult(r).Bytes()
	s := edwards25519.NewScalar().MultiplyAdd(number(point, pub, message), a, r)
	return append(point, s.Bytes()...)
}

// number is a hash as a number below the order of the curve.
func number(parts ...[]byte) *edwards25519.Scalar {
	h := sha512.New()
	for _, p := range parts {
		h.Write(p)
	}
	n, err := edwards25519.NewScalar().SetUniformBytes(h.Sum(nil))
	if err != nil {
		panic(err) // 64 bytes always are one
	}
	return n
}

// errNoPoint says that a public key to seal to is none.
var errNoPoint = errors.New("this is no public key")

// Verifier is the public key that checks what a sealingKey signs: y = (u-1)/(u+1), with the positive sign.
func Verifier(sealing []byte) (ed25519.PublicKey, error) {
	u, err := new(field.Element).SetBytes(sealing)
	if err != nil {
		return nil, errNoPoint
	}
	one := new(field.Element).One()
	below := new(field.Element).Add(u, one)
	y := new(field.Element).Multiply(new(field.Element).Subtract(u, one), new(field.Element).Invert(below))
	return y.Bytes(), nil
}
