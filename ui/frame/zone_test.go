package frame

import (
	"testing"
	"time"
)

func TestATimeIsNeverWithoutItsZone(t *testing.T) {
	defer SetZone(zone)
	at := time.Date(2026, 11, 26, 2, 42, 0, 0, time.UTC)
	for _, c := range []struct {
		zone  *time.Location
		clock string
		when  string
	}{
		{time.FixedZone("CST", 8*3600), "10:42 UTC+8", "When, UTC+8"},
		{time.FixedZone("", -(3*3600 + 1800)), "23:12 UTC−3:30", "When, UTC−3:30"},
		{time.UTC, "02:42 UTC", "When, UTC"},
	} {
		SetZone(c.zone)
		if got := Clock(at, at); got != c.clock {
			t.Errorf("%q, want %q", got, c.clock)
		}
		if got := When(at); got != c.when {
			t.Errorf("%q, want %q", got, c.when)
		}
	}
	SetZone(time.FixedZone("CST", 8*3600))
	if got := Clock(at, at.Add(24*time.Hour)); got != "Thu 26 Nov 10:42 UTC+8" {
		t.Errorf("yesterday: %q", got)
	}
}
