package request

import (
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"orangelab.cn/rightsdesk/ui/part"
)

// find returns what a test looks for among all that an object is made of.
func find[O fyne.CanvasObject](o fyne.CanvasObject, is func(O) bool) (found O, ok bool) {
	for _, inner := range test.LaidOutObjects(o) {
		if one, match := inner.(O); match && is(one) {
			return one, true
		}
	}
	return found, false
}

// Every set of rules shows its day with how it was counted, and whoever holds the request settles which apply.
func TestTheRulesOfARequestAreShownAndSettled(t *testing.T) {
	s := newSeat(t)
	s.Show(s.b.ID)
	s.until(t, "the request", func() bool { return s.shown != nil })
	s.regimes(*s.shown)
	dialog := s.frame.Window.Canvas().Overlays().Top()
	said := ""
	find(dialog, func(c *part.Check) bool {
		said += c.Text + ": " + c.Below + "\n"
		return false
	})
	for _, want := range []string{"15 working days from", "fairly sure", "European Union", "1 month from",
		"GDPR Article 12(3)", "can be put off to", "no rule for such a request", "a figure of practice; the law says"} {
		if !strings.Contains(said, want) {
			t.Errorf("the dialog lacks %q:\n%s", want, said)
		}
	}
	box, there := find(dialog, func(c *part.Check) bool { return c.Text == "Korea" })
	confirm, ready := find(dialog, func(b *part.Button) bool { return b.Text == "Apply these rules" })
	if !there || !ready || box.Checked {
		t.Fatalf("Korea %v, button %v", box, confirm)
	}
	due := s.b.DueAt
	box.SetChecked(true)
	confirm.Tap()
	s.until(t, "the rules", func() bool { return slices.Contains(s.request(t, s.b.ID).Regimes, "kr") })
	if r := s.request(t, s.b.ID); !r.DueAt.Before(due) {
		t.Errorf("due %s, before %s", r.DueAt, due)
	}
}
