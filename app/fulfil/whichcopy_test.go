package fulfil_test

import (
	"errors"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"orangelab.cn/rightsdesk/app/change"
	"orangelab.cn/rightsdesk/app/collect"
	"orangelab.cn/rightsdesk/app/desk/desktest"
	"orangelab.cn/rightsdesk/app/fulfil"
	"orangelab.cn/rightsdesk/app/intake"
	"orangelab.cn/rightsdesk/app/letter"
	"orangelab.cn/rightsdesk/app/packet"
	"orangelab.cn/rightsdesk/app/review"
	"orangelab.cn/rightsdesk/model"
)

// sendsCopy builds a copy and says how it and its password went out.
func (h house) sendsCopy(t *testing.T, id int64, form string) {
	t.Helper()
	h.buildsCopy(t, id, form)
	for what, way := range map[string][2]string{"packet": {"email", "wang.ming@163.com"},
		"password": {"sms", "13812341234"}} {
		if _, err := fulfil.Deliver(ctx, h.agent, desktest.Seen(t, h.agent, id), what, way[0], way[1],
			onFile); err != nil {
			t.Fatal(err)
		}
	}
	h.Clock.Step(time.Minute)
}

func (h house) buildsCopy(t *testing.T, id int64, form string) {
	t.Helper()
	if _, err := fulfil.BuildPacket(ctx, h.agent, desktest.Seen(t, h.agent, id), form,
		filepath.Join(t.TempDir(), "copy."+form), packet.English); err != nil {
		t.Fatal(err)
	}
	h.Clock.Step(time.Minute)
}

// answers writes the answer.
func (h house) answers(t *testing.T, id int64) (fulfil.Written, error) {
	t.Helper()
	return fulfil.WriteLetter(ctx, h.agent, desktest.Seen(t, h.agent, id),
		fulfil.Ask{Kind: letter.Fulfilled, Lang: letter.English})
}

func (h house) closes(t *testing.T, id int64) error {
	t.Helper()
	_, err := fulfil.Close(ctx, h.agent, desktest.Seen(t, h.agent, id),
		fulfil.Closing{Way: "email", To: "wang.ming@163.com"})
	return err
}

// A copy was sent, another was built, and the answer told of the other what had been done with the first.
func TestTheCopyOfTheAnswerIsTheOneThatWentOut(t *testing.T) {
	h := newHouse(t, "sqlite")
	r := h.verified(t)
	if err := collect.Collect(ctx, h.agent, r.Revision(), nil); err != nil {
		t.Fatal(err)
	}
	h.released(t, r.ID)
	h.sendsCopy(t, r.ID, fulfil.FormZip)
	if _, err := h.answers(t, r.ID); err != nil {
		t.Fatal(err)
	}
	h.buildsCopy(t, r.ID, fulfil.FormHTML)
	if got, err := h.agent.Request(ctx, r.ID); err != nil || got.Step != model.StepDeliver {
		t.Errorf("the next step is %s, %v: the newest copy did not go out", got.Step, err)
	}
	if _, err := h.answers(t, r.ID); !errors.Is(err, collect.ErrNoDelivery) {
		t.Errorf("an answer tells of a copy that did not go out: %v", err)
	}
	if err := h.closes(t, r.ID); !errors.Is(err, collect.ErrNoDelivery) {
		t.Errorf("closed with a copy that did not go out: %v", err)
	}
	h.sendsCopy(t, r.ID, fulfil.FormHTML)
	if err := h.closes(t, r.ID); !errors.Is(err, fulfil.ErrOldAnswer) {
		t.Errorf("the answer of the older copy closes: %v", err)
	}
	w, err := h.answers(t, r.ID)
	if err != nil || !strings.Contains(string(w.Plain), "one HTML file") {
		t.Fatalf("%v\n%s", err, w.Plain)
	}
	if err := h.closes(t, r.ID); err != nil {
		t.Error(err)
	}
}

// reopened closes a copied request and opens it again on a complaint.
func (h house) reopened(t *testing.T) int64 {
	t.Helper()
	r := h.verified(t)
	if err := collect.Collect(ctx, h.agent, r.Revision(), nil); err != nil {
		t.Fatal(err)
	}
	h.released(t, r.ID)
	h.sendsCopy(t, r.ID, fulfil.FormHTML)
	if _, err := h.answers(t, r.ID); err != nil {
		t.Fatal(err)
	}
	if err := h.closes(t, r.ID); err != nil {
		t.Fatal(err)
	}
	sub := desktest.Submission()
	sub.Kind, sub.Body = model.Complaint, "Half of it is missing."
	complaint, err := intake.Take(ctx, h.agent, sub)
	if err != nil {
		t.Fatal(err)
	}
	seen := func(id int64) model.Revision { return desktest.Seen(t, h.agent, id) }
	if _, err := h.agent.Claim(ctx, seen(complaint.ID)); err != nil {
		t.Log(err)
	}
	if _, err := h.agent.LinkComplaint(ctx, seen(complaint.ID), seen(r.ID)); err != nil {
		t.Fatal(err)
	}
	h.Clock.Step(time.Hour)
	if _, err := h.agent.Reopen(ctx, seen(complaint.ID), seen(r.ID), "an order was missing"); err != nil {
		t.Fatal(err)
	}
	h.Clock.Step(time.Minute)
	if _, err := h.agent.Claim(ctx, seen(r.ID)); err != nil {
		t.Fatal(err)
	}
	return r.ID
}

func TestARequestOpenedAgainIsAnsweredAnew(t *testing.T) {
	h := newHouse(t, "sqlite")
	id := h.reopened(t)
	seen := func() model.Revision { return desktest.Seen(t, h.agent, id) }
	if err := collect.Collect(ctx, h.agent, seen(), nil); err != nil {
		t.Fatal(err)
	}
	h.released(t, id)
	if got, err := h.agent.Request(ctx, id); err != nil || got.Step != model.StepBuildPacket {
		t.Errorf("the next step is %s, %v: the copy is of the first answer", got.Step, err)
	}
	if err := h.closes(t, id); !errors.Is(err, collect.ErrNoDelivery) {
		t.Errorf("closed with what went out with the first answer: %v", err)
	}
	if _, err := fulfil.Deliver(ctx, h.agent, seen(), "packet", "email", "wang.ming@163.com",
		onFile); !errors.Is(err, collect.ErrNoPacket) {
		t.Errorf("the copy of the first answer counts as sent with the second: %v", err)
	}
	h.sendsCopy(t, id, fulfil.FormHTML)
	if err := h.closes(t, id); !errors.Is(err, fulfil.ErrOldAnswer) {
		t.Errorf("closed with the first answer: %v", err)
	}
	if _, err := h.answers(t, id); err != nil {
		t.Fatal(err)
	}
	if err := h.closes(t, id); err != nil {
		t.Error(err)
	}
}

// The refusal of a request that had been answered with a copy said that nothing was ever handed over.
func TestARefusalDoesNotDenyWhatWasHandedOver(t *testing.T) {
	h := newHouse(t, "sqlite")
	id := h.reopened(t)
	seen := func() model.Revision { return desktest.Seen(t, h.agent, id) }
	ground := model.GivenGround{ID: "EXC-3", Facts: "The file is needed in proceedings.",
		Evidence: "(2026) 京0108 刑初 12", Law: "Criminal Procedure Law 54"}
	if _, err := change.Refuse(ctx, h.agent, seen(), "",
		model.Refusal{Grounds: []model.GivenGround{ground}}); err != nil {
		t.Fatal(err)
	}
	if _, err := review.SendToReview(ctx, h.agent, seen()); err != nil {
		t.Fatal(err)
	}
	if _, err := change.ApproveRefusal(ctx, h.lead, desktest.Seen(t, h.lead, id), digest(t, h.lead, id)); err != nil {
		t.Fatal(err)
	}
	for lang, want := range map[string][2]string{
		letter.English: {"handed nothing over", "a copy of the data was handed over on"},
		letter.Chinese: {"未因该请求", "提供个人信息副本"}} {
		w, err := fulfil.WriteLetter(ctx, h.agent, seen(), fulfil.Ask{Kind: letter.Refused, Lang: lang})
		if err != nil {
			t.Fatal(err)
		}
		if text := string(w.Plain); strings.Contains(text, want[0]) || !strings.Contains(text, want[1]) {
			t.Error(text)
		}
	}
}
