package guard

import (
	"go/parser"
	"regexp"
	"strings"
	"testing"
)

// hours are layouts that write a time of day.
var hours = regexp.MustCompile(
	`15:04|\btime\.(DateTime|Kitchen|Stamp\w*|RFC\w+|ANSIC|UnixDate|RubyDate|Layout|TimeOnly)\b`)

// Two desktops of one desk may stand in two zones, and a day ends where the organisation is.
func TestTheWindowWritesNoTimeOfDayWithoutItsZone(t *testing.T) {
	for _, f := range goFiles(t, "ui", parser.ImportsOnly) {
		if f.test() {
			continue
		}
		source := text(t, f.path)
		if m := hours.FindString(source); m != "" && f.path != "ui/frame/day.go" {
			t.Errorf("%s writes a time by %s: frame.Clock and frame.Moment name its zone", f.path, m)
		}
		if strings.Contains(source, "frame.ColumnClock(") && !strings.Contains(source, "frame.When(") {
			t.Errorf("%s has a column of times whose head names no zone: frame.When does", f.path)
		}
	}
	for source, wrong := range map[string]bool{`t.Format("15:04")`: true, `t.Format(time.DateTime)`: true,
		`t.Format(time.DateOnly)`: false, `t.Format("Mon 2 Jan")`: false} {
		if got := hours.MatchString(source); got != wrong {
			t.Errorf("%s: found %v, want %v", source, got, wrong)
		}
	}
}
