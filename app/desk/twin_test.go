package desk_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"orangelab.cn/rightsdesk/app/collect"
	"orangelab.cn/rightsdesk/app/desk"
	"orangelab.cn/rightsdesk/app/desk/desktest"
	"orangelab.cn/rightsdesk/app/desk/proven"
	"orangelab.cn/rightsdesk/app/identity"
	"orangelab.cn/rightsdesk/app/intake"
	"orangelab.cn/rightsdesk/app/intake/record"
	"orangelab.cn/rightsdesk/model"
)

func take(t *testing.T, s *desk.Session, change func(*record.Submission)) model.Request {
	t.Helper()
	sub := desktest.Submission()
	if change != nil {
		change(&sub)
	}
	r, err := intake.Take(ctx, s, sub)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// prove settles a request and proves who asks.
func prove(t *testing.T, s *desk.Session, request int64) {
	t.Helper()
	if _, err := intake.Triage(ctx, s, desktest.Seen(t, s, request), desktest.Submission()); err != nil {
		t.Fatal(err)
	}
	if r, err := identity.RecordControl(ctx, s, desktest.Seen(t, s, request), model.EvidenceSignIn,
		proven.NamesOf(desktest.Submission().Subject)[0], true, "signed in before me",
		identity.Held{Request: request}); err != nil || !r.Proven() {
		t.Fatalf("%+v, %v", r.Status, err)
	}
}

func twinOf(t *testing.T, s *desk.Session, request int64) (references string) {
	t.Helper()
	rows, err := s.Page(ctx, desk.QueueAll, desk.Narrow{}, model.Cursor{}, 100)
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range rows {
		if r.ID == request {
			return strings.Join(r.Twins, ", ")
		}
	}
	return ""
}

func TestATwinIsRecognisedInWhatThePersonAskedBesides(t *testing.T) {
	d := desktest.New(t, "sqlite")
	fang := d.Add(t, "fang", model.RoleAgent)
	first := take(t, fang, func(sub *record.Submission) { sub.Kind = model.Deletion })
	second := take(t, fang, func(sub *record.Submission) { sub.Kind = model.Export })
	opened, err := intake.AskAlso(ctx, fang, second.Revision(), []model.Kind{model.Deletion})
	if err != nil || len(opened) != 1 || twinOf(t, fang, opened[0].ID) != first.Reference {
		t.Errorf("%+v, %v", opened, err)
	}
}

func TestATwinIsRecognisedAtIntakeAndWhenAnIdentifierIsAdded(t *testing.T) {
	for _, engine := range []string{"sqlite", "postgres"} {
		t.Run(engine, func(t *testing.T) {
			d := desktest.New(t, engine)
			fang := d.Add(t, "fang", model.RoleAgent)
			first := take(t, fang, nil)
			stranger := func(sub *record.Submission) {
				sub.Subject = model.Subject{Name: "王小明", Email: "other@163.com"} // the same name is no identifier
			}
			for _, c := range []struct {
				name   string
				change func(*record.Submission)
				twin   bool
			}{
				{"every handle", nil, true},
				{"the phone alone, in another spelling",
					func(sub *record.Submission) { sub.Subject = model.Subject{Phone: "+86 138-1234-1234"} }, true},
				{"a second address", func(sub *record.Submission) {
					sub.Subject = model.Subject{Email: "new@163.com", OtherEmails: []string{"WANG.MING@163.com"}}
				}, true},
				{"another kind", func(sub *record.Submission) { sub.Kind = model.Deletion }, false},
				{"the name alone", stranger, false},
			} {
				r := take(t, fang, c.change)
				twins, err := fang.Twins(ctx, r.ID)
				if err != nil {
					t.Fatal(err)
				}
				if (len(twins) > 0) != c.twin || (twinOf(t, fang, r.ID) != "") != c.twin {
					t.Errorf("%s: %d twins, the list says %q, want %v", c.name, len(twins), twinOf(t, fang, r.ID),
						c.twin)
				}
				if c.twin && twins[len(twins)-1].Request.ID != first.ID {
					t.Errorf("%s: the first is not among the twins", c.name)
				}
			}
			late := take(t, fang, stranger)
			sub := desktest.Submission()
			sub.Subject = model.Subject{Name: "王小明", Email: "other@163.com", Account: "WM2019"}
			if _, err := intake.Triage(ctx, fang, late.Revision(), sub); err != nil {
				t.Fatal(err)
			}
			if twinOf(t, fang, late.ID) == "" {
				t.Error("an account was added that another request has, and nobody is told")
			}
			d.Clock.Step(31 * 24 * time.Hour)
			if r := take(t, fang, nil); twinOf(t, fang, r.ID) != "" {
				t.Error("what came a month later is taken for the same")
			}
		})
	}
}

func TestAnUnverifiedRequestNeitherSwallowsNorRidesOnAVerifiedOne(t *testing.T) {
	for _, c := range []struct {
		name          string
		first, second bool // proven
		want          error
	}{
		{"neither is proven", false, false, nil},
		{"both are proven", true, true, nil},
		{"it would ride on a proven one", true, false, desk.ErrProofDiffers},
		{"it would swallow a proven one", false, true, desk.ErrProofDiffers},
	} {
		t.Run(c.name, func(t *testing.T) {
			d := desktest.New(t, "sqlite")
			fang := d.Add(t, "fang", model.RoleAgent)
			first, second := take(t, fang, nil), take(t, fang, nil)
			if c.first {
				prove(t, fang, first.ID)
			}
			if c.second {
				prove(t, fang, second.ID)
			}
			_, err := fang.Merge(ctx, desktest.Seen(t, fang, second.ID), desktest.Seen(t, fang, first.ID))
			if !errors.Is(err, c.want) {
				t.Errorf("%v, want %v", err, c.want)
			}
			r, err := fang.Request(ctx, second.ID)
			if err != nil || (r.Status == model.Closed) != (c.want == nil) {
				t.Errorf("it is %s; %v", r.Status, err)
			}
		})
	}
}

func TestWhatIsMergedKeepsItsHistoryAndEachNamesTheOther(t *testing.T) {
	d := desktest.New(t, "sqlite")
	fang, jing := d.Add(t, "fang", model.RoleAgent), d.Add(t, "jing", model.RoleLead)
	first, second := take(t, fang, nil), take(t, fang, nil)
	seen := first.Revision()
	if _, err := jing.Claim(ctx, seen); err != nil {
		t.Fatal(err)
	}
	var moved *desk.MovedOnError
	if _, err := fang.Merge(ctx, second.Revision(), seen); !errors.As(err, &moved) {
		t.Fatalf("merged into what was not seen: %v", err)
	}
	if _, err := fang.Merge(ctx, first.Revision(), second.Revision()); err == nil {
		t.Fatal("the first was merged into a later one")
	}
	before := desktest.Seen(t, fang, first.ID)
	if _, err := fang.Merge(ctx, desktest.Seen(t, fang, second.ID), before); err != nil {
		t.Fatal(err)
	}
	r, err := fang.Request(ctx, second.ID)
	if err != nil || r.Status != model.Closed || r.Outcome != model.Duplicate || r.Body == "" {
		t.Errorf("%s %s, %v", r.Status, r.Outcome, err)
	}
	if now := desktest.Seen(t, fang, first.ID); now.Version != before.Version+1 {
		t.Errorf("whoever has the first open is not told: version %d", now.Version)
	}
	for _, of := range []struct {
		id   int64
		says string
		tie  model.Cause
	}{{first.ID, second.Reference, model.TieMerged}, {second.ID, first.Reference, model.TieDuplicate}} {
		log, err := fang.Log(ctx, of.id, 0, 10)
		if err != nil || log[0].Action != model.ActMerge || len(log) < 2 {
			t.Fatalf("%+v, %v", log, err)
		}
		text := ""
		for _, v := range log[0].Detail {
			if s, ok := v.(string); ok {
				text += " " + s
			}
		}
		if !strings.Contains(text, of.says) {
			t.Errorf("the entry names %q, not %s", text, of.says)
		}
		links, err := collect.Links(ctx, fang, of.id)
		if err != nil || len(links) != 1 || links[0].Reference != of.says || links[0].Why != of.tie {
			t.Errorf("its links are %+v, %v", links, err)
		}
	}
}

func TestAnotherAskerIsAnsweredForThemselves(t *testing.T) {
	d := desktest.New(t, "sqlite")
	fang := d.Add(t, "fang", model.RoleAgent)
	first := take(t, fang, nil)
	second := take(t, fang, func(sub *record.Submission) {
		sub.Requester, sub.RequesterName, sub.RequesterContact = model.Agent, "律师", "law@firm.cn"
	})
	if _, err := fang.Merge(ctx, second.Revision(), first.Revision()); !errors.Is(err, desk.ErrOtherAsker) {
		t.Errorf("an agent's request went into the person's own: %v", err)
	}
	other := take(t, fang, func(sub *record.Submission) {
		sub.Subject = model.Subject{Name: "王小明", Email: "b@163.com"}
	})
	if _, err := fang.Merge(ctx, other.Revision(), first.Revision()); !errors.Is(err, desk.ErrNoTwin) {
		t.Errorf("somebody else's request was merged: %v", err)
	}
}

func TestWhoFoundThatTheyAreTwoIsNotAskedAgain(t *testing.T) {
	d := desktest.New(t, "sqlite")
	fang := d.Add(t, "fang", model.RoleAgent)
	first, second := take(t, fang, nil), take(t, fang, nil)
	if _, err := fang.KeepApart(ctx, second.Revision(), first.Revision()); err != nil {
		t.Fatal(err)
	}
	if twin := twinOf(t, fang, second.ID); twin != "" {
		t.Errorf("the list still says %s", twin)
	}
	twins, err := fang.Twins(ctx, second.ID)
	if err != nil || len(twins) != 1 || twins[0].Mark.ApartBy != fang.Staff().ID {
		t.Errorf("it is hidden: %+v, %v", twins, err)
	}
}

func TestAComplaintIsLinkedToItsRequestAndReopensIt(t *testing.T) {
	for _, engine := range []string{"sqlite", "postgres"} {
		t.Run(engine, func(t *testing.T) {
			d := desktest.New(t, engine)
			fang := d.Add(t, "fang", model.RoleAgent)
			answered := take(t, fang, nil)
			if _, err := fang.CloseEarly(ctx, answered.Revision(), model.Withdrawn); err != nil {
				t.Fatal(err)
			}
			stranger := take(t, fang, func(sub *record.Submission) {
				sub.Kind, sub.Subject = model.Complaint, model.Subject{Email: "b@163.com"}
			})
			if _, err := fang.LinkComplaint(ctx, stranger.Revision(),
				desktest.Seen(t, fang, answered.ID)); !errors.Is(err, desk.ErrOtherPerson) {
				t.Errorf("a stranger complained about it: %v", err)
			}
			complaint := take(t, fang, func(sub *record.Submission) { sub.Kind = model.Complaint })
			if _, err := fang.Reopen(ctx, complaint.Revision(), desktest.Seen(t, fang, answered.ID),
				"they did not withdraw"); !errors.Is(err, desk.ErrNotAbout) {
				t.Errorf("reopened on a complaint that is about nothing: %v", err)
			}
			if _, err := fang.LinkComplaint(ctx, complaint.Revision(),
				desktest.Seen(t, fang, answered.ID)); err != nil {
				t.Fatal(err)
			}
			if _, err := fang.Reopen(ctx, desktest.Seen(t, fang, complaint.ID), desktest.Seen(t, fang, answered.ID),
				" "); !errors.Is(err, desk.ErrWhyReopen) {
				t.Errorf("reopened without a reason: %v", err)
			}
			if _, err := fang.Reopen(ctx, desktest.Seen(t, fang, complaint.ID), desktest.Seen(t, fang, answered.ID),
				"they did not withdraw"); err != nil {
				t.Fatal(err)
			}
			r, err := fang.Request(ctx, answered.ID)
			if err != nil || r.Status != model.Verifying || r.Outcome != model.NoOutcome || !r.ClosedAt.IsZero() {
				t.Errorf("%s %q %s, %v: nothing is worked on before the identity stands", r.Status, r.Outcome,
					r.ClosedAt, err)
			}
			log, err := fang.Log(ctx, answered.ID, 0, 1)
			if err != nil || log[0].Action != model.ActReopen || log[0].Detail["by_complaint"] != complaint.Reference {
				t.Errorf("%+v, %v", log, err)
			}
		})
	}
}

// The open one says what still runs, the closed one how the person was answered last.
func TestAnOpenTwinAndAClosedOneAreBothNamed(t *testing.T) {
	d := desktest.New(t, "sqlite")
	fang := d.Add(t, "fang", model.RoleAgent)
	first, second, third := take(t, fang, nil), take(t, fang, nil), take(t, fang, nil)
	if _, err := fang.Merge(ctx, desktest.Seen(t, fang, second.ID), desktest.Seen(t, fang, first.ID)); err != nil {
		t.Fatal(err)
	}
	if got, want := twinOf(t, fang, third.ID), first.Reference+", "+second.Reference; got != want {
		t.Errorf("the list names %q, want %q", got, want)
	}
}
