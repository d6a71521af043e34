package fulfil_test

import (
	"database/sql"
	"errors"
	"testing"
	"time"

	_ "modernc.org/sqlite" // the driver of the sample source

	"orangelab.cn/rightsdesk/app/collect"
	"orangelab.cn/rightsdesk/app/desk/desktest"
	"orangelab.cn/rightsdesk/app/identity"
	"orangelab.cn/rightsdesk/app/intake"
	"orangelab.cn/rightsdesk/model"
)

func TestACodeToAPhoneChangedTwoDaysBeforeCountsForNothing(t *testing.T) {
	h := newHouse(t, "sqlite")
	r := h.Request(t, h.agent)
	if _, err := intake.Triage(ctx, h.agent, desktest.Seen(t, h.agent, r.ID), desktest.Submission()); err != nil {
		t.Fatal(err)
	}
	held, err := identity.OnFile(ctx, h.agent, r.ID)
	if err != nil {
		t.Fatal(err)
	}
	for _, kind := range []model.EvidenceKind{model.EvidencePhoneCode, model.EvidenceEmailCode} {
		code, err := sendCode(h.agent, desktest.Seen(t, h.agent, r.ID), kind, held)
		if err != nil {
			t.Fatal(err)
		}
		if r, err = identity.CheckCode(ctx, h.agent, desktest.Seen(t, h.agent, r.ID), code); err != nil {
			t.Fatal(err)
		}
		if want := map[model.EvidenceKind]model.Level{model.EvidencePhoneCode: 0,
			model.EvidenceEmailCode: 1}[kind]; r.LevelReached != want {
			t.Errorf("after %s level %d, want %d", kind, r.LevelReached, want)
		}
	}
}

// When a contact changed is read as a source keeps it, by the one rule: what is not read would let the code count.
func TestWhenAPhoneChangedIsReadInEverySpelling(t *testing.T) {
	h := newHouse(t, "sqlite")
	r := h.Request(t, h.agent)
	if _, err := intake.Triage(ctx, h.agent, desktest.Seen(t, h.agent, r.ID), desktest.Submission()); err != nil {
		t.Fatal(err)
	}
	db, err := sql.Open("sqlite", h.shop)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	want := time.Date(2026, 11, 21, 10, 0, 0, 0, h.agent.Rules().Location())
	for _, since := range []any{"2026/11/21 10:00", "2026-11-21T10:00:00", "20261121100000", want.Unix(),
		want.UnixMilli(), want.UTC().Format(time.DateTime) + "+00"} {
		if _, err := db.Exec("UPDATE customer SET phone_since = ? WHERE id = 1", since); err != nil {
			t.Fatal(err)
		}
		held, err := identity.OnFile(ctx, h.agent, r.ID)
		if err != nil || !held.Changed["phone"].Equal(want) {
			t.Errorf("%v: %v %v", since, held.Changed, err)
		}
	}
}

func TestNothingIsSeenBeforeIdentityStands(t *testing.T) {
	h := newHouse(t, "sqlite")
	r := h.Request(t, h.agent)
	if err := collect.Collect(ctx, h.agent, desktest.Seen(t, h.agent, r.ID), nil); !errors.Is(err, collect.ErrLevel) {
		t.Errorf("collect: %v", err)
	}
	if _, err := collect.Read(ctx, h.agent, r.ID); !errors.Is(err, collect.ErrLevel) {
		t.Errorf("read: %v", err)
	}
}
