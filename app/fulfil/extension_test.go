package fulfil_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"orangelab.cn/rightsdesk/app/change"
	"orangelab.cn/rightsdesk/app/collect"
	"orangelab.cn/rightsdesk/app/desk"
	"orangelab.cn/rightsdesk/app/desk/desktest"
	"orangelab.cn/rightsdesk/app/fulfil"
	"orangelab.cn/rightsdesk/app/letter"
	"orangelab.cn/rightsdesk/model"
)

func extension(reason string, until time.Time) fulfil.Ask {
	return fulfil.Ask{Kind: letter.Extended, Lang: letter.English,
		Extension: model.Extension{Reason: reason, Until: until}}
}

// european takes a request up to proven identity that falls under the law of the European Union alone, which lets its
// answer be put off.
func (h house) european(t testing.TB) model.Request {
	t.Helper()
	r, err := h.agent.SetRegimes(ctx, h.verified(t).Revision(), []string{"eu"})
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func limit(t testing.TB, h house, r model.Request) time.Time {
	t.Helper()
	x, err := fulfil.ReadExtensible(ctx, h.agent, r.ID)
	if err != nil || !x.Can {
		t.Fatalf("it cannot be put off: %v", err)
	}
	return x.Limit
}

// What no rule allows is offered to nobody, and the same request can be put off once it falls under a law that allows
// it.
func TestNoRuleNoExtension(t *testing.T) {
	h := newHouse(t, "sqlite")
	r := h.verified(t)
	put := extension("A system is being moved.", r.DueAt.AddDate(0, 0, 10))
	if x, err := fulfil.ReadExtensible(ctx, h.agent, r.ID); err != nil || x.Can {
		t.Error("the home law allows an extension")
	}
	if _, err := fulfil.WriteLetter(ctx, h.agent, r.Revision(), put); !errors.Is(err, fulfil.ErrNoExtension) {
		t.Errorf("written: %v", err)
	}
	both, err := h.agent.SetRegimes(ctx, r.Revision(), []string{"cn", "eu"})
	if err != nil || !both.DueAt.Equal(r.DueAt) {
		t.Fatalf("due %s, want %s; %v", both.DueAt, r.DueAt, err)
	}
	if x, err := fulfil.ReadExtensible(ctx, h.agent, both.ID); err != nil || x.Can {
		t.Error("a regime that allows no extension is put off by another")
	}
}

func TestAnExtensionHasAReasonAndADayWithinTheRules(t *testing.T) {
	h := newHouse(t, "sqlite")
	r := h.european(t)
	first := r.DueAt
	later := h.agent.Rules().EndOfDay(first.Year(), first.Month(), first.Day()+10)
	for name, e := range map[string]fulfil.Ask{
		"no reason":            extension("", later),
		"years later":          extension("A system is being moved.", first.AddDate(3, 0, 0)),
		"more than twice":      extension("A system is being moved.", limit(t, h, r).AddDate(0, 0, 1)),
		"no later day":         extension("A system is being moved.", first),
		"no day":               extension("A system is being moved.", time.Time{}),
		"blanks for a reason":  extension(" ", later),
		"a day before receipt": extension("A system is being moved.", r.ReceivedAt),
	} {
		if _, err := fulfil.WriteLetter(ctx, h.agent, r.Revision(), e); !errors.Is(err, fulfil.ErrExtension) {
			t.Errorf("%s: %v", name, err)
		}
		if _, err := fulfil.DraftLetter(ctx, h.agent, r.ID, e); !errors.Is(err, fulfil.ErrExtension) {
			t.Errorf("draft, %s: %v", name, err)
		}
	}
}

func TestTheClockMovesOnceAnExtensionWasApprovedAndTold(t *testing.T) {
	h := newHouse(t, "sqlite")
	r := h.european(t)
	first := r.DueAt
	later := h.agent.Rules().EndOfDay(first.Year(), first.Month(), first.Day()+10)
	stands := func(what string, step model.Step, due time.Time) model.Request {
		t.Helper()
		now, err := h.agent.Request(ctx, r.ID)
		if err != nil || now.Step != step || !now.DueAt.Equal(due) {
			t.Fatalf("%s: step %s, due %s, want %s, %s; %v", what, now.Step, now.DueAt, step, due, err)
		}
		return now
	}
	w, err := fulfil.WriteLetter(ctx, h.agent, r.Revision(), extension("A system is being moved.", later))
	if err != nil || !w.Waits {
		t.Fatalf("waits %v, %v", w.Waits, err)
	}
	zone := h.agent.Rules().Location()
	for _, want := range []string{letter.Day(letter.English, first.In(zone)),
		letter.Day(letter.English, later.In(zone)), "A system is being moved.", "GDPR Article 12(3)"} {
		if !strings.Contains(w.Text(), want) {
			t.Errorf("the letter lacks %q:\n%s", want, w.Text())
		}
	}
	r = stands("written", model.StepApproveExtension, first)
	if _, err := fulfil.DeliverLetter(ctx, h.agent, r.Revision(), w.ID, "email", "wang.ming@163.com",
		onFile); !errors.Is(err, change.ErrNoLetter) {
		t.Errorf("sent before it was approved: %v", err)
	}
	one := waiting(t, h.agent, r.ID)
	if _, err := fulfil.ApproveLetter(ctx, h.agent, r.Revision(), w.ID, one.Digest); !errors.Is(err, desk.ErrOwnWork) {
		t.Errorf("approved by its author: %v", err)
	}
	if _, err := fulfil.ApproveLetter(ctx, h.lead, desktest.Seen(t, h.lead, r.ID), w.ID,
		"another text"); !errors.Is(err, change.ErrReviewChanged) {
		t.Errorf("approved unseen: %v", err)
	}
	approve(t, h.lead, r.ID)
	r = stands("approved", model.StepTellExtension, first)
	if _, err := fulfil.DeliverLetter(ctx, h.agent, r.Revision(), w.ID, "email", "w***@163.com",
		onFile); !errors.Is(err, fulfil.ErrAddressee) {
		t.Errorf("sent to a mask: %v", err)
	}
	if _, err := fulfil.DeliverLetter(ctx, h.agent, r.Revision(), w.ID, "email", "wang.ming@163.com",
		onFile); err != nil {
		t.Fatal(err)
	}
	r = stands("told", model.StepCollect, later)
	if !r.NextDueAt.Equal(later) {
		t.Errorf("next %s, want %s", r.NextDueAt, later)
	}
	if err := collect.Collect(ctx, h.agent, r.Revision(), nil); err != nil {
		t.Fatal(err)
	}
	if r, err = h.agent.Request(ctx, r.ID); err != nil || !r.DueAt.Equal(later) {
		t.Errorf("after other work it is due %s, %v", r.DueAt, err)
	}
	if _, err := fulfil.WriteLetter(ctx, h.agent, r.Revision(),
		extension("Once more.", later.AddDate(0, 0, 5))); !errors.Is(err, fulfil.ErrNoExtension) {
		t.Errorf("put off twice: %v", err)
	}

	// The person is waited for so long that the day of the rules lies behind the one that they were told of.
	r, err = h.agent.Change(ctx, model.ActNote, r.Revision(), desk.ByHolder, func(c *desk.Change) error {
		c.Request.Pauses = []model.Pause{{For: model.WaitIdentity, From: r.ReceivedAt,
			To: r.ReceivedAt.AddDate(0, 0, 40)}}
		return nil
	})
	if err != nil || !r.DueAt.After(later) {
		t.Fatalf("due %s after a long pause, %v", r.DueAt, err)
	}
	if x, err := fulfil.ReadExtensible(ctx, h.agent, r.ID); err != nil || x.Can {
		t.Errorf("offered twice after a long pause: %+v, %v", x, err)
	}
	if _, err := fulfil.WriteLetter(ctx, h.agent, r.Revision(),
		extension("Once more.", r.DueAt.AddDate(0, 0, 5))); !errors.Is(err, fulfil.ErrNoExtension) {
		t.Errorf("put off twice after a long pause: %v", err)
	}
}

func TestAnExtensionThatWasToldTooLateOrTakenBackMovesNothing(t *testing.T) {
	for name, between := range map[string]func(h house, r model.Request, id string){
		"told too late": func(h house, r model.Request, _ string) { h.Clock.Step(r.DueAt.Sub(h.Now()) + time.Hour) },
		"taken back": func(h house, r model.Request, id string) {
			if _, err := fulfil.ReturnLetter(ctx, h.agent, desktest.Seen(t, h.agent, r.ID), id, ""); err != nil {
				t.Fatal(err)
			}
		},
	} {
		t.Run(name, func(t *testing.T) {
			h := newHouse(t, "sqlite")
			r := h.european(t)
			w, err := fulfil.WriteLetter(ctx, h.agent, r.Revision(),
				extension("A system is being moved.", r.DueAt.AddDate(0, 0, 10)))
			if err != nil {
				t.Fatal(err)
			}
			approve(t, h.lead, r.ID)
			between(h, r, w.ID)
			if _, err := fulfil.DeliverLetter(ctx, h.agent, desktest.Seen(t, h.agent, r.ID), w.ID, "email",
				"wang.ming@163.com", onFile); err != nil {
				t.Fatal(err)
			}
			now, err := h.agent.Request(ctx, r.ID)
			if err != nil || !now.DueAt.Equal(r.DueAt) {
				t.Errorf("due %s, want %s; %v", now.DueAt, r.DueAt, err)
			}
		})
	}
}
