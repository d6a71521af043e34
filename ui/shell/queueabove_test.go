package shell

import (
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"orangelab.cn/rightsdesk/app/desk"
	"orangelab.cn/rightsdesk/app/desk/desktest"
	"orangelab.cn/rightsdesk/app/incident"
	"orangelab.cn/rightsdesk/model"
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
		st, err := incident.Open(t.Context(), s, facts.Facts{Title: "Export readable", FoundBy: "He Yu", Aware: d.Now().Add(-time.Hour)}, drill)
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
