package record

import (
	"strings"
	"testing"
	"time"
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

// A day ahead was taken without a word, for the clocks of other computers.
func TestATimeAheadOfTheClockIsSaid(t *testing.T) {
	now := time.Date(2026, 11, 28, 12, 0, 0, 0, time.UTC)
	for at, want := range map[time.Duration]int{-time.Hour: 0, time.Minute: 0, time.Hour: 1, 23 * time.Hour: 1} {
		got := 0
		for _, d := range DoubtsOf(Submission{ReceivedAt: now.Add(at)}, now) {
			if d.Field == "received" {
				got++
			}
		}
		if got != want {
			t.Errorf("%v ahead: %d doubts, want %d", at, got, want)
		}
	}
}
