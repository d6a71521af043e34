package shape

import (
	"strings"
	"testing"
)

func TestSeveralValuesTogetherSayMore(t *testing.T) {
	for _, c := range []struct {
		values string
		is     func([]string) bool
		want   bool
	}{
		{"ines otto.berg", OfOnePiece, true}, {"{a:1}", OfOnePiece, false},
		{"01hzx3k8m5q7w9e2r4t6y8u0aa 01hzx3k8m5q7w9e2r4t6y8u0bb", Identifiers, true}, {"ines otto", Identifiers, false},
		{"1 2", Numbers, true}, {"1", Numbers, false}, {"1 b", Numbers, false},
		{"101 202", Large, true}, {"1 202", Large, false},
		{"Y N n", Switches, true}, {"Y ines", Switches, false}, {"", Switches, false},
	} {
		if got := c.is(strings.Fields(c.values)); got != c.want {
			t.Errorf("%q: %v, want %v", c.values, got, c.want)
		}
	}
}
