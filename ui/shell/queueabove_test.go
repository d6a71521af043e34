package shell

import (
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	records "orangelab.cn/rightsdesk/app/compliance"
	"orangelab.cn/rightsdesk/app/desk"
	"orangelab.cn/rightsdesk/app/desk/desktest"
	"orangelab.cn/rightsdesk/app/incident"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/model/compliance"
	facts "orangelab.cn/rightsdesk/model/incident"
	"orangelab.cn/rightsdesk/ui/frame"
	"orangelab.cn/rightsdesk/ui/frame/frametest"
	"orangelab.cn/rightsdesk/ui/part"
)

func TestAnOpenIncidentTakesTheFirstPlaceInNext(t *testing.T) {
	a := frametest.New(t)
	d := desktest.New(t, "sqlite")
	s := d.Add(t, "fang", model.RoleAgent)
	ids := map[bool]int64{}
	for _, drill := range []bool{false, true} {
		st, err := incident.Open(t.Context(), s,
			facts.Facts{Title: "Export readable", FoundBy: "He Yu", Aware: d.Now().Add(-time.Hour)}, drill)
		if err != nil {
			t.Fatal(err)
		}
		ids[drill] = st.ID
	}
	var shown []int64
	f := &frame.Frame{Session: s, Window: test.NewTempWindow(t, nil)}
	q := newQueueView(f, func(int64) {}, func(id int64) { shown = append(shown, id) })
	f.Window.SetContent(q.body)
	f.Window.Resize(fyne.NewSize(600, 700))
	q.choose(desk.QueueNext, "Next")
	a.Until(t, "the incidents", func() bool { return len(q.above.Objects) == 2 })
	for _, line := range q.above.Objects {
		for _, o := range test.LaidOutObjects(line) {
			if b, is := o.(*part.Button); is {
				test.Tap(b)
			}
		}
	}
	if len(shown) != 2 || shown[0] != ids[false] || shown[1] != ids[true] {
		t.Errorf("the lines open %v, want the incident %d, then the drill %d", shown, ids[false], ids[true])
	}
	q.choose(desk.QueueReceived, "Received")
	if len(q.above.Objects) != 0 {
		t.Error("another list has the incidents above it")
	}
}

func TestWhoLacksARecordReadsWhyNothingOpens(t *testing.T) {
	a := frametest.New(t)
	d := desktest.New(t, "sqlite")
	s := d.Add(t, "fang", model.RoleAgent)
	d.Request(t, s)
	if _, err := records.Demand(t.Context(), d.Admin,
		compliance.Demands{Of: map[string]compliance.Whom{"training": compliance.Everyone}}); err != nil {
		t.Fatal(err)
	}
	f := &frame.Frame{Session: s, Window: test.NewTempWindow(t, nil)}
	q := newQueueView(f, func(int64) {}, nil)
	f.Window.SetContent(q.body)
	f.Window.Resize(fyne.NewSize(600, 700))
	q.choose(desk.QueueNext, "Next")
	a.Until(t, "the reason", func() bool { return len(q.above.Objects) == 1 })
	banner, is := q.above.Objects[0].(*part.Banner)
	if !is || !strings.Contains(banner.Text, "Training and tests") {
		t.Errorf("above the list stands %+v", q.above.Objects[0])
	}
	if len(q.rows) != 1 {
		t.Errorf("%d requests are listed, want the one that waits", len(q.rows))
	}
}

func TestALeadReadsInNextWhichRecordsWait(t *testing.T) {
	a := frametest.New(t)
	d := desktest.New(t, "sqlite")
	fang, jing := d.Add(t, "fang", model.RoleAgent), d.Add(t, "jing", model.RoleLead)
	if _, err := records.Keep(t.Context(), fang, "drill", records.Seen{},
		map[string]string{"scenario": "Ransom note", "planned": "2026-11-01", "lead": "Jing"}); err != nil {
		t.Fatal(err)
	}
	shown := 0
	for _, s := range []*desk.Session{fang, jing} {
		f := &frame.Frame{Session: s, Window: test.NewTempWindow(t, nil)}
		q := newQueueView(f, func(int64) {}, nil)
		q.onCompliance = func() { shown++ }
		f.Window.SetContent(q.body)
		f.Window.Resize(fyne.NewSize(600, 700))
		q.choose(desk.QueueNext, "Next")
		a.Until(t, "the list", func() bool { return !q.reading })
		for _, line := range q.above.Objects {
			for _, o := range test.LaidOutObjects(line) {
				if b, is := o.(*part.Button); is {
					test.Tap(b)
				}
			}
		}
	}
	if shown != 3 { // the drill, which both read, and the line of the lead
		t.Errorf("the lines led to the records %d times, want three times", shown)
	}
}

// What is left of an incident that is closed, and a drill that nobody held, wait in Next and not unseen.
func TestTasksOfIncidentsAndDrillsThatAreLateStandInNext(t *testing.T) {
	a := frametest.New(t)
	d := desktest.New(t, "sqlite")
	s := d.Add(t, "fang", model.RoleAgent)
	st, err := incident.Open(t.Context(), s,
		facts.Facts{Title: "Export readable", FoundBy: "He Yu", Aware: d.Now().Add(-time.Hour)}, false)
	if err != nil {
		t.Fatal(err)
	}
	for what, until := range map[string]time.Time{"Train the post room": d.Now().Add(time.Hour),
		"Change the keys": d.Now().Add(48 * time.Hour), "Some day": {}} {
		if st, err = incident.SetTask(t.Context(), s, incident.SeenOf(st.Incident),
			facts.Task{What: what, Until: until}); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := records.Keep(t.Context(), s, "drill", records.Seen{},
		map[string]string{"scenario": "Ransom note", "planned": "2026-11-01", "lead": "Jing"}); err != nil {
		t.Fatal(err)
	}
	d.Clock.Step(2 * time.Hour)
	f := &frame.Frame{Session: s, Window: test.NewTempWindow(t, nil)}
	shown := 0
	q := newQueueView(f, func(int64) {}, func(int64) { shown++ })
	f.Window.SetContent(q.body)
	f.Window.Resize(fyne.NewSize(600, 700))
	q.choose(desk.QueueNext, "Next")
	a.Until(t, "the incident, its late task and the drill", func() bool { return len(q.above.Objects) == 3 })
	var text strings.Builder
	for _, line := range q.above.Objects {
		for _, o := range test.LaidOutObjects(line) {
			if l, is := o.(*part.Line); is {
				text.WriteString(l.Text + " " + l.Below + "\n")
			}
		}
	}
	for _, want := range []string{"Train the post room overdue since", "Ransom note planned for"} {
		if !strings.Contains(text.String(), want) {
			t.Errorf("nothing says %q:\n%s", want, text.String())
		}
	}
}
