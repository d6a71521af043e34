package desk_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"orangelab.cn/rightsdesk/app/desk"
	"orangelab.cn/rightsdesk/app/desk/desktest"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/store"
	"orangelab.cn/rightsdesk/store/storetest"
)

func TestTheFactsOfTheOrganisationHaveVersions(t *testing.T) {
	storetest.Each(t, func(t *testing.T, engine string) {
		d := desktest.New(t, engine)
		ctx := context.Background()
		first, err := d.Admin.Organisation(ctx)
		if err != nil || first.Version != 1 || first.SavedBy != d.Admin.Staff().ID ||
			first.Contact != desktest.Organisation().Contact {
			t.Fatalf("set-up kept %+v, %v", first, err)
		}
		moved := first
		moved.Address = model.Text{"en": " 1 New Road ", "zh-Hans": ""}
		d.Clock.Step(time.Hour)
		second, err := d.Admin.SaveOrganisation(ctx, moved)
		if err != nil || second.Version != 2 || second.Address["en"] != "1 New Road" || len(second.Address) != 1 ||
			!second.SavedAt.Equal(d.Now()) {
			t.Fatalf("saved %+v, %v", second, err)
		}
		if _, err := d.Admin.SaveOrganisation(ctx, first); !errors.Is(err, store.ErrConflict) {
			t.Errorf("an older version was saved over a newer one: %v", err)
		}
		list, err := d.Admin.OrganisationVersions(ctx)
		if err != nil || len(list) != 2 || list[0].Version != 2 || list[1].Address["en"] != first.Address["en"] {
			t.Errorf("the versions are %+v, %v", list, err)
		}
		log, err := d.Add(t, "audit", model.RoleAuditor).Log(ctx, 0, 0, 5)
		if err != nil || len(log) < 4 {
			t.Fatalf("the log is %+v, %v", log, err)
		}
		log = log[3:] // after the auditor came and chose a password
		if log[0].Action != model.ActEditOrganisation || log[0].Detail["version"] != float64(2) {
			t.Errorf("the log ends with %+v, %v", log, err)
		}
	})
}

func TestOnlyWhoMayEditsTheOrganisation(t *testing.T) {
	d := desktest.New(t, "sqlite")
	ctx := context.Background()
	for _, role := range model.Roles {
		s := d.Add(t, "some-"+string(role), role)
		o, err := s.Organisation(ctx)
		if err != nil {
			t.Errorf("a member of staff who is %s cannot read the facts: %v", role, err)
		}
		_, err = s.SaveOrganisation(ctx, o)
		if may := role == model.RoleAdmin || role == model.RoleLead; may != (err == nil) ||
			!may && !errors.Is(err, desk.ErrForbidden) {
			t.Errorf("%s saves: %v", role, err)
		}
		if err := s.Lock(ctx); err != nil {
			t.Fatal(err)
		}
		if _, err := s.SaveOrganisation(ctx, o); !errors.Is(err, desk.ErrLocked) && !errors.Is(err, desk.ErrForbidden) {
			t.Errorf("%s saves while locked: %v", role, err)
		}
	}
}

func TestTheDeskCountsInTheZoneOfItsOrganisation(t *testing.T) {
	d := desktest.New(t, "sqlite")
	ctx := context.Background()
	o, err := d.Admin.Organisation(ctx)
	if err != nil {
		t.Fatal(err)
	}
	received := time.Date(2026, 11, 23, 23, 30, 0, 0, time.UTC) // the next morning in Shanghai
	r := model.Request{Kind: model.Correction, ReceivedAt: received}
	if due := d.Rules().Dates(r, received).Answer.At; !due.Equal(time.Date(2026, 12, 15, 15, 59, 59, 0, time.UTC)) {
		t.Errorf("in Shanghai it is due %s", due)
	}
	o.Zone = "America/New_York"
	if _, err := d.Admin.SaveOrganisation(ctx, o); err != nil {
		t.Fatal(err)
	}
	if due := d.Rules().Dates(r, received).Answer.At; !due.Equal(time.Date(2026, 12, 15, 4, 59, 59, 0, time.UTC)) {
		t.Errorf("in New York it is due %s", due)
	}
}

func TestASetUpWithoutTheLeastFactsMakesNoDesk(t *testing.T) {
	ctx := context.Background()
	d, err := desk.Open(ctx, storetest.Address(t, "sqlite"), desk.Options{StateDir: t.TempDir()})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := d.Close(); err != nil {
			t.Error(err)
		}
	})
	o := desktest.Organisation()
	o.Zone = ""
	var fault *model.OrganisationFault
	if _, _, err := d.SetUp(ctx,
		desk.Setup{Desk: "Desk", Organisation: o, Login: "a", Name: "A", Password: desktest.Password}); !errors.As(err,
		&fault) || fault.Fact != model.FactZone {
		t.Errorf("without a zone: %v", err)
	}
	if _, err := d.Info(ctx); !errors.Is(err, store.ErrNoDesk) {
		t.Errorf("there is a desk: %v", err)
	}
}
