package fulfil_test

import (
	"strings"
	"testing"

	"orangelab.cn/rightsdesk/app/desk/desktest"
	"orangelab.cn/rightsdesk/app/fulfil"
	"orangelab.cn/rightsdesk/app/intake"
	"orangelab.cn/rightsdesk/app/letter"
	"orangelab.cn/rightsdesk/model"
)

// A mother who asked for her child read that her own information would be deleted.
func TestALetterToWhoeverAskedForAnotherSaysForWhom(t *testing.T) {
	o := newOffice(t, "sqlite")
	for who, want := range map[model.RequesterKind][2]string{
		model.Self:     {"", ""},
		model.Guardian: {"as the guardian of 王小明", "您以监护人身份为王小明提出"},
		model.Agent:    {"as the agent of 王小明", "您以代理人身份为王小明提出"},
		model.Relative: {"as the close relative of 王小明", "您以近亲属身份为王小明提出"},
	} {
		sub := desktest.Submission()
		sub.Kind, sub.Requester, sub.External = model.Deletion, who, "for "+string(who)
		if who != model.Self {
			sub.RequesterName, sub.RequesterContact = "赵梦琪", "zhao@example.com"
		}
		r, err := intake.Take(ctx, o.agent, sub)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := intake.Triage(ctx, o.agent, desktest.Seen(t, o.agent, r.ID), sub); err != nil {
			t.Fatal(err)
		}
		for i, lang := range letter.Languages {
			w, err := fulfil.WriteLetter(ctx, o.agent, desktest.Seen(t, o.agent, r.ID),
				fulfil.Ask{Kind: letter.Acknowledgement, Lang: lang})
			if err != nil {
				t.Fatal(err)
			}
			if text := w.Text(); !strings.Contains(text, want[i]) ||
				who == model.Self && (strings.Contains(text, " of 王小明") || strings.Contains(text, "身份为")) {
				t.Errorf("%s, %s: want %q in\n%s", who, lang, want[i], text)
			}
		}
	}
}
