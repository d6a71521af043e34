package incident_test

import (
	"testing"
	"time"

	"orangelab.cn/rightsdesk/model/incident"
)

func TestTheNextStepOfAnIncidentIsTheOneThatStopsTheOthers(t *testing.T) {
	o := newTold(t, false)
	r, p := rules(t)
	step := func(want incident.StepKind) incident.Step {
		t.Helper()
		st, err := r.Stand(p, o.Incident)
		if err != nil {
			t.Fatal(err)
		}
		got := st.Step()
		if got.Kind != want {
			t.Fatalf("with %d entries the next step is %s, want %s", o.Version, got.Kind, want)
		}
		return got
	}
	if s := step(incident.StepSeat); s.Seat.ID != r.Seats[0].ID {
		t.Errorf("the seat to fill is %s", s.Seat.ID)
	}
	o.seat()
	if s := step(incident.StepReport); s.Clock.ID != "cn_authority" {
		t.Errorf("the clock to report is %s", s.Clock.ID)
	}
	waive := func() (more bool) {
		st, err := r.Stand(p, o.Incident)
		if err != nil {
			t.Fatal(err)
		}
		due := st.Due()
		if len(due) > 0 {
			o.must(incident.Decided,
				incident.Body{Decision: &incident.Decision{What: "not to report", Reason: "tried", Clock: due[0].ID}})
		}
		return len(due) > 0
	}
	for st, _ := r.Stand(p, o.Incident); ; st, _ = r.Stand(p, o.Incident) {
		if c, runs := st.Nearest(); !runs {
			break
		} else if c.Applies != incident.Yes || c.Began.IsZero() {
			t.Fatalf("the nearest clock %s does not run", c.ID)
		}
		waive()
	}
	step(incident.StepScore)
	o.must(incident.Scored,
		incident.Body{Factors: &incident.Factors{Contexts: []incident.Context{{Category: "simple"}},
			Identification: "limited",
			Circumstances: map[string]string{"confidentiality": "none", "integrity": "none", "availability": "none",
				"intent": "none"}}})
	if s := step(incident.StepSettle); s.Open == 0 {
		t.Error("nothing is to be settled")
	}
	for waive() {
	}
	step(incident.StepClose)
	o.now = o.now.Add(time.Hour)
	o.must(incident.Closed, incident.Body{Closing: &incident.Closing{Cause: "a", Loss: "b", Lessons: "c"}})
	step(incident.StepNone)
}
