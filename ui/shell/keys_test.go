package shell

import (
	"testing"

	"fyne.io/fyne/v2"

	"orangelab.cn/rightsdesk/app/desk/desktest"
	"orangelab.cn/rightsdesk/ui/part"
)

// TestTheKeysOfAListActAfterItsPlaceWasClicked: with nothing open yet, Enter did nothing.
func TestTheKeysOfAListActAfterItsPlaceWasClicked(t *testing.T) {
	dir := newDesk(t)
	r := staffed(t, dir)
	s, until := opened(t, dir)
	c := s.window.Canvas()
	until("the sign-in shows", func() bool { return focused(c) != nil })
	for _, text := range []string{"fang", desktest.Password} {
		write(c, text)
		enter(c)
	}
	until("the list", func() bool { return s.main != nil && len(s.main.queue.rows) == 1 })
	before, err := s.frame.Session.Request(t.Context(), r.ID)
	if err != nil {
		t.Fatal(err)
	}
	for _, key := range []string{"J", "Enter"} {
		chord, err := part.ParseKey(key)
		if err != nil {
			t.Fatal(err)
		}
		c.Unfocus() // as a click on what takes no focus does
		s.main.rail.Rows()[0].Tapped(&fyne.PointEvent{})
		until("nothing is open", func() bool { return s.main.detail.ID() == 0 && len(s.main.queue.rows) == 1 })
		if s.main.now(part.CmdClaim) || s.main.now(part.CmdInclude) || !s.main.now(part.CmdSearch) {
			t.Error("with nothing open the palette offers what would do nothing, or lacks what can be done")
		}
		press(c, chord)
		until(key+" opens the first request", func() bool { return s.main.detail.Reference() == r.Reference })
		if !s.main.now(part.CmdClaim) || s.main.now(part.CmdInclude) {
			t.Error("the palette does not offer to claim what is open, or offers to decide a row that does not show")
		}
		s.main.run(part.CmdBack)
	}
	if now, err := s.frame.Session.Request(t.Context(), r.ID); err != nil || now.Version != before.Version {
		t.Errorf("a key did more than open: version %d became %d, %v", before.Version, now.Version, err)
	}
}
