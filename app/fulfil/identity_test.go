package fulfil_test

import (
	"errors"
	"testing"

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
		if want := map[model.EvidenceKind]model.Level{model.EvidencePhoneCode: 0, model.EvidenceEmailCode: 1}[kind]; r.LevelReached != want {
			t.Errorf("after %s level %d, want %d", kind, r.LevelReached, want)
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
