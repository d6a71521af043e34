package upkeep_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"orangelab.cn/rightsdesk/app/desk"
	"orangelab.cn/rightsdesk/app/desk/desktest"
	"orangelab.cn/rightsdesk/app/upkeep"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/store/storetest"
)

func TestTwoOfThreeSharesOpenTheDeskAndADrillSaysSo(t *testing.T) {
	storetest.Each(t, func(t *testing.T, engine string) {
		ctx := t.Context()
		d := desktest.New(t, engine)
		fang := d.Add(t, "fang", model.RoleAgent)
		shares, err := d.Admin.RenewRecovery(ctx, desktest.Password, true)
		if err != nil || len(shares) != 3 {
			t.Fatal(shares, err)
		}
		tried := func() upkeep.Recovery {
			r, err := upkeep.ReadRecovery(ctx, d.Admin)
			if err != nil {
				t.Fatal(err)
			}
			return r
		}
		if r := tried(); r.Due || !r.Tried.Equal(d.Clock.Now()) {
			t.Errorf("new: %+v", r)
		}
		d.Clock.Step(200 * 24 * time.Hour)
		if !tried().Due {
			t.Error("after more than half a year nobody is reminded")
		}
		for name, print := range map[string]string{"the older print": d.Recovery, "one share": shares[0],
			"one twice": shares[2] + shares[2]} {
			err := upkeep.TryRecovery(ctx, d.Admin, print)
			if !errors.Is(err, desk.ErrNoKey) && !errors.Is(err, desk.ErrOneShare) &&
				!errors.Is(err, desk.ErrOtherShares) {
				t.Errorf("%s: %v", name, err)
			}
		}
		if !tried().Due {
			t.Error("a drill that failed counts")
		}
		if err := upkeep.TryRecovery(ctx, d.Admin, strings.Join(shares[1:], "\n")); err != nil {
			t.Fatal(err)
		}
		if tried().Due {
			t.Error("reminded after a drill")
		}
		if _, err := d.SignIn(ctx, "admin", desktest.Password); err != nil {
			t.Errorf("a drill changed something: %v", err)
		}
		if _, err := d.Recover(ctx, shares[0], "fang", "four words of mine"); !errors.Is(err, desk.ErrOneShare) {
			t.Errorf("one share recovers: %v", err)
		}
		s, err := d.Recover(ctx, shares[2]+"\n"+shares[0], "fang", "four words of mine")
		if err != nil || s.Staff().ID != fang.Staff().ID {
			t.Fatal(err)
		}
		if v, err := d.VerifyLog(ctx); err != nil || len(v.Problems) > 0 {
			t.Errorf("the log: %v, %v", v.Problems, err)
		}
	})
}
