package request

import (
	"context"
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
	"orangelab.cn/rightsdesk/ui/part"
)

var ctx = context.Background()

// seat is a member of staff with two received requests and the view in which they open them.
type seat struct {
	*View
	session *desk.Session
	a, b    model.Request
	app     frametest.App
	desk    *desktest.Desk
}

func newSeat(t *testing.T) *seat {
	t.Helper()
	a := frametest.New(t)
	d := desktest.New(t, "sqlite")
	s := d.Add(t, "fang", model.RoleAgent)
	take := func(name string, kind model.Kind) model.Request {
		r, err := intake.Take(ctx, s,
			record.Submission{Kind: kind, Channel: model.ByMail, Requester: model.Self, AskedWithout: true,
				Subject: model.Subject{Name: name, Email: name + "@example.org"}})
		if err != nil {
			t.Fatal(err)
		}
		return r
	}
	f := &frame.Frame{Window: test.NewTempWindow(t, nil), Session: s, Changed: func(int64) {}, Open: func(int64) {}}
	v := New(f, func(bool) {})
	f.Window.SetContent(v.Body())
	f.Window.Resize(fyne.NewSize(1000, 700))
	return &seat{v, s, take("first", model.Access), take("second", model.Deletion), a, d}
}

func (s *seat) until(t *testing.T, what string, holds func() bool) {
	t.Helper()
	s.app.Until(t, what, holds)
}

func (s *seat) request(t *testing.T, id int64) model.Request {
	t.Helper()
	r, err := s.session.Request(ctx, id)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func TestWhileAnotherRequestIsReadNothingOfTheOneBeforeCanBeDone(t *testing.T) {
	s := newSeat(t)
	s.Show(s.a.ID)
	s.until(t, "the first request", func() bool { return s.shown != nil })
	old := s.step.Primary

	slow := make(chan struct{})
	s.read = func(ctx context.Context, id int64) (*frame.Opened, error) {
		<-slow
		return s.load(ctx, id)
	}
	s.Show(s.b.ID)
	for _, command := range []string{part.CmdNextStep, part.CmdClaim, part.CmdNextTab, part.CmdReveal, part.CmdAgree} {
		if s.Run(command) {
			t.Errorf("%s did something while the request was being read", command)
		}
	}
	if len(s.body.Objects) != 0 {
		t.Error("the request left behind still shows")
	}
	if s.Back() || s.ChooseTab(1) {
		t.Error("a tab of the request left behind was chosen")
	}
	old.Tap() // whatever still holds the old button does it to the old request
	s.until(t, "what the old button did", func() bool { return s.request(t, s.a.ID).Status == model.Verifying })
	close(slow)
	s.until(t, "the second request", func() bool { return s.shown != nil })
	if got := s.request(t, s.b.ID); got.Version != s.b.Version || got.Subject.Name != "second" ||
		got.Kind != model.Deletion {
		t.Errorf("the second request became %s of %s", got.Kind, got.Subject.Name)
	}
	if !s.Run(part.CmdNextStep) {
		t.Fatal("the step of the second request is not there")
	}
	s.until(t, "the second request settled", func() bool { return s.request(t, s.b.ID).Status == model.Verifying })
	if got := s.request(t, s.b.ID); got.Subject.Name != "second" || got.Kind != model.Deletion {
		t.Errorf("the second request became %s of %s", got.Kind, got.Subject.Name)
	}
}

func TestAStepIsDoneOnceHoweverOftenItIsPressed(t *testing.T) {
	s := newSeat(t)
	s.Show(s.a.ID)
	s.until(t, "the request", func() bool { return s.shown != nil })
	first := s.shown
	for range 5 {
		s.Run(part.CmdNextStep)
	}
	s.until(t, "the request after its step", func() bool { return s.shown != first && s.shown != nil })
	if s.frame.Window.Canvas().Overlays().Top() != nil {
		t.Error("pressing again was answered with an error")
	}
	if got := s.request(t, s.a.ID); got.Version != s.a.Version+1 {
		t.Errorf("version %d after one step from %d", got.Version, s.a.Version)
	}
}

// Pressing C on one's own request wrote that it was claimed into its log once more.
func TestWhatIsHeldAlreadyIsNotClaimedAgain(t *testing.T) {
	s := newSeat(t)
	s.Show(s.a.ID)
	s.until(t, "the request", func() bool { return s.shown != nil })
	s.Run(part.CmdClaim)
	s.until(t, "the request that was claimed", func() bool { return s.shown != nil && s.shown.Request.Holder != "" })
	claimed := s.shown.Request.Version
	s.Run(part.CmdClaim)
	s.Run(part.CmdNextStep)
	s.until(t, "the request after its step",
		func() bool { return s.request(t, s.a.ID).Status == model.Verifying })
	if got := s.request(t, s.a.ID); got.Version != claimed+1 {
		t.Errorf("claiming again and one step made version %d of %d", got.Version, claimed)
	}
}

func TestWhatSomebodyElseDidMeanwhileIsToldAndShown(t *testing.T) {
	s := newSeat(t)
	s.Show(s.a.ID)
	s.until(t, "the request", func() bool { return s.shown != nil })
	first := s.shown
	if _, err := s.session.CloseEarly(ctx, s.a.Revision(), model.Withdrawn); err != nil {
		t.Fatal(err)
	}
	s.Run(part.CmdNextStep)
	s.until(t, "the request as it is now", func() bool { return s.shown != first && s.shown != nil })
	if s.shown.Request.Status != model.Closed {
		t.Errorf("shows it as %s", s.shown.Request.Status)
	}
	if s.frame.Window.Canvas().Overlays().Top() == nil {
		t.Error("nothing was said")
	}
}

func TestADialogStaysOpenUntilItsWorkHasEnded(t *testing.T) {
	s := newSeat(t)
	s.Show(s.a.ID)
	s.until(t, "the request", func() bool { return s.shown != nil })
	o, answer, ended := *s.shown, make(chan error, 1), 0
	entry := part.NewEntry("")
	d := part.NewDialog(part.DialogParts{Title: "Close", Body: entry, Confirm: "Close"})
	d.Show(s.frame.Window.Canvas())
	entry.SetText("typed")
	submit := func() bool {
		return s.frame.Submit(d, &o, func(context.Context, model.Revision) error { return <-answer },
			func() { ended++ })
	}
	for range 2 { // a second press is not heard
		if submit() || !d.Shown() {
			t.Fatal("it closes while its work runs")
		}
	}
	answer <- desk.ErrHeld
	s.app.Step()
	if !d.Shown() || entry.Text != "typed" || ended != 0 {
		t.Fatalf("refused: shown %v with %q, ended %d times", d.Shown(), entry.Text, ended)
	}
	submit()
	answer <- nil
	s.app.Step()
	if d.Shown() || ended != 1 {
		t.Fatalf("done: shown %v, ended %d times", d.Shown(), ended)
	}
}
