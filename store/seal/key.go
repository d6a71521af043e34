package seal

import (
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"fmt"
)

// KeySize is the length of a key of the desk and of a private key, in bytes.
const KeySize = 32

// RandomKey is a new key.
func RandomKey() []byte {
	k := make([]byte, 32)
	rand.Read(k)
	return k
}

// MAC is a keyed hash of parts, which no two lists of parts share.
func MAC(key []byte, parts ...string) []byte {
	h := hmac.New(sha256.New, key)
	for _, p := range parts {
		fmt.Fprintf(h, "%d:%s|", len(p), p)
	}
	return h.Sum(nil)
}
