package fulfil_test

import (
	"strings"
	"testing"

	"orangelab.cn/rightsdesk/app/desk/desktest"
	"orangelab.cn/rightsdesk/app/fulfil"
	"orangelab.cn/rightsdesk/app/letter"
	"orangelab.cn/rightsdesk/app/policy"
	"orangelab.cn/rightsdesk/app/policy/paper"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/model/calendar"
	statement "orangelab.cn/rightsdesk/model/policy"
)

// A letter cites the clause that grants what was asked, of the version that was in force when the request arrived: of
// the supplement for its product where that grants it, and never of a draft or of a version of later.
func TestALetterCitesClauseAndVersion(t *testing.T) {
	h := newHouse(t, "sqlite")
	r := h.verified(t)
	received := calendar.DateOf(r.ReceivedAt, h.agent.Rules().Location())
	cited := func(lang string) string {
		t.Helper()
		d, err := fulfil.DraftLetter(ctx, h.agent, r.ID, fulfil.Ask{Kind: letter.Acknowledgement, Lang: lang})
		if err != nil {
			t.Fatal(err)
		}
		for line := range strings.Lines(d.Text()) {
			if strings.Contains(line, "comes under") || strings.Contains(line, "适用收到时") {
				return strings.TrimSpace(line)
			}
		}
		return ""
	}
	save := func(in policy.Import, heading string, publish bool) {
		t.Helper()
		in.Format, in.Language = paper.Markdown, "en"
		in.Data = []byte("# Shop statement\n\n## 4 " + heading + "\n\nYou can ask us for it at any time.\n")
		v, seen, _, err := policy.Look(ctx, h.agent, in)
		if err != nil {
			t.Fatal(err)
		}
		saved, err := policy.Draft(ctx, h.agent, v, seen)
		if err == nil && publish {
			err = policy.Publish(ctx, h.lead, saved.Ref())
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	const product = "Orangelab Shop"
	supplement := policy.Import{Document: policy.Supplement(product), Supplements: policy.Statement, Service: product,
		Label: "S1", From: received}
	check := func(en, zh string) {
		t.Helper()
		if got := cited(letter.English); got != en {
			t.Errorf("%q, not %q", got, en)
		}
		if got := cited(letter.Chinese); got != zh {
			t.Errorf("%q, not %q", got, zh)
		}
	}
	check("", "")
	save(policy.Import{Label: "1.0", From: received}, "Cookies", false)
	check("", "")
	save(policy.Import{Label: "1.1", From: received}, "Our cookies", true)
	check("Your request comes under our Shop statement, version 1.1, which was in force when it reached us.",
		"您的请求适用收到时有效的《Shop statement》（1.1 版）。")
	save(policy.Import{Label: "2.0", From: received.Add(40)}, "A copy of your data", true)
	check("Your request comes under our Shop statement, version 1.1, which was in force when it reached us.",
		"您的请求适用收到时有效的《Shop statement》（1.1 版）。")
	o, err := h.Admin.Organisation(ctx)
	if err != nil {
		t.Fatal(err)
	}
	o.Products = []string{product}
	if _, err := h.Admin.SaveOrganisation(ctx, o); err != nil {
		t.Fatal(err)
	}
	if _, err := h.agent.SetLabels(ctx, desktest.Seen(t, h.agent, r.ID), model.Labels{Product: product}); err != nil {
		t.Fatal(err)
	}
	save(supplement, "A copy of what you played", true)
	check("Your request comes under clause 4 (“A copy of what you played”) of our Shop statement, version S1, "+
		"which was in force when it reached us.",
		"您的请求适用收到时有效的《Shop statement》（S1 版）第 4 条“A copy of what you played”。")
}

// The words that the version in force explains are explained in the letters that use them, with their link.
func TestALetterExplainsWordsOfTheVersionInForce(t *testing.T) {
	h := newHouse(t, "sqlite")
	r := h.verified(t)
	v, seen, _, err := policy.Look(ctx, h.agent, policy.Import{Label: "1.0", Format: paper.Markdown, Language: "en",
		From: calendar.DateOf(r.ReceivedAt, h.agent.Rules().Location()),
		Data: []byte("# Shop statement\n\n## 4 A copy of your data\n\nYou can ask us for it.\n")})
	if err != nil {
		t.Fatal(err)
	}
	v.Glossary = []statement.Term{{Word: model.Text{"en": "request", "zh-Hans": "请求"},
		Meaning: model.Text{"en": "What you ask us for", "zh-Hans": "您提出的要求"}, Link: "https://shop.test/words"}}
	saved, err := policy.Draft(ctx, h.agent, v, seen)
	if err == nil {
		err = policy.Publish(ctx, h.lead, saved.Ref())
	}
	if err != nil {
		t.Fatal(err)
	}
	for lang, want := range map[string]string{letter.English: "request: What you ask us for (https://shop.test/words)",
		letter.Chinese: "请求：您提出的要求（https://shop.test/words）"} {
		d, err := fulfil.DraftLetter(ctx, h.agent, r.ID, fulfil.Ask{Kind: letter.Acknowledgement, Lang: lang})
		if err != nil || !strings.Contains(d.Text(), want) {
			t.Errorf("%s: %v\n%s", lang, err, d.Text())
		}
	}
}
