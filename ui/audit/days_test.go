package audit

import (
	"testing"
	"time"

	"orangelab.cn/rightsdesk/model"
)

// TestTheLogIsNarrowedToDaysOfTheDesk holds that days begin and end at the desk's midnight, whatever zone an entry was
// made in.
func TestTheLogIsNarrowedToDaysOfTheDesk(t *testing.T) {
	shanghai := time.FixedZone("", 8*3600)
	now := time.Date(2026, 11, 27, 0, 30, 0, 0, shanghai)
	for _, c := range []struct {
		days int
		at   string
		want bool
	}{
		{1, "2026-11-26T15:59:59Z", false}, {1, "2026-11-26T16:00:00Z", true}, {1, "2026-11-27T15:59:59Z", true},
		{1, "2026-11-27T16:00:00Z", false},
		{7, "2026-11-20T16:00:00Z", true}, {7, "2026-11-20T15:59:59Z", false},
	} {
		at, err := time.Parse(time.RFC3339, c.at)
		if err != nil {
			t.Fatal(err)
		}
		f := logFilter{}
		f.from, f.before = spanOf(now, c.days)
		if got := f.leaves(model.Entry{At: at}, ""); got != c.want {
			t.Errorf("%d days, %s: left %v", c.days, c.at, got)
		}
	}
	if !(logFilter{}).leaves(model.Entry{At: now}, "") {
		t.Error("an entry is left out where no day was asked for")
	}
}
