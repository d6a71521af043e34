package shell

import (
	"strconv"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/test"

	records "orangelab.cn/rightsdesk/app/compliance"
	"orangelab.cn/rightsdesk/app/desk"
	"orangelab.cn/rightsdesk/app/desk/desktest"
	"orangelab.cn/rightsdesk/app/incident"
	"orangelab.cn/rightsdesk/model"
	facts "orangelab.cn/rightsdesk/model/incident"
	"orangelab.cn/rightsdesk/ui/frame"
	"orangelab.cn/rightsdesk/ui/frame/frametest"
	"orangelab.cn/rightsdesk/ui/part"
)

// The number beside Next is that of its rows and of the lines above them, for whoever looks.
func TestTheNumberBesideNextCountsWhatStandsThere(t *testing.T) {
	a := frametest.New(t)
	d := desktest.New(t, "sqlite")
	fang, jing := d.Add(t, "fang", model.RoleAgent), d.Add(t, "jing", model.RoleLead)
	d.Request(t, fang)
	for _, drill := range []bool{false, true} {
		st, err := incident.Open(t.Context(), fang,
			facts.Facts{Title: "Export readable", FoundBy: "He Yu", Aware: d.Now().Add(-time.Hour)}, drill)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := incident.SetTask(t.Context(), fang, incident.SeenOf(st.Incident),
			facts.Task{What: "Change the keys", Until: d.Now().Add(time.Hour)}); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := records.Keep(t.Context(), fang, "drill", records.Seen{},
		map[string]string{"scenario": "Ransom note", "planned": "2026-11-01", "lead": "Jing"}); err != nil {
		t.Fatal(err)
	}
	d.Clock.Step(2 * time.Hour)
	for _, tt := range []struct {
		s    *desk.Session
		want int
	}{{fang, 1 + 2 + 2 + 1}, {jing, 1 + 2 + 2 + 1 + 1}} {
		f := &frame.Frame{Session: tt.s, Window: test.NewTempWindow(t, nil)}
		next := part.NewRailRow("next", "Next", nil)
		q := newQueueView(f, func(int64) {}, func(int64) {})
		m := &mainView{frame: f, queue: q, places: []place{{queue: desk.QueueNext}},
			rail: part.NewRail([][]*part.RailRow{{next}}, nil, nil)}
		f.Window.SetContent(part.VBox(0, next, part.Grow(q.body)))
		f.Window.Resize(fyne.NewSize(600, 700))
		q.choose(desk.QueueNext, "Next")
		m.refresh(true)
		beside := ""
		a.Until(t, "the number", func() bool {
			for _, o := range test.LaidOutObjects(next) {
				if text, is := o.(*canvas.Text); is && text.Text != "Next" {
					beside = text.Text
				}
			}
			return beside != "" && !q.reading
		})
		if shown := len(q.rows) + len(q.above.Objects); shown != tt.want || beside != strconv.Itoa(tt.want) {
			t.Errorf("%s: %d stand in Next and %s beside it, want %d", tt.s.Staff().Login, shown, beside, tt.want)
		}
	}
}
