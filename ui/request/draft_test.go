package request

import (
	"testing"

	"orangelab.cn/rightsdesk/app/desk/desktest"
	"orangelab.cn/rightsdesk/app/fulfil"
	"orangelab.cn/rightsdesk/app/intake"
	"orangelab.cn/rightsdesk/app/letter"
	"orangelab.cn/rightsdesk/ui/part"
)

// field is the entry that has the focus; nil where none has.
func (s *seat) field() *part.Entry {
	e, _ := s.frame.Window.Canvas().Focused().(*part.Entry)
	return e
}

// drafts opens the draft of a letter of the first request, which is settled, and waits for its first field.
func (s *seat) drafts(t *testing.T, kind letter.Kind) *part.Entry {
	t.Helper()
	before := s.shown
	s.Show(s.a.ID)
	s.until(t, "the request", func() bool { return s.shown != nil && s.shown != before })
	s.frame.Window.Canvas().Unfocus()
	s.draft(kind, letter.English)
	s.until(t, "the first field of the draft", func() bool { return s.field() != nil })
	return s.field()
}

// kept is what is kept of a draft of the first request.
func (s *seat) kept(t *testing.T, kind letter.Kind) fulfil.Typed {
	t.Helper()
	mine, err := fulfil.ReadTyped(ctx, s.session, s.a.ID)
	if err != nil {
		t.Fatal(err)
	}
	return mine[kind]
}

func TestWhatIsTypedForALetterIsKept(t *testing.T) {
	for _, c := range []struct {
		name string
		kind letter.Kind
		of   func(fulfil.Typed) string
	}{
		{"an extension", letter.Extended, func(t fulfil.Typed) string { return t.Extension.Reason }},
		{"a redirection", letter.Redirected, func(t fulfil.Typed) string { return t.Party.Name }},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := newSeat(t)
			settled, err := intake.Triage(ctx, s.session, s.a.Revision(), submission(s.a))
			if err == nil && c.kind == letter.Extended { // the home law lets nothing be put off
				_, err = s.session.SetRegimes(ctx, settled.Revision(), []string{"eu"})
			}
			if err != nil {
				t.Fatal(err)
			}
			s.drafts(t, c.kind).Retype("the first words")
			if part.Typed(s.Body()) || !part.TypedIn(s.frame.Window.Canvas()) {
				t.Error("leaving the draft, which keeps it, asks whether to throw it away; or the end of the window does not")
			}
			if !s.Back() { // as Esc does
				t.Fatal("Esc does not leave the draft")
			}
			s.until(t, "the first words kept", func() bool { return c.of(s.kept(t, c.kind)) == "the first words" })
			if e := s.drafts(t, c.kind); e.Text != "the first words" {
				t.Fatalf("the draft opens with %q", e.Text)
			}

			// The window locks before the words are kept. What was typed stays, and is kept with the next that is done.
			s.field().Retype("typed before the lock")
			if err := s.session.Lock(ctx); err != nil {
				t.Fatal(err)
			}
			s.letter.Leave()
			s.app.Step()
			if !part.TypedIn(s.frame.Window.Canvas()) {
				t.Error("nobody would be asked before it is lost")
			}
			if err := s.session.Unlock(ctx, desktest.Password); err != nil {
				t.Fatal(err)
			}
			if got := c.of(s.kept(t, c.kind)); got != "the first words" {
				t.Fatalf("kept on a locked desk: %q", got)
			}
			if s.field() == nil || s.field().Text != "typed before the lock" {
				t.Error("what was typed is gone from the field")
			}
			s.Show(s.b.ID) // another request
			s.until(t, "the words kept after the lock", func() bool {
				return c.of(s.kept(t, c.kind)) == "typed before the lock"
			})

			// Another window of the same person has them, with nothing of this one.
			other := New(s.frame, func(bool) {})
			s.frame.Window.SetContent(other.Body())
			s.View = other
			if e := s.drafts(t, c.kind); e.Text != "typed before the lock" {
				t.Errorf("another window opens the draft with %q", e.Text)
			}
			if part.TypedIn(s.frame.Window.Canvas()) {
				t.Error("what is kept is asked about")
			}
		})
	}
}

// TestADraftIsGoneOnWithAtItsEnd: what is typed next stands behind what was kept.
func TestADraftIsGoneOnWithAtItsEnd(t *testing.T) {
	s := newSeat(t)
	settled, err := intake.Triage(ctx, s.session, s.a.Revision(), submission(s.a))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := fulfil.KeepTyped(ctx, s.session, settled.Revision(), fulfil.Ask{Kind: letter.Acknowledgement,
		Lang: letter.English, Own: "We are sorry.\nIt will be done"}); err != nil {
		t.Fatal(err)
	}
	e := s.drafts(t, letter.Acknowledgement)
	e.TypedRune('!')
	if e.Text != "We are sorry.\nIt will be done!" {
		t.Errorf("%q", e.Text)
	}
}
