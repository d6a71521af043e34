package frame

import (
	"fmt"
	"strings"
	"time"

	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/ui/part"
)

// zone is where the desk counts its days: that of its organisation once somebody is signed in.
var zone = time.Local

// SetZone lets dates and times be shown in a zone. It must be called on the UI goroutine.
func SetZone(z *time.Location) { zone = z }

// InZone returns a time in the zone in which dates and times are shown.
func InZone(t time.Time) time.Time { return t.In(zone) }

// Day is a date as screens write it: Fri 4 Dec, 12月4日 周五.
func Day(t time.Time) string {
	t = t.In(zone)
	if language == Chinese {
		return fmt.Sprintf("%d月%d日 %s", t.Month(), t.Day(), weekday(t))
	}
	return t.Format("Mon 2 Jan")
}

// ShortDay is a date where there is room for no more: 4 Dec, 12月4日.
func ShortDay(t time.Time) string {
	t = t.In(zone)
	if language == Chinese {
		return fmt.Sprintf("%d月%d日", t.Month(), t.Day())
	}
	return t.Format("2 Jan")
}

// DayYear is a date in a header, with its year.
func DayYear(t time.Time) string {
	t = t.In(zone)
	if language == Chinese {
		return fmt.Sprintf("%d年%d月%d日（%s）", t.Year(), t.Month(), t.Day(), weekday(t))
	}
	return t.Format("Mon 2 Jan 2006")
}

func weekday(t time.Time) string { return "周" + string([]rune("日一二三四五六")[t.Weekday()]) }

// Clock is a time of day with its zone, and with the day before it where that is not today.
func Clock(t, now time.Time) string { return ColumnClock(t, now) + " " + Zone(t) }

// Moment is a point in time in full, with its year and its zone.
func Moment(t time.Time) string {
	return L("{{.A}}, {{.B}} {{.C}}", DayYear(t), t.In(zone).Format("15:04"), Zone(t))
}

// Arrival is when something came in, in full: the day alone where nobody gave the hour, which is kept as the day's
// first moment.
func Arrival(t time.Time) string {
	if !hourGiven(t) {
		return DayYear(t)
	}
	return Moment(t)
}

// ArrivalClock is Arrival in short, as Clock; ColumnArrival as ColumnClock.
func ArrivalClock(t, now time.Time) string {
	if !hourGiven(t) {
		return Day(t)
	}
	return Clock(t, now)
}

// ColumnArrival is ArrivalClock for a column whose head names the zone.
func ColumnArrival(t, now time.Time) string {
	if !hourGiven(t) {
		return Day(t)
	}
	return ColumnClock(t, now)
}

func hourGiven(t time.Time) bool {
	t = t.In(zone)
	return !t.Equal(time.Date(t.Year(), t.Month(), t.Day(), 0, 0, 0, 0, zone))
}

// ColumnClock is a time as Clock, for a column whose head is When: that names the zone.
func ColumnClock(t, now time.Time) string {
	t, now = t.In(zone), now.In(zone)
	if t.Format(time.DateOnly) == now.Format(time.DateOnly) {
		return t.Format("15:04")
	}
	return Day(t) + " " + t.Format("15:04")
}

// typedMoment is how somebody types a day and a time of day, in the zone that screens show.
const typedMoment = "2006-01-02 15:04"

// TypedMoment writes a point in time as somebody types it; empty where there is none.
func TypedMoment(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.In(zone).Format(typedMoment)
}

// ReadMoment reads what TypedMoment writes; the zero time where nothing is typed.
func ReadMoment(text string) (time.Time, bool) {
	if text = strings.TrimSpace(text); text == "" {
		return time.Time{}, true
	}
	t, err := time.ParseInLocation(typedMoment, text, zone)
	return t, err == nil
}

// Lasting is a length of time: 2 h 35 min, 30 days.
func Lasting(d time.Duration) string {
	minutes := int64(d / time.Minute)
	switch {
	case minutes < 60:
		return L("{{.A}} min", minutes)
	case minutes < 100*60:
		return L("{{.A}} h {{.B}} min", minutes/60, minutes%60)
	}
	return L("{{.A}} days", minutes/(24*60))
}

// When is the head of a column of times, with the zone that they are in.
func When(now time.Time) string { return L("When, {{.A}}", Zone(now)) }

// Zone names the zone of a time as everybody understands it: UTC+8, UTC−3:30.
func Zone(t time.Time) string {
	_, offset := t.In(zone).Zone()
	sign := "+"
	if offset < 0 {
		sign, offset = "−", -offset
	}
	hours, minutes := offset/3600, offset%3600/60
	switch {
	case offset == 0:
		return "UTC"
	case minutes == 0:
		return fmt.Sprintf("UTC%s%d", sign, hours)
	}
	return fmt.Sprintf("UTC%s%d:%02d", sign, hours, minutes)
}

// DaysLeft is how many calendar days lie between today and a date, negative when late.
func DaysLeft(due, now time.Time) int {
	y, m, d := due.In(zone).Date()
	ny, nm, nd := now.In(zone).Date()
	return int(time.Date(y, m, d, 0, 0, 0, 0, time.UTC).Sub(time.Date(ny, nm, nd, 0, 0, 0, 0, time.UTC)).Hours() / 24)
}

// Urgency of a clock: red late or today, amber within two days.
func Urgency(due, now time.Time) part.Urgency {
	switch left := DaysLeft(due, now); {
	case due.IsZero():
		return part.UrgencyNone
	case left <= 0:
		return part.UrgencyToday
	case left <= 2:
		return part.UrgencySoon
	}
	return part.UrgencyLater
}

// dueNames say what has to be done before a clock ends, in front of its day.
var dueNames = map[model.ClockName]string{model.ClockSettle: "settle by", model.ClockTell: "acknowledge by",
	model.ClockVerify: "verify by", model.ClockWait: "wait until", model.ClockAnswer: "answer by"}

// DueName is what has to be done before a clock ends.
func DueName(c model.ClockName) string { return L(dueNames[c]) }

// Noon is the middle of a day where dates are shown, so that it is that day there.
func Noon(year int, month time.Month, day int) time.Time {
	return time.Date(year, month, day, 12, 0, 0, 0, zone)
}

// DueRow is a clock as a row shows it: what must be done, and by which day. The head of the list names the zone.
func DueRow(c model.Clock, now time.Time) (name, day string) {
	if c.Name == model.NoClock {
		return "", ""
	}
	day = Day(c.Due)
	switch left := DaysLeft(c.Due, now); {
	case left < 0:
		day = L("{{.A}}, late", day)
	case left == 0:
		day = L("today")
	case left == 1:
		day = L("tomorrow")
	}
	if c.Provisional { // in a word that a narrow row has room for
		day = L("{{.A}} (prov.)", day)
	}
	return L(dueNames[c.Name]), day
}

// unsure marks a day that was counted over a year whose holidays are not known yet.
func unsure(c model.Clock, day string) string {
	if c.Provisional {
		return L("{{.A}}, provisional", day)
	}
	return day
}

// dueTitles are the clocks as a header says them.
var dueTitles = map[model.ClockName]string{model.ClockSettle: "Settle by {{.A}}",
	model.ClockTell: "Acknowledge by {{.A}}", model.ClockVerify: "Verify by {{.A}}",
	model.ClockWait: "Wait until {{.A}}", model.ClockAnswer: "Answer by {{.A}}"}

// Due is a clock as a header says it, to the end of its day with the zone: Settle by Thu 26 Nov 2026, 24:00 UTC+8.
func Due(c model.Clock) string {
	if c.Name == model.NoClock {
		return ""
	}
	end := c.Due.In(zone).Format("15:04")
	if end == "23:59" {
		end = "24:00" // kept as the last second of its day
	}
	return L(dueTitles[c.Name], unsure(c, L("{{.A}}, {{.B}} {{.C}}", DayYear(c.Due), end, Zone(c.Due))))
}

// Left says how much time a due date leaves.
func Left(due, now time.Time) string {
	switch left := DaysLeft(due, now); {
	case left < 0:
		return L("{{.A}} days late", -left)
	case left == 0:
		return L("ends today")
	case left == 1:
		return L("tomorrow")
	default:
		return L("in {{.A}} days", left)
	}
}
