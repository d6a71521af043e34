package intake_test

import (
	"strings"
	"testing"
)

// What somebody says they do not want is never proposed as what they want, and is named.
func TestANoIsNoRequest(t *testing.T) {
	for text, kind := range map[string]string{
		"I do NOT want my data deleted\n\nPlease do not delete my data. I only want a copy.": "export",
		"Please don't delete my account, correct my address":                                 "correction",
		"I never asked for my data to be deleted":                                            "self_service",
		"You can close the case without deleting anything":                                   "self_service",
		"I didn't ask you to delete it":                                                      "self_service",
		"请不要删除，我只想更正":                                                                        "correction",
		"我不想把我的数据删除":                                                                         "self_service",
		"I do not want you to keep my data, delete it":                                       "deletion",
		"Please delete my data. Do not delete my invoices.":                                  "deletion",
		"I don't want any more marketing":                                                    "objection",
	} {
		r := preview(t, "m.eml", mail(sender+"Content-Type: text/plain; charset=utf-8", text)).Records[0]
		if r.Kind != kind {
			t.Errorf("%q: %s, want %s", text, r.Kind, kind)
		}
		if kind != "deletion" && kind != "objection" && !strings.Contains(strings.Join(r.Doubts, "\n"), "with a no before it") {
			t.Errorf("%q: %q", text, r.Doubts)
		}
	}
	r := preview(t, "m.eml", mail("From: a@b.cn\nSubject: I do NOT want my data deleted", "Please do not delete my data. I only want a copy.")).Records[0]
	if r.Kind != "export" {
		t.Errorf("%+v", r)
	}
}
