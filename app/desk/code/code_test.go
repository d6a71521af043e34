package code_test

import (
	"encoding/base32"
	"errors"
	"testing"
	"time"

	"orangelab.cn/rightsdesk/app/desk/code"
)

// TestTheCodesAreThoseOfTheStandard goes by the vectors of RFC 6238, appendix B, in their last six digits.
func TestTheCodesAreThoseOfTheStandard(t *testing.T) {
	secret := base32.StdEncoding.EncodeToString([]byte("12345678901234567890"))
	for at, want := range map[int64]string{59: "287082", 1111111109: "081804", 1111111111: "050471",
		1234567890: "005924", 2000000000: "279037", 20000000000: "353130"} {
		if got, err := code.At(secret, time.Unix(at, 0)); err != nil || got != want {
			t.Errorf("at %d: %s %v, want %s", at, got, err, want)
		}
	}
}

func TestACodeIsReadAsPeopleTypeIt(t *testing.T) {
	for typed, want := range map[string]string{"123456": "123456", " 123 456 ": "123456", "123-456": "123456",
		"１２３４５６": "123456", "123\u3000456": "123456"} {
		if got, err := code.Clean(typed); err != nil || got != want {
			t.Errorf("%q: %q %v", typed, got, err)
		}
	}
	for _, typed := range []string{"", "12345", "1234567", "12345a", "+12345", "١٢٣٤٥٦"} {
		if got, err := code.Clean(typed); !errors.Is(err, code.ErrDigits) {
			t.Errorf("%q: %q %v", typed, got, err)
		}
	}
}

func TestAnOfferBeginsWithTheCodeOfNowAlone(t *testing.T) {
	now := time.Date(2026, 11, 23, 2, 0, 10, 0, time.UTC)
	o, err := code.NewOffer("Rightsdesk", "fang")
	if err != nil {
		t.Fatal(err)
	}
	for late, want := range map[time.Duration]bool{-70 * time.Second: false, -30 * time.Second: true, 0: true,
		30 * time.Second: true, 70 * time.Second: false} {
		typed, err := code.At(o.Secret(), now.Add(late))
		if err != nil {
			t.Fatal(err)
		}
		if _, err := o.Begin(typed, now); (err == nil) != want {
			t.Errorf("%s off: %v", late, err)
		}
	}
}
