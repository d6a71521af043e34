package fulfil_test

import (
	"errors"
	"testing"

	_ "modernc.org/sqlite" // the driver of the sample source

	"orangelab.cn/rightsdesk/app/collect"
	"orangelab.cn/rightsdesk/app/datamap"
	"orangelab.cn/rightsdesk/app/desk"
	"orangelab.cn/rightsdesk/app/desk/desktest"
	"orangelab.cn/rightsdesk/app/review"
	"orangelab.cn/rightsdesk/model"
)

func TestASourceThatIsDownIsNamedAndHoldsTheCopyBack(t *testing.T) {
	h := newHouse(t, "sqlite")
	down :=
		"dataset:\n  - fides_key: crm\n    collections:\n      - name: contact\n        fields:\n          - {name: id, fides_meta: {primary_key: true}}\n          - {name: email, fides_meta: {identity: email}}\n"
	r := h.verified(t)
	if err := datamap.Save(ctx, h.lead,
		model.Source{Key: "crm", Address: "postgres://nobody@127.0.0.1:1/none?connect_timeout=1",
			Dataset: down}); err != nil {
		t.Fatal(err)
	}
	if err := collect.Collect(ctx, h.agent, desktest.Seen(t, h.agent, r.ID), nil); err != nil {
		t.Fatal(err)
	}
	res, err := collect.Read(ctx, h.agent, r.ID)
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range res.Run.Sources {
		if want := map[string]model.SourceState{"crm": model.SourceFailed,
			"shop": model.SourceDone}[s.Source]; s.State != want {
			t.Errorf("%s is %s (%s), want %s", s.Source, s.State, s.Reason, want)
		}
	}
	if r, err = h.agent.Request(ctx, r.ID); err != nil || r.Step != model.StepRetrySources {
		t.Errorf("next step %s, %v", r.Step, err)
	}
	decideAll(t, h, r.ID)
	if _, err := review.SendToReview(ctx, h.agent, desktest.Seen(t, h.agent, r.ID)); !errors.Is(err,
		collect.ErrMissing) {
		t.Fatalf("went to review without a source: %v", err)
	}
	if _, err := review.AcceptMissing(ctx, h.agent, desktest.Seen(t, h.agent, r.ID), "down"); !errors.Is(err,
		desk.ErrForbidden) {
		t.Errorf("an agent accepts alone: %v", err)
	}
	if _, err := review.AcceptMissing(ctx, h.lead, desktest.Seen(t, h.lead, r.ID),
		"the CRM is being moved; it holds no more than shop"); err != nil {
		t.Fatal(err)
	}
	if _, err := review.SendToReview(ctx, h.agent, desktest.Seen(t, h.agent, r.ID)); err != nil {
		t.Fatal(err)
	}
}

func TestAManualSourceWaitsForItsOwner(t *testing.T) {
	h := newHouse(t, "sqlite")
	if err := datamap.Save(ctx, h.lead, model.Source{Key: "archive", Owner: "周敏"}); err != nil {
		t.Fatal(err)
	}
	r := h.verified(t)
	if err := collect.Collect(ctx, h.agent, desktest.Seen(t, h.agent, r.ID), nil); err != nil {
		t.Fatal(err)
	}
	if r, _ = h.agent.Request(ctx, r.ID); r.Step != model.StepManualSources {
		t.Errorf("next step %s", r.Step)
	}
	if _, err := collect.AnswerManual(ctx, h.agent, desktest.Seen(t, h.agent, r.ID), "shop", nil); !errors.Is(err,
		collect.ErrNotManual) {
		t.Errorf("a database answered by hand: %v", err)
	}
	if _, err := collect.AnswerManual(ctx, h.agent, desktest.Seen(t, h.agent, r.ID), "archive",
		[]collect.Handed{{Name: "scan.pdf", Mime: "application/pdf", Data: []byte("%PDF")}}); err != nil {
		t.Fatal(err)
	}
	decideAll(t, h, r.ID)
	if _, err := review.SendToReview(ctx, h.agent, desktest.Seen(t, h.agent, r.ID)); err != nil {
		t.Fatal(err)
	}
}
