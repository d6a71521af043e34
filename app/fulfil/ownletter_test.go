package fulfil_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"orangelab.cn/rightsdesk/app/fulfil"
	"orangelab.cn/rightsdesk/app/letter"
	"orangelab.cn/rightsdesk/model"
)

func TestAnExtensionIsToldInTimeAndMovesTheClock(t *testing.T) {
	h := newHouse(t, "sqlite")
	r := h.verified(t)
	first := r.DueAt
	later := h.agent.Rules().EndOfDay(first.Year(), first.Month(), first.Day()+10)
	for name, e := range map[string]model.Extension{
		"no reason":            {Until: later},
		"years later":          {Reason: "A system is being moved.", Until: first.AddDate(3, 0, 0)},
		"more than twice":      {Reason: "A system is being moved.", Until: h.agent.Rules().ExtensionLimit(r).AddDate(0, 0, 1)},
		"no later day":         {Reason: "A system is being moved.", Until: first},
		"no day":               {Reason: "A system is being moved."},
		"blanks for a reason":  {Reason: " ", Until: later},
		"a day before receipt": {Reason: "A system is being moved.", Until: r.ReceivedAt},
	} {
		if _, err := fulfil.Extend(ctx, h.agent, r.Revision(), letter.English, e); !errors.Is(err, fulfil.ErrExtension) {
			t.Errorf("%s: %v", name, err)
		}
	}
	w, err := fulfil.Extend(ctx, h.agent, r.Revision(), letter.English, model.Extension{Reason: "A system is being moved.", Until: later})
	if err != nil {
		t.Fatal(err)
	}
	zone := h.agent.Rules().Location()
	for _, want := range []string{letter.Day(letter.English, first.In(zone)), letter.Day(letter.English, later.In(zone)), "A system is being moved."} {
		if !strings.Contains(w.Text(), want) {
			t.Errorf("the letter lacks %q:\n%s", want, w.Text())
		}
	}
	moved, err := h.agent.Request(ctx, r.ID)
	if err != nil || !moved.DueAt.Equal(later) || !moved.NextDueAt.Equal(later) {
		t.Errorf("due %s, next %s, want %s; %v", moved.DueAt, moved.NextDueAt, later, err)
	}
	if err := fulfil.Collect(ctx, h.agent, moved.Revision(), nil); err != nil {
		t.Fatal(err)
	}
	if moved, err = h.agent.Request(ctx, r.ID); err != nil || !moved.DueAt.Equal(later) {
		t.Errorf("after other work it is due %s, %v", moved.DueAt, err)
	}
	h.Clock.Step(later.Sub(h.Now()) + time.Hour)
	if _, err := fulfil.Extend(ctx, h.agent, moved.Revision(), letter.English, model.Extension{Reason: "Late.", Until: later.AddDate(0, 0, 5)}); !errors.Is(err, fulfil.ErrExtension) {
		t.Errorf("put off after the day was over: %v", err)
	}
}

func TestAPersonIsSentToWhoHoldsTheData(t *testing.T) {
	h := newHouse(t, "sqlite")
	r := h.verified(t)
	bank := letter.Party{Name: "示例银行", Why: "贷款由该银行发放。", Contact: "privacy@bank.example", HeldHere: "我们仅持有您的申请编号。"}
	for _, lack := range []func(*letter.Party){func(p *letter.Party) { p.Name = "" }, func(p *letter.Party) { p.Why = " " }, func(p *letter.Party) { p.Contact = "" }, func(p *letter.Party) { p.HeldHere = "" }} {
		p := bank
		lack(&p)
		if _, err := fulfil.Redirect(ctx, h.agent, r.Revision(), letter.Chinese, p); !errors.Is(err, fulfil.ErrRedirect) {
			t.Errorf("%+v: %v", p, err)
		}
	}
	w, err := fulfil.Redirect(ctx, h.agent, r.Revision(), letter.Chinese, bank)
	if err != nil || w.Kind != letter.Redirected {
		t.Fatalf("%+v %v", w.Kind, err)
	}
	for _, want := range []string{bank.Name, bank.Contact, bank.HeldHere} {
		if !strings.Contains(w.Text(), want) {
			t.Errorf("the letter lacks %q", want)
		}
	}
}
