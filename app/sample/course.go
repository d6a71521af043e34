package sample

import (
	"context"
	"fmt"
	"math/rand/v2"
	"sort"
	"strings"
	"time"

	"orangelab.cn/rightsdesk/app/intake/record"
	"orangelab.cn/rightsdesk/model"
)

// plot is how a number of requests went. steps are names in the table of steps.
type plot struct {
	n     int
	kinds []model.Kind // in turn
	ago   [2]int       // came in this many calendar days ago, least and most
	steps string
	by    string // who works on them, in turn
	whose cast
}

// cast says whose requests a plot is about.
type cast int

const (
	anybody    cast = iota
	sharer          // somebody with rows that may be somebody else's too
	herself         // the walkthrough's person
	stranger        // somebody of whom the sources know nothing
	again           // somebody who asked the same a day before
	leaver          // somebody who asks once and is erased
	blockedOne      // somebody whose wallet is not empty
	recluse         // somebody without a row that may be somebody else's
	child           // a child whose guardian was never asked for consent
)

var (
	copies  = []model.Kind{model.Export, model.Access, model.Export}
	changes = []model.Kind{model.Deletion, model.Objection, model.Correction, model.Cancellation, model.Withdrawal,
		model.Complaint}
	// slow are the kinds with thirty days.
	slow  = []model.Kind{model.Correction, model.SelfService}
	mixed = []model.Kind{model.Export, model.Deletion, model.Correction, model.Access, model.Cancellation,
		model.Complaint, model.Objection, model.Withdrawal}
	// proving are those of which somebody has to prove who asks.
	proving = []model.Kind{model.Export, model.Deletion, model.Correction, model.Access, model.Cancellation,
		model.Export, model.Objection, model.Withdrawal}
)

const (
	proven   = "take triage ack prove"
	answered = proven + " collect carried manual"
	reviewed = answered + " decide send"
	released = reviewed + " agree release"

	planned = proven + " collect carried settle plan send"
	written = planned + " sign write tasks certify"
)

var erasures = []model.Kind{model.Deletion, model.Cancellation}

// plots are the two hundred requests. Those that nobody or fang holds make up what fang sees first.
var plots = []plot{
	{1, []model.Kind{model.Export}, [2]int{0, 0}, "take", "fang", herself},
	{4, []model.Kind{model.Access, model.Deletion, model.Complaint, model.SelfService}, [2]int{0, 0}, "take", "fang",
		anybody},
	{3, []model.Kind{model.Export, model.Correction, model.Objection}, [2]int{1, 1}, "take", "fang", anybody},
	{2, []model.Kind{model.Deletion, model.Access}, [2]int{4, 5}, "take", "fang", anybody},
	{1, copies, [2]int{16, 16}, "take triage ack half", "fang", anybody},
	{2, copies, [2]int{14, 14}, "take triage ack code", "fang", anybody},
	{3, proving, [2]int{10, 13}, "take triage ack half", "fang", anybody},
	{1, []model.Kind{model.Deletion}, [2]int{12, 14}, proven, "fang", anybody},
	{1, copies, [2]int{27, 29}, proven + " collect", "fang", anybody},
	{1, copies, [2]int{29, 29}, answered, "fang", sharer},
	{1, copies, [2]int{28, 29}, released, "fang", sharer},
	{2, copies, [2]int{26, 29}, reviewed, "lei min", sharer},

	{13, proving, [2]int{3, 12}, "take triage ack half", "lei min lei jing", anybody},
	{3, proving, [2]int{6, 12}, "take triage wrong", "min lei", anybody},
	{2, proving, [2]int{15, 18}, "take triage ack half", "lei", anybody},
	{5, proving, [2]int{5, 12}, "take triage half ask", "lei min jing", anybody},
	{3, changes, [2]int{6, 12}, proven + " ask", "min lei", anybody},
	{4, copies, [2]int{6, 20}, proven, "lei min", anybody},
	{3, copies, [2]int{8, 22}, proven + " collect carried", "lei min jing", anybody},
	{4, copies, [2]int{8, 24}, answered, "lei min", sharer},
	{1, copies, [2]int{18, 22}, reviewed + " takereview return", "lei", sharer},
	{16, changes, [2]int{2, 14}, proven, "lei min jing", anybody},
	{3, slow, [2]int{10, 25}, proven, "min", anybody},
	{6, copies, [2]int{12, 26}, reviewed + " takereview", "fang lei min", sharer},
	{2, copies, [2]int{15, 25}, proven + " collect carried missing decide send takereview", "lei fang", sharer},
	{3, []model.Kind{model.Deletion, model.Correction, model.Withdrawal}, [2]int{8, 12}, planned + " takereview",
		"lei min", anybody},
	{2, []model.Kind{model.Deletion, model.Correction}, [2]int{9, 12}, planned, "lei min", anybody},
	{1, copies, [2]int{12, 20}, reviewed + " takereview", "lei", recluse},
	{1, copies, [2]int{6, 10}, proven + " collect", "min", child},
	{3, []model.Kind{model.Deletion, model.Correction, model.Cancellation}, [2]int{4, 9},
		proven + " collect carried settle", "lei min jing", anybody},
	{3, []model.Kind{model.Deletion, model.Correction, model.Withdrawal}, [2]int{3, 9}, proven + " collect carried",
		"min lei", anybody},
	{2, []model.Kind{model.Cancellation}, [2]int{5, 9}, proven + " collect carried", "lei fang", anybody},
	{2, []model.Kind{model.Cancellation}, [2]int{6, 10}, proven + " collect carried blocked", "lei min", blockedOne},
	{1, []model.Kind{model.Deletion}, [2]int{6, 9}, proven + " collect carried settle plan", "fang", anybody},
	{4, []model.Kind{model.Deletion, model.Correction, model.Cancellation, model.Objection}, [2]int{7, 13},
		planned + " sign", "lei min jing fang", anybody},
	{2, erasures, [2]int{9, 13}, planned + " sign write", "lei min", leaver},
	{3, copies, [2]int{18, 27}, released, "lei min", sharer},
	{2, copies, [2]int{20, 28}, released + " build", "lei min", sharer},
	{1, copies, [2]int{25, 28}, released + " build deliver", "lei", sharer},
	{2, erasures, [2]int{8, 14}, written, "lei min", leaver},
	{2, []model.Kind{model.Correction, model.Objection}, [2]int{8, 14}, planned + " sign write", "lei min", anybody},
	{1, []model.Kind{model.Complaint}, [2]int{8, 14}, proven + " followup approvefollowup", "lei", anybody},
	{2, proving, [2]int{15, 20}, "take triage ack code notproven", "lei min", stranger},

	{10, copies, [2]int{22, 58}, released + " build deliver letter close", "lei fang min", sharer},
	{4, copies, [2]int{26, 56},
		proven + " collect carried missing decide send agree release build deliver letter close", "lei fang", sharer},
	{12, erasures, [2]int{16, 59}, written + " letter close", "lei fang min jing", leaver},
	{18, []model.Kind{model.Correction, model.Objection, model.Withdrawal}, [2]int{16, 59},
		written + " letter close linked", "lei fang min jing", anybody},
	{8, []model.Kind{model.Complaint, model.SelfService}, [2]int{16, 59},
		proven + " followup approvefollowup letter close", "lei fang min jing", anybody},
	{8, []model.Kind{model.Deletion, model.Cancellation, model.Correction}, [2]int{18, 58},
		proven + " refuse send approverefuse letter close", "lei fang min", anybody},
	{10, proving, [2]int{20, 58}, "take triage ack half notproven letter close", "fang lei", anybody},
	{4, proving, [2]int{22, 58}, "take triage ack code notproven letter close", "lei", stranger},
	{13, mixed, [2]int{8, 58}, "take triage ack withdrawn", "fang lei jing", anybody},
	{8, mixed, [2]int{4, 54}, "take duplicate", "fang lei", again},
	{9, mixed, [2]int{4, 58}, "take redirected", "lei fang min", anybody},
	{2, []model.Kind{model.Restriction}, [2]int{3, 9}, proven, "min lei", anybody},
}

// course is one request on its way.
type course struct {
	number     int // from 1; decides everything that varies
	steps      []string
	at         []time.Time // of each step
	person     Person
	sub        record.Submission
	by, second string // logins
	id         int64
	held       *held
}

// castCourses works out who asks what when, the same for the same now.
func castCourses(now time.Time, zone *time.Location) []*course {
	everybody, sharers := newRota("anybody", stays), newRota("sharer", func(n int) bool {
		return stays(n) && sendsElsewhere(n)
	})
	leavers, rich := newRota("leaver", leaves), newRota("rich", func(n int) bool { return stays(n) && n%3 != 0 })
	var list []*course
	for _, p := range plots {
		logins := strings.Fields(p.by)
		for i := range p.n {
			s := &course{number: len(list) + 1, steps: strings.Fields(p.steps), by: logins[i%len(logins)]}
			r := dice("story", s.number)
			s.second = []string{"jing", "jing", "min"}[s.number%3]
			if s.second == s.by {
				s.second = map[string]string{"jing": "min", "min": "jing"}[s.by]
			}
			kind := p.kinds[i%len(p.kinds)]
			came := arrival(r, now, zone, p.ago[0]+r.IntN(p.ago[1]-p.ago[0]+1))
			switch p.whose {
			case herself:
				s.person = person(walker)
			case stranger:
				s.person = unknown(s.number)
			case again:
				earlier := first(list,
					[]string{"take triage ack half", proven + " followup approvefollowup letter close"}[i%2], i/2)
				s.person, kind = earlier.person, earlier.sub.Kind
				came = earlier.at[0].Add(20 * time.Hour)
			case sharer:
				s.person = sharers.next()
			case leaver:
				s.person = leavers.next()
			case recluse:
				s.person = person(chineseAdults + 6)
			case child:
				s.person = person(unasked)
			case blockedOne:
				s.person = rich.next()
			default:
				s.person = everybody.next()
			}
			s.at = timetable(r, s.steps, came, now, zone)
			s.sub = submission(s.number, s.person, kind, p.whose, s.at[0])
			list = append(list, s)
		}
	}
	return list
}

// leaves says who asks to be erased and is: nobody else's course needs them afterwards.
func leaves(n int) bool { return n > busy && n <= chineseAdults+latinAdults && n%5 == 3 }
func stays(n int) bool  { return !leaves(n) }

// rota calls people up in a mixed order, and again from the start. The walkthrough's person is never among them.
type rota struct {
	numbers []int
	at      int
}

func newRota(name string, in func(n int) bool) *rota {
	r := &rota{}
	for _, i := range dice(name, 0).Perm(len(People())) {
		if n := i + 1; n != walker && in(n) {
			r.numbers = append(r.numbers, n)
		}
	}
	return r
}

func (r *rota) next() Person {
	r.at++
	return person(r.numbers[(r.at-1)%len(r.numbers)])
}

// first finds the i-th course that goes so.
func first(list []*course, steps string, i int) *course {
	var found []*course
	for _, s := range list {
		if strings.Join(s.steps, " ") == steps {
			found = append(found, s)
		}
	}
	return found[i%len(found)]
}

// arrival is an instant on the day so many calendar days before now.
func arrival(r *rand.Rand, now time.Time, zone *time.Location, ago int) time.Time {
	y, m, d := now.In(zone).Date()
	start := time.Date(y, m, d-ago, 0, 0, 0, 0, zone)
	length := 24 * time.Hour
	if ago == 0 {
		length = now.Sub(start) * 9 / 10
	}
	return start.Add(time.Duration(r.Float64() * float64(length)))
}

// patience is how many hours usually pass before a step.
var patience = map[string]float64{"triage": 12, "ack": 0.2, "prove": 30, "half": 20, "code": 20, "wrong": 20, "ask": 20,
	"collect": 40, "manual": 60, "carried": 2,
	"missing": 130, "decide": 6, "send": 1, "takereview": 20, "return": 1, "agree": 24, "release": 0.3, "build": 4,
	"deliver": 1, "letter": 1, "close": 0.5,
	"settle": 20, "blocked": 2, "sign": 20, "write": 2, "tasks": 30, "certify": 1, "linked": 5, "approverefuse": 20,
	"followup": 48, "approvefollowup": 24, "plan": 1, "refuse": 24, "notproven": 340, "withdrawn": 60, "duplicate": 10,
	"redirected": 20}

// timetable spreads the steps between arrival and now, in office hours.
func timetable(r *rand.Rand, steps []string, came, now time.Time, zone *time.Location) []time.Time {
	gaps := make([]time.Duration, len(steps))
	var total time.Duration
	for i, b := range steps[1:] {
		gaps[i+1] = time.Duration(patience[b] * (0.6 + 0.8*r.Float64()) * float64(time.Hour))
		total += gaps[i+1]
	}
	squeeze := 1.0
	if room := now.Sub(came) * 95 / 100; total > room {
		squeeze = float64(room) / float64(total)
	}
	out := make([]time.Time, len(steps))
	at := came
	for i, g := range gaps {
		at = at.Add(time.Duration(float64(g) * squeeze))
		out[i] = inOffice(at, now, zone)
	}
	return out
}

// inOffice moves an instant into nine to six of its day, which keeps days and order; today stays as it is.
func inOffice(at, now time.Time, zone *time.Location) time.Time {
	y, m, d := at.In(zone).Date()
	start := time.Date(y, m, d, 0, 0, 0, 0, zone)
	if !start.Add(24 * time.Hour).Before(now) {
		return at
	}
	return start.Add(9*time.Hour + at.Sub(start)*9/24)
}

// play lets everything happen in the order of time.
func (st *stage) play(ctx context.Context, list []*course) error {
	type cue struct {
		at time.Time
		s  *course
		b  string
	}
	var cues []cue
	for _, s := range list {
		for i, b := range s.steps {
			cues = append(cues, cue{s.at[i], s, b})
		}
	}
	sort.SliceStable(cues, func(i, j int) bool { return cues[i].at.Before(cues[j].at) })
	came := 0
	for _, c := range cues {
		step := steps[c.b]
		if step == nil {
			return fmt.Errorf("course %d has the unknown step %q", c.s.number, c.b)
		}
		if err := st.meanwhile(ctx, c.at); err != nil {
			return err
		}
		st.clock.set(c.at)
		if err := step(ctx, st, c.s); err != nil {
			return fmt.Errorf("sample request %d (%s, %s): %s: %w", c.s.number, c.s.sub.Kind, c.s.person.Name, c.b, err)
		}
		if c.b == "take" && st.came != nil {
			came++
			st.came(came)
		}
	}
	return nil
}
