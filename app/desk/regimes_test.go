package desk_test

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"orangelab.cn/rightsdesk/app/desk"
	"orangelab.cn/rightsdesk/app/desk/desktest"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/model/rule"
	"orangelab.cn/rightsdesk/store"
	"orangelab.cn/rightsdesk/store/requests"
	"orangelab.cn/rightsdesk/store/setup"
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
		if _, err := fang.SetRegimes(ctx, desktest.Seen(t, fang, r.ID), []string{"cn", "atlantis"}); !errors.As(err,
			&unknown) {
			t.Errorf("an unknown regime: %v", err)
		}
		korea := set(nil, "kr", "cn", "seed")
		if !slices.Equal(korea.Regimes, []string{"seed", "cn", "kr"}) || !korea.DueAt.Before(home) ||
			korea.DueAt.Sub(korea.ReceivedAt) > 11*24*time.Hour {
			t.Errorf("%v due %s, at home %s", korea.Regimes, korea.DueAt, home)
		}
		back, err := fang.Request(ctx, r.ID)
		if err != nil || !slices.Equal(back.Regimes, korea.Regimes) || !back.DueAt.Equal(korea.DueAt) ||
			back.Rules != r.Rules {
			t.Errorf("read back %v due %s, %v", back.Regimes, back.DueAt, err)
		}
	})
}

// A program that carries newer rules counts what was opened before by the rules of then.
func TestARequestKeepsTheRulesThatItWasOpenedUnder(t *testing.T) {
	storetest.Each(t, func(t *testing.T, engine string) {
		d := desktest.New(t, engine)
		fang := d.Add(t, "fang", model.RoleAgent)
		newest := fang.Rules()
		text := strings.Replace(newest.Text(), `version: "`+newest.Version+`"`, `version: "2024-01-01"`, 1)
		text = strings.Replace(text, "answer: {amount: 30, unit: calendar_days, start: identity_verified",
			"answer: {amount: 20, unit: calendar_days, start: identity_verified", 1)
		r := d.Request(t, fang)
		if err := fang.Write(ctx, model.ActRegimes, func(tx *store.Tx, _ *model.Entry) error {
			old, err := requests.ForUpdate(tx, r.ID)
			if err != nil {
				return err
			}
			old.Rules = "2024-01-01"
			_, err = requests.Save(tx, old)
			return errors.Join(err, setup.KeepRulePack(tx, "2024-01-01", text, fang.Now()))
		}); err != nil {
			t.Fatal(err)
		}
		again := d.SignInAs(t, "fang")
		back, err := again.Claim(ctx, desktest.Seen(t, again, r.ID))
		if err != nil || back.Rules != "2024-01-01" || !back.DueAt.Before(r.DueAt) ||
			again.Rules().Of(back).Version != "2024-01-01" || again.Rules().Version != newest.Version {
			t.Errorf("under %q it is due %s, under %s %s; %v", back.Rules, back.DueAt, newest.Version, r.DueAt, err)
		}
		if other := d.Request(t, again); other.Rules != newest.Version || !other.DueAt.Equal(r.DueAt) {
			t.Errorf("a new request is opened under %q and due %s", other.Rules, other.DueAt)
		}
	})
}

// The clock stands while the person is waited for only where a regime says so.
func TestWaitingForThePersonStopsTheClockWhereTheRulesSaySo(t *testing.T) {
	rules := desktest.New(t, "sqlite").Rules()
	now := time.Date(2026, 9, 1, 2, 0, 0, 0, time.UTC)
	r := model.Request{Kind: model.Access, Status: model.Waiting, ReceivedAt: now, VerifiedAt: now, LevelNeeded: 2,
		LevelReached: 2}
	r.KeepPauses(now.AddDate(0, 0, 3), false)
	r.KeepPauses(now.AddDate(0, 0, 4), false) // still waiting
	if len(r.Pauses) != 1 || r.Pauses[0].For != model.WaitClarification || !r.Pauses[0].To.IsZero() {
		t.Fatalf("%+v", r.Pauses)
	}
	for regime, want := range map[string]bool{"uk": true, "eu": false, "cn": false} {
		r.Regimes = []string{regime}
		d, before := rules.Dates(r, now.AddDate(0, 0, 9)), rules.Dates(r, time.Time{})
		if d.Answer.Stands.IsZero() == want || d.Answer.At.After(before.Answer.At) != want {
			t.Errorf("%s: the clock stands %t, want %t: %s", regime, !want, want, d.Answer.Text())
		}
		if text := d.Answer.Text(); strings.Contains(text["en"], "paused since 4 Sep, 6 days so far") != want ||
			strings.Contains(text["zh-Hans"], "自9月4日起暂停计算，迄今共暂停6天") != want {
			t.Errorf("%s: %s", regime, text)
		}
		d.Set(&r)
		if c := r.Clock(); want && (c.Name != model.ClockWait || !c.Due.Equal(before.Answer.At)) ||
			!want && c.Name != model.ClockAnswer {
			t.Errorf("%s: a list shows %s by %s, looked again by %s", regime, c.Name, c.Due, before.Answer.At)
		}
	}
	r.Status = model.Working
	r.KeepPauses(now.AddDate(0, 0, 9), false)
	for regime, days := range map[string]int{"uk": 6, "eu": 0, "cn": 0} {
		r.Regimes = []string{regime}
		without := r
		without.Pauses = nil
		// past a weekend
		if got := int(rules.Dates(r, now).
			Answer.At.Sub(rules.Dates(without, now).Answer.At) / (24 * time.Hour)); got < days || got > days+2 ||
			(days == 0) != (got == 0) {
			t.Errorf("%s: later by %d days, want %d", regime, got, days)
		}
	}
}
