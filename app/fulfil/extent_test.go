package fulfil_test

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"orangelab.cn/rightsdesk/app/collect"
	records "orangelab.cn/rightsdesk/app/compliance"
	"orangelab.cn/rightsdesk/app/desk/desktest"
	"orangelab.cn/rightsdesk/app/fulfil"
	"orangelab.cn/rightsdesk/app/gate"
	"orangelab.cn/rightsdesk/app/letter"
	"orangelab.cn/rightsdesk/app/packet"
	"orangelab.cn/rightsdesk/app/review"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/model/compliance"
)

// A letter and a copy say "you asked" only of what the person is on record to have said.
func TestWhatThePersonAskedForIsSaidOnlyWhereThePersonSaidIt(t *testing.T) {
	for _, tt := range []struct {
		extent      model.Extent
		says, never string
	}{
		{model.ExtentUnsaid, "level of identity that it needs", "you asked for a copy without"},
		{model.ExtentWithout, "you asked for a copy without", "which we give only once"},
	} {
		t.Run(string(tt.extent), func(t *testing.T) {
			h := newHouse(t, "sqlite")
			r := h.Request(t, h.agent)
			sub := desktest.Submission()
			sub.SetExtent(tt.extent)
			if err := prove(h.agent, r.ID, sub); err != nil {
				t.Fatal(err)
			}
			opened, w := h.copied(t, r, nil)
			reasons := ""
			for _, left := range opened.Withheld {
				if strings.HasPrefix(left.Title, "shop · Orders · ") {
					reasons += left.Reason
				}
			}
			for place, text := range map[string]string{"letter": strings.Join(strings.Fields(w.Text()), " "),
				"copy": reasons} {
				if !strings.Contains(text, tt.says) || strings.Contains(text, tt.never) {
					t.Errorf("the %s does not say %q, or says %q:\n%s", place, tt.says, tt.never, text)
				}
			}
		})
	}
}

func TestNothingGoesElsewhereWithoutAReason(t *testing.T) {
	h := newHouse(t, "sqlite")
	r := h.verified(t)
	w, err := fulfil.WriteLetter(ctx, h.agent, r.Revision(),
		fulfil.Ask{Kind: letter.Acknowledgement, Lang: letter.English})
	if err != nil {
		t.Fatal(err)
	}
	for name, tt := range map[string]struct {
		way, to string
		why     model.Elsewhere
		refused bool
	}{
		"another mailbox": {"email", "lan@example.com", model.Elsewhere{}, true},
		"another number":  {"sms", "13900000000", model.Elsewhere{}, true},
		"by post":         {"post", "12 Garden Road", model.Elsewhere{}, true},
		"a code and no words": {"email", "lan@example.com",
			model.Elsewhere{Why: model.ElsewhereAsked, Text: " "}, true},
		"words and no code": {"email", "lan@example.com", model.Elsewhere{Text: "she said so"},
			true},
		"no code that is one": {"email", "lan@example.com",
			model.Elsewhere{Why: "whim", Text: "she said so"}, true},
		"another mailbox, with a reason": {"email", "lan@example.com",
			model.Elsewhere{Why: model.ElsewhereAsked, Text: "she said so"}, false},
		"the person's, in another spelling":     {"email", "Wang.Ming@163.com", model.Elsewhere{}, false},
		"the person's number, written with +86": {"sms", "+86 138 1234 1234", model.Elsewhere{}, false},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := fulfil.DeliverLetter(ctx, h.agent, desktest.Seen(t, h.agent, r.ID), w.ID, tt.way, tt.to, tt.why)
			if tt.refused != errors.Is(err, fulfil.ErrElsewhere) || !tt.refused && err != nil {
				t.Errorf("%v", err)
			}
		})
	}
	sent, err := fulfil.ReadSent(ctx, h.agent, r.ID)
	if err != nil {
		t.Fatal(err)
	}
	for _, d := range sent.Deliveries {
		e, elsewhere := sent.Elsewhere(d)
		if elsewhere != (d.To == "lan@example.com") || elsewhere && e.Text != "she said so" {
			t.Errorf("%s: %+v", d.To, e)
		}
	}
	if len(sent.Deliveries) != 3 {
		t.Errorf("%d deliveries", len(sent.Deliveries))
	}
}

func TestNothingGoesToSomebodyAbroadWithoutAnAuthorisation(t *testing.T) {
	h := newHouse(t, "sqlite")
	r := h.verified(t)
	w, err := fulfil.WriteLetter(ctx, h.agent, r.Revision(),
		fulfil.Ask{Kind: letter.Acknowledgement, Lang: letter.English})
	if err != nil {
		t.Fatal(err)
	}
	send := func(why model.ElsewhereReason, country string) error {
		_, err := fulfil.DeliverLetter(ctx, h.agent, desktest.Seen(t, h.agent, r.ID), w.ID, "post", "1 Some Street",
			model.Elsewhere{Why: why, Text: "as agreed", Country: country})
		return err
	}
	var abroad *gate.AbroadError
	if err := send(model.ElsewhereOther, "Singapore"); !errors.As(err, &abroad) || abroad.Country != "SG" {
		t.Fatalf("to somebody abroad: %v", err)
	}
	if err := send(model.ElsewhereOther, "Atlantis"); !errors.Is(err, compliance.ErrCountry) {
		t.Errorf("to a country that is none: %v", err)
	}
	for name, err := range map[string]error{"in the country": send(model.ElsewhereOther, "CN"),
		"to the person, who lives abroad": send(model.ElsewhereAsked, "SG")} {
		if err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
	grant, err := records.Keep(ctx, h.agent, "transfer", records.Seen{},
		map[string]string{"country": "SG", "instrument": "contract", "categories": "contact", "from": "2026-01-01"})
	if err != nil {
		t.Fatal(err)
	}
	if err := send(model.ElsewhereOther, "SG"); !errors.As(err, &abroad) {
		t.Errorf("by an authorisation that nobody approved: %v", err)
	}
	if err := records.Approve(ctx, h.Admin, records.SeenOf(grant)); err != nil {
		t.Fatal(err)
	}
	if err := send(model.ElsewhereOther, "SG"); err != nil {
		t.Errorf("with an authorisation: %v", err)
	}
}

// The copy of a person who asked to be told what is held said that they had asked for a copy.
func TestACopySaysWhatWasAsked(t *testing.T) {
	for _, tt := range []struct {
		kind model.Kind
		want map[string]string
	}{
		{model.Access, map[string]string{packet.English: "to tell you what personal information we hold about you",
			packet.Chinese: "查阅我们持有的您的个人信息"}},
		{model.Export, map[string]string{packet.English: "for a copy of your personal information",
			packet.Chinese: "复制我们持有的您的个人信息"}},
	} {
		o := newOffice(t, "sqlite")
		sub := desktest.Submission()
		sub.Kind = tt.kind
		r := o.collected(t, sub)
		o.leaveShared(t, r.ID)
		if _, err := review.SendToReview(ctx, o.agent, desktest.Seen(t, o.agent, r.ID)); err != nil {
			t.Fatal(err)
		}
		rows, err := collect.List(ctx, o.lead, r.ID, model.FindingFilter{SharedOnly: true}, 0, 100)
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range rows {
			if _, err := review.Agree(ctx, o.lead, desktest.Seen(t, o.lead, r.ID), f.Seen()); err != nil {
				t.Fatal(err)
			}
		}
		if _, err := review.Release(ctx, o.lead, desktest.Seen(t, o.lead, r.ID), digest(t, o.lead, r.ID)); err != nil {
			t.Fatal(err)
		}
		for lang, want := range tt.want {
			path := filepath.Join(t.TempDir(), "copy.html")
			built, err := fulfil.BuildPacket(ctx, o.agent, desktest.Seen(t, o.agent, r.ID), fulfil.FormHTML, path, lang)
			if err != nil {
				t.Fatal(err)
			}
			data, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			opened, err := packet.Open(bytes.NewReader(data), built.Password)
			if err != nil {
				t.Fatal(err)
			}
			if opened.Meta.Asked != want {
				t.Errorf("%s, %s: %q", tt.kind, lang, opened.Meta.Asked)
			}
		}
	}
}
