package desk_test

import (
	"errors"
	"slices"
	"testing"
	"time"

	"orangelab.cn/rightsdesk/app/desk"
	"orangelab.cn/rightsdesk/app/desk/desktest"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/model/rule"
	"orangelab.cn/rightsdesk/store/storetest"
)

func TestTheStrictestRegimeOfARequestDecidesItsDay(t *testing.T) {
	storetest.Each(t, func(t *testing.T, engine string) {
		d := desktest.New(t, engine)
		fang := d.Add(t, "fang", model.RoleAgent)
		r := d.Request(t, fang)
		home := r.DueAt
		if r.Rules != fang.Rules().Version || len(r.Regimes) > 0 {
			t.Fatalf("opened under %q, %v", r.Rules, r.Regimes)
		}
		set := func(want error, regimes ...string) model.Request {
			t.Helper()
			now, err := fang.SetRegimes(ctx, desktest.Seen(t, fang, r.ID), regimes)
			if !errors.Is(err, want) {
				t.Errorf("%v: %v, want %v", regimes, err, want)
			}
			return now
		}
		set(desk.ErrNoRegime)
		set(desk.ErrSameRegimes, "cn", "seed")
		set(desk.ErrRegimeKind, "seed")
		var unknown *rule.RegimeError
		if _, err := fang.SetRegimes(ctx, desktest.Seen(t, fang, r.ID), []string{"cn", "atlantis"}); !errors.As(err, &unknown) {
			t.Errorf("an unknown regime: %v", err)
		}
		korea := set(nil, "kr", "cn", "seed")
		if !slices.Equal(korea.Regimes, []string{"seed", "cn", "kr"}) || !korea.DueAt.Before(home) || korea.DueAt.Sub(korea.ReceivedAt) > 11*24*time.Hour {
			t.Errorf("%v due %s, at home %s", korea.Regimes, korea.DueAt, home)
		}
		back, err := fang.Request(ctx, r.ID)
		if err != nil || !slices.Equal(back.Regimes, korea.Regimes) || !back.DueAt.Equal(korea.DueAt) || back.Rules != r.Rules {
			t.Errorf("read back %v due %s, %v", back.Regimes, back.DueAt, err)
		}
	})
}
