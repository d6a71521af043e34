package shell

import (
	"context"
	"strings"
	"testing"
	"time"

	"orangelab.cn/rightsdesk/app/desk"
	"orangelab.cn/rightsdesk/app/desk/desktest"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/store/storetest"
	"orangelab.cn/rightsdesk/ui/part"
)

// line is what the list says in the second line of its first request.
func (q *queueView) line() string {
	var row part.QueueRow
	q.show(0, &row)
	return row.Why
}

func TestAWindowOfASharedDeskShowsWhoElseIsThereAndOutlivesItsServer(t *testing.T) {
	server := storetest.NewServer(t, "-c fsync=off")
	d := desktest.NewAt(t, server.Address())
	jing := d.Add(t, "jing", model.RoleLead)
	d.Add(t, "fang", model.RoleAgent)
	r := d.Request(t, jing)

	s, until := opened(t, server.Address())
	c := s.window.Canvas()
	until("the sign-in shows", func() bool { return focused(c) != nil })
	for _, text := range []string{"fang", desktest.Password} {
		write(c, text)
		enter(c)
	}
	until("the list", func() bool { return s.main != nil && s.main.queue.title.Text != "" })
	s.main.queue.whose.Choose(1)
	until("the request", func() bool { return len(s.main.queue.rows) == 1 })
	if got := s.main.queue.line(); strings.Contains(got, "being read by") {
		t.Fatalf("nobody else is there: %q", got)
	}

	ctx, leave := context.WithCancel(t.Context())
	defer leave()
	beat, open := make(chan time.Time), make(chan map[int64][]string, 9)
	jing.LooksAt([]int64{r.ID})
	go func() {
		_ = jing.Attend(ctx, beat, nil,
			desk.Attendance{Grew: func(int64) {}, Failed: func(error) {},
				Open: func(m map[int64][]string) { open <- m }})
	}()
	until("the list marks what a colleague has open", func() bool {
		return strings.HasPrefix(s.main.queue.line(), "being read by jing · ")
	})
	s.main.choose(r.ID)
	until("the request is open", func() bool { return s.main.detail.Reference() == r.Reference })
	select {
	case m := <-open:
		if len(m[r.ID]) != 1 || m[r.ID][0] != s.frame.Session.Staff().ID {
			t.Errorf("the colleague sees %v", m)
		}
	case <-time.After(time.Minute):
		t.Error("the colleague sees nothing of it")
	}
	leave()
	until("the mark ends with the colleague", func() bool {
		return !strings.Contains(s.main.queue.line(), "being read by")
	})

	s.main.search.SetText("typed meanwhile")
	server.Kill(t)
	until("the window says that the server is away", func() bool { return len(s.main.away.Objects) == 1 })
	if s.main.search.Text() != "typed meanwhile" || s.main.detail.Reference() != r.Reference {
		t.Error("something on the screen was lost")
	}
	server.Start(t)
	until("the window goes on", func() bool { return len(s.main.away.Objects) == 0 })
}

// "All saved" stands in the foot while it is so.
func TestTheFootSaysThatSomethingTypedIsNotSaved(t *testing.T) {
	dir := newDesk(t)
	s, until := opened(t, dir)
	c := s.window.Canvas()
	until("the sign-in shows", func() bool { return focused(c) != nil })
	for _, text := range []string{"admin", desktest.Password} {
		write(c, text)
		enter(c)
	}
	until("signed in", func() bool { return s.main != nil })
	if got := s.main.saved.Text; got != "All saved" {
		t.Fatalf("nothing was typed: %q", got)
	}
	entry := part.NewEntry("")
	d := part.NewDialog(part.DialogParts{Title: "T", Body: entry, Cancel: "Close"})
	d.Show(c)
	c.Focus(entry)
	write(c, "a reason")
	until("the foot says that it is not saved", func() bool { return s.main.saved.Text == "Not saved yet" })
	entry.SetText("")
	until("the foot says that all is saved", func() bool { return s.main.saved.Text == "All saved" })
}

// TestWhoIsAddedElsewhereHasTheirNameHere: in a window that was open before, what they signed stood without a name.
func TestWhoIsAddedElsewhereHasTheirNameHere(t *testing.T) {
	s, until := opened(t, newDesk(t))
	c := s.window.Canvas()
	until("the sign-in shows", func() bool { return focused(c) != nil })
	for _, text := range []string{"admin", desktest.Password} {
		write(c, text)
		enter(c)
	}
	until("signed in", func() bool { return s.main != nil && len(s.frame.StaffNames()) == 1 })
	own := *s.frame // as the window of a request has it
	if err := s.frame.Session.AddStaff(t.Context(), "jing", "Zhang Jing", model.RoleLead,
		"given for the first day"); err != nil {
		t.Fatal(err)
	}
	list, err := s.frame.Session.StaffList(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for _, staff := range list {
		if staff.Login == "jing" {
			until("the name of who was added", func() bool { return own.StaffName(staff.ID) == "Zhang Jing" })
		}
	}
}
