// Package seal holds the cryptography of a desk: values sealed to their place, who somebody is by their keys, and what
// they sign. It knows no table and no transaction.
package seal

import (
	"crypto/rand"
	"database/sql/driver"
	"encoding/binary"
	"errors"
	"fmt"

	"golang.org/x/crypto/chacha20poly1305"
)

// Sealed is personal data as the database holds it: header 1, key version (4 bytes), nonce, ciphertext, tag. Its Valuer
// checks the shape, so nothing else can reach a sealed column through any path of GORM; the schema's CHECK refuses the
// rest. A GORM serializer would not do: updates by column, by map and raw SQL walk around it.
type Sealed []byte

const (
	sealHeader = 1
	// Overhead is how much longer a sealed value is than what it holds and its last byte.
	Overhead = 1 + 4 + chacha20poly1305.NonceSizeX + chacha20poly1305.Overhead
)

// Errors of sealing.
var (
	// ErrNotSealed says that a value for a sealed column does not have the sealed form.
	ErrNotSealed = errors.New("a personal field was about to be written unsealed")
	// ErrUnseal says that sealed data does not open: it was changed, moved to another row, or its key is gone.
	ErrUnseal = errors.New("sealed data does not open: it was changed outside the program or its key is gone")
)

// Value gives the bytes for the database, or ErrNotSealed. An empty Sealed is NULL.
func (s Sealed) Value() (driver.Value, error) {
	if len(s) == 0 {
		return nil, nil
	}
	if len(s) <= Overhead || s[0] != sealHeader {
		return nil, ErrNotSealed
	}
	return []byte(s), nil
}

// Scan takes the bytes of the database.
func (s *Sealed) Scan(v any) error {
	switch b := v.(type) {
	case nil:
		*s = nil
	case []byte:
		*s = append(Sealed(nil), b...)
	default:
		return fmt.Errorf("sealed column holds %T", v)
	}
	return nil
}

// KeyVersion is the version of the desk key it was sealed under; 0 under the key of a request.
func (s Sealed) KeyVersion() uint32 {
	if len(s) < 5 {
		return 0
	}
	return binary.BigEndian.Uint32(s[1:5])
}

// Place is the associated data of a sealed value: it opens only in the table, column and row it was sealed for.
func Place(table, column, row string) []byte {
	return []byte("rightsdesk/1|" + table + "|" + column + "|" + row)
}

// Seal closes plain under key for one place. A last byte is added so that an empty value is sealed like any other.
func Seal(key []byte, version uint32, where, plain []byte) (Sealed, error) {
	aead, err := chacha20poly1305.NewX(key)
	if err != nil {
		return nil, fmt.Errorf("seal: %w", err)
	}
	out := make([]byte, 5+chacha20poly1305.NonceSizeX, Overhead+len(plain)+1)
	out[0] = sealHeader
	binary.BigEndian.PutUint32(out[1:5], version)
	rand.Read(out[5:]) // never fails: crypto/rand aborts the program instead
	head := append(append([]byte(nil), where...), out[:5]...)
	return aead.Seal(out, out[5:], append(append([]byte(nil), plain...), 1), head), nil
}

// Unseal opens what Seal closed, in the same place only.
func Unseal(key []byte, where []byte, s Sealed) ([]byte, error) {
	if len(s) <= Overhead || s[0] != sealHeader {
		return nil, ErrUnseal
	}
	aead, err := chacha20poly1305.NewX(key)
	if err != nil {
		return nil, fmt.Errorf("unseal: %w", err)
	}
	head := append(append([]byte(nil), where...), s[:5]...)
	plain, err := aead.Open(nil, s[5:5+chacha20poly1305.NonceSizeX], s[5+chacha20poly1305.NonceSizeX:], head)
	if err != nil || len(plain) == 0 {
		return nil, ErrUnseal
	}
	return plain[:len(plain)-1], nil
}
