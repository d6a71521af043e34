package intake_test

import (
	"context"
	"testing"

	"orangelab.cn/rightsdesk/app/desk/desktest"
	"orangelab.cn/rightsdesk/app/intake"
	"orangelab.cn/rightsdesk/model"
)

// A complaint, of which nobody has to prove who asks, waited for a proof, and only a failed one let it go on.
func TestWhatNeedsNoProofGoesOnOnceItIsSettled(t *testing.T) {
	d := desktest.New(t, "sqlite")
	s := d.Add(t, "fang", model.RoleAgent)
	for kind, want := range map[model.Kind]model.Status{model.Complaint: model.Working,
		model.SelfService: model.Working, model.Deletion: model.Verifying} {
		sub := desktest.Submission()
		sub.Kind, sub.Sensitive, sub.External = kind, false, "test:"+string(kind)
		r, err := intake.Take(context.Background(), s, sub)
		if err != nil {
			t.Fatal(err)
		}
		if r, err = intake.Triage(context.Background(), s, desktest.Seen(t, s, r.ID), sub); err != nil ||
			r.Status != want {
			t.Errorf("%s: %s, want %s (%v)", kind, r.Status, want, err)
		}
	}
}
