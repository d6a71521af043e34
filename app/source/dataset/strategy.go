package dataset

import (
	"crypto/sha256"
	"crypto/sha512"
	"fmt"
	"hash"
	"strings"

	"orangelab.cn/rightsdesk/app/source/value"
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

// What a strategy goes by where its configuration says nothing, and its bounds.
const (
	DefaultRewrite      = "MASKED"
	DefaultRandomLength = 30     // characters
	maxRandomLength     = 10_000 // characters
	SecretBytes         = 32     // of salts and keys that nobody gives
)

// Check returns an error that names what is wrong with a strategy or its configuration, and what to write instead.
func (m Masking) Check() error {
	if !Strategies[m.Strategy] {
		return fmt.Errorf(
			"%q is not a masking strategy; use null_rewrite, string_rewrite, random_string_rewrite, hash, hmac, "+
				"aes_encrypt or preserve, or delete on a collection", m.Strategy)
	}
	wrong := func(key, instead string) error {
		return fmt.Errorf("strategy %q cannot use %s: %v; %s", m.Strategy, key, m.Configuration[key], instead)
	}
	for _, key := range []string{"rewrite_value", "salt", "key", "algorithm", "mode"} {
		if v, given := m.Configuration[key]; given && v != nil {
			if _, ok := value.Text(value.ScalarOf(PlainNumber(v))); !ok {
				return wrong(key, "write a text")
			}
		}
	}
	if _, err := m.Number("length", DefaultRandomLength); err != nil && m.Strategy == RandomStringRewrite {
		return err
	}
	if v, given := m.Configuration["format_preservation"]; given && v != nil {
		if _, ok := v.(map[string]any); !ok {
			return wrong("format_preservation", `write it as {suffix: "…"}`)
		}
	}
	switch m.Strategy {
	case Hash, HMAC:
		if m.Digest() == nil {
			return wrong("algorithm", "write SHA-256 or SHA-512")
		}
	case AESEncrypt:
		if mode := m.Text("mode", "GCM"); !strings.EqualFold(mode, "GCM") {
			return wrong("mode", "write GCM")
		}
		if n := len(m.Text("key", "")); n != 0 && n != 16 && n != 24 && n != 32 {
			return fmt.Errorf("strategy %q cannot use a key of %d bytes; give 16, 24 or 32, or none for a random one",
				m.Strategy, n)
		}
	}
	return nil
}

// ForText reports whether the strategy puts a text in the place of the value.
func (m Masking) ForText() bool { return m.Strategy != NullRewrite && m.Strategy != Preserve }

// Digest returns the constructor of the hash that "algorithm" names, SHA-256 where it names none; nil for an unknown
// one.
func (m Masking) Digest() func() hash.Hash {
	switch strings.ToUpper(strings.ReplaceAll(m.Text("algorithm", "SHA-256"), "_", "-")) {
	case "SHA-256":
		return sha256.New
	case "SHA-512":
		return sha512.New
	}
	return nil
}

// Text returns a key of the configuration as text, or otherwise where it is not given or has no text.
func (m Masking) Text(key, otherwise string) string {
	if v, given := m.Configuration[key]; given && v != nil {
		if s, ok := value.Text(value.ScalarOf(PlainNumber(v))); ok {
			return s
		}
	}
	return otherwise
}

// Number returns a key of the configuration as a whole number from 1 to 10,000, or otherwise where it is not given.
// Anything else is an error that names the strategy and the remedy.
func (m Masking) Number(key string, otherwise int) (int, error) {
	v, given := m.Configuration[key]
	if !given || v == nil {
		return otherwise, nil
	}
	s, _ := value.Text(value.ScalarOf(PlainNumber(v)))
	n, ok := value.AsInteger(s, nil)
	if i, isInt := n.(int64); ok && isInt && i > 0 && i <= maxRandomLength {
		return int(i), nil
	}
	return 0, fmt.Errorf("strategy %q cannot use %s: %v; write a whole number from 1 to %d", m.Strategy, key, v,
		maxRandomLength)
}

// Suffix returns what "format_preservation" puts behind a masked text; empty where it puts nothing.
func (m Masking) Suffix() string {
	given, ok := m.Configuration["format_preservation"].(map[string]any)
	if !ok {
		return ""
	}
	return Masking{Configuration: given}.Text("suffix", "")
}

// PlainNumber returns the integers that YAML gives as an int64 or a value.Decimal, and any other value as it is.
func PlainNumber(v any) any {
	switch v := v.(type) {
	case int:
		return int64(v)
	case uint64:
		return value.Decimal(fmt.Sprint(v))
	}
	return v
}

// Strategies is the set of the names of all masking strategies.
var Strategies = value.WordSet(
	`null_rewrite string_rewrite random_string_rewrite hash hmac aes_encrypt preserve delete`)
