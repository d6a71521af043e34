package calendar

import (
	"strings"
	"testing"
	"time"
)

// TestWhatIsCountedOverATableThatIsNotWholeIsProvisional: a table of 2027 without 1 May was warned about and taken, and
// every date over it looked certain.
func TestWhatIsCountedOverATableThatIsNotWholeIsProvisional(t *testing.T) {
	day := func(m time.Month, d int) Listed { return Listed{Date: Date{2027, m, d}, Off: true, Name: "off"} }
	fixed := []MonthDay{{time.January, 1}, {time.May, 3}, {time.October, 1}}
	part := Table{Year: 2027, Days: []Listed{day(time.January, 1), day(time.October, 1)}}
	whole := Table{Year: 2027, Days: append([]Listed{day(time.May, 3)}, part.Days...)}
	for name, c := range map[string]struct {
		tables      []Table
		provisional bool
		en, zh      string
	}{
		"no table": {nil, true, "the holidays of 2027 are not known", "尚无2027年的节假日安排"},
		"a part": {[]Table{part}, true, "provisional, the table of holidays of 2027 does not name 3 May",
			"暂定，2027年的节假日安排未列出5月3日"},
		"the whole":              {[]Table{whole}, false, "", ""},
		"a part, then the whole": {[]Table{part, whole}, false, "", ""},
	} {
		cal := New([]time.Weekday{time.Saturday, time.Sunday}, fixed, nil, c.tables...)
		due := Count(Ask{From: time.Date(2027, 4, 26, 2, 0, 0, 0, time.UTC),
			Period: Period{Amount: 10, Unit: WorkingDays}, Calendar: cal, Zone: time.UTC})
		text := due.Text(Since{})
		en, zh := text["en"], text["zh-Hans"]
		if due.Provisional != c.provisional || !strings.Contains(en, c.en) || !strings.Contains(zh, c.zh) ||
			!c.provisional && (strings.Contains(en, "provisional") || strings.Contains(zh, "暂定")) {
			t.Errorf("%s: %v\n%s\n%s", name, due.Provisional, en, zh)
		}
	}
}
