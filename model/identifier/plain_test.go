package identifier

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
)

// Whatever is read the short way is what the long way reads.
func TestAPlainValueIsReadAsTheLongWayReadsIt(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for range 3000 {
		s := fmt.Sprintf("1%010d", r.Int64N(10_000_000_000))
		if short, is := plainMobile(s); is {
			n, err := readPhone(s, homeRegion)
			if err != nil || phoneKey(n) != short {
				t.Fatalf("%s is %s the short way, %v the long way", s, short, err)
			}
			if pieces := phonePieces(s); len(pieces) != 1 || pieces[0].Value != s {
				t.Fatalf("%s holds %+v", s, pieces)
			}
		} else if n, err := readPhone(s, homeRegion); err == nil && phoneKey(n) == "+86"+s {
			t.Fatalf("%s is a mobile number the long way alone", s)
		}
	}
	letters := "abcXYZ019._-+@ :;n"
	some := 0
	for range 20_000 {
		b := []byte([]string{"ab@cd.test", "ab@xa--b.cd", "a.b@c.d_e.f"}[r.IntN(3)])
		for range r.IntN(4) {
			b[r.IntN(len(b))] = letters[r.IntN(len(letters))]
		}
		s := string(b)
		short, is := plainMail(s)
		if !is {
			continue
		}
		if long, err := readEmail(s); err != nil || long != short {
			t.Fatalf("%q is %q the short way, %q, %v the long way", s, short, long, err)
		}
		some++
		if pieces := mailPieces(s); len(pieces) != 1 || pieces[0].Value != s || !emailRule.Reads(pieces[0].Value) {
			t.Fatalf("%q holds %+v", s, pieces)
		}
	}
	if some < 1000 {
		t.Errorf("%d plain addresses were drawn", some)
	}
	for _, s := range []string{"13812341234", "ab@cd.test"} {
		if got := SpellingOf(map[bool]string{true: "email", false: "phone_number"}[s[0] == 'a']).
			Values(s); !slices.Equal(got, []string{s}) {
			t.Errorf("%q holds %q", s, got)
		}
	}
}
