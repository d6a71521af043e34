package mask_test

import (
	"crypto/aes"
	"crypto/cipher"
	"encoding/base64"
	"strings"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"

	"orangelab.cn/rightsdesk/app/source/dataset"
	"orangelab.cn/rightsdesk/app/source/mask"
	"orangelab.cn/rightsdesk/app/source/value"
)

func masking(strategy string, configuration ...any) dataset.Masking {
	m := dataset.Masking{Strategy: strategy, Configuration: map[string]any{}}
	for i := 0; i < len(configuration); i += 2 {
		m.Configuration[configuration[i].(string)] = configuration[i+1]
	}
	return m
}

// The digests are published examples of SHA-2 and HMAC.
func TestMaskingGivesTheKnownAnswers(t *testing.T) {
	masker, err := mask.NewMasker()
	if err != nil {
		t.Fatal(err)
	}
	suffix := map[string]any{"suffix": "@masked.com"}
	for _, tt := range []struct {
		name   string
		mk     dataset.Masking
		value  any
		length int
		want   any
	}{
		{"null", masking(dataset.NullRewrite), "a", 0, nil},
		{"preserve", masking(dataset.Preserve), int64(5), 0, int64(5)},
		{"rewrite", masking(dataset.StringRewrite, "rewrite_value", "x"), "a", 0, "x"},
		{"rewrite by default", masking(dataset.StringRewrite), "a", 0, "MASKED"},
		{"rewrite with a suffix", masking(dataset.StringRewrite, "rewrite_value", "x", "format_preservation", suffix),
			"a", 0, "x@masked.com"},
		{"the suffix is cut too", masking(dataset.StringRewrite, "rewrite_value", "x", "format_preservation", suffix),
			"a", 4, "x@ma"},
		{"characters are counted, not bytes", masking(dataset.StringRewrite, "rewrite_value", "删除了"), "a", 2, "删除"},
		{"a number as rewrite_value", masking(dataset.StringRewrite, "rewrite_value", 7), "a", 0, "7"},
		{"sha-256", masking(dataset.Hash, "salt", ""), "abc", 0,
			"ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"},
		{"sha-256 of value and salt", masking(dataset.Hash, "salt", "c"), "ab", 0,
			"ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"},
		{"sha-256 of a number's text", masking(dataset.Hash, "salt", ""), int64(5), 0,
			"ef2d127de37b942baad06145e54b0c619a1f22327b2ebbcfbec78f5564afe39d"},
		{"sha-512", masking(dataset.Hash, "algorithm", "SHA-512", "salt", ""), "abc", 8, "ddaf35a1"},
		{"hmac", masking(dataset.HMAC, "key", "key", "salt", ""), "The quick brown fox jumps over the lazy dog", 0,
			"f7bc83f430538424b13298e6aa6fb143ef4d59a14946175997479dbc2d1a3cd8"},
		{"hmac of value and salt", masking(dataset.HMAC, "key", "key", "salt", " lazy dog"),
			"The quick brown fox jumps over the", 0,
			"f7bc83f430538424b13298e6aa6fb143ef4d59a14946175997479dbc2d1a3cd8"},
		{"hmac sha-512", masking(dataset.HMAC, "algorithm", "SHA-512", "key", "key", "salt", ""),
			"The quick brown fox jumps over the lazy dog", 8, "b42af090"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if err := tt.mk.Check(); err != nil {
				t.Error(err)
			}
			got, err := masker.Mask(tt.mk, tt.value, tt.length)
			if err != nil || got != tt.want {
				t.Errorf("got %v, %v", got, err)
			}
			if got, err := masker.Mask(tt.mk, nil, tt.length); got != nil || err != nil {
				t.Errorf("nothing becomes %v, %v", got, err)
			}
		})
	}
}

func TestAESCanBeReadBackWithItsKeyOnly(t *testing.T) {
	masker, err := mask.NewMasker()
	if err != nil {
		t.Fatal(err)
	}
	const key = "0123456789abcdef"
	got, err := masker.Mask(masking(dataset.AESEncrypt, "key", key, "mode", "GCM"), "Ann", 0)
	if err != nil {
		t.Fatal(err)
	}
	sealed, err := base64.StdEncoding.DecodeString(got.(string))
	if err != nil {
		t.Fatal(err)
	}
	block, err := aes.NewCipher([]byte(key))
	if err != nil {
		t.Fatal(err)
	}
	gcm, err := cipher.NewGCM(block)
	if err != nil {
		t.Fatal(err)
	}
	plain, err := gcm.Open(nil, sealed[:gcm.NonceSize()], sealed[gcm.NonceSize():], nil)
	if err != nil || string(plain) != "Ann" {
		t.Errorf("read back %q, %v", plain, err)
	}
}

func TestSecretsAreOfOnePlanAndEqualValuesStayEqual(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a, errA := mask.NewMasker()
		b, errB := mask.NewMasker()
		if errA != nil || errB != nil {
			t.Fatal(errA, errB)
		}
		value := rapid.String().Draw(t, "value")
		other := rapid.String().Draw(t, "other")
		for _, strategy := range []string{dataset.Hash, dataset.HMAC, dataset.AESEncrypt} {
			mask := func(m *mask.Masker, v string) any {
				out, err := m.Mask(masking(strategy), v, 0)
				if err != nil {
					t.Fatal(err)
				}
				return out
			}
			if mask(a, value) != mask(a, value) {
				t.Errorf("%s: equal values differ within a plan", strategy)
			}
			if mask(a, value) == mask(b, value) {
				t.Errorf("%s: two plans share a secret", strategy)
			}
			if value != other && mask(a, value) == mask(a, other) {
				t.Errorf("%s: different values are masked alike", strategy)
			}
		}
		length := rapid.IntRange(1, 40).Draw(t, "length")
		first, errA := a.Mask(masking(dataset.RandomStringRewrite, "length", length), value, 0)
		second, errB := a.Mask(masking(dataset.RandomStringRewrite, "length", length), value, 0)
		if errA != nil || errB != nil || utf8.RuneCountInString(first.(string)) != length ||
			(length > 8 && first == second) {
			t.Errorf("random texts %v and %v of %d, %v %v", first, second, length, errA, errB)
		}
		limit := rapid.IntRange(1, 40).Draw(t, "limit")
		cutTo, err := a.Mask(masking(dataset.StringRewrite, "rewrite_value", value, "format_preservation",
			map[string]any{"suffix": other}), "v", limit)
		if err != nil || utf8.RuneCountInString(cutTo.(string)) > limit ||
			!strings.HasPrefix(value+other, cutTo.(string)) && utf8.ValidString(value+other) {
			t.Errorf("cut to %d is %q, %v", limit, cutTo, err)
		}
	})
}

func TestCheckNamesWhatIsWrongAndWhatToWrite(t *testing.T) {
	for _, tt := range []struct {
		mk   dataset.Masking
		says string // empty: nothing is wrong
	}{
		{masking("shred"), "use null_rewrite"},
		{masking(dataset.Hash, "algorithm", "MD5"), "SHA-256 or SHA-512"},
		{masking(dataset.Hash, "algorithm", []any{"SHA-256"}), "write a text"},
		{masking(dataset.HMAC, "algorithm", "SHA-512"), ""},
		{masking(dataset.AESEncrypt, "mode", "CBC"), "write GCM"},
		{masking(dataset.AESEncrypt, "key", "short"), "16, 24 or 32"},
		{masking(dataset.RandomStringRewrite, "length", 0), "whole number"},
		{masking(dataset.RandomStringRewrite, "length", "many"), "whole number"},
		{masking(dataset.RandomStringRewrite, "length", 12.0), ""},
		{masking(dataset.StringRewrite, "format_preservation", "x"), "suffix"},
		{masking(dataset.StringRewrite, "something_else", 1), ""}, // published files may say more than we read
		{masking(dataset.DeleteRow), ""},
	} {
		err := tt.mk.Check()
		if (err == nil) != (tt.says == "") || (err != nil && !strings.Contains(err.Error(), tt.says)) {
			t.Errorf("%+v gives %v", tt.mk, err)
		}
	}
	masker, err := mask.NewMasker()
	if err != nil {
		t.Fatal(err)
	}
	for _, bad := range []struct {
		mk    dataset.Masking
		value any
	}{{masking(dataset.StringRewrite), value.JSON{Value: map[string]any{}}}, {masking(dataset.DeleteRow), "a"},
		{masking("shred"), "a"}} {
		if got, err := masker.Mask(bad.mk, bad.value, 0); err == nil {
			t.Errorf("%s of %v gives %v", bad.mk.Strategy, bad.value, got)
		}
	}
}
