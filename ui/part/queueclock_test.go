package part

import "testing"

// A row read "acknowledge by · Acknowledge: nothing has gone out to the person yet".
func TestARowSaysOnceWhatItsDayIsOf(t *testing.T) {
	for _, c := range [][3]string{
		{"acknowledge by", "Acknowledge: nothing has gone out", "Acknowledge: nothing has gone out"},
		{"verify by", "Acknowledge: nothing has gone out", "verify by · Acknowledge: nothing has gone out"},
		{"answer by", "", "answer by"}, {"answer by", "Answered in part", "answer by · Answered in part"},
		{"受理通知期限", "确认收到：尚未发出任何信函", "受理通知期限 · 确认收到：尚未发出任何信函"},
	} {
		if got := clockFirst(c[0], c[1]); got != c[2] {
			t.Errorf("%q and %q: %q, want %q", c[0], c[1], got, c[2])
		}
	}
}
