package desk_test

import (
	"errors"
	"slices"
	"testing"
	"time"

	"orangelab.cn/rightsdesk/app/desk"
	"orangelab.cn/rightsdesk/app/desk/desktest"
	"orangelab.cn/rightsdesk/app/rules"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/model/rule"
	"orangelab.cn/rightsdesk/store/storetest"
)

// A desk elsewhere goes by its own law from the first request on, and by no other.
func TestADeskIsSetUpUnderTheLawThatAppliesToIt(t *testing.T) {
	address, state := storetest.Migrated(t, "sqlite"), t.TempDir()
	now := func() time.Time { return time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC) }
	d, err := desk.Open(ctx, address, desk.Options{Now: now, StateDir: state})
	if err != nil {
		t.Fatal(err)
	}
	o := desktest.Organisation()
	o.Zone = "Europe/Berlin"
	asked := desk.Setup{Desk: "Desk", Organisation: o, Login: "admin", Name: "Administrator",
		Password: desktest.Password, Law: "atlantis", Why: "chosen at the beginning"}
	var unknown *rule.RegimeError
	if _, _, err := d.SetUp(ctx, asked); !errors.As(err, &unknown) {
		t.Fatalf("under a law that is not there: %v", err)
	}
	asked.Law = "eu"
	_, admin, err := d.SetUp(ctx, asked)
	if err != nil {
		t.Fatal(err)
	}
	look := func(s *desk.Session) {
		t.Helper()
		if got := s.Rules().Default; !slices.Equal(got, []string{"seed", "eu"}) ||
			s.Rules().Location().String() != o.Zone {
			t.Errorf("by %v in %s", got, s.Rules().Location())
		}
		for kind, want := range map[model.Kind]string{model.Access: "2026-12-23", model.Complaint: "2026-12-23"} {
			due := s.Rules().Dates(model.Request{Kind: kind, ReceivedAt: now()}, now()).Answer
			if got := due.At.In(s.Rules().Location()).Format(time.DateOnly); got != want {
				t.Errorf("%s is answered by %s, want %s", kind, got, want)
			}
		}
	}
	look(admin)
	st, err := rules.Read(ctx, admin)
	if err != nil || len(st.Versions()) != 1 || st.Versions()[0].Why != asked.Why || st.Pack.Version != "2026-11-23/1" {
		t.Errorf("%+v %v", st.Versions(), err)
	}
	look(admin)
	if err := d.Close(); err != nil {
		t.Fatal(err)
	}
	if d, err = desk.Open(ctx, address, desk.Options{Now: now, StateDir: state}); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := d.Close(); err != nil {
			t.Error(err)
		}
	})
	if admin, err = d.SignIn(ctx, "admin", desktest.Password); err != nil {
		t.Fatal(err)
	}
	look(admin)
}
