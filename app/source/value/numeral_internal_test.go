package value

import (
	"math"
	"math/rand/v2"
	"regexp"
	"testing"
	"time"
)

func TestANumeralIsWhatItsGrammarSays(t *testing.T) {
	grammar := regexp.MustCompile(`^-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?$`)
	r := rand.New(rand.NewPCG(3, 4))
	const letters = "--0019.5.eE+ x"
	numerals := 0
	for range 200_000 {
		b := make([]byte, r.IntN(8))
		for i := range b {
			b[i] = letters[r.IntN(len(letters))]
		}
		if is := grammar.Match(b); is != isNumeral(string(b)) {
			t.Fatalf("%q: %v by the grammar", b, is)
		} else if is {
			numerals++
		}
	}
	if numerals < 1000 {
		t.Errorf("only %d numerals were tried", numerals)
	}
}

func TestFloatsAndTimesAreAppendedAsTheyAreEncoded(t *testing.T) {
	values := []any{0.0, math.Copysign(0, -1), 12.5, -0.1, 1e-6, 9.9e-7, 1e20, 1e21, 123456789.125, math.MaxFloat64,
		Timestamp{Time: time.Date(2024, 1, 2, 3, 4, 5, 600, time.UTC)},
		Timestamp{Time: time.Date(2024, 1, 2, 3, 4, 5, 0, time.UTC), Local: true},
		Timestamp{Time: time.Date(-4, 1, 2, 3, 4, 5, 0, time.UTC)}}
	for _, v := range values {
		encoded, err := Marshal(v)
		if err != nil {
			t.Fatal(err)
		}
		if got, err := appendValue(nil, v, ""); err != nil || string(got) != string(encoded) {
			t.Errorf("%v: %s, %v; encoded it is %s", v, got, err, encoded)
		}
	}
}
