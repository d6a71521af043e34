// Package oversight holds the figures by which a lead sees how a desk is doing over a period: what came in and was
// closed, what is open and for how long, what was in time. It counts; what is counted, the store reads.
package oversight

import (
	"slices"
	"time"

	"orangelab.cn/rightsdesk/model"
)

// Span is how far back the figures look.
type Span int

// The spans that a lead can choose.
const (
	FourWeeks Span = iota
	TwelveWeeks
	Year
)

// Spans lists them in their order.
var Spans = []Span{FourWeeks, TwelveWeeks, Year}

// Period is a stretch of time, [From, To), cut into Parts by where each begins.
type Period struct {
	From, To time.Time
	Parts    []time.Time
}

// End is where a part ends: where the next begins, or the end of the period.
func (p Period) End(part int) time.Time {
	if part+1 < len(p.Parts) {
		return p.Parts[part+1]
	}
	return p.To
}

// Before is the period of the same number of parts that ends where this one begins.
func (s Span) Before(p Period) Period {
	b := s.Until(p.From.Add(-time.Nanosecond))
	b.To = p.From
	return b
}

// Until is the span that ends at now: whole weeks from Mondays, or months, of now's zone, the last of which has only
// begun.
func (s Span) Until(now time.Time) Period {
	y, m, d := now.Date()
	p := Period{To: now.Add(time.Millisecond)} // what happens now is in it
	switch s {
	case Year:
		for i := 11; i >= 0; i-- {
			p.Parts = append(p.Parts, time.Date(y, m-time.Month(i), 1, 0, 0, 0, 0, now.Location()))
		}
	default:
		weeks := 4
		if s == TwelveWeeks {
			weeks = 12
		}
		monday := d - (int(now.Weekday())+6)%7
		for i := weeks - 1; i >= 0; i-- {
			p.Parts = append(p.Parts, time.Date(y, m, monday-7*i, 0, 0, 0, 0, now.Location()))
		}
	}
	p.From = p.Parts[0]
	return p
}

// Closed is a number of requests that were closed, alike in what they were.
type Closed struct {
	Kind    model.Kind
	Outcome model.Outcome
	Regimes []string // as the request has them; none: those of the desk
	Holder  string
	InTime  bool // closed on the day that it was due or before
	N       int64
}

// Unanswered are the outcomes of requests that were closed and not answered: the person took them back, or they are
// another's duplicate.
var Unanswered = []model.Outcome{model.Withdrawn, model.Duplicate}

// Answered reports whether a request that ended so was answered.
func Answered(o model.Outcome) bool { return !slices.Contains(Unanswered, o) }

// Share is how many of some were in time.
type Share struct {
	InTime, Of int64
}

// Percent is the share in hundredths; 100 where there was none to be late.
func (s Share) Percent() float64 {
	if s.Of == 0 {
		return 100
	}
	return 100 * float64(s.InTime) / float64(s.Of)
}

// Row is a name with how many there were of it, and how many of those that were answered were so in time.
type Row struct {
	Name string
	N    int64
	Share
}

// Work is what one member of staff has to do and did. ID is empty for what nobody holds.
type Work struct {
	Staff                          model.Staff
	Open, Late, ThisWeek, ForOther int64 // requests; ForOther wait for a second person
	Closed                         Share
}

// Ages are the bounds, in whole days since receipt, between which open requests are counted: to 5, to 10, to 15, to 30,
// and over.
var Ages = []int{5, 10, 15, 30}

// Stay is how long requests stayed in a state, of the stays that ended in the period.
type Stay struct {
	Status       model.Status
	N            int64
	Median, Slow time.Duration // Slow: what the slowest tenth took longer than
}

// Pointed is an open request that the figures point at.
type Pointed struct {
	ID         int64
	Reference  string
	Kind       model.Kind
	ReceivedAt time.Time
	DueAt      time.Time // the last day of its answer
}

// Figures are those of a desk over a period, at one moment.
type Figures struct {
	Span    Span
	Period  Period
	Arrived []int64 // by the parts of the period
	Closed  []int64

	OnTime, OnTimeBefore Share         // of those answered in the period, and in the one before
	Open, OpenBefore     int64         // now, and when the period began
	Late                 int64         // open, and their nearest clock has run out: what every list calls late
	Unanswered           int64         // of those, whose last day has passed
	LateOne              Pointed       // the one that is late for longest; zero where none is
	Median, Slow         time.Duration // from receipt to the end of those answered
	Reviews, Returned    int64         // sent to a second person; given back

	Ages    []int64 // one more than there are bounds
	Oldest  Pointed
	Grounds []Row // refusals, in whole or in part
	Kinds   []Row
	Regimes []Row
	Staff   []Work
	Stays   []Stay
}

// Take counts what arrived, by kind, and what was closed in the period; own are the regimes of the desk, which a
// request without any has.
func (f *Figures) Take(arrived map[model.Kind]int64, closed []Closed, own []string) {
	kinds, regimes := map[string]*Row{}, map[string]*Row{}
	for kind, n := range arrived {
		row(kinds, string(kind)).N = n
	}
	for _, c := range closed {
		if !Answered(c.Outcome) {
			continue
		}
		share := c.share()
		kind := row(kinds, string(c.Kind))
		kind.Share = kind.plus(share)
		list := c.Regimes
		if len(list) == 0 {
			list = own
		}
		for _, id := range list {
			r := row(regimes, id)
			r.N += c.N
			r.Share = r.plus(share)
		}
	}
	f.OnTime, f.Kinds, f.Regimes = OnTimeOf(closed), sorted(kinds), sorted(regimes)
}

// OnTimeOf is how many of those that were answered were so in time.
func OnTimeOf(closed []Closed) (s Share) {
	for _, c := range closed {
		if Answered(c.Outcome) {
			s = s.plus(c.share())
		}
	}
	return s
}

func (c Closed) share() Share {
	if c.InTime {
		return Share{c.N, c.N}
	}
	return Share{0, c.N}
}

func (s Share) plus(o Share) Share { return Share{s.InTime + o.InTime, s.Of + o.Of} }

func row(of map[string]*Row, name string) *Row {
	if of[name] == nil {
		of[name] = &Row{Name: name}
	}
	return of[name]
}

// sorted lists rows by how many there are of each, most first, then by name.
func sorted(of map[string]*Row) (list []Row) {
	for _, r := range of {
		list = append(list, *r)
	}
	slices.SortFunc(list, func(a, b Row) int {
		if a.N != b.N {
			return int(b.N - a.N)
		}
		if a.Of != b.Of {
			return int(b.Of - a.Of)
		}
		if a.Name < b.Name {
			return -1
		}
		return 1
	})
	return list
}
