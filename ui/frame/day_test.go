package frame

import (
	"testing"
	"time"

	"orangelab.cn/rightsdesk/model"
)

func TestADueDayIsShownWithItsClockAndItsZone(t *testing.T) {
	if err := Use(English); err != nil {
		t.Fatal(err)
	}
	defer SetZone(zone)
	SetZone(time.FixedZone("CST", 8*3600))
	due := time.Date(2026, 11, 26, 15, 59, 59, 0, time.UTC) // 24:00 in Shanghai
	for _, c := range []struct {
		clock          model.Clock
		now            time.Time
		name, day, due string
	}{
		{model.Clock{Name: model.ClockSettle, Due: due}, due.Add(-72 * time.Hour), "settle by", "Thu 26 Nov",
			"Settle by Thu 26 Nov 2026, 24:00 UTC+8"},
		{model.Clock{Name: model.ClockVerify, Due: due}, due, "verify by", "today",
			"Verify by Thu 26 Nov 2026, 24:00 UTC+8"},
		{model.Clock{Name: model.ClockAnswer, Due: due}, due.Add(time.Second), "answer by", "Thu 26 Nov, late",
			"Answer by Thu 26 Nov 2026, 24:00 UTC+8"},
		{model.Clock{}, due, "", "", ""},
	} {
		name, day := DueRow(c.clock, c.now)
		if name != c.name || day != c.day {
			t.Errorf("row %q %q, want %q %q", name, day, c.name, c.day)
		}
		if got := Due(c.clock); got != c.due {
			t.Errorf("header %q, want %q", got, c.due)
		}
	}
}
