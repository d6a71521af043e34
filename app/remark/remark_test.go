package remark_test

import (
	"context"
	"errors"
	"maps"
	"strings"
	"testing"

	"orangelab.cn/rightsdesk/app/desk"
	"orangelab.cn/rightsdesk/app/desk/desktest"
	"orangelab.cn/rightsdesk/app/remark"
	"orangelab.cn/rightsdesk/model"
)

var ctx = context.Background()

func TestWhatIsBeingTypedOutlivesTheWindowAndIsNobodyElses(t *testing.T) {
	for _, engine := range []string{"sqlite", "postgres"} {
		t.Run(engine, func(t *testing.T) {
			d := desktest.New(t, engine)
			fang, jing := d.Add(t, "fang", model.RoleAgent), d.Add(t, "jing", model.RoleLead)
			r := d.Request(t, fang)
			sees := func(s *desk.Session, want map[string]string) {
				t.Helper()
				if got, err := remark.Jots(ctx, s, r.ID); err != nil || !maps.Equal(got, want) {
					t.Errorf("%s reads %v, want %v, %v", s.Staff().Login, got, want, err)
				}
			}
			if err := remark.Jot(ctx, fang, r.Revision(), "refuse 0", "She says that"); err != nil {
				t.Fatal(err)
			}
			if err := remark.Jot(ctx, jing, r.Revision(), "refuse 0", "Mine"); err != nil {
				t.Fatal(err)
			}
			again := d.SignInAs(t, "fang")
			sees(again, map[string]string{"refuse 0": "She says that"})
			sees(jing, map[string]string{"refuse 0": "Mine"})
			now, err := again.Request(ctx, r.ID)
			if err != nil || now.Version != r.Version {
				t.Errorf("typing took the request out of a colleague's hands: %v, %v", now.Version, err)
			}
			if err := remark.Jot(ctx, again, r.Revision(), "refuse 0", ""); err != nil {
				t.Fatal(err)
			}
			sees(again, nil)
			sees(jing, map[string]string{"refuse 0": "Mine"})
		})
	}
}

func TestARemarkStaysInsideAndDisturbsNobody(t *testing.T) {
	d := desktest.New(t, "sqlite")
	fang, jing := d.Add(t, "fang", model.RoleAgent), d.Add(t, "jing", model.RoleLead)
	r := d.Request(t, fang)
	r, err := fang.Claim(ctx, r.Revision())
	if err != nil {
		t.Fatal(err)
	}
	if err := remark.Leave(ctx, jing, r.Revision(), "She rang at ten: she means the second account."); err != nil {
		t.Fatal(err)
	}
	for _, nothing := range []string{"", " \n", strings.Repeat("x", 20_001)} {
		if err := remark.Leave(ctx, jing, r.Revision(), nothing); !errors.Is(err, remark.ErrEmpty) {
			t.Errorf("%d bytes: %v", len(nothing), err)
		}
	}
	list, err := remark.Comments(ctx, fang, r.ID)
	if err != nil || len(list) != 1 || list[0].By != jing.Staff().ID ||
		list[0].Text != "She rang at ten: she means the second account." {
		t.Errorf("%+v, %v", list, err)
	}
	if _, err := fang.Release(ctx, r.Revision()); err != nil {
		t.Errorf("whoever works on it was disturbed: %v", err)
	}
	log, err := fang.Log(ctx, r.ID, 0, 10)
	if err != nil || log[1].Action != model.ActNote || log[1].Staff != jing.Staff().ID {
		t.Errorf("%+v, %v", log, err)
	}
	for _, e := range log {
		for _, v := range e.Detail {
			if s, _ := v.(string); strings.Contains(s, "second account") {
				t.Errorf("the log says what the remark says: %v", e.Detail)
			}
		}
	}
}
