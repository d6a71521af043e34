package request

import (
	"context"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"orangelab.cn/rightsdesk/app/desk"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/ui/part"
)

// hold takes every way on which the desk reads, until let go: whatever a screen asks for meanwhile is read slowly.
func hold(t *testing.T, s *desk.Session) (free func()) {
	t.Helper()
	const ways = 4 // that a local desk reads on at once
	held, goOn, ended := make(chan struct{}), make(chan struct{}), make(chan error)
	for range ways {
		go func() {
			ended <- s.AtOnce(ctx, model.ActReadRequest, func(context.Context) error {
				held <- struct{}{}
				<-goOn
				return nil
			})
		}()
	}
	for range ways {
		<-held
	}
	return func() {
		close(goOn)
		for range ways {
			if err := <-ended; err != nil {
				t.Error(err)
			}
		}
	}
}

// saysReading reports whether the view says that it is reading, and shows nothing else.
func (s *seat) saysReading() bool {
	return len(s.body.Objects) == 1 && len(test.LaidOutObjects(s.body)) > 0 && texts(s.body) == "Reading…"
}

// texts are the words that stand in an object, one after the other.
func texts(o fyne.CanvasObject) (all string) {
	switch o := o.(type) {
	case *part.Text:
		return o.Text
	case *fyne.Container:
		for _, child := range o.Objects {
			all += texts(child)
		}
	}
	return all
}

func TestALongReadingIsSaidAndNothingCanBeDoneMeanwhile(t *testing.T) {
	s := newSeat(t)
	s.Show(s.a.ID)
	s.until(t, "the first request", func() bool { return s.shown != nil })
	old := s.slow

	free := hold(t, s.session)
	s.Show(s.b.ID)
	if len(s.body.Objects) != 0 {
		t.Error("a word flickers before it is known to be needed")
	}
	s.until(t, "the word that it is being read", s.saysReading)
	for _, command := range []string{part.CmdNextStep, part.CmdClaim, part.CmdNextTab, part.CmdPrevTab, part.CmdReveal,
		part.CmdAgree, part.CmdReturn} {
		if s.Run(command) {
			t.Errorf("%s did something", command)
		}
	}
	if s.Back() || s.ChooseTab(0) || s.ChooseTab(1) || s.Reference() != "" {
		t.Error("a request is there that was not read")
	}
	free()
	s.until(t, "the second request", func() bool { return s.shown != nil })
	if s.saysReading() || s.Reference() != s.b.Reference || s.slow != nil || old != nil {
		t.Errorf("after it was read: %q, %s", texts(s.body), s.Reference())
	}
	if r := s.request(t, s.b.ID); r.Version != s.b.Version {
		t.Errorf("the second request has moved on to version %d", r.Version)
	}
}

func TestARequestLeftWhileItIsReadNeverShows(t *testing.T) {
	s := newSeat(t)
	free := hold(t, s.session)
	s.Show(s.a.ID)
	s.until(t, "the word that it is being read", s.saysReading)
	s.Close()
	if s.saysReading() {
		t.Error("it is still said to be read")
	}
	free()
	s.app.Step() // what was read comes back
	if s.shown != nil || s.Reference() != "" {
		t.Error("it shows after it was left")
	}
}
