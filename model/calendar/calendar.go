package calendar

import (
	"maps"
	"slices"
	"time"

	"orangelab.cn/rightsdesk/model"
)

// Listed is a day that an authority has named: off, or worked although it is a weekend.
type Listed struct {
	Date Date
	Name string // the holiday it belongs to, as the table calls it
	Off  bool
}

// Table is which days of one year are off and which weekends are worked, as published.
type Table struct {
	Year   int
	Source string // where it was published; may be empty
	Days   []Listed
}

// Counts returns how many days the table names as off, and how many as worked.
func (t Table) Counts() (off, worked int) {
	for _, d := range t.Days {
		if d.Off {
			off++
		} else {
			worked++
		}
	}
	return off, worked
}

// What a year of holidays can have at most. China's, the longest of those the program carries, has 33 days off with the
// weekends in them, and 9 in a row; a table beyond these bounds would put off every due date.
const (
	maxOff = 60
	maxRun = 16
)

// Check refuses a table that names more days off than a year can have, too many in a row, or none in its own year. It
// fails with a *FileError.
func (t Table) Check() error {
	off := map[Date]bool{}
	for _, d := range t.Days {
		off[d.Date] = d.Off
	}
	n, own := 0, false
	for date, is := range off {
		if !is {
			continue
		}
		n, own = n+1, own || date.Year == t.Year
		run := 1
		for !off[date.Add(-1)] && off[date.Add(run)] {
			run++
		}
		if run > maxRun {
			return fault("", "the table of %d has %d days off in a row, at most %d are believed", t.Year, run, maxRun)
		}
	}
	if n > maxOff {
		return fault("", "the table of %d has %d days off, at most %d are believed", t.Year, n, maxOff)
	}
	if !own {
		return fault("", "no day off of the table of %d is in %d: it is that of another year, or cut off", t.Year,
			t.Year)
	}
	return nil
}

// MonthDay is a day that is off every year.
type MonthDay struct {
	Month time.Month
	Day   int
}

// ParseMonthDay reads a day of every year, written as 10-01.
func ParseMonthDay(s string) (MonthDay, error) {
	t, err := time.Parse("2006-01-02", "2024-"+s) // a leap year, so that 02-29 is a day
	if err != nil {
		return MonthDay{}, model.Wrong("%q is no day of a year: write it like 10-01", s)
	}
	return MonthDay{t.Month(), t.Day()}, nil
}

// Calendar says which days are worked. Where a year has no table it goes by weekends, the days that are off every year
// and those that are expected. What is counted over such a year, or one whose table is not whole, is provisional.
type Calendar struct {
	weekend  []time.Weekday
	fixed    []MonthDay
	expected map[Date]bool
	listed   map[Date]entry
	years    map[int]Table
	lacks    map[int]Date // the first day of a year that its table should name as off and does not
}

// entry is a listed day with the year of the table that lists it: a holiday at the turn of a year stands in one table
// only.
type entry struct {
	Listed
	table int
}

// New returns a calendar. Tables of one year that come later overrule earlier ones.
func New(weekend []time.Weekday, fixed []MonthDay, expected []Date, tables ...Table) *Calendar {
	c := &Calendar{weekend: weekend, fixed: fixed, expected: map[Date]bool{}}
	for _, d := range expected {
		c.expected[d] = true
	}
	return c.With(tables...)
}

// With returns the calendar with more tables.
func (c *Calendar) With(tables ...Table) *Calendar {
	with := *c
	with.listed, with.years = map[Date]entry{}, map[int]Table{}
	for year, t := range c.years {
		with.years[year] = t
	}
	for d, l := range c.listed {
		with.listed[d] = l
	}
	for _, t := range tables {
		for d, old := range with.listed {
			if old.table == t.Year {
				delete(with.listed, d)
			}
		}
		with.years[t.Year] = t
		for _, l := range t.Days {
			with.listed[l.Date] = entry{l, t.Year}
		}
	}
	with.lacks = map[int]Date{}
	for year, t := range with.years {
		if list := with.Lacking(t); len(list) > 0 {
			with.lacks[year] = list[0]
		}
	}
	return &with
}

// Known reports whether a table of the year is there.
func (c *Calendar) Known(year int) bool {
	_, there := c.years[year]
	return there
}

// Tables lists the tables that the calendar counts by, one for each year, in order.
func (c *Calendar) Tables() (list []Table) {
	for _, year := range slices.Sorted(maps.Keys(c.years)) {
		list = append(list, c.years[year])
	}
	return list
}

// Lacking lists the days that are off every year and that a table does not name as off, weekends apart: its year is
// counted as though they were worked, so that nothing ends later than it may, and what is counted over it is
// provisional. A table that lacks some may be cut off.
func (c *Calendar) Lacking(t Table) (list []Date) {
	off := map[Date]bool{}
	for _, l := range t.Days {
		off[l.Date] = l.Off
	}
	for _, day := range c.fixed {
		d := Date{t.Year, day.Month, day.Day}
		if d.Add(0) == d && !c.weekendDay(d) && !off[d] { // of 02-29 there is none in most years
			list = append(list, d)
		}
	}
	return list
}

// Rests reports whether nobody works on the day.
func (c *Calendar) Rests(d Date) bool {
	if l, there := c.listed[d]; there {
		return l.Off
	}
	return c.weekendDay(d) || !c.Known(d.Year) && c.fixedDay(d)
}

func (c *Calendar) weekendDay(d Date) bool { return slices.Contains(c.weekend, d.Weekday()) }

func (c *Calendar) fixedDay(d Date) bool {
	return c.expected[d] || slices.Contains(c.fixed, MonthDay{d.Month, d.Day})
}

// holiday reports whether the day is off for another reason than its weekday, and names it where a table does.
func (c *Calendar) holiday(d Date) (name string, is bool) {
	if l, there := c.listed[d]; there {
		return l.Name, l.Off
	}
	return "", !c.Known(d.Year) && c.fixedDay(d)
}

// worked reports whether the day is worked although it is a weekend.
func (c *Calendar) worked(d Date) bool { return c.weekendDay(d) && !c.Rests(d) }
