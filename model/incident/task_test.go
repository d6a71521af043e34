package incident_test

import (
	"errors"
	"testing"
	"time"

	"orangelab.cn/rightsdesk/model/incident"
)

func TestWhatIsDoneIsTickedOffOnceThoughTheIncidentIsClosed(t *testing.T) {
	r, _ := rules(t)
	facts := incident.Facts{Title: "x", FoundBy: "x", Aware: aware}
	i := incident.Incident{}
	try := func(kind incident.EntryKind, body incident.Body) error {
		e, err := i.Next(r, incident.Entry{At: aware.Add(time.Hour), By: "x", Kind: kind, Body: body}, nil)
		if err != nil {
			return err
		}
		i, err = incident.Of(1, "I-2026-0001", false, append(i.Record, e))
		return err
	}
	must := func(kind incident.EntryKind, body incident.Body) {
		t.Helper()
		if err := try(kind, body); err != nil {
			t.Fatal(err)
		}
	}
	tick := func(tick incident.Tick) error {
		if tick.Done.IsZero() {
			tick.Done = aware
		}
		return try(incident.Ticked, incident.Body{Tick: &tick})
	}
	must(incident.Opened, incident.Body{Facts: &facts})
	if err := tick(incident.Tick{Action: "contain"}); err != nil {
		t.Fatal(err)
	}
	for what, x := range map[string]struct {
		tick incident.Tick
		want error
	}{
		"twice":                        {incident.Tick{Action: "contain"}, incident.ErrTick},
		"what the plan does not ask":   {incident.Tick{Action: "shoes"}, incident.ErrTick},
		"a task that nobody set":       {incident.Tick{Task: 1}, incident.ErrTick},
		"an action and a task at once": {incident.Tick{Action: "people", Task: 1}, incident.ErrTick},
		"what will be done in a minute": {incident.Tick{Action: "people", Done: aware.Add(2 * time.Hour)},
			incident.ErrDone},
	} {
		if err := tick(x.tick); !errors.Is(err, x.want) {
			t.Errorf("%s: %v", what, err)
		}
	}
	if err := try(incident.Tasked, incident.Body{Task: &incident.Task{What: " "}}); !errors.Is(err, incident.ErrTask) {
		t.Errorf("a task of nothing: %v", err)
	}
	must(incident.Tasked, incident.Body{Task: &incident.Task{What: "Train the post room", Who: "Wang"}})
	set := i.Tasks()[0].Number
	must(incident.Linked, incident.Body{Link: &incident.Linking{Request: 7, Reference: "R-2026-000007"}})
	if err := try(incident.Linked,
		incident.Body{Link: &incident.Linking{Request: 7, Reference: "R-2026-000007"}}); !errors.Is(err,
		incident.ErrLinked) {
		t.Errorf("linked twice: %v", err)
	}
	for _, s := range r.Seats {
		must(incident.Seated, incident.Body{Seat: &incident.Seating{Seat: s.ID, Why: "nobody"}})
	}
	must(incident.Closed, incident.Body{Closing: &incident.Closing{Cause: "x", Loss: "x", Lessons: "x"}})
	if err := try(incident.Noted, incident.Body{Text: "x", Done: aware}); !errors.Is(err, incident.ErrClosed) {
		t.Errorf("noted after the end: %v", err)
	}
	if err := tick(incident.Tick{Task: set}); err != nil || i.Tasks()[0].Done == nil || i.Closing == nil {
		t.Errorf("a task cannot be ticked off after the end: %v", err)
	}
	if err := tick(incident.Tick{Task: set}); !errors.Is(err, incident.ErrTick) {
		t.Errorf("a task is ticked off twice: %v", err)
	}
	must(incident.Linked, incident.Body{Link: &incident.Linking{Request: 8, Reference: "R-2026-000008"}})
	if len(i.Links()) != 2 {
		t.Errorf("%+v", i.Links())
	}
}
