package mask

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"unicode/utf8"

	"orangelab.cn/rightsdesk/app/source/dataset"
	"orangelab.cn/rightsdesk/app/source/value"
)

// Masker masks values with the secrets of one plan. Where a configuration gives no salt or key of its own, random ones
// are used that nobody ever sees, so that a hash cannot be tried out later; equal values give equal hashes within one
// Masker. It is safe for concurrent use.
type Masker struct {
	salt string
	key  []byte
}

// NewMasker draws the secrets of one plan.
func NewMasker() (*Masker, error) {
	salt, key := make([]byte, dataset.SecretBytes), make([]byte, dataset.SecretBytes)
	for _, secret := range [][]byte{salt, key} {
		if _, err := rand.Read(secret); err != nil {
			return nil, fmt.Errorf("the secrets for masking cannot be drawn: %w", err)
		}
	}
	return &Masker{salt: hex.EncodeToString(salt), key: key}, nil
}

// Mask returns what takes the place of a value, cut to length characters; 0 means no limit. Nothing stays nothing. Text
// strategies take a number or a time by its text. It fails for a strategy that Check refuses and for a document.
func (m *Masker) Mask(mk dataset.Masking, held any, length int) (any, error) {
	if held == nil {
		return nil, nil
	}
	switch mk.Strategy {
	case dataset.NullRewrite:
		return nil, nil
	case dataset.Preserve:
		return held, nil
	}
	if err := mk.Check(); err != nil {
		return nil, err
	}
	plain, ok := value.Text(held)
	if !ok {
		return nil, fmt.Errorf("strategy %q is for text and cannot mask a document; mask its fields, or use %q",
			mk.Strategy, dataset.NullRewrite)
	}
	masked, err := m.masked(mk, plain)
	if err != nil {
		return nil, err
	}
	return cut(masked+mk.Suffix(), length), nil
}

func (m *Masker) masked(mk dataset.Masking, plain string) (string, error) {
	switch mk.Strategy {
	case dataset.StringRewrite:
		return mk.Text("rewrite_value", dataset.DefaultRewrite), nil
	case dataset.RandomStringRewrite:
		length, err := mk.Number("length", dataset.DefaultRandomLength)
		if err != nil {
			return "", err
		}
		return randomText(length)
	case dataset.Hash:
		sum := mk.Digest()()
		sum.Write([]byte(plain + mk.Text("salt", m.salt)))
		return hex.EncodeToString(sum.Sum(nil)), nil
	case dataset.HMAC:
		sum := hmac.New(mk.Digest(), m.keyOf(mk))
		sum.Write([]byte(plain + mk.Text("salt", m.salt)))
		return hex.EncodeToString(sum.Sum(nil)), nil
	case dataset.AESEncrypt:
		return encrypted(m.keyOf(mk), plain)
	}
	return "", fmt.Errorf("strategy %q deletes whole rows and cannot mask a value", mk.Strategy)
}

func (m *Masker) keyOf(mk dataset.Masking) []byte {
	if given := mk.Text("key", ""); given != "" {
		return []byte(given)
	}
	return m.key
}

// encrypted is base64(nonce ‖ ciphertext). The nonce comes from the value itself, so that it repeats only where the
// value does, and equal values stay equal.
func encrypted(key []byte, plain string) (string, error) {
	block, err := aes.NewCipher(key)
	if err != nil {
		return "", fmt.Errorf("%s: the key must have 16, 24 or 32 bytes: %w", dataset.AESEncrypt, err)
	}
	seal, err := cipher.NewGCM(block)
	if err != nil {
		return "", fmt.Errorf("%s: %w", dataset.AESEncrypt, err)
	}
	mac := hmac.New(sha256.New, key)
	mac.Write([]byte(plain))
	nonce := mac.Sum(nil)[:seal.NonceSize()]
	return base64.StdEncoding.EncodeToString(seal.Seal(nonce, nonce, []byte(plain), nil)), nil
}

const randomLetters = "abcdefghijklmnopqrstuvwxyz0123456789"

func randomText(length int) (string, error) {
	out := make([]byte, 0, length)
	buffer := make([]byte, length+length/4+8)
	for {
		if _, err := rand.Read(buffer); err != nil {
			return "", fmt.Errorf("a random text cannot be drawn: %w", err)
		}
		for _, b := range buffer {
			// 252 is the greatest multiple of 36 in a byte; what lies above would favour the first letters.
			if b < 252 && len(out) < length {
				out = append(out, randomLetters[b%36])
			}
		}
		if len(out) == length {
			return string(out), nil
		}
	}
}

func cut(s string, length int) string {
	if length <= 0 || utf8.RuneCountInString(s) <= length {
		return s
	}
	return string([]rune(s)[:length])
}
