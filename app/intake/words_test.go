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
		"请不要删掉我的数据":                                                                          "self_service",
		"Don't forget me":                                                                    "self_service",
		"Do not remove my data":                                                              "self_service",
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
		if kind != "deletion" && kind != "objection" &&
			!strings.Contains(strings.Join(r.Doubts, "\n"), "with a no before it") {
			t.Errorf("%q: %q", text, r.Doubts)
		}
	}
	r := preview(t, "m.eml",
		mail("From: a@b.cn\nSubject: I do NOT want my data deleted",
			"Please do not delete my data. I only want a copy.")).Records[0]
	if r.Kind != "export" {
		t.Errorf("%+v", r)
	}
}

// What was taken back, was done already, or is only supposed is never proposed as what is wanted, and is named.
func TestWhatIsNamedAndNotAskedForIsADoubt(t *testing.T) {
	const back, done, supposed, no = "taken back", "done already", "what would be", "with a no before it"
	for _, c := range []struct{ text, kind, doubt string }{
		{"I have withdrawn my request to delete my data. Please ignore it.", "self_service", back},
		{"Please cancel my deletion request", "self_service", back},
		{"Ignore my last mail about deleting my account", "self_service", back},
		{"I no longer want my account deleted", "self_service", back},
		{"Please delete my data.\n\nSorry, I changed my mind.", "deletion", "taken back"},
		{"我要撤回删除申请", "self_service", back},
		{"取消我的账号注销申请", "self_service", back},
		{"You have already deleted my account without my consent. I want it back.", "self_service", done},
		{"My account was deleted last week", "self_service", done},
		{"They just deleted everything", "self_service", done},
		{"你们擅自删除了我的评论", "self_service", done},
		{"我的账号已被注销", "self_service", done},
		{"If I ask you to delete my account, what happens to my orders? Never delete anything before I say so.",
			"self_service", supposed},
		{"What happens if I close my account?", "self_service", supposed},
		{"如果删除账号，我的订单会怎样", "self_service", supposed},
		{"Please delete my data. Do not delete my invoices.", "deletion", no},
		{"不删除", "self_service", no},
		{"我不同意删除我的信息", "self_service", no},
		{"请勿删除我的个人信息", "self_service", no},

		{"I want it deleted", "deletion", ""},
		{"Please have it erased", "deletion", ""},
		{"Cancel my order and delete my data", "deletion", ""},
		{"I no longer need my account please delete it", "deletion", ""},
		{"If you hold any data of mine, delete it", "deletion", ""},
		{"能不能删除我的信息", "deletion", ""},
		{"为什么还不删除我的信息", "deletion", ""},
		{"我的性别更正为女", "correction", ""},
		{"请把我的信息删除了。", "deletion", ""},
		{"我撤回我的同意", "withdrawal", ""},
		{"我已经申请删除，请尽快删除", "deletion", ""},
	} {
		r := preview(t, "m.eml", mail("From: a@b.cn\nSubject: hello\nContent-Type: text/plain; charset=utf-8", c.text)).
			Records[0]
		doubts := strings.Join(r.Doubts, "\n")
		if r.Kind != c.kind || c.doubt == "" && doubts != "" || !strings.Contains(doubts, c.doubt) {
			t.Errorf("%q: %s %q, want %s %q", c.text, r.Kind, r.Doubts, c.kind, c.doubt)
		}
	}
}

func TestADoubtIsNamedOnce(t *testing.T) {
	r := preview(t, "m.eml",
		mail("From: a@b.cn\nSubject: 请勿删除我的个人信息\nContent-Type: text/plain; charset=utf-8", "请勿删除我的个人信息")).Records[0]
	if n := strings.Count(strings.Join(r.Doubts, "\n"), "with a no before it"); n != 1 {
		t.Errorf("named %d times: %q", n, r.Doubts)
	}
}
