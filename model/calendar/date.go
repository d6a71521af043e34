// Package calendar counts periods as laws count them: in working days, calendar days, months or hours, from a moment in
// a zone, past rest days and past times in which a clock stood. It is pure and knows no request.
package calendar

import (
	"time"

	"orangelab.cn/rightsdesk/model"
)

// Date is a calendar day without a zone.
type Date struct {
	Year  int
	Month time.Month
	Day   int
}

// DateOf returns the day that an instant falls on in a zone.
func DateOf(at time.Time, zone *time.Location) Date {
	y, m, d := at.In(zone).Date()
	return Date{y, m, d}
}

// ParseDate reads a day written as 2026-11-03.
func ParseDate(s string) (Date, error) {
	t, err := time.Parse(time.DateOnly, s)
	if err != nil {
		return Date{}, model.Wrong("%q is no day: write it like 2026-11-03", s)
	}
	return DateOf(t, time.UTC), nil
}

func (d Date) noon() time.Time { return time.Date(d.Year, d.Month, d.Day, 12, 0, 0, 0, time.UTC) }

// Add returns the day n days later, or earlier where n is negative.
func (d Date) Add(n int) Date { return DateOf(d.noon().AddDate(0, 0, n), time.UTC) }

// AddMonths returns the corresponding day n months later; where that month has no such day, its last.
func (d Date) AddMonths(n int) Date {
	first := time.Date(d.Year, d.Month+time.Month(n), 1, 12, 0, 0, 0, time.UTC)
	last := first.AddDate(0, 1, -1).Day()
	return Date{first.Year(), first.Month(), min(d.Day, last)}
}

// Until returns how many days lie from d to o; negative where o is earlier.
func (d Date) Until(o Date) int { return int((o.noon().Unix() - d.noon().Unix()) / secondsOfDay) }

const secondsOfDay = 24 * 60 * 60

// Before reports whether d is earlier than o.
func (d Date) Before(o Date) bool { return d.noon().Before(o.noon()) }

// Weekday returns the day of the week.
func (d Date) Weekday() time.Weekday { return d.noon().Weekday() }

// Start returns the first instant of the day in a zone, in UTC. Where clocks are put forward at midnight that is not
// 0:00.
func (d Date) Start(zone *time.Location) time.Time {
	t := time.Date(d.Year, d.Month, d.Day, 0, 0, 0, 0, zone)
	for DateOf(t, zone).Before(d) {
		t = t.Add(time.Minute)
	}
	return t.UTC()
}

// End returns 24:00 of the day in a zone, kept as its last second so that it still bears the day's date, in UTC.
func (d Date) End(zone *time.Location) time.Time { return d.Add(1).Start(zone).Add(-time.Second) }

// String writes the day as 2026-11-03.
func (d Date) String() string { return d.noon().Format(time.DateOnly) }
