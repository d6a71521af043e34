package audit

import (
	"time"

	"orangelab.cn/rightsdesk/ui/frame"
	"orangelab.cn/rightsdesk/ui/part"
)

// logSpans are the days of the log that can be looked at alone: so many, today the last; 0 is all, below it those that
// are asked for.
var logSpans = []struct {
	title string
	days  int
}{{"Any day", 0}, {"Today", 1}, {"7 days back", 7}, {"4 weeks back", 28}, {"Days…", -1}}

// clockDrift is how far the clocks of desktops may lie apart: so much further back is read before nothing more is
// expected.
const clockDrift = 24 * time.Hour

// spanOf is from when to before when so many days lie, that of now the last, in the zone of the desk.
func spanOf(now time.Time, days int) (from, before time.Time) {
	year, month, day := now.Date()
	return time.Date(year, month, day-days+1, 0, 0, 0, 0, now.Location()),
		time.Date(year, month, day+1, 0, 0, 0, 0, now.Location())
}

// newWhen offers the days of the log.
func (v *logView) newWhen() *part.Segment {
	titles := make([]string, len(logSpans))
	for i, s := range logSpans {
		titles[i] = frame.L(s.title)
	}
	return part.NewSegment(titles, 0, func(i int) {
		switch days := logSpans[i].days; {
		case days < 0:
			v.askDays()
		case days == 0:
			v.narrow(func(f *logFilter) { f.from, f.before = time.Time{}, time.Time{} })
		default:
			v.narrow(func(f *logFilter) { f.from, f.before = spanOf(v.now(), days) })
		}
	})
}

// now is the time in the zone of the desk, whose days the list shows.
func (v *logView) now() time.Time {
	return v.frame.Session.Now().In(v.frame.Session.Rules().Location())
}

// askDays asks for the first and the last day.
func (v *logView) askDays() {
	now := v.now()
	first, last := part.NewDateField(now), part.NewDateField(now)
	day := func(d *part.DateField) func() string {
		return func() string {
			if _, ok := d.Date(); !ok {
				return frame.L("Fill this in")
			}
			return ""
		}
	}
	form := part.NewForm(part.NewField(frame.L("First day"), first).WithCheck(day(first)),
		part.NewField(frame.L("Last day"), last).WithCheck(day(last)))
	part.NewDialog(part.DialogParts{Title: frame.L("Days of the log"), Body: form, Form: form,
		Confirm: frame.L("Show them"), Cancel: frame.L("Cancel"),
		OnConfirm: func() bool {
			a, _ := first.Date()
			b, _ := last.Date()
			from, _ := spanOf(inZone(a, now.Location()), 1)
			_, before := spanOf(inZone(b, now.Location()), 1)
			v.narrow(func(f *logFilter) { f.from, f.before = from, before })
			return true
		}}).Show(v.frame.Window.Canvas())
}

// inZone is the noon of a day in a zone.
func inZone(day time.Time, zone *time.Location) time.Time {
	year, month, date := day.Date()
	return time.Date(year, month, date, 12, 0, 0, 0, zone)
}
