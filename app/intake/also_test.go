package intake_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"orangelab.cn/rightsdesk/app/collect"
	"orangelab.cn/rightsdesk/app/desk"
	"orangelab.cn/rightsdesk/app/desk/desktest"
	proof "orangelab.cn/rightsdesk/app/desk/proven"
	"orangelab.cn/rightsdesk/app/identity"
	"orangelab.cn/rightsdesk/app/intake"
	"orangelab.cn/rightsdesk/app/intake/record"
	"orangelab.cn/rightsdesk/model"
)

func TestOneWhoAsksForSeveralThingsIsProvenOnceAndEachHasItsClock(t *testing.T) {
	ctx := context.Background()
	for _, engine := range []string{"sqlite", "postgres"} {
		t.Run(engine, func(t *testing.T) {
			d := desktest.New(t, engine)
			fang, lei := d.Add(t, "fang", model.RoleAgent), d.Add(t, "lei", model.RoleAgent)
			sub := desktest.Submission()
			sub.Kind = model.Export
			first, err := intake.Take(ctx, fang, sub)
			if err != nil {
				t.Fatal(err)
			}
			if first, err = intake.Triage(ctx, fang, first.Revision(), sub); err != nil {
				t.Fatal(err)
			}
			if _, err := identity.RecordControl(ctx, fang, first.Revision(), model.EvidenceCallBack,
				proof.NamesOf(first.Subject)[0], true, "called back", identity.Held{Request: first.ID}); err != nil {
				t.Fatal(err)
			}
			d.Clock.Step(time.Hour)
			now := func(id int64) model.Request {
				t.Helper()
				r, err := fang.Request(ctx, id)
				if err != nil {
					t.Fatal(err)
				}
				return r
			}
			for name, kinds := range map[string][]model.Kind{"nothing": nil, "what it is": {model.Export},
				"one twice": {model.Deletion, model.Deletion}, "no kind": {"sell"}} {
				if _, err := intake.AskAlso(ctx, fang, now(first.ID).Revision(), kinds); !errors.Is(err,
					intake.ErrAlso) {
					t.Errorf("%s: %v", name, err)
				}
			}
			if _, err := intake.AskAlso(ctx, lei, now(first.ID).Revision(),
				[]model.Kind{model.Deletion}); !errors.Is(err, desk.ErrHeld) {
				t.Errorf("by somebody else: %v", err)
			}
			opened, err := intake.AskAlso(ctx, fang, now(first.ID).Revision(),
				[]model.Kind{model.Deletion, model.Correction})
			if err != nil || len(opened) != 2 {
				t.Fatalf("%v, %v", opened, err)
			}
			deletion := now(opened[0].ID)
			if deletion.Status != model.Verifying || !deletion.ReceivedAt.Equal(first.ReceivedAt) ||
				deletion.Subject.Name != first.Subject.Name || deletion.Body != first.Body ||
				deletion.DueAt.Equal(first.DueAt) {
				t.Errorf("%+v", deletion)
			}
			proven := func(id int64, want int) {
				t.Helper()
				st, err := identity.Read(ctx, fang, id)
				if err != nil || len(st.Evidence) != want {
					t.Errorf("%s has %d proofs, want %d, %v", now(id).Reference, len(st.Evidence), want, err)
				}
			}
			proven(deletion.ID, 1)
			other := now(opened[1].ID)
			if _, err := intake.Resettle(ctx, fang, other.Revision(), model.Access, model.ExtentUnsaid,
				"meant a copy"); err != nil {
				t.Fatal(err)
			}
			if _, err := identity.RecordControl(ctx, fang, deletion.Revision(), model.EvidenceSignIn,
				proof.NamesOf(deletion.Subject)[0], true, "signed in before my eyes",
				identity.Held{Request: deletion.ID}); err != nil {
				t.Fatal(err)
			}
			for _, id := range []int64{first.ID, deletion.ID, other.ID} {
				if r := now(id); r.LevelReached != now(first.ID).LevelReached || r.LevelReached == 0 {
					t.Errorf("%s reached level %d, the first %d", r.Reference, r.LevelReached,
						now(first.ID).LevelReached)
				}
				proven(id, 2)
			}
			links, err := collect.Links(ctx, fang, first.ID)
			tied := 0
			for _, l := range links {
				if l.Why == model.TieAlso && l.Opened {
					tied++
				}
			}
			if err != nil || tied != 2 {
				t.Errorf("tied to %d, %+v, %v", tied, links, err)
			}
		})
	}
}

// Somebody who turns out to be another person is not proven by what proves the first.
func TestNothingProvesAnotherPersonThanItWasBroughtForwardFor(t *testing.T) {
	ctx := context.Background()
	d := desktest.New(t, "sqlite")
	fang := d.Add(t, "fang", model.RoleAgent)
	sub := desktest.Submission()
	sub.Kind = model.Export
	first, err := intake.Take(ctx, fang, sub)
	if err != nil {
		t.Fatal(err)
	}
	opened, err := intake.AskAlso(ctx, fang, first.Revision(), []model.Kind{model.Deletion, model.Correction})
	if err != nil {
		t.Fatal(err)
	}
	revision := func(id int64) model.Revision {
		t.Helper()
		r, err := fang.Request(ctx, id)
		if err != nil {
			t.Fatal(err)
		}
		return r.Revision()
	}
	same, other := sub, sub
	same.Kind, other.Kind, other.Subject.Name = model.Deletion, model.Correction, "Somebody Else"
	for id, settled := range map[int64]record.Submission{first.ID: sub, opened[0].ID: same, opened[1].ID: other} {
		if _, err := intake.Triage(ctx, fang, revision(id), settled); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := identity.RecordControl(ctx, fang, revision(first.ID), model.EvidenceCallBack,
		proof.NamesOf(first.Subject)[0], true, "called back", identity.Held{Request: first.ID}); err != nil {
		t.Fatal(err)
	}
	for id, want := range map[int64]int{first.ID: 1, opened[0].ID: 1, opened[1].ID: 0} {
		if st, err := identity.Read(ctx, fang, id); err != nil || len(st.Evidence) != want {
			t.Errorf("request %d has %d proofs, want %d, %v", id, len(st.Evidence), want, err)
		}
	}
}

// The picture of an identity document serves the check alone: it goes with the check, also where that ended by what was
// brought forward for another request.
func TestAPictureGoesOnceIdentityIsProvenThroughAnotherRequest(t *testing.T) {
	ctx := context.Background()
	d := desktest.New(t, "sqlite")
	fang := d.Add(t, "fang", model.RoleAgent)
	sub := desktest.Submission()
	sub.Kind = model.Export
	first, err := intake.Take(ctx, fang, sub)
	if err != nil {
		t.Fatal(err)
	}
	if first, err = intake.Triage(ctx, fang, first.Revision(), sub); err != nil {
		t.Fatal(err)
	}
	opened, err := intake.AskAlso(ctx, fang, first.Revision(), []model.Kind{model.Deletion})
	if err != nil {
		t.Fatal(err)
	}
	blob, deletion, err := identity.KeepPicture(ctx, fang, opened[0].Revision(), []byte("a picture"))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := identity.Picture(ctx, fang, deletion.Revision(), blob); err != nil {
		t.Fatalf("there before: %v", err)
	}
	for _, kind := range []model.EvidenceKind{model.EvidenceCallBack, model.EvidenceSignIn} {
		if first, err = fang.Request(ctx, first.ID); err != nil {
			t.Fatal(err)
		}
		if first.Status != model.Verifying {
			break
		}
		if _, err := identity.RecordControl(ctx, fang, first.Revision(), kind, proof.NamesOf(first.Subject)[0], true,
			"seen", identity.Held{Request: first.ID}); err != nil {
			t.Fatal(err)
		}
	}
	if deletion, err = fang.Request(ctx, deletion.ID); err != nil || deletion.Status != model.Working {
		t.Fatalf("the deletion is %s, %v", deletion.Status, err)
	}
	if _, err := identity.Picture(ctx, fang, deletion.Revision(), blob); err == nil {
		t.Error("the picture is still there")
	}
}
