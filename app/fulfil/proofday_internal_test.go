package fulfil

import (
	"testing"
	"time"
)

func TestWhoeverIsAskedForProofLateHasTimeAllTheSame(t *testing.T) {
	zone := time.FixedZone("", 8*3600)
	at := func(day, hour int) time.Time { return time.Date(2026, 11, day, hour, 0, 0, 0, zone) }
	received, asked := at(3, 9), time.Date(2026, 11, 10, 23, 59, 59, 0, zone) // seven days
	for _, c := range []struct {
		now  time.Time
		want int // the day of November
	}{{at(3, 10), 10}, {at(9, 10), 10}, {at(10, 10), 17}, {at(11, 10), 18}, {at(20, 23), 27}} {
		got := proofDay(asked, received, c.now, zone)
		if got.Day() != c.want || got.Hour() != 23 {
			t.Errorf("asked on %s: by %s, want the %d", c.now, got, c.want)
		}
	}
	if got := proofDay(at(3, 9), at(3, 9), at(5, 9), zone); got.Day() != 6 {
		t.Errorf("rules that give no time: by %s", got)
	}
}
