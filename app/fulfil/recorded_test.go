package fulfil_test

import (
	"errors"
	"strings"
	"testing"

	records "orangelab.cn/rightsdesk/app/compliance"
	"orangelab.cn/rightsdesk/app/desk/desktest"
	"orangelab.cn/rightsdesk/app/fulfil"
	"orangelab.cn/rightsdesk/app/letter"
	"orangelab.cn/rightsdesk/app/naming"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/model/compliance"
)

// A request costs nothing unless a second person approved a fee, with its reason and the rule: then its letters say
// that, and no letter is written while nobody has decided.
func TestALetterNamesAFeeThatASecondPersonApproved(t *testing.T) {
	h := newHouse(t, "sqlite")
	r := h.verified(t)
	text := func(lang string) (string, error) {
		d, err := fulfil.DraftLetter(ctx, h.agent, r.ID, fulfil.Ask{Kind: letter.Acknowledgement, Lang: lang})
		return d.Text(), err
	}
	if got, err := text(letter.English); err != nil || !strings.Contains(got, "We charge no fee for this request.") {
		t.Fatalf("%v\n%s", err, got)
	}
	fee := map[string]string{"request": "R-1999-00001", "amount": "CNY 30", "reason": "repeated",
		"law": "GB/T 35273-2020, 8.7 c)", "facts": "The third copy within a month"}
	var wrong *compliance.ValueError
	if _, err := records.Keep(ctx, h.agent, compliance.Fees, records.Seen{}, fee); !errors.As(err, &wrong) ||
		!errors.Is(err, compliance.ErrRequest) {
		t.Fatalf("a fee for no request: %v", err)
	}
	fee["request"] = r.Reference
	kept, err := records.Keep(ctx, h.agent, compliance.Fees, records.Seen{}, fee)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := text(letter.English); !errors.Is(err, naming.ErrFeeWaits) {
		t.Fatalf("a letter while the fee waits: %v", err)
	}
	if err := records.Approve(ctx, h.agent, records.SeenOf(kept)); err == nil {
		t.Fatal("who prepared a fee approved it")
	}
	if err := records.Approve(ctx, h.lead, records.SeenOf(kept)); err != nil {
		t.Fatal(err)
	}
	for lang, want := range map[string]string{
		letter.English: "We charge CNY 30 for this request, because the same was asked for repeatedly within a short time (GB/T 35273-2020, 8.7 c)).",
		letter.Chinese: "本次请求收取费用 CNY 30，理由是：短期内多次重复提出同样的请求（GB/T 35273-2020, 8.7 c)）。"} {
		if got, err := text(lang); err != nil || !strings.Contains(got, want) || strings.Contains(got, "no fee") {
			t.Errorf("%v\n%s", err, got)
		}
	}
	if _, err := records.End(ctx, h.agent, records.SeenOf(kept), "waived"); err != nil {
		t.Fatal(err)
	}
	if got, err := text(letter.English); err != nil || !strings.Contains(got, "We charge no fee") {
		t.Errorf("after the fee was waived: %v\n%s", err, got)
	}
}

// Who reads an answer about a product learns which affiliate operates it.
func TestALetterNamesTheAffiliateThatOperatesTheProduct(t *testing.T) {
	h := newHouse(t, "sqlite")
	r := h.verified(t)
	o, err := h.Admin.Organisation(ctx)
	if err != nil {
		t.Fatal(err)
	}
	o.Products = []string{"Orangelab Shop"}
	if _, err := h.Admin.SaveOrganisation(ctx, o); err != nil {
		t.Fatal(err)
	}
	product := map[string]string{"product": "Orangelab Shop", "operator": "Orangelab Retail Ltd.",
		"affiliate": "affiliate"}
	kept, err := records.Keep(ctx, h.agent, compliance.Products, records.Seen{}, product)
	if err != nil {
		t.Fatal(err)
	}
	draft := func() string {
		d, err := fulfil.DraftLetter(ctx, h.agent, r.ID, fulfil.Ask{Kind: letter.Acknowledgement, Lang: letter.English})
		if err != nil {
			t.Fatal(err)
		}
		return d.Text()
	}
	if strings.Contains(draft(), "operated") {
		t.Error("a request about no product names an operator")
	}
	if _, err := h.agent.SetLabels(ctx, desktest.Seen(t, h.agent, r.ID),
		model.Labels{Product: "Orangelab Shop"}); err != nil {
		t.Fatal(err)
	}
	if got := draft(); !strings.Contains(got, "Orangelab Shop is operated by our affiliate Orangelab Retail Ltd.") {
		t.Error(got)
	}
	product["affiliate"] = "own"
	if _, err := records.Keep(ctx, h.agent, compliance.Products, records.SeenOf(kept), product); err != nil {
		t.Fatal(err)
	}
	if got := draft(); strings.Contains(got, "operated") {
		t.Error(got)
	}
}
