package identity

import (
	"context"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/test"

	"orangelab.cn/rightsdesk/app/desk/desktest"
	"orangelab.cn/rightsdesk/app/desk/proven"
	app "orangelab.cn/rightsdesk/app/identity"
	"orangelab.cn/rightsdesk/app/intake"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/ui/frame"
	"orangelab.cn/rightsdesk/ui/frame/frametest"
	"orangelab.cn/rightsdesk/ui/part"
)

// seat is a member of staff with a request whose person is to be proven.
func seat(t *testing.T) (frametest.App, *frame.Frame, frame.Opened) {
	t.Helper()
	a := frametest.New(t)
	d := desktest.New(t, "sqlite")
	s := d.Add(t, "fang", model.RoleAgent)
	r := d.Request(t, s)
	sub := desktest.Submission()
	if _, err := intake.Triage(context.Background(), s, r.Revision(), sub); err != nil {
		t.Fatal(err)
	}
	f := &frame.Frame{Session: s, Window: test.NewTempWindow(t, nil)}
	o, err := f.Load(context.Background(), r.ID)
	if err != nil {
		t.Fatal(err)
	}
	return a, f, o
}

func TestTheNextStepOfProvingIsWhatIsStillMissing(t *testing.T) {
	_, f, o := seat(t)
	now := f.Session.Now()
	pending := func(till time.Time) *model.EvidenceRecord {
		return &model.EvidenceRecord{Evidence: model.Evidence{Kind: model.EvidenceEmailCode, Result: model.Pending,
			At: now}, ExpiresAt: till}
	}
	for _, c := range []struct {
		name     string
		standing app.Standing
		button   string
		fields   int
	}{
		{"a code to check", app.Standing{Pending: pending(now.Add(time.Minute))}, "Check code", 1},
		{"a code that ran out", app.Standing{Pending: pending(now.Add(-time.Minute))}, "Send again", 0},
		{"a code to send", app.Standing{Lacks: []model.Missing{model.MissingCode, model.MissingPoint}},
			"Send a code to ", 0},
		{"a point to compare", app.Standing{Lacks: []model.Missing{model.MissingPoint}}, "Compare a data point…", 0},
		{"a statement to record", app.Standing{Lacks: []model.Missing{model.MissingStatement}},
			"Record a signed statement…", 0},
		{"the authority of an agent", app.Standing{Lacks: []model.Missing{model.MissingAuthority}},
			"Record the signed authority…", 0},
	} {
		o := o
		o.Standing = c.standing
		var p part.NextStepParts
		Step(f, o, &p, func() {})
		if p.Primary == nil || !strings.HasPrefix(p.Primary.Text, c.button) || len(p.Fields) != c.fields {
			t.Errorf("%s: %+v", c.name, p)
			continue
		}
		for _, text := range []string{p.Title, p.Why, p.Primary.Text} {
			for _, value := range append(o.Request.Subject.Emails(),
				append(o.Request.Subject.Phones(), o.Request.Subject.IDNumber, o.Request.Subject.Name)...) {
				if value != "" && strings.Contains(text, value) {
					t.Errorf("%s: %q shows %q", c.name, text, value)
				}
			}
		}
	}
}

func TestProofIsOfTheRequestAsItWasSeen(t *testing.T) {
	a, f, o := seat(t)
	ctx := context.Background()
	if _, err := app.RecordControl(ctx, f.Session, o.Revision(), model.EvidenceCallBack,
		proven.NamesOf(o.Request.Subject)[0], true, "called back", app.Held{Request: o.Request.ID}); err != nil {
		t.Fatal(err)
	}
	now, err := f.Session.Request(ctx, o.Request.ID)
	if err != nil {
		t.Fatal(err)
	}
	checkCode(f, o, "123456", func() {})
	a.Until(t, "the answer", func() bool { return f.Window.Canvas().Overlays().Top() != nil })
	said := ""
	for _, o := range test.LaidOutObjects(f.Window.Canvas().Overlays().Top()) {
		if text, ok := o.(*canvas.Text); ok {
			said += text.Text
		}
	}
	if !strings.Contains(said, o.Request.Reference) { // which it names where it has moved on
		t.Errorf("told: %s", said)
	}
	if after, err := f.Session.Request(ctx, o.Request.ID); err != nil || after.Version != now.Version {
		t.Errorf("the request moved on from %d to %d, %v", now.Version, after.Version, err)
	}
}
