package request

import (
	"testing"

	"orangelab.cn/rightsdesk/app/desk/desktest"
	"orangelab.cn/rightsdesk/app/remark"
	"orangelab.cn/rightsdesk/model"
)

// TestWhatAColleagueWritesBesideAnOpenRequestShows: a remark is no new version of the request, whose work goes on.
func TestWhatAColleagueWritesBesideAnOpenRequestShows(t *testing.T) {
	s := newSeat(t)
	lead := s.desk.Add(t, "jing", model.RoleLead)
	s.Show(s.a.ID)
	s.until(t, "the request", func() bool { return s.shown != nil })
	s.choose(tabLetters)
	before := s.shown
	if err := remark.Leave(ctx, lead, desktest.Seen(t, lead, s.a.ID), "They called as well."); err != nil {
		t.Fatal(err)
	}
	s.Follow()
	s.until(t, "the remark", func() bool { return s.shown != before })
	if len(s.shown.Comments) != 1 || s.tab != tabLetters {
		t.Errorf("%d remarks, the tab %d", len(s.shown.Comments), s.tab)
	}

	if err := remark.Leave(ctx, s.session, desktest.Seen(t, s.session, s.a.ID), "So they did."); err != nil {
		t.Fatal(err)
	}
	r, err := s.load(ctx, s.a.ID)
	if err != nil {
		t.Fatal(err)
	}
	if len(r.Log) == len(s.shown.Log) || s.othersWrote(r.Log) {
		t.Error("the view is drawn anew for what was done in it")
	}
}
