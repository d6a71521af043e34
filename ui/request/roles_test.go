package request

import (
	"slices"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"orangelab.cn/rightsdesk/app/desk/desktest"
	"orangelab.cn/rightsdesk/app/intake"
	"orangelab.cn/rightsdesk/app/intake/record"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/ui/frame"
	"orangelab.cn/rightsdesk/ui/frame/frametest"
	"orangelab.cn/rightsdesk/ui/part"
)

// TestARequestOffersWhatARoleMayDoWithIt opens one request, received and then settled by somebody, as every role that
// reads it.
func TestARequestOffersWhatARoleMayDoWithIt(t *testing.T) {
	a := frametest.New(t)
	d := desktest.New(t, "sqlite")
	fang := d.Add(t, "fang", model.RoleAgent)
	take := func(settled bool) model.Request {
		r, err := intake.Take(ctx, fang,
			record.Submission{Kind: model.Deletion, Channel: model.ByMail, Requester: model.Self,
				Subject: model.Subject{Name: "Li Lei", Email: "li@example.org"}})
		if err == nil && settled {
			r, err = intake.Triage(ctx, fang, r.Revision(), submission(r))
		}
		if err != nil {
			t.Fatal(err)
		}
		return r
	}
	for _, c := range []struct {
		name     string
		role     model.Role
		settled  bool
		acts     bool // there is a button for the next step
		offering []string
	}{
		{"an agent, unclaimed", model.RoleAgent, false, true,
			[]string{"Claim", "Write a remark…", "They also ask for…", "Rules that apply…", "Product and tags…",
				"Close early…"}},
		{"a lead, unclaimed", model.RoleLead, false, true,
			[]string{"Claim", "Write a remark…", "They also ask for…", "Rules that apply…", "Product and tags…",
				"Assign…", "Close early…"}},
		{"an auditor, unclaimed", model.RoleAuditor, false, false, []string{"Rules that apply…"}},
		{"another agent, held", model.RoleAgent, true, false,
			[]string{"Write a remark…", "Rules that apply…", "Product and tags…"}},
		{"a lead, held by an agent", model.RoleLead, true, false,
			[]string{"Write a remark…", "Rules that apply…", "Product and tags…", "Assign…"}},
		{"an auditor, held", model.RoleAuditor, true, false, []string{"Rules that apply…"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := take(c.settled)
			s := d.Add(t, r.Reference, c.role)
			f := &frame.Frame{Window: test.NewTempWindow(t, nil), Session: s, Changed: func(int64) {},
				Open: func(int64) {}}
			v := New(f, func(bool) {})
			f.Window.SetContent(v.Body())
			f.Window.Resize(fyne.NewSize(1000, 700))
			v.Show(r.ID)
			a.Until(t, "the request", func() bool { return v.shown != nil })
			if step, ok := v.nextStep(); !ok || (step.Primary != nil) != c.acts {
				t.Errorf("the next step %q has a button: %v", step.Title, step.Primary != nil)
			}
			var offered []string
			for _, item := range v.MenuItems() {
				if !item.Disabled {
					offered = append(offered, item.Label)
				}
			}
			if !slices.Equal(offered, c.offering) {
				t.Errorf("offered %q, want %q", offered, c.offering)
			}
			if v.Run(part.CmdNextStep) != c.acts {
				t.Error("Ctrl+Enter and the button differ")
			}
			if c.acts {
				a.Until(t, "the step done", func() bool { return v.shown.Request.Status == model.Verifying })
				return
			}
			if now, err := fang.Request(ctx, r.ID); err != nil || now.Version != r.Version {
				t.Errorf("the request has moved on: %v", err)
			}
		})
	}
}
