package packet

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/pbkdf2"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"fmt"
)

// chunkSize is the plaintext in a chunk; only the last one may hold less.
const chunkSize = 1 << 20

const (
	formatHTML = "rightsdesk-packet-1"
	saltSize   = 16
	nonceHead  = 4
	tagSize    = 16
)

// frame kinds, see FORMAT.md.
const (
	frameMeta       = 'M'
	frameView       = 'V'
	frameSection    = 'S'
	frameRow        = 'R'
	frameEnd        = 'E'
	frameWithheld   = 'W'
	frameAttachment = 'A'
	frameData       = 'D'
	frameFile       = 'F'
	frameSum        = 'Z'
)

// frameHead is the size of a frame's kind and length.
const frameHead = 5

// sealHeader stands in the clear at the head of the file. Every chunk is bound to its exact bytes.
type sealHeader struct {
	Format       string `json:"format"`
	ID           string `json:"id"`
	Language     string `json:"language"`
	Organisation string `json:"organisation"`
	Reference    string `json:"reference"`
	KDF          string `json:"kdf"`
	Rounds       int    `json:"rounds"`
	Salt         []byte `json:"salt"`
	Cipher       string `json:"cipher"`
	Nonce        []byte `json:"nonce"` // first four bytes of every nonce
	Chunk        int    `json:"chunk"`
	Words        words  `json:"words"`
}

// chunkCipher seals and opens the chunks of one packet in their order.
type chunkCipher struct {
	aead  cipher.AEAD
	nonce [nonceHead + 8]byte
	aad   []byte // ends with chunk number and last flag
	next  uint64
}

func newChunkCipher(password string, h sealHeader, headerText []byte) (*chunkCipher, error) {
	id, err := hex.DecodeString(h.ID)
	if err != nil || len(id) != 16 || len(h.Nonce) != nonceHead || len(h.Salt) < saltSize {
		return nil, fmt.Errorf("the head of the packet is malformed: %w", ErrDamaged)
	}
	key, err := pbkdf2.Key(sha256.New, canonical(password), h.Salt, h.Rounds, 32)
	if err != nil {
		return nil, fmt.Errorf("make the packet key from the password: %w", err)
	}
	block, err := aes.NewCipher(key)
	if err != nil {
		return nil, fmt.Errorf("prepare the packet cipher: %w", err)
	}
	aead, err := cipher.NewGCM(block)
	if err != nil {
		return nil, fmt.Errorf("prepare the packet cipher: %w", err)
	}
	c := &chunkCipher{aead: aead}
	copy(c.nonce[:], h.Nonce)
	sum := sha256.Sum256(headerText)
	c.aad = append(append(append([]byte(formatHTML), id...), sum[:]...), make([]byte, 9)...)
	return c, nil
}

// at sets nonce and associated data for the next chunk and moves on.
func (c *chunkCipher) at(last bool) {
	binary.BigEndian.PutUint64(c.nonce[nonceHead:], c.next)
	tail := c.aad[len(c.aad)-9:]
	binary.BigEndian.PutUint64(tail, c.next)
	tail[8] = 0
	if last {
		tail[8] = 1
	}
	c.next++
}

func (c *chunkCipher) seal(dst, plain []byte, last bool) []byte {
	c.at(last)
	return c.aead.Seal(dst, c.nonce[:], plain, c.aad)
}

func (c *chunkCipher) open(dst, sealed []byte, last bool) ([]byte, error) {
	c.at(last)
	plain, err := c.aead.Open(dst, c.nonce[:], sealed, c.aad)
	switch {
	case err != nil && c.next == 1:
		return nil, ErrPassword
	case err != nil:
		return nil, fmt.Errorf("chunk %d does not open: %w", c.next-1, ErrDamaged)
	}
	return plain, nil
}
