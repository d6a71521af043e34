package register_test

import (
	"errors"
	"reflect"
	"testing"
	"time"

	"orangelab.cn/rightsdesk/app/desk"
	"orangelab.cn/rightsdesk/app/desk/desktest"
	"orangelab.cn/rightsdesk/app/register"
	"orangelab.cn/rightsdesk/model"
)

func TestAViewIsItsKeepersUntilALeadSharesIt(t *testing.T) {
	for _, engine := range []string{"sqlite", "postgres"} {
		t.Run(engine, func(t *testing.T) {
			d := desktest.New(t, engine)
			fang, jing := d.Add(t, "fang", model.RoleAgent), d.Add(t, "jing", model.RoleLead)
			n := desk.Narrow{Mine: true, Kinds: []model.Kind{model.Export}, Tags: []string{"press"}, Due: desk.DueWeek}
			own, err := register.SaveView(ctx, fang, " Press this week ", desk.QueueAll, n)
			if err != nil {
				t.Fatal(err)
			}
			d.Clock.Step(time.Minute)
			lead, err := register.SaveView(ctx, jing, "For everybody", desk.QueueExport, desk.Narrow{Unclaimed: true})
			if err != nil {
				t.Fatal(err)
			}
			sees := func(s *desk.Session, want ...string) {
				t.Helper()
				list, err := register.Views(ctx, s)
				if err != nil {
					t.Fatal(err)
				}
				var names []string
				for _, v := range list {
					names = append(names, v.Name)
				}
				if !reflect.DeepEqual(names, want) {
					t.Errorf("%s sees %q, want %q", s.Staff().Login, names, want)
				}
			}
			sees(fang, "Press this week")
			sees(jing, "For everybody")
			if err := register.ShareView(ctx, fang, own, true); !errors.Is(err, desk.ErrForbidden) {
				t.Errorf("an agent shared a view: %v", err)
			}
			if err := register.ShareView(ctx, jing, lead, true); err != nil {
				t.Fatal(err)
			}
			sees(fang, "Press this week", "For everybody")
			if err := register.DropView(ctx, fang, lead); !errors.Is(err, register.ErrOwnView) {
				t.Errorf("an agent deleted a shared view: %v", err)
			}
			list, err := register.Views(ctx, fang)
			if err != nil {
				t.Fatal(err)
			}
			if got, err := desk.NarrowOf(list[0].List); err != nil || !reflect.DeepEqual(got, n) ||
				list[0].List.Queue != string(desk.QueueAll) {
				t.Errorf("%+v, %v", got, err)
			}
			if err := register.DropView(ctx, fang, own); err != nil {
				t.Fatal(err)
			}
			sees(fang, "For everybody")
			if _, err := register.SaveView(ctx, fang, "  ", desk.QueueAll, n); !errors.Is(err, register.ErrViewName) {
				t.Errorf("a view without a name: %v", err)
			}
		})
	}
}
