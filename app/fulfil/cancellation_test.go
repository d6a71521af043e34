package fulfil_test

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"orangelab.cn/rightsdesk/app/change"
	"orangelab.cn/rightsdesk/app/desk"
	"orangelab.cn/rightsdesk/app/desk/desktest"
	"orangelab.cn/rightsdesk/app/fulfil"
	"orangelab.cn/rightsdesk/app/letter"
	"orangelab.cn/rightsdesk/app/result"
	"orangelab.cn/rightsdesk/model"
)

// What waits for a person comes back by itself on the day that the letter named: nothing waits unseen.
func TestARequestComesBackOnceThePersonWasWaitedForLongEnough(t *testing.T) {
	o := newOffice(t, "sqlite")
	r := o.working(t, model.Cancellation)
	asks, err := fulfil.WriteLetter(ctx, o.agent, desktest.Seen(t, o.agent, r.ID),
		fulfil.Ask{Kind: letter.Blockers, Lang: letter.English})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := fulfil.DeliverLetter(ctx, o.agent, desktest.Seen(t, o.agent, r.ID), asks.ID, "email",
		"wang.ming@163.com", onFile); err != nil {
		t.Fatal(err)
	}
	if _, err := fulfil.AskPerson(ctx, o.agent, desktest.Seen(t, o.agent, r.ID)); err != nil {
		t.Fatal(err)
	}
	until := o.request(t, r.ID).NextDueAt
	o.Clock.Step(until.Sub(o.agent.Now()))
	if err := change.Sweep(ctx, o.lead); err != nil {
		t.Fatal(err)
	}
	o.step(t, r.ID, model.StepWaitPerson)
	o.Clock.Step(time.Second)
	if err := change.Sweep(ctx, o.lead); err != nil {
		t.Fatal(err)
	}
	now := o.request(t, r.ID)
	if now.Status != model.Working || now.Holder != o.agent.Staff().ID || now.Pauses[0].To.IsZero() {
		t.Errorf("%s, held by %q, waited %v", now.Status, now.Holder, now.Pauses)
	}
	inNext(t, o.agent, r.ID, true)
}

func TestAnAccountIsCancelledOnceNothingStandsInTheWay(t *testing.T) {
	o := newOffice(t, "sqlite")
	r := o.working(t, model.Cancellation)
	o.step(t, r.ID, model.StepClearBlockers)
	blockers, err := change.ReadBlockers(ctx, o.agent, r.ID)
	if err != nil || len(blockers.List) != 1 || blockers.List[0].Detail != "36.20 CNY" ||
		!slices.Equal(blockers.Logins, []string{"wechat"}) {
		t.Fatalf("%+v %v", blockers, err)
	}
	if _, err := fulfil.AskPerson(ctx, o.agent, desktest.Seen(t, o.agent, r.ID)); err == nil {
		t.Fatal("the person was left waiting without a letter")
	}
	asks, err := fulfil.WriteLetter(ctx, o.agent, desktest.Seen(t, o.agent, r.ID),
		fulfil.Ask{Kind: letter.Blockers, Lang: letter.Chinese})
	if err != nil {
		t.Fatal(err)
	}
	says(t, "the blocker letter", asks.Text(), []string{"36.20 CNY", "微信", "请您在.*前处理"}, nil)
	if _, err := fulfil.AskPerson(ctx, o.agent, desktest.Seen(t, o.agent, r.ID)); !errors.Is(err, fulfil.ErrUntold) {
		t.Errorf("waits for a person who was not told: %v", err)
	}
	if _, err := fulfil.DeliverLetter(ctx, o.agent, desktest.Seen(t, o.agent, r.ID), asks.ID, "email",
		"wang.ming@163.com", onFile); err != nil {
		t.Fatal(err)
	}
	if _, err := fulfil.AskPerson(ctx, o.agent, desktest.Seen(t, o.agent, r.ID)); err != nil {
		t.Fatal(err)
	}
	o.step(t, r.ID, model.StepWaitPerson)
	inNext(t, o.agent, r.ID, false)
	said := o.request(t, r.ID).Clock()
	if said.Name != model.ClockWait ||
		!strings.Contains(asks.Text(), said.Due.In(o.agent.Rules().Location()).Format("1月2日")) {
		t.Errorf("the desk waits for %s until %s, and the letter says\n%s", said.Name, said.Due, asks.Text())
	}
	if _, err := change.PersonAnswered(ctx, o.agent, desktest.Seen(t, o.agent, r.ID), true); err != nil {
		t.Fatal(err)
	}
	o.collect(t, r.ID)
	o.step(t, r.ID, model.StepClearBlockers)
	if _, err := change.Waive(ctx, o.agent, desktest.Seen(t, o.agent, r.ID), blockers.List[0],
		"said so on a recorded call"); err != nil {
		t.Fatal(err)
	}
	if _, err := change.AgreeWaiver(ctx, o.lead, desktest.Seen(t, o.lead, r.ID), blockers.List[0]); !errors.Is(err,
		change.ErrReviewChanged) {
		t.Fatalf("agreed to a waiver that was never read: %v", err)
	}
	if blockers, err = change.ReadBlockers(ctx, o.lead, r.ID); err != nil {
		t.Fatal(err)
	}
	if _, err := change.AgreeWaiver(ctx, o.agent, desktest.Seen(t, o.agent, r.ID), blockers.List[0]); !errors.Is(err,
		desk.ErrOwnWork) {
		t.Fatalf("who took the waiver down agreed to it: %v", err)
	}
	if _, err := change.AgreeWaiver(ctx, o.lead, desktest.Seen(t, o.lead, r.ID), blockers.List[0]); err != nil {
		t.Fatal(err)
	}
	o.step(t, r.ID, model.StepConfirm)
	conf := model.Confirmation{How: "recorded call", Choice: model.WayAnonymise}
	if _, err := change.Confirm(ctx, o.agent, desktest.Seen(t, o.agent, r.ID), conf); !errors.Is(err,
		change.ErrClauses) {
		t.Fatalf("confirmed without the consequences: %v", err)
	}
	for _, c := range o.agent.Rules().Consequences {
		conf.Clauses = append(conf.Clauses, c.ID)
	}
	if _, err := change.Confirm(ctx, o.agent, desktest.Seen(t, o.agent, r.ID), conf); err != nil {
		t.Fatal(err)
	}
	o.settle(t, r.ID, nil)
	o.leaveShared(t, r.ID)
	o.signed(t, r.ID)
	o.write(t, r.ID)
	got := o.dump(t)
	if got["customer"][0] != "1|gone|<nil>|<nil>|<nil>|<nil>|closed|1" || len(got["login"]) != 1 ||
		len(got["wallet"]) != 1 {
		t.Fatalf("%v", got)
	}
	if _, err := result.Certify(ctx, o.agent, desktest.Seen(t, o.agent, r.ID), nil); err != nil {
		t.Fatal(err)
	}
	o.closed(t, r.ID)
}
