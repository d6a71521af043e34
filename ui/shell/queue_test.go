package shell

import (
	"fmt"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"orangelab.cn/rightsdesk/app/desk"
	"orangelab.cn/rightsdesk/app/desk/desktest"
	"orangelab.cn/rightsdesk/app/intake"
	"orangelab.cn/rightsdesk/app/intake/record"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/ui/frame"
	"orangelab.cn/rightsdesk/ui/frame/frametest"
)

// TestAKeyNeverActsOnAListThatWasLeft leaves a list with its third row open, by every way there is, and presses J at
// once: it opens the first row of the list that was asked for, though that is still being read.
func TestAKeyNeverActsOnAListThatWasLeft(t *testing.T) {
	a := frametest.New(t)
	d := desktest.New(t, "sqlite")
	s := d.Add(t, "fang", model.RoleAgent)
	for i, kind := range []model.Kind{model.Access, model.Deletion, model.Access, model.Deletion, model.Correction} {
		if _, err := intake.Take(t.Context(), s,
			record.Submission{Kind: kind, Channel: model.ByMail, Requester: model.Self,
				Subject: model.Subject{Name: "Li Lei", Email: fmt.Sprintf("li%d@example.org", i)}}); err != nil {
			t.Fatal(err)
		}
	}
	for _, c := range []struct {
		name  string
		leave func(q *queueView)
	}{
		{"another queue", func(q *queueView) { q.choose(desk.QueueNext, "Next") }},
		{"a filter", func(q *queueView) { q.by.Kinds = []model.Kind{model.Deletion}; q.reload(nil) }},
		{"all staff", func(q *queueView) { q.whose.Choose(1) }},
		{"a search", func(q *queueView) { q.find("Li Lei") }},
	} {
		t.Run(c.name, func(t *testing.T) {
			var opened []int64
			f := &frame.Frame{Session: s, Window: test.NewTempWindow(t, nil)}
			q := newQueueView(f, func(id int64) { opened = append(opened, id) }, nil)
			f.Window.SetContent(q.body)
			f.Window.Resize(fyne.NewSize(600, 700))
			q.choose(desk.QueueReceived, "Received")
			a.Until(t, "the list", func() bool { return len(q.rows) == 5 })
			q.list.Select(2)
			opened = nil
			q.list.Focus()
			c.leave(q)
			if q.list.Count() != 0 || q.list.Selected() >= 0 {
				t.Errorf("%d rows of the list that was left still stand", q.list.Count())
			}
			if q.list.Focused() {
				t.Error("the list takes the key while it has no rows")
			}
			q.step(1)
			a.Until(t, "a row opened", func() bool { return len(opened) > 0 })
			if opened[0] != q.rows[0].ID || q.list.Selected() != 0 {
				t.Errorf("opened %v, the list begins with %d", opened, q.rows[0].ID)
			}
			if !q.list.Focused() {
				t.Error("the list has lost the keyboard")
			}
		})
	}
}

func TestTheListSelectsNoOtherRequestThanTheOpenOne(t *testing.T) {
	frametest.New(t)
	f := &frame.Frame{Session: desktest.New(t, "sqlite").Add(t, "fang", model.RoleAgent),
		Window: test.NewTempWindow(t, nil)}
	var opened []int64
	q := newQueueView(f, func(id int64) { opened = append(opened, id) }, nil)
	q.rows = []model.QueueRow{{ID: 7}, {ID: 8}, {ID: 9}}
	q.list.SetCount("received", 3, nil)
	q.list.Select(1)
	q.shows(8)
	if q.list.Selected() != 1 {
		t.Error("the open request is selected no more")
	}
	q.shows(12) // one that was just taken in
	if q.list.Selected() >= 0 || len(opened) != 1 {
		t.Errorf("row %d is selected, opened %v", q.list.Selected(), opened)
	}
	q.list.Step(1)
	if q.list.Selected() != 2 {
		t.Errorf("the next row is %d", q.list.Selected())
	}
}

// What narrows a list is there again when somebody comes back to it, shows itself, and narrows no other list.
func TestAListComesBackNarrowedAsItWasLeft(t *testing.T) {
	a := frametest.New(t)
	d := desktest.New(t, "sqlite")
	s := d.Add(t, "fang", model.RoleAgent)
	d.Request(t, s)
	f := &frame.Frame{Session: s, Window: test.NewTempWindow(t, nil)}
	q := newQueueView(f, func(int64) {}, nil)
	told := 0
	q.onNarrow = func() { told++ }
	f.Window.SetContent(q.body)
	f.Window.Resize(fyne.NewSize(600, 700))
	rows := func(want int) {
		t.Helper()
		a.Until(t, fmt.Sprint(want, " rows"), func() bool { return !q.reading && len(q.rows) == want })
	}
	q.choose(desk.QueueNext, "Next")
	rows(1)
	q.narrowTo(desk.Narrow{Kinds: []model.Kind{model.Deletion}})
	rows(0)
	q.choose(desk.QueueReceived, "Received")
	rows(1)
	q.choose(desk.QueueNext, "Next")
	rows(0)
	if !strings.Contains(q.note.Text, frame.L("filtered")) {
		t.Errorf("the list says %q", q.note.Text)
	}
	q.narrowTo(desk.Narrow{})
	rows(1)
	if q.choose(desk.QueueNext, "Next"); len(q.kept) != 0 || told != 2 {
		t.Errorf("%v is kept, told %d times", q.kept, told)
	}
	rows(1)
}

// What is next is one's own: a choice of all staff that changes nothing of the list is not offered above it, and one
// that was made in another list is there again when somebody goes back to that.
func TestTheListOfWhatIsNextOffersNoOtherPeoples(t *testing.T) {
	a := frametest.New(t)
	d := desktest.New(t, "sqlite")
	fang, lei := d.Add(t, "fang", model.RoleAgent), d.Add(t, "lei", model.RoleAgent)
	r := d.Request(t, lei)
	if _, err := lei.Claim(t.Context(), r.Revision()); err != nil {
		t.Fatal(err)
	}
	f := &frame.Frame{Session: fang, Window: test.NewTempWindow(t, nil)}
	q := newQueueView(f, func(int64) {}, nil)
	q.showAll(true)
	f.Window.SetContent(q.body)
	f.Window.Resize(fyne.NewSize(600, 700))
	for _, c := range []struct {
		queue desk.Queue
		name  string
		rows  int
		asks  bool
	}{{desk.QueueNext, "Next", 0, false}, {desk.QueueReceived, "Received", 1, true},
		{desk.QueueNext, "Next", 0, false}} {
		q.choose(c.queue, c.name)
		a.Until(t, c.name, func() bool { return !q.reading && len(q.rows) == c.rows && q.title.Text == c.name })
		if q.whose.Hidden == c.asks {
			t.Errorf("%s: whose list it is can be chosen: %v", c.name, !q.whose.Hidden)
		}
	}
}
