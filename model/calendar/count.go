package calendar

import (
	"slices"
	"time"

	"orangelab.cn/rightsdesk/model"
)

// Unit is what a period is counted in.
type Unit string

// The units.
const (
	Hours        Unit = "hours"         // run through, from the moment
	CalendarDays Unit = "calendar_days" // every day
	WorkingDays  Unit = "working_days"  // days on which people work
	Months       Unit = "months"        // to the corresponding day, else the last of the month
	Immediate    Unit = "immediate"     // at once: the law names no number
)

// Units lists every unit.
var Units = []Unit{Hours, CalendarDays, WorkingDays, Months, Immediate}

// MaxAmount is the largest amount of a period in any unit; what is longer is a slip of the pen.
const MaxAmount = 10_000

// Period is a length of time in a unit. That of Immediate has no amount.
type Period struct {
	Amount int
	Unit   Unit
}

// Check returns an error where the period cannot be counted.
func (p Period) Check() error {
	switch {
	case !slices.Contains(Units, p.Unit):
		return model.Wrong("unit must be hours, calendar_days, working_days, months or immediate, got %q", p.Unit)
	case p.Unit == Immediate && p.Amount != 0:
		return model.Wrong("what is due at once has no amount, got %d", p.Amount)
	case p.Unit != Immediate && (p.Amount < 1 || p.Amount > MaxAmount):
		return model.Wrong("amount must be from 1 to %d, got %d", MaxAmount, p.Amount)
	}
	return nil
}

// Pause is a time in which a clock stood: from the moment it stopped to the moment it ran again. Of whole days the
// first is left out and the last counts.
type Pause struct {
	From, To time.Time
	// Lasts says that the clock still stands: To is the moment up to which that is counted.
	Lasts bool
}

// Ask is what to count and how.
type Ask struct {
	From     time.Time
	Zone     *time.Location // whose days are counted
	Period   Period
	Calendar *Calendar
	// Rolls says that a period which ends on a rest day ends with the next working day; never one in hours.
	Rolls bool
	// FirstCounts says that the day of From is the first of the period; ordinarily it is not counted.
	FirstCounts bool
	Pauses      []Pause
}

// Due is where a period ends and how that was counted.
type Due struct {
	At time.Time // the last second of the last day, or the moment where hours are counted; UTC
	// Start is the moment that was counted from: that asked for, or the end of a pause in which it lay.
	Start time.Time
	// PausedDays is how many days the clock stood after that; where hours are counted, Paused is how long.
	PausedDays int
	Paused     time.Duration
	// Nominal is the day on which the period itself ends, Last the one on which it ends past rest days. Both are the
	// day of At where hours are counted.
	Nominal, Last Date
	// Provisional says that a year was counted whose holidays are not known; Unknown is the first such. Unnamed is a
	// day off that the table of that year does not name; zero where there is no table.
	Provisional bool
	Unknown     int
	Unnamed     Date
	// Stands is when a pause began that lasts; zero where the clock runs, or the period was over before.
	Stands time.Time

	ask   Ask
	whole bool // every day is written with its year
}

// Count returns where a period ends. The period must have passed Check.
func Count(a Ask) Due {
	d := Due{ask: a, Start: a.From}
	if a.Period.Unit == Hours {
		d.hours()
	} else {
		d.days()
	}
	for _, p := range a.Pauses {
		if p.Lasts && !p.From.After(d.At) {
			d.Stands = p.From
		}
	}
	return d
}

func (d *Due) hours() {
	pauses := merged(d.ask.Pauses, func(p Pause) Pause { return p })
	for _, p := range pauses {
		if !d.Start.Before(p.From) && d.Start.Before(p.To) {
			d.Start = p.To
		}
	}
	end := d.Start.Add(time.Duration(d.ask.Period.Amount) * time.Hour)
	for _, p := range pauses {
		if p.From.After(d.Start) && p.From.Before(end) {
			end = end.Add(p.To.Sub(p.From))
			d.Paused += p.To.Sub(p.From)
		}
	}
	d.At, d.Nominal = end.UTC(), DateOf(end, d.ask.Zone)
	d.Last = d.Nominal
}

// days counts in whole days. The pauses are days too, so that a clock stopped and running again on one day never stood.
func (d *Due) days() {
	a := d.ask
	pauses := merged(a.Pauses, func(p Pause) Pause {
		return Pause{From: DateOf(p.From, a.Zone).noon(), To: DateOf(p.To, a.Zone).noon()}
	})
	start := DateOf(a.From, a.Zone)
	for _, p := range pauses {
		if to := DateOf(p.To, time.UTC); !start.noon().Before(p.From) && start.Before(to) {
			start, d.Start = to, to.Start(a.Zone)
		}
	}
	end := start
	switch a.Period.Unit {
	case CalendarDays:
		end = start.Add(a.Period.Amount)
	case Months:
		end = start.AddMonths(a.Period.Amount)
	}
	if a.FirstCounts && a.Period.Unit != Immediate {
		end = end.Add(-1)
	}
	stood := 0
	if a.Period.Unit == WorkingDays {
		end, stood = d.workingDays(end, pauses)
	} else {
		for _, p := range pauses {
			if p.From.After(start.noon()) && !end.noon().Before(p.From) {
				n := DateOf(p.From, time.UTC).Until(DateOf(p.To, time.UTC))
				end, stood = end.Add(n), stood+n
			}
		}
	}
	d.Nominal, d.Last = end, end
	if a.Rolls && a.Period.Unit != Immediate {
		d.Last = d.roll(end, pauses)
	}
	d.PausedDays = stood
	d.At = d.Last.End(a.Zone)
}

// workingDays returns the last of the working days after a day, and how many days the clock stood on the way.
func (d *Due) workingDays(day Date, pauses []Pause) (last Date, stood int) {
	for left := d.ask.Period.Amount; left > 0; {
		day = day.Add(1)
		if to, pausing := pausedOn(day, pauses); pausing {
			stood += day.Until(to)
			day = to.Add(-1)
			continue
		}
		d.look(day)
		if !d.ask.Calendar.Rests(day) {
			left--
		}
	}
	return day, stood
}

// roll returns the first day from the last of a period on which somebody works and the clock runs.
func (d *Due) roll(day Date, pauses []Pause) Date {
	for {
		to, pausing := pausedOn(day, pauses)
		if pausing {
			day = to
			continue
		}
		d.look(day)
		if !d.ask.Calendar.Rests(day) {
			return day
		}
		day = day.Add(1)
	}
}

// look notes that it mattered whether a day is worked.
func (d *Due) look(day Date) {
	unnamed, lacks := d.ask.Calendar.lacks[day.Year]
	if (lacks || !d.ask.Calendar.Known(day.Year)) && !d.Provisional {
		d.Provisional, d.Unknown, d.Unnamed = true, day.Year, unnamed
	}
}

// pausedOn reports whether the clock stands on a day, and the day on which it runs again.
func pausedOn(day Date, pauses []Pause) (to Date, pausing bool) {
	for _, p := range pauses {
		if !day.noon().Before(p.From) && day.noon().Before(p.To) {
			return DateOf(p.To, time.UTC), true
		}
	}
	return Date{}, false
}

// merged returns pauses in their order, each apart from the next; what has no length is left out.
func merged(list []Pause, as func(Pause) Pause) (out []Pause) {
	for _, p := range list {
		if p = as(p); p.From.Before(p.To) {
			out = append(out, p)
		}
	}
	slices.SortFunc(out, func(a, b Pause) int { return a.From.Compare(b.From) })
	n := 0
	for _, p := range out {
		if n > 0 && !p.From.After(out[n-1].To) {
			if p.To.After(out[n-1].To) {
				out[n-1].To = p.To
			}
			continue
		}
		out[n] = p
		n++
	}
	return out[:n]
}
