package shell

import (
	"testing"

	"go.uber.org/goleak"

	"orangelab.cn/rightsdesk/app/desk/desktest"
)

// A window stands open for weeks, and people come and go: what watched the desk for one of them ends when they sign
// out.
func TestNobodyWhoSignedOutLeavesAGoroutineBehind(t *testing.T) {
	s, until := opened(t, newDesk(t))
	c := s.window.Canvas()
	until("the sign-in shows", func() bool { return focused(c) != nil })
	round := func() {
		login := focused(c)
		login.SetText("admin")
		c.FocusNext()
		write(c, desktest.Password)
		enter(c)
		until("the desk is open", func() bool { return s.main != nil })
		session := s.frame.Session
		s.signOut()
		until("signed out", func() bool {
			return session.Allow(t.Context(), "desk.sign_in") != nil && focused(c) != nil
		})
	}
	round()
	before := goleak.IgnoreCurrent()
	round()
	round()
	var left error
	until("everything ended", func() bool {
		left = goleak.Find(before)
		return left == nil
	})
	if left != nil {
		t.Error(left)
	}
}
