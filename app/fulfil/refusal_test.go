package fulfil_test

import (
	"errors"
	"strings"
	"testing"

	"orangelab.cn/rightsdesk/app/change"
	"orangelab.cn/rightsdesk/app/desk"
	"orangelab.cn/rightsdesk/app/desk/desktest"
	"orangelab.cn/rightsdesk/app/fulfil"
	"orangelab.cn/rightsdesk/app/letter"
	"orangelab.cn/rightsdesk/app/naming"
	"orangelab.cn/rightsdesk/app/review"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/model/rule"
)

func TestARefusalNeedsGroundsAndASecondPerson(t *testing.T) {
	o := newOffice(t, "sqlite")
	r := o.working(t, model.Deletion)
	ground := model.GivenGround{ID: "EXC-3"}
	if _, err := change.Refuse(ctx, o.agent, desktest.Seen(t, o.agent, r.ID), "",
		model.Refusal{Grounds: []model.GivenGround{ground}}); err == nil {
		t.Fatal("refused without facts")
	}
	ground.Facts, ground.Evidence, ground.Law =
		"The file is needed in proceedings.", "(2026) 京0108 刑初 12", "Criminal Procedure Law 54"
	if _, err := change.Refuse(ctx, o.agent, desktest.Seen(t, o.agent, r.ID), "",
		model.Refusal{Grounds: []model.GivenGround{ground}}); err != nil {
		t.Fatal(err)
	}
	o.step(t, r.ID, model.StepSendToReview)
	if _, err := review.SendToReview(ctx, o.agent, desktest.Seen(t, o.agent, r.ID)); err != nil {
		t.Fatal(err)
	}
	if _, err := change.ApproveRefusal(ctx, o.agent, desktest.Seen(t, o.agent, r.ID),
		digest(t, o.agent, r.ID)); !errors.Is(err, desk.ErrOwnWork) {
		t.Fatalf("who refused approved: %v", err)
	}
	if _, err := change.ApproveRefusal(ctx, o.lead, desktest.Seen(t, o.lead, r.ID),
		digest(t, o.lead, r.ID)); err != nil {
		t.Fatal(err)
	}
	if closed := o.closed(t, r.ID); closed.Outcome != model.Refused {
		t.Errorf("closed as %s", closed.Outcome)
	}
}

// Under another law than that of the desk, a ground of the home law refuses nothing, and letters name the law that
// applies.
func TestARefusalRestsOnTheLawOfItsRequest(t *testing.T) {
	o := newOffice(t, "sqlite")
	r := o.working(t, model.Deletion)
	if _, err := o.agent.SetRegimes(ctx, desktest.Seen(t, o.agent, r.ID), []string{"eu"}); err != nil {
		t.Fatal(err)
	}
	home := model.GivenGround{ID: "EXC-3", Facts: "The file is needed in proceedings.", Evidence: "12", Law: "X"}
	var faults rule.RefusalFaults
	if _, err := change.Refuse(ctx, o.agent, desktest.Seen(t, o.agent, r.ID), "",
		model.Refusal{Grounds: []model.GivenGround{home}}); !errors.As(err, &faults) ||
		faults[0].Field != rule.RefusalRegime {
		t.Fatalf("a ground of the home law refuses a request under another: %v", err)
	}
	theirs := model.GivenGround{ID: "EXCESS", Facts: "The same was asked forty times this week."}
	if _, err := change.Refuse(ctx, o.agent, desktest.Seen(t, o.agent, r.ID), "",
		model.Refusal{Grounds: []model.GivenGround{theirs}}); err != nil {
		t.Fatal(err)
	}
	if _, err := review.SendToReview(ctx, o.agent, desktest.Seen(t, o.agent, r.ID)); err != nil {
		t.Fatal(err)
	}
	if _, err := change.ApproveRefusal(ctx, o.lead, desktest.Seen(t, o.lead, r.ID),
		digest(t, o.lead, r.ID)); err != nil {
		t.Fatal(err)
	}
	for _, lang := range letter.Languages {
		w, err := fulfil.WriteLetter(ctx, o.agent, desktest.Seen(t, o.agent, r.ID),
			fulfil.Ask{Kind: letter.Refused, Lang: lang})
		if err != nil {
			t.Fatal(err)
		}
		text := w.Text()
		for _, want := range []string{naming.Say(lang, "GDPR, Article 12(5)", "《通用数据保护条例》第12条第5款"),
			naming.Say(lang, "GDPR, Article 77", "《通用数据保护条例》第77条"),
			naming.Say(lang, "GDPR, Article 79", "《通用数据保护条例》第79条")} {
			if !strings.Contains(text, want) {
				t.Errorf("the letter lacks %q:\n%s", want, text)
			}
		}
		for _, other := range []string{"GB/T", "Personal Information Protection Law", "《个人信息保护法》", "12377"} {
			if strings.Contains(text, other) {
				t.Errorf("the letter names %q:\n%s", other, text)
			}
		}
	}
}
