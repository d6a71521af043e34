package presence

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"
)

func equal(a, b map[int64][]string) bool { return maps.EqualFunc(a, b, slices.Equal[[]string]) }

func TestWhatColleaguesHaveOpenIsKnownAndEndsByItself(t *testing.T) {
	var here, there, third Board
	now := time.Date(2026, 11, 23, 2, 0, 0, 0, time.UTC)
	pass := func(from *Board, staff string) (said string) {
		said = from.Say(staff, now)
		for _, b := range []*Board{&here, &there, &third} {
			b.Hear(said, now)
		}
		return said
	}
	there.Show([]int64{12, 7, 12})
	third.Show([]int64{7})
	pass(&there, "jing")
	pass(&third, "fang")
	if got := here.Open("lin", now); !equal(got, map[int64][]string{7: {"fang", "jing"}, 12: {"jing"}}) {
		t.Errorf("open elsewhere: %v", got)
	}
	if got := here.Open("jing", now); !equal(got, map[int64][]string{7: {"fang"}}) {
		t.Errorf("what they have open themselves: %v", got)
	}
	if got := there.Open("lin", now); !equal(got, map[int64][]string{7: {"fang"}}) {
		t.Errorf("a desktop hears itself: %v", got)
	}
	if said := pass(&there, "jing"); said != "" {
		t.Errorf("it is said again at once: %q", said)
	}
	here.Hear(Asked, now)
	there.Hear(Asked, now)
	if said := pass(&there, "jing"); said == "" {
		t.Error("who asks gets no answer")
	}
	if !there.Show([]int64{3}) || there.Show([]int64{3}) {
		t.Error("another request is no news, or the same one is")
	}
	if pass(&there, "jing"); !equal(here.Open("lin", now), map[int64][]string{3: {"jing"}, 7: {"fang"}}) {
		t.Errorf("another request opened: %v", here.Open("lin", now))
	}
	if said := here.Say("lin", now); said != "" {
		t.Errorf("with nothing open: %q", said)
	}
	here.Hear(third.Silent("fang"), now)
	if got := here.Open("lin", now); !equal(got, map[int64][]string{3: {"jing"}}) {
		t.Errorf("after one left: %v", got)
	}
	now = now.Add(lapse - again)
	if pass(&there, "jing") == "" {
		t.Error("a desktop falls silent")
	}
	now = now.Add(lapse)
	if got := here.Open("lin", now); len(got) != 1 {
		t.Errorf("heard %s ago: %v", lapse, got)
	}
	now = now.Add(time.Second)
	if got := here.Open("lin", now); len(got) != 0 {
		t.Errorf("of a desktop that fell silent: %v", got)
	}
	for _, foreign := range []string{"", "changed", "open", "open a b", "open a b c d",
		"open a b x,,99999999999999999999"} {
		here.Hear(foreign, now)
	}
	if got := here.Open("lin", now); len(got) != 0 {
		t.Errorf("of no such message: %v", got)
	}
}

// Whoever has a login on the server of a shared desk can tell its desktops anything, as often as they like.
func TestWhatIsHeardTakesNoMoreRoomThanATeamDoes(t *testing.T) {
	var b Board
	now := time.Date(2026, 11, 23, 2, 0, 0, 0, time.UTC)
	b.Hear("open honest jing 7", now)
	for i := range 100_000 {
		b.Hear(fmt.Sprintf("open D%d fang %d", i, i), now)
	}
	if n := len(b.others); n > mostDesktops {
		t.Errorf("%d desktops are remembered", n)
	}
	if got := b.Open("lin", now)[7]; !slices.Contains(got, "jing") {
		t.Errorf("an honest colleague is forgotten for them: %v", got)
	}
	now = now.Add(lapse + time.Second)
	b.Open("lin", now)
	for _, message := range []string{"", "open", "open  ", "open X jing", "open X jing 1 2", "OPEN X jing 1",
		"open " + strings.Repeat("9", 7900) + " jing 1", "open X " + strings.Repeat("j", 7900) + " 1",
		"open Y jing " + strings.Repeat("99999999999999999999,", 370), "open Z jing a,,b", "open \x00\xff jing \n"} {
		if b.Hear(message, now) {
			t.Errorf("%.40q is news", message)
		}
	}
	b.Hear("open late jing 9,-1,"+strings.Repeat("9,", 3000), now)
	if got := b.Open("lin", now); !slices.Equal(got[9], []string{"jing"}) || len(b.others) != 1 {
		t.Errorf("after the flood: %v, %d desktops", got, len(b.others))
	}
}
