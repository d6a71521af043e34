package incident_test

import (
	"errors"
	"testing"
	"time"

	"orangelab.cn/rightsdesk/model/incident"
)

// told is a record that grows by the rules, from an opening a minute after the awareness.
type told struct {
	tb    testing.TB
	rules *incident.Rules
	now   time.Time
	incident.Incident
}

func newTold(tb testing.TB, drill bool) *told {
	tb.Helper()
	r, _ := rules(tb)
	o := &told{tb: tb, rules: r, now: aware.Add(time.Minute),
		Incident: incident.Incident{ID: 1, Reference: "I-2026-0001", Drill: drill}}
	o.must(incident.Opened,
		incident.Body{Facts: &incident.Facts{Title: "Export readable by public link", FoundBy: "He Yu", Aware: aware}})
	return o
}

func (o *told) try(kind incident.EntryKind, body incident.Body) error {
	_, p := rules(o.tb)
	e, err := o.Next(o.rules, incident.Entry{At: o.now, By: "staff", Kind: kind, Body: body},
		o.rules.Reckon(p, o.Facts, o.Told()))
	if err != nil {
		return err
	}
	o.Incident, err = incident.Of(o.ID, o.Reference, o.Drill, append(o.Record, e))
	return err
}

func (o *told) must(kind incident.EntryKind, body incident.Body) {
	o.tb.Helper()
	if err := o.try(kind, body); err != nil {
		o.tb.Fatalf("%s: %v", kind, err)
	}
}

func (o *told) seat() {
	o.tb.Helper()
	for _, s := range o.rules.Seats {
		o.must(incident.Seated, incident.Body{Seat: &incident.Seating{Seat: s.ID, Person: "somebody", Phone: "139"}})
	}
}

func TestNothingIsReportedOrClosedWhileASeatIsEmptyAndNobodySaidWhy(t *testing.T) {
	o := newTold(t, false)
	report := incident.Body{Report: &incident.Report{Clock: "cn_authority", At: aware, Channel: "12387"}}
	closing := incident.Body{Closing: &incident.Closing{Cause: "a", Loss: "b", Lessons: "c"}}
	for _, s := range o.rules.Seats {
		for kind, body := range map[incident.EntryKind]incident.Body{incident.Reported: report,
			incident.Closed: closing} {
			if err := o.try(kind, body); !errors.Is(err, incident.ErrEmpty) {
				t.Fatalf("%s while the seat %s is empty: %v", kind, s.ID, err)
			}
		}
		if err := o.try(incident.Seated, incident.Body{Seat: &incident.Seating{Seat: s.ID}}); !errors.Is(err,
			incident.ErrSeat) {
			t.Errorf("the seat %s is given to nobody: %v", s.ID, err)
		}
		o.must(incident.Seated, incident.Body{Seat: &incident.Seating{Seat: s.ID, Why: "no such department"}})
	}
	o.must(incident.Reported, report)
}

func TestAnIncidentClosesWhenEveryClockIsReportedOrDecidedWithAReason(t *testing.T) {
	o := newTold(t, false)
	o.seat()
	_, p := rules(t)
	closing := incident.Body{Closing: &incident.Closing{Cause: "a", Loss: "b", Lessons: "c"}}
	for _, c := range o.rules.Reckon(p, o.Facts, nil) {
		if c.Applies == incident.No {
			continue
		}
		if err := o.try(incident.Closed, closing); !errors.Is(err, incident.ErrOpenDuty) {
			t.Fatalf("closed while %s runs: %v", c.ID, err)
		}
		if err := o.try(incident.Decided,
			incident.Body{Decision: &incident.Decision{What: "not to tell", Clock: c.ID}}); !errors.Is(err,
			incident.ErrReason) {
			t.Errorf("decided without a reason: %v", err)
		}
		o.must(incident.Decided,
			incident.Body{Decision: &incident.Decision{What: "not to tell", Reason: "no data of people there",
				Clock: c.ID}})
	}
	if err := o.try(incident.Closed, incident.Body{Closing: &incident.Closing{Cause: "a", Loss: "b"}}); !errors.Is(err,
		incident.ErrClosing) {
		t.Errorf("closed without lessons: %v", err)
	}
	o.must(incident.Closed, closing)
	if err := o.try(incident.Noted, incident.Body{Text: "more", Done: o.now}); !errors.Is(err, incident.ErrClosed) {
		t.Errorf("a closed incident goes on: %v", err)
	}
}

func TestALateReportAsksForItsReason(t *testing.T) {
	o := newTold(t, false)
	o.seat()
	o.now = aware.Add(80 * time.Hour)
	report := incident.Report{Clock: "eu_authority", At: aware.Add(72*time.Hour + time.Second), Channel: "portal"}
	if err := o.try(incident.Reported, incident.Body{Report: &report}); !errors.Is(err, incident.ErrLate) {
		t.Errorf("a second late: %v", err)
	}
	report.At = aware.Add(72 * time.Hour)
	o.must(incident.Reported, incident.Body{Report: &report})
	late := incident.Report{Clock: "uk_authority", At: o.now, Channel: "portal", Late: "the place was found last"}
	o.must(incident.Reported, incident.Body{Report: &late})
}

func TestARecordHoldsOnlyWhatTheRulesWrite(t *testing.T) {
	o := newTold(t, false)
	for name, tt := range map[string]struct {
		kind incident.EntryKind
		body incident.Body
		want error
	}{
		"no text": {incident.Noted, incident.Body{Done: aware}, incident.ErrText},
		"in the future": {incident.Noted, incident.Body{Text: "x", Done: o.now.Add(time.Second)},
			incident.ErrDone},
		"no time": {incident.Noted, incident.Body{Text: "x"}, incident.ErrDone},
		"no such seat": {incident.Seated, incident.Body{Seat: &incident.Seating{Seat: "cook", Person: "x"}},
			incident.ErrSeat},
		"no such clock": {incident.Decided,
			incident.Body{Decision: &incident.Decision{What: "x", Reason: "y", Clock: "z"}}, incident.ErrNoClock},
		"no title": {incident.Stated, incident.Body{Facts: &incident.Facts{FoundBy: "x", Aware: aware}},
			incident.ErrTitle},
		"nobody found it": {incident.Stated, incident.Body{Facts: &incident.Facts{Title: "x", Aware: aware}},
			incident.ErrFinder},
		"found in future": {incident.Stated,
			incident.Body{Facts: &incident.Facts{Title: "x", FoundBy: "x", Aware: o.now.Add(time.Hour)}},
			incident.ErrAware},
		"happened after": {incident.Stated,
			incident.Body{Facts: &incident.Facts{Title: "x", FoundBy: "x", Aware: aware,
				Happened: aware.Add(time.Second)}}, incident.ErrOrder},
		"handled before": {incident.Stated,
			incident.Body{Facts: &incident.Facts{Title: "x", FoundBy: "x", Aware: aware,
				Handled: aware.Add(-time.Second)}}, incident.ErrOrder},
		"an unknown place": {incident.Stated,
			incident.Body{Facts: &incident.Facts{Title: "x", FoundBy: "x", Aware: aware,
				Places: map[string]incident.Range{"mars": incident.Exactly(1)}}}, incident.ErrWord},
		"more least than most": {incident.Stated,
			incident.Body{Facts: &incident.Facts{Title: "x", FoundBy: "x", Aware: aware,
				People: incident.Range{Known: true, Least: 2, Most: 1}}}, incident.ErrRange},
		"factors left out": {incident.Scored, incident.Body{Factors: &incident.Factors{}}, incident.ErrFactors},
	} {
		if err := o.try(tt.kind, tt.body); !errors.Is(err, tt.want) {
			t.Errorf("%s: %v, want %v", name, err, tt.want)
		}
	}
	if err := o.try("erased", incident.Body{}); err == nil {
		t.Error("an unknown kind is taken")
	}
	if _, err := incident.Of(1, "I-1", false, o.Record[:0]); err == nil {
		t.Error("an incident without a record is one")
	}
	gap := append(o.Record[:1:1], incident.Entry{Number: 3, Kind: incident.Noted, Body: incident.Body{Text: "x"}})
	if _, err := incident.Of(1, "I-1", false, gap); err == nil {
		t.Error("a record with a gap is taken")
	}
}

func TestNothingOfADrillIsReported(t *testing.T) {
	drill := newTold(t, true)
	drill.seat()
	report := incident.Body{Report: &incident.Report{Clock: "cn_authority", At: aware, Channel: "12387"}}
	if err := drill.try(incident.Reported, report); !errors.Is(err, incident.ErrDrill) {
		t.Errorf("a drill was reported: %v", err)
	}
	drill.must(incident.Played, report)
	if drill.Told()["cn_authority"].IsZero() {
		t.Error("what a drill plays does not stop its clock")
	}
	real := newTold(t, false)
	real.seat()
	if err := real.try(incident.Played, report); !errors.Is(err, incident.ErrDrill) {
		t.Errorf("an incident was only played: %v", err)
	}
}

func TestTheHistoryOfTheSeverityIsWorkedOutAnew(t *testing.T) {
	o := newTold(t, false)
	for _, confidentiality := range []string{"none", "unknown"} {
		o.must(incident.Scored,
			incident.Body{Factors: &incident.Factors{[]incident.Context{{"sensitive", "minus1"}}, "maximum",
				circumstances(confidentiality, "none", "none", "none")}})
	}
	scores, err := o.Scores(o.rules)
	if err != nil || len(scores) != 2 || scores[0].Score.SE != 300 || scores[1].Score.SE != 350 {
		t.Errorf("the history is %+v, %v", scores, err)
	}
}
