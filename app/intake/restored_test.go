package intake_test

import (
	"context"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"orangelab.cn/rightsdesk/app/desk"
	"orangelab.cn/rightsdesk/app/desk/desktest"
	"orangelab.cn/rightsdesk/app/fulfil"
	"orangelab.cn/rightsdesk/app/intake"
	letters "orangelab.cn/rightsdesk/app/letter"
	post "orangelab.cn/rightsdesk/app/mail"
	"orangelab.cn/rightsdesk/app/outbox"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/model/dispatch"
	"orangelab.cn/rightsdesk/store/backup"
)

func TestARestoredDeskSendsNoLetterAgainUnasked(t *testing.T) {
	ctx := context.Background()
	e := newEar(t, "restored@desk.test")
	sub := desktest.Submission()
	sub.Subject.Email = "twice@person.test"
	r := e.Take(t, e.agent, sub)
	mailed := func(s *desk.Session) {
		t.Helper()
		l, err := fulfil.WriteLetter(ctx, s, desktest.Seen(t, s, r.ID),
			fulfil.Ask{Kind: letters.Acknowledgement, Lang: "en"})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := fulfil.MailLetter(ctx, s, desktest.Seen(t, s, r.ID), l.ID, "twice@person.test",
			model.Elsewhere{}); err != nil {
			t.Fatal(err)
		}
	}
	mailed(e.agent)
	file := filepath.Join(t.TempDir(), "backup")
	if _, err := backup.Write(e.Store(), ctx, file, false); err != nil {
		t.Fatal(err)
	}
	if err := fulfil.SendMail(ctx, e.agent); err != nil {
		t.Fatal(err)
	}
	place := filepath.Join(t.TempDir(), "desk")
	if _, err := backup.Restore(ctx, file, place, backup.WithPassword("fang", desktest.Password)); err != nil {
		t.Fatal(err)
	}
	e.Clock.Step(12 * time.Hour)
	back, err := desk.Open(ctx, place, desk.Options{StateDir: t.TempDir(), Now: e.Clock.Now})
	if err != nil {
		t.Fatal(err)
	}
	defer back.Close()
	s, err := back.SignIn(ctx, "fang", desktest.Password)
	if err != nil {
		t.Fatal(err)
	}
	mailed(s) // what is let go after the restore goes
	if err := fulfil.SendMail(ctx, s); err != nil {
		t.Fatal(err)
	}
	sent, err := outbox.Of(ctx, s, r.ID)
	if err != nil || len(sent) != 2 {
		t.Fatalf("%+v %v", sent, err)
	}
	rests := slices.IndexFunc(sent, func(o dispatch.Outgoing) bool {
		return o.State == dispatch.Uncertain && o.Why == string(post.Restored)
	})
	if rests < 0 || sent[1-rests].State != dispatch.Handed {
		t.Fatalf("%s %s, %s %s", sent[0].State, sent[0].Why, sent[1].State, sent[1].Why)
	}
	if n := len(e.servers.Inbox(t, "twice@person.test", 2)); n != 2 {
		t.Errorf("the person has %d letters of two that were written", n)
	}
	box, err := intake.ReadMailbox(ctx, s)
	if err != nil || len(box.Undelivered) != 1 {
		t.Errorf("%+v %v", box.Undelivered, err)
	}
	if _, err := fulfil.SettleMail(ctx, s, desktest.Seen(t, s, r.ID), sent[rests].ID, outbox.Again); err != nil {
		t.Fatal(err)
	}
	if err := fulfil.SendMail(ctx, s); err != nil {
		t.Fatal(err)
	}
	if n := len(e.servers.Inbox(t, "twice@person.test", 3)); n != 3 {
		t.Errorf("%d letters", n)
	}
}
