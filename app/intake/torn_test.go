package intake_test

import (
	"strings"
	"testing"
)

// One header that cannot be read never costs the mail, and of two none is lost.
func TestAMalformedHeaderNeverCostsTheMail(t *testing.T) {
	for name, c := range map[string]struct{ head, email, person, doubt string }{
		"two at signs":      {"From: Ann <ann@@x.org>", "", "Ann", "ann@@x.org"},
		"a source route":    {"From: Ann <@relay.example,@b.example:ann@x.org>", "ann@x.org", "Ann", ""},
		"one host of route": {"From: <@relay.example:ann@x.org>", "ann@x.org", "", ""},
		"blanks in quotes":  {`From: "a b"@x.org`, "", "a b@x.org", "a b"},
		"no dot":            {"From: ann@xn--fiqs8s", "", "ann@xn--fiqs8s", "ann@xn--fiqs8s"},
		"no address":        {"From: Ann Berg", "", "Ann Berg", "Ann Berg"},
		"word not closed": {"From: =?utf-8?B?546L5bCP5piO <w@x.cn>", "w@x.cn", "",
			"the name in the From line is not whole"},
		"quote not closed": {`From: "Wang <wang@example.cn>`, "wang@example.cn", "Wang",
			"not whole: “\"Wang <wang@example.cn>”"},
		"word around it": {"From: =?utf-8?B?5Yig6Zmk?= =?utf-8?Q?_<wang@example.cn>?=", "wang@example.cn", "删除",
			"not whole"},
		"word of no letters": {"From: =?utf-8?B?/////w==?= <wang@example.cn>", "wang@example.cn", "", "not whole"},
		"brackets in a name": {"From: Wang <> <wang@example.cn>", "wang@example.cn", "Wang", "not whole"},
		"brackets in quotes": {`From: "Wang <Sales>" <wang@example.cn>`, "wang@example.cn", "Wang <Sales>", ""},
		"a quote in a name":  {`From: "Wang \"W\" Li" <wang@example.cn>`, "wang@example.cn", `Wang "W" Li`, ""},
		"another sender": {"From: Wang <wang@example.cn>\nSender: Li <li@example.cn>", "wang@example.cn", "Wang",
			"Li <li@example.cn> sent the mail (Sender), and its From line names somebody else: “Wang <wang@example.cn>”"},
		"the same sender": {"From: Wang <wang@example.cn>\nSender: WANG@Example.cn", "wang@example.cn", "Wang", ""},
		"only a sender": {"From: Wang\nSender: Li <li@example.cn>", "", "Wang",
			"Li <li@example.cn> sent the mail"},
		"no From line": {"Sender: Li <li@example.cn>", "li@example.cn", "Li", ""},
		"through a group": {
			"From: Ann via Group <group@lists.example>\nX-Original-From: Ann <ann@x.org>\nReply-To: Ann <ann@x.org>",
			"ann@x.org", "Ann", "group@lists.example"},
		"nobody's authority": {"From: Ann <ann@x.org>\nX-Original-From: Bo <bo@x.org>", "ann@x.org", "Ann", ""},
	} {
		p := preview(t, "m.eml", mail(c.head+"\nSubject: delete my data\nContent-Type: text/plain", "please"))
		if len(p.Records) != 1 {
			t.Errorf("%s: %+v", name, p.Problems)
			continue
		}
		r := p.Records[0]
		doubts := strings.Join(r.Doubts, "\n")
		if strings.Join(r.Emails, " ") != c.email || r.Name != c.person || r.Kind != "deletion" ||
			(c.doubt == "") != (doubts == "") || !strings.Contains(doubts, c.doubt) {
			t.Errorf("%s: %q %q %s %q", name, r.Emails, r.Name, r.Kind, r.Doubts)
		}
	}
	r := preview(t, "m.eml",
		mail("From: a@x.org\nSubject: hello\nSubject: delete my data\nContent-Type: text/plain", "please")).Records[0]
	if r.Kind != "deletion" || !strings.Contains(r.Text, "hello") || !strings.Contains(r.Text, "delete my data") ||
		!strings.Contains(strings.Join(r.Doubts, "\n"), "several subject lines") {
		t.Errorf("%+v", r)
	}
}

func TestLinesThatAProgramPartedAreJoined(t *testing.T) {
	head := sender + "Content-Type: text/plain; format=flowed; delsp=yes"
	for body, want := range map[string]string{
		"please dele \nte my data": "please delete my data",
		"请删 \n除我的 \n个人信息\n谢谢":      "请删除我的个人信息\n谢谢",
		"one\ntwo":            "one\ntwo",
		"delete it\n-- \nAnn": "delete it\n--\nAnn",
		"delete it\n\n> they wr \n> ote \n>> a\nx": "delete it\n\nx\n\n> they wrote\n>> a",
	} {
		if r := preview(t, "m.eml", mail(head, body)).Records[0]; !strings.HasSuffix(r.Text, want) &&
			!strings.Contains(strings.ReplaceAll(r.Text, "-- ", "--"), want) {
			t.Errorf("%q is read as %q, want %q", body, r.Text, want)
		}
	}
}

func TestContradictionsAndFormsOfATableAreDoubted(t *testing.T) {
	for _, mail := range []string{"a。@x.org", ".a@x.org", "a..b@x.org"} {
		if p := preview(t, "a.csv", cell("email", mail)); len(p.Records) == 1 && len(p.Records[0].Doubts) == 0 {
			t.Errorf("%s: %+v", mail, p.Records[0])
		}
	}
	if r := preview(t, "a.csv", cell("phone", "8613800000003;+8613800000003;13800000003")).
		Records[0]; len(r.Phones) != 1 {
		t.Errorf("one number is %q", r.Phones)
	}
	if r := preview(t, "a.csv", cell("email", "A@X.org;a@x.org")).Records[0]; len(r.Emails) != 1 {
		t.Errorf("one address is %q", r.Emails)
	}
	for _, name := range []string{"👩\u200d👩\u200d👧", "علی\u200cرضا"} {
		if r := preview(t, "a.csv", cell("name", "\u200b"+name+"\u200d ")).Records[0]; r.Name != name {
			t.Errorf("%q is read as %q", name, r.Name)
		}
	}
	if r := preview(t, "a.csv", cell("id_number", "C440301199001010004")).
		Records[0]; !strings.Contains(strings.Join(r.Doubts, ""), "“C”") {
		t.Errorf("%+v", r)
	}
	// 2016 by the number, 1990 by the date: a child's data needs more.
	p := preview(t, "a.csv",
		"kind,account,id_number,birth_date\nexport,ann1,110105201612310023,1990-01-01\nexport,ann1,,1990-01-01\nexport,ann1,,2016-12-31\n")
	if r := p.Records; r[0].Level != r[2].Level || r[1].Level >= r[2].Level ||
		!strings.Contains(strings.Join(r[0].Doubts, "\n"), "birth_date") {
		t.Errorf("%+v", p.Records)
	}
}
