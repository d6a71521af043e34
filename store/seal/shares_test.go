package seal_test

import (
	"errors"
	"strings"
	"testing"

	"orangelab.cn/rightsdesk/store/seal"
)

func TestAnyTwoSharesGiveTheKeyAndNothingElseDoes(t *testing.T) {
	id, shares, err := seal.NewShared()
	other, others, otherErr := seal.NewShared()
	if err != nil || otherErr != nil || len(shares) != 3 {
		t.Fatal(shares, err, otherErr)
	}
	if *id.Pub == *other.Pub {
		t.Fatal("two keys are one")
	}
	for a := range shares {
		for b := range shares {
			got, err := seal.ParseRecovery(strings.ToLower(shares[a]) + "\n\n" +
				strings.ReplaceAll(shares[b], "-", " "))
			if a == b {
				if !errors.Is(err, seal.ErrOtherShares) {
					t.Errorf("share %d twice: %v", a+1, err)
				}
				continue
			}
			if err != nil || *got.Pub != *id.Pub {
				t.Errorf("shares %d and %d: %v", a+1, b+1, err)
			}
			if _, err := seal.ParseRecovery(shares[a] + others[b]); !errors.Is(err, seal.ErrOtherShares) {
				t.Errorf("shares of two keys: %v", err)
			}
		}
	}
	if got, err := seal.ParseRecovery(strings.Join(shares, "\n")); err != nil || *got.Pub != *id.Pub {
		t.Errorf("all three: %v", err)
	}
	if _, err := seal.ParseRecovery(shares[0]); !errors.Is(err, seal.ErrOneShare) {
		t.Errorf("one: %v", err)
	}
	wrong := []byte(shares[0])
	wrong[8] = map[bool]byte{true: 'B', false: 'A'}[wrong[8] == 'A']
	for name, text := range map[string]string{"a letter mistyped": string(wrong) + shares[1],
		"one and a half": shares[0] + shares[1][:30], "four": strings.Join(shares, "") + shares[0]} {
		if _, err := seal.ParseRecovery(text); !errors.Is(err, seal.ErrRecoveryKey) {
			t.Errorf("%s: %v", name, err)
		}
	}
	whole, err := seal.NewIdentity()
	if err != nil {
		t.Fatal(err)
	}
	if got, err := seal.ParseRecovery(whole.RecoveryText()); err != nil || *got.Pub != *whole.Pub {
		t.Errorf("a whole key: %v", err)
	}
}
