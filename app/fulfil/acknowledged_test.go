package fulfil_test

import (
	"strings"
	"testing"
	"time"

	"orangelab.cn/rightsdesk/app/desk/desktest"
	"orangelab.cn/rightsdesk/app/fulfil"
	"orangelab.cn/rightsdesk/app/intake"
	"orangelab.cn/rightsdesk/app/letter"
	"orangelab.cn/rightsdesk/model"
)

func TestAnAcknowledgementOfTheWrongKindIsCorrectedByAnotherOne(t *testing.T) {
	h := newHouse(t, "sqlite")
	r := h.verified(t)
	send := func(want string, not string) {
		t.Helper()
		w, err := fulfil.WriteLetter(ctx, h.agent, desktest.Seen(t, h.agent, r.ID),
			fulfil.Ask{Kind: letter.Acknowledgement, Lang: letter.English})
		if err != nil || want != "" && !strings.Contains(w.Text(), want) ||
			not != "" && strings.Contains(w.Text(), not) {
			t.Fatalf("%v\n%s", err, w.Text())
		}
		if _, err := fulfil.DeliverLetter(ctx, h.agent, desktest.Seen(t, h.agent, r.ID), w.ID, "email",
			"wang.ming@163.com", onFile); err != nil {
			t.Fatal(err)
		}
	}
	misled := func(want bool) {
		t.Helper()
		if at, err := fulfil.Misacknowledged(ctx, h.agent, r.ID); err != nil || at.IsZero() == want {
			t.Errorf("misled at %s, %v", at, err)
		}
	}
	send("", "takes its place")
	misled(false)
	if _, err := intake.Resettle(ctx, h.agent, desktest.Seen(t, h.agent, r.ID), model.Deletion, model.ExtentUnsaid,
		"the mail asks to delete"); err != nil {
		t.Fatal(err)
	}
	misled(true)
	h.Clock.Step(time.Minute)
	send("This letter takes its place", "")
	misled(false)
}

func TestOnlyALetterThatWentOutStopsTheClockOfTheAcknowledgement(t *testing.T) {
	o := newOffice(t, "sqlite")
	r := o.request(t, o.working(t, model.Export).ID)
	if c := r.Clock(); c.Name != model.ClockTell || !c.Due.Before(r.DueAt) {
		t.Fatalf("nobody wrote to the person, and the nearest clock is %s by %s", c.Name, c.Due)
	}
	w, err := fulfil.WriteLetter(ctx, o.agent, desktest.Seen(t, o.agent, r.ID),
		fulfil.Ask{Kind: letter.Acknowledgement, Lang: letter.English})
	if err != nil {
		t.Fatal(err)
	}
	if c := o.request(t, r.ID).Clock(); c.Name != model.ClockTell {
		t.Fatalf("written and not sent, and the nearest clock is %s by %s", c.Name, c.Due)
	}
	if _, err := fulfil.DeliverLetter(ctx, o.agent, desktest.Seen(t, o.agent, r.ID), w.ID, "email", "wang.ming@163.com",
		onFile); err != nil {
		t.Fatal(err)
	}
	if r = o.request(t, r.ID); r.Clock().Name != model.ClockAnswer {
		t.Errorf("acknowledged, and the nearest clock is %s", r.Clock().Name)
	}
}
