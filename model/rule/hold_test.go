package rule_test

import (
	"testing"
	"time"

	"pgregory.net/rapid"

	"orangelab.cn/rightsdesk/model/rule"
)

func TestAHoldEndsOnTheCorrespondingDayElseOnTheLastOfTheMonth(t *testing.T) {
	shanghai := rules(t).Location()
	for _, tt := range []struct {
		name   string
		from   string // in Shanghai
		amount int
		unit   string
		want   string // the last day, in Shanghai
	}{
		{"days leave out the first", "2026-11-23 00:00:00", 60, "days", "2027-01-22"},
		{"the hour does not count", "2026-11-23 23:59:59", 60, "days", "2027-01-22"},
		{"months", "2026-11-23 12:00:00", 6, "months", "2027-05-23"},
		{"no such day in the month", "2026-08-31 12:00:00", 6, "months", "2027-02-28"},
		{"no such day in the month of a leap year", "2027-08-31 12:00:00", 6, "months", "2028-02-29"},
		{"years", "2026-11-23 12:00:00", 3, "years", "2029-11-23"},
		{"a leap day", "2024-02-29 12:00:00", 3, "years", "2027-02-28"},
		{"a leap day to a leap day", "2024-02-29 12:00:00", 4, "years", "2028-02-29"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			from, err := time.ParseInLocation(time.DateTime, tt.from, shanghai)
			if err != nil {
				t.Fatal(err)
			}
			until := rule.Hold{Keep: rule.Period{Amount: tt.amount, Unit: tt.unit}}.Until(from.UTC(), shanghai)
			if got := until.In(shanghai).Format(time.DateTime); got != tt.want+" 23:59:59" ||
				until.Location() != time.UTC {
				t.Errorf("until %s %s, want %s", got, until.Location(), tt.want)
			}
		})
	}
	if until := (rule.Hold{Keep: rule.Period{Amount: 1, Unit: "days"}}).Until(time.Time{}, shanghai); !until.IsZero() {
		t.Errorf("without a start until %s", until)
	}
}

// The end lies in the month that is meant, and never on a later day of it than the start in its own.
func TestAHoldNeverSlipsIntoTheNextMonth(t *testing.T) {
	zone := rules(t).Location()
	rapid.Check(t, func(t *rapid.T) {
		from := time.Unix(rapid.Int64Range(0, 4e9).Draw(t, "from"), 0)
		months := rapid.IntRange(1, 400).Draw(t, "months")
		until := rule.Hold{Keep: rule.Period{Amount: months, Unit: "months"}}.Until(from, zone).In(zone)
		y, m, d := from.In(zone).Date()
		if got := 12*until.Year() + int(until.Month()); got != 12*y+int(m)+months || until.Day() > d ||
			d-until.Day() > 3 {
			t.Fatalf("%s and %d months is %s", from.In(zone), months, until)
		}
	})
}
