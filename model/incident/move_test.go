package incident_test

import (
	"testing"
	"time"

	"orangelab.cn/rightsdesk/model/incident"
)

// moved is an incident whose people and severity changed at some hours after the awareness.
func moved(t *testing.T) incident.Standing {
	t.Helper()
	r, p := rules(t)
	facts := func(people incident.Range) *incident.Facts {
		return &incident.Facts{Title: "x", FoundBy: "x", Aware: aware, People: people}
	}
	score := func(identification string) *incident.Factors {
		return &incident.Factors{Contexts: []incident.Context{{Category: "simple"}}, Identification: identification,
			Circumstances: map[string]string{"confidentiality": "unknown", "integrity": "none", "availability": "none",
				"intent": "none"}}
	}
	var record []incident.Entry
	add := func(after time.Duration, kind incident.EntryKind, body incident.Body) {
		record = append(record,
			incident.Entry{Number: int64(len(record) + 1), At: aware.Add(after), By: "x", Kind: kind, Body: body})
	}
	add(10*time.Minute, incident.Opened, incident.Body{Facts: facts(incident.Range{})})
	add(90*time.Minute, incident.Stated,
		incident.Body{Facts: facts(incident.Range{Known: true, Least: 200, Most: 500})})
	add(100*time.Minute, incident.Scored, incident.Body{Factors: score("limited")})
	add(4*time.Hour, incident.Stated, incident.Body{Facts: facts(incident.Exactly(450))})
	add(4*time.Hour+time.Minute, incident.Scored, incident.Body{Factors: score("maximum")})
	i, err := incident.Of(1, "I-2026-0001", false, record)
	if err != nil {
		t.Fatal(err)
	}
	st, err := r.Stand(p, i)
	if err != nil {
		t.Fatal(err)
	}
	return st
}

func TestHowAnIncidentMovedIsToldHourByHour(t *testing.T) {
	st := moved(t)
	list, step := st.Moves(aware.Add(5*time.Hour+30*time.Minute), 12)
	if step != time.Hour || len(list) != 6 {
		t.Fatalf("%d moments, %s apart", len(list), step)
	}
	for i, want := range []incident.Moment{{aware.Add(time.Hour), incident.Range{}, 0},
		{aware.Add(2 * time.Hour), incident.Range{Known: true, Least: 200, Most: 500}, st.Scores[0].Score.SE},
		{aware.Add(3 * time.Hour), incident.Range{Known: true, Least: 200, Most: 500}, st.Scores[0].Score.SE},
		{aware.Add(4 * time.Hour), incident.Exactly(450), st.Scores[0].Score.SE},
		{aware.Add(5 * time.Hour), incident.Exactly(450), st.Scores[1].Score.SE},
		{aware.Add(5*time.Hour + 30*time.Minute), incident.Exactly(450), st.Scores[1].Score.SE}} {
		if list[i] != want {
			t.Errorf("moment %d is %+v, want %+v", i, list[i], want)
		}
	}
	if st.Scores[0].Score.SE == st.Scores[1].Score.SE {
		t.Error("the two scores are the same")
	}
	for _, lasted := range []time.Duration{0, time.Minute, time.Hour, 12 * time.Hour, 12*time.Hour + 1, 72 * time.Hour,
		30 * 24 * time.Hour, 900 * 24 * time.Hour} {
		list, _ := st.Moves(aware.Add(lasted), 12)
		if len(list) == 0 || len(list) > 12 || !list[len(list)-1].At.Equal(aware.Add(lasted)) {
			t.Errorf("after %s: %d moments, the last %v", lasted, len(list), list[len(list)-1].At)
		}
	}
}

func TestAScoreIsOutdatedOnceWhatItFollowsFromChanged(t *testing.T) {
	st := moved(t)
	if st.Outdated() {
		t.Error("a score is outdated though nothing changed since")
	}
	r, p := rules(t)
	add := func(kind incident.EntryKind, body incident.Body) {
		t.Helper()
		i, err := incident.Of(st.ID, st.Reference, false,
			append(st.Record, incident.Entry{Number: st.Version + 1, At: aware.Add(9 * time.Hour), By: "x", Kind: kind,
				Body: body}))
		if err != nil {
			t.Fatal(err)
		}
		if st, err = r.Stand(p, i); err != nil {
			t.Fatal(err)
		}
	}
	f := st.Facts
	f.Cause = "a job"
	add(incident.Stated, incident.Body{Facts: &f})
	if st.Outdated() {
		t.Error("the cause changes no severity")
	}
	f.Answers = map[string]incident.Answer{"sensitive": incident.Yes}
	add(incident.Stated, incident.Body{Facts: &f})
	if !st.Outdated() {
		t.Error("sensitive data was found, and the score is not outdated")
	}
	add(incident.Scored, incident.Body{Factors: st.Factors})
	if st.Outdated() {
		t.Error("it was scored again")
	}
	add(incident.Scoped, incident.Body{Scope: &incident.Scoping{Measure: &incident.Measure{ID: 1}}})
	if !st.Outdated() {
		t.Error("the scope was counted, and the score is not outdated")
	}
}
