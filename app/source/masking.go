package source

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"crypto/sha512"
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"hash"
	"strings"
	"unicode/utf8"
)

// The masking strategies of the dataset format.
const (
	NullRewrite         = "null_rewrite"
	StringRewrite       = "string_rewrite"
	RandomStringRewrite = "random_string_rewrite"
	Hash                = "hash"
	HMAC                = "hmac"
	AESEncrypt          = "aes_encrypt"
	Preserve            = "preserve"
	DeleteRow           = "delete" // on a collection: the row goes as a whole
)

const (
	defaultRewrite      = "MASKED"
	defaultRandomLength = 30
	maxRandomLength     = 10_000
	secretBytes         = 32
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
	salt, key := make([]byte, secretBytes), make([]byte, secretBytes)
	for _, secret := range [][]byte{salt, key} {
		if _, err := rand.Read(secret); err != nil {
			return nil, fmt.Errorf("the secrets for masking cannot be drawn: %w", err)
		}
	}
	return &Masker{salt: hex.EncodeToString(salt), key: key}, nil
}

// Mask gives what takes the place of a value, cut to length characters; 0 means no limit. Nothing stays nothing. Text
// strategies take a number or a time by its text. It fails for a strategy that Check refuses and for a document.
func (m *Masker) Mask(mk Masking, value any, length int) (any, error) {
	if value == nil {
		return nil, nil
	}
	switch mk.Strategy {
	case NullRewrite:
		return nil, nil
	case Preserve:
		return value, nil
	}
	if err := mk.Check(); err != nil {
		return nil, err
	}
	plain, ok := text(value)
	if !ok {
		return nil, fmt.Errorf("strategy %q is for text and cannot mask a document; mask its fields, or use %q", mk.Strategy, NullRewrite)
	}
	masked, err := m.masked(mk, plain)
	if err != nil {
		return nil, err
	}
	return cut(masked+mk.suffix(), length), nil
}

func (m *Masker) masked(mk Masking, plain string) (string, error) {
	switch mk.Strategy {
	case StringRewrite:
		return mk.text("rewrite_value", defaultRewrite), nil
	case RandomStringRewrite:
		length, err := mk.number("length", defaultRandomLength)
		if err != nil {
			return "", err
		}
		return randomText(length)
	case Hash:
		sum := mk.digest()()
		sum.Write([]byte(plain + mk.text("salt", m.salt)))
		return hex.EncodeToString(sum.Sum(nil)), nil
	case HMAC:
		sum := hmac.New(mk.digest(), m.keyOf(mk))
		sum.Write([]byte(plain + mk.text("salt", m.salt)))
		return hex.EncodeToString(sum.Sum(nil)), nil
	case AESEncrypt:
		return encrypted(m.keyOf(mk), plain)
	}
	return "", fmt.Errorf("strategy %q deletes whole rows and cannot mask a value", mk.Strategy)
}

func (m *Masker) keyOf(mk Masking) []byte {
	if given := mk.text("key", ""); given != "" {
		return []byte(given)
	}
	return m.key
}

// encrypted is base64(nonce ‖ ciphertext). The nonce comes from the value itself, so that it repeats only where the
// value does, and equal values stay equal.
func encrypted(key []byte, plain string) (string, error) {
	block, err := aes.NewCipher(key)
	if err != nil {
		return "", fmt.Errorf("%s: the key must have 16, 24 or 32 bytes: %w", AESEncrypt, err)
	}
	seal, err := cipher.NewGCM(block)
	if err != nil {
		return "", fmt.Errorf("%s: %w", AESEncrypt, err)
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

// Check says what is wrong with a strategy or its configuration, and what to write instead.
func (m Masking) Check() error {
	if !strategies[m.Strategy] {
		return fmt.Errorf("%q is not a masking strategy; use null_rewrite, string_rewrite, random_string_rewrite, hash, hmac, "+
			"aes_encrypt or preserve, or delete on a collection", m.Strategy)
	}
	wrong := func(key, instead string) error {
		return fmt.Errorf("strategy %q cannot use %s: %v; %s", m.Strategy, key, m.Configuration[key], instead)
	}
	for _, key := range []string{"rewrite_value", "salt", "key", "algorithm", "mode"} {
		if v, given := m.Configuration[key]; given && v != nil {
			if _, ok := text(scalarOf(plainNumberOf(v))); !ok {
				return wrong(key, "write a text")
			}
		}
	}
	if _, err := m.number("length", defaultRandomLength); err != nil && m.Strategy == RandomStringRewrite {
		return err
	}
	if v, given := m.Configuration["format_preservation"]; given && v != nil {
		if _, ok := v.(map[string]any); !ok {
			return wrong("format_preservation", `write it as {suffix: "…"}`)
		}
	}
	switch m.Strategy {
	case Hash, HMAC:
		if m.digest() == nil {
			return wrong("algorithm", "write SHA-256 or SHA-512")
		}
	case AESEncrypt:
		if mode := m.text("mode", "GCM"); !strings.EqualFold(mode, "GCM") {
			return wrong("mode", "write GCM")
		}
		if n := len(m.text("key", "")); n != 0 && n != 16 && n != 24 && n != 32 {
			return fmt.Errorf("strategy %q cannot use a key of %d bytes; give 16, 24 or 32, or none for a random one", m.Strategy, n)
		}
	}
	return nil
}

// forText says whether the strategy puts a text in the place of the value.
func (m Masking) forText() bool { return m.Strategy != NullRewrite && m.Strategy != Preserve }

func (m Masking) digest() func() hash.Hash {
	switch strings.ToUpper(strings.ReplaceAll(m.text("algorithm", "SHA-256"), "_", "-")) {
	case "SHA-256":
		return sha256.New
	case "SHA-512":
		return sha512.New
	}
	return nil
}

func (m Masking) text(key, otherwise string) string {
	if v, given := m.Configuration[key]; given && v != nil {
		if s, ok := text(scalarOf(plainNumberOf(v))); ok {
			return s
		}
	}
	return otherwise
}

func (m Masking) number(key string, otherwise int) (int, error) {
	v, given := m.Configuration[key]
	if !given || v == nil {
		return otherwise, nil
	}
	s, _ := text(scalarOf(plainNumberOf(v)))
	n, ok := asInteger(s, nil)
	if i, isInt := n.(int64); ok && isInt && i > 0 && i <= maxRandomLength {
		return int(i), nil
	}
	return 0, fmt.Errorf("strategy %q cannot use %s: %v; write a whole number from 1 to %d", m.Strategy, key, v, maxRandomLength)
}

func (m Masking) suffix() string {
	given, ok := m.Configuration["format_preservation"].(map[string]any)
	if !ok {
		return ""
	}
	return Masking{Configuration: given}.text("suffix", "")
}

// plainNumberOf widens the integers that YAML gives.
func plainNumberOf(v any) any {
	switch v := v.(type) {
	case int:
		return int64(v)
	case uint64:
		return Decimal(fmt.Sprint(v))
	}
	return v
}
