package fulfil

import (
	"slices"
	"strings"
	"testing"

	"orangelab.cn/rightsdesk/app/change"
	"orangelab.cn/rightsdesk/app/fulfil"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/model/identifier"
	"orangelab.cn/rightsdesk/ui/frame"
	"orangelab.cn/rightsdesk/ui/part"
	"orangelab.cn/rightsdesk/ui/work/worktest"
)

// byItself are the steps at which nobody at the desk does anything.
var byItself = []model.Step{model.StepCollecting, model.StepMakingPlan, model.StepWriting}

// beforeIdentity are done by the screens of intake and identity.
var beforeIdentity = []model.Step{model.StepTriage, model.StepProve, model.StepCheckCode}

func TestEveryStepHasItsOneButton(t *testing.T) {
	w := On(worktest.New(t))
	w.Tasks = []model.Task{{ID: "1", Kind: model.TaskErase, Who: "archive"}}
	w.Proposals.List = []fulfil.Proposed{{Written: fulfil.Written{ID: "1", By: "somebody else"}}}
	w.Plan = &change.Plan{Plan: model.Plan{Digest: "7f3a91c2",
		Sources: []model.PlanSource{{Source: "shop", State: model.WriteFailed}}}}
	for _, step := range model.Steps {
		if slices.Contains(beforeIdentity, step) {
			continue
		}
		for _, kind := range []model.Kind{model.Export, model.Correction, model.Deletion, model.Cancellation,
			model.Withdrawal} {
			w.Request = model.Request{Kind: kind, Step: step, Status: model.Working, PreparedBy: "somebody else"}
			p := part.NextStepParts{Title: frame.StepTitle(step)}
			w.Step(&p)
			if p.Title == "" {
				t.Errorf("%s of %s has no sentence", step, kind)
			}
			if (p.Primary == nil) != slices.Contains(byItself, step) {
				t.Errorf("%s of %s: primary button %v", step, kind, p.Primary)
			}
		}
	}
}

func TestWhoPreparedItGetsNoButtonToApproveIt(t *testing.T) {
	w := On(worktest.New(t))
	w.Plan = &change.Plan{Plan: model.Plan{Digest: "7f3a91c2"}}
	for _, step := range []model.Step{model.StepAgreeShared, model.StepRelease, model.StepSignPlan,
		model.StepApproveAnswer, model.StepApproveRefusal} {
		w.Request = model.Request{Kind: model.Deletion, Step: step, Status: model.Review,
			PreparedBy: w.Session.Staff().ID}
		var p part.NextStepParts
		if w.Step(&p); p.Primary != nil {
			t.Errorf("%s offers %q to who prepared it", step, p.Primary.Text)
		}
	}
}

func TestADeliveryGoesToTheContactOfItsWayUnlessAnotherIsTyped(t *testing.T) {
	w := On(worktest.New(t))
	w.Request.Subject = model.Subject{Email: "wang.ming@163.com", Phone: "13812341234"}
	s, fields := w.newSending("by")
	if fields[0].Validate() || s.addressee() != "" {
		t.Errorf("goes to %q though nobody said how", s.addressee())
	}
	fields[0].Input.(*part.Select).Choose(slices.Index(fulfil.Ways, "email"))
	if s.addressee() != "wang.ming@163.com" || s.to.Text != "" ||
		!strings.Contains(s.to.PlaceHolder, identifier.MaskEmail("wang.ming@163.com")) {
		t.Errorf("proposes %q, holds %q, shows %q", s.addressee(), s.to.Text, s.to.PlaceHolder)
	}
	choose := func(way string) {
		s.way = slices.Index(fulfil.Ways, way)
		s.propose(w.Request.Subject)
	}
	for way, want := range map[string]string{"sms": "13812341234", "phone": "13812341234", "email": "wang.ming@163.com",
		"post": "", "counter": ""} {
		if choose(way); s.addressee() != want {
			t.Errorf("%s proposes %q", way, s.addressee())
		}
	}
	choose("email")
	s.to.SetText("ming@example.org")
	if s.addressee() != "ming@example.org" {
		t.Errorf("goes to %q though another was typed", s.addressee())
	}
	if choose("sms"); s.addressee() != "ming@example.org" {
		t.Errorf("what was typed was wiped by another way: %q", s.addressee())
	}
}
