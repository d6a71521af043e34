package record

import (
	"strings"
	"testing"
)

// What is looked through of a file is bounded: whole texts, then their beginnings, then the file is to be split.
func TestHowMuchOfTheTextsOfAFileIsLookedThrough(t *testing.T) {
	var problems []Problem
	r := Reading{Problem: func(p Problem) { problems = append(problems, p) }}
	text := strings.Repeat("字", 10_000)
	whole, n := 0, 0
	for ; !r.Full(n + 2); n++ {
		var s Submission
		got := r.Begin(&s, text)
		if got == text {
			whole++
		}
		if !strings.HasPrefix(text, got) || got == "" || (got != text) != (len(s.Doubts) == 1) {
			t.Fatalf("record %d: %d of %d bytes, %v", n, len(got), len(text), s.Doubts)
		}
	}
	if whole == 0 || n < 1000 || len(problems) != 1 || problems[0].Line != n+2 {
		t.Errorf("%d whole of %d, %v", whole, n, problems)
	}
}
