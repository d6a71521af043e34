package fulfil_test

import (
	"errors"
	"strings"
	"testing"

	"orangelab.cn/rightsdesk/app/fulfil"
	"orangelab.cn/rightsdesk/app/letter"
)

func TestAPersonIsSentToWhoHoldsTheData(t *testing.T) {
	h := newHouse(t, "sqlite")
	r := h.verified(t)
	bank := letter.Party{Name: "示例银行", Why: "贷款由该银行发放。", Contact: "privacy@bank.example", HeldHere: "我们仅持有您的申请编号。"}
	ask := func(p letter.Party) fulfil.Ask {
		return fulfil.Ask{Kind: letter.Redirected, Lang: letter.Chinese, Party: p}
	}
	for _, lack := range []func(*letter.Party){func(p *letter.Party) { p.Name = "" },
		func(p *letter.Party) { p.Why = " " }, func(p *letter.Party) { p.Contact = "" },
		func(p *letter.Party) { p.HeldHere = "" }} {
		p := bank
		lack(&p)
		if _, err := fulfil.WriteLetter(ctx, h.agent, r.Revision(), ask(p)); !errors.Is(err, fulfil.ErrRedirect) {
			t.Errorf("%+v: %v", p, err)
		}
	}
	w, err := fulfil.WriteLetter(ctx, h.agent, r.Revision(), ask(bank))
	if err != nil || w.Kind != letter.Redirected || !w.Waits {
		t.Fatalf("%+v waits %v, %v", w.Kind, w.Waits, err)
	}
	for _, want := range []string{bank.Name, bank.Contact, bank.HeldHere} {
		if !strings.Contains(w.Text(), want) {
			t.Errorf("the letter lacks %q", want)
		}
	}
}
