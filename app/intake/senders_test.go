package intake_test

import (
	"strings"
	"testing"
)

// Whoever else a mail names as its sender is named: one that is left out is how a mail passes for somebody else's.
func TestEverySenderIsNamed(t *testing.T) {
	const rest = "\nSubject: delete my data\nMessage-ID: <2@mail.example>\nDate: Mon, 23 Nov 2026 10:00:00 +0800\nContent-Type: text/plain; charset=utf-8"
	tests := []struct {
		name, from, person, doubt string
	}{
		{"one", "From: Ann <ann@example.org>", "Ann", ""},
		{"one that stands twice", "From: Ann <ann@example.org>\nFrom: ANN@example.org", "Ann", ""},
		{"one who has a semicolon and a colon", "From: \"Ann: home;\" <ann@example.org>", "Ann: home", ""},
		{"a second line", "From: Ann <ann@example.org>\nFrom: Bo <bo@example.org>", "Ann",
			"several senders: Ann <ann@example.org>, Bo <bo@example.org>"},
		{"two in one line", "From: ann@example.org, bo@example.org", "",
			"several senders: ann@example.org, bo@example.org"},
		{"a group", "From: undisclosed: ann@example.org, bo@example.org;", "",
			"several senders: ann@example.org, bo@example.org"},
		{"a group of one", "From: Staff: Ann <ann@example.org>;", "Ann", ""},
		{"a name that is another address", "From: \"bo@example.org\" <ann@example.org>", "bo@example.org",
			"several senders: bo@example.org <ann@example.org>, bo@example.org"},
		{"a name that is the address", "From: \"ann@example.org\" <ann@example.org>", "", ""},
		{"two to answer", "From: Ann <ann@example.org>\nReply-To: bo@example.org, cy@example.org", "Ann",
			"answers are to go to bo@example.org, cy@example.org"},
		{"two lines to answer", "From: Ann <ann@example.org>\nReply-To: bo@example.org\nReply-To: cy@example.org",
			"Ann", "answers are to go to bo@example.org, cy@example.org"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			p := preview(t, "m.eml", mail(tt.from+rest, "please delete it"))
			if len(p.Records) != 1 {
				t.Fatalf("%+v", p)
			}
			r, doubts := p.Records[0], strings.Join(p.Records[0].Doubts, "\n")
			if r.Name != tt.person || len(r.Emails) != 1 || r.Emails[0] != "ann@example.org" {
				t.Errorf("%q %q", r.Name, r.Emails)
			}
			if tt.doubt == "" && doubts != "" || !strings.Contains(doubts, tt.doubt) {
				t.Errorf("doubts %q, want %q", doubts, tt.doubt)
			}
		})
	}
	t.Run("of a web form", func(t *testing.T) {
		r := preview(t, "m.eml",
			mail("From: no-reply@shop.example\nReply-To: Wang <wang@example.cn>\nReply-To: Li <li@example.cn>\nSubject: x", "delete my data")).Records[0]
		if d := strings.Join(r.Doubts, "\n"); r.Emails[0] != "wang@example.cn" ||
			!strings.Contains(d, "Wang <wang@example.cn>, Li <li@example.cn>") {
			t.Errorf("%q %q", r.Emails, d)
		}
	})
	t.Run("of a mail passed on", func(t *testing.T) {
		inner := "From: wang@example.cn, li@example.cn\nSubject: my data\n\nPlease delete my data\n"
		p := preview(t, "m.eml",
			mail("From: fang@shop.example\nSubject: Fwd: request\nContent-Type: multipart/mixed; boundary=b1",
				"--b1\nContent-Type: message/rfc822\n\n"+inner+"--b1--\n"))
		if d := strings.Join(p.Records[0].Doubts, "\n"); !strings.Contains(d,
			"several senders: wang@example.cn, li@example.cn") {
			t.Error(d)
		}
	})
}

// A mail that is passed on in the text of another is the request of whoever wrote it, and one that is only quoted is
// named.
func TestWhoeverWroteWhatIsPassedOnInlineIsNamed(t *testing.T) {
	const (
		passed = "passed on a mail that says it is from"
		below  = "holds a mail of"
		words  = "Please delete my data"
	)
	tests := []struct{ name, head, text, person, kind, doubt string }{
		{"Gmail", "Subject: x",
			"x\n\n---------- Forwarded message ---------\nFrom: Wang <wang@example.cn>\nDate: Mon\nSubject: my data\nTo: <ann@example.org>\n\n\n" + words, "wang@example.cn", "deletion", passed},
		{"Gmail with nothing but its subject", "Subject: x",
			"x\n\n---------- Forwarded message ---------\nFrom: Wang <wang@example.cn>\nSubject: delete my data\n\nthanks", "wang@example.cn", "deletion", passed},
		{"Gmail in Chinese", "Subject: x",
			"看下\n\n---------- 转发的邮件 ---------\n发件人： 王 <wang@example.cn>\n日期：2026年11月23日\n主题：删除\n\n请删除我的信息",
			"wang@example.cn", "deletion", passed},
		{"Apple Mail", "Subject: x",
			"Begin forwarded message:\n\nFrom: Wang <wang@example.cn>\nSubject: my data\nTo: ann@example.org\n\n" +
				words, "wang@example.cn", "deletion", passed},
		{"passed on twice", "Subject: x",
			"fyi\n\n---------- Forwarded message ---------\nFrom: Bo <bo@example.org>\n\nfyi\n\n---------- Forwarded message ---------\nFrom: Wang <wang@example.cn>\n\n" + words, "wang@example.cn", "deletion", passed},
		{"Outlook without a mark", "Subject: x",
			"see below\n\nFrom: Wang <wang@example.cn>\nSent: Monday\nTo: Ann\nSubject: my data\n\n" + words,
			"ann@example.org", "self_service", below},
		{"QQ", "Subject: x",
			"看下\n\n------------------ 原始邮件 ------------------\n发件人: \"王\" <wang@example.cn>;\n发送时间: 2026年11月23日\n收件人: \"ann\"\n主题: 删除\n\n请删除我的信息", "ann@example.org", "self_service", below},
		{"asks for themself above it", "Subject: x",
			"Delete my data, as he asks too\n\n---------- Forwarded message ---------\nFrom: Wang <wang@example.cn>\n\n" + words, "ann@example.org", "deletion", below},
		{"quotes a third", "Subject: Re: x",
			"yes, delete my data\n\nOn Mon, Nov 23, 2026 at 10:00 AM Wang <wang@example.cn> wrote:\n> hello",
			"ann@example.org", "deletion", below},

		{"an answer", "To: privacy@shop.example\nSubject: Re: x",
			words + "\n\nOn Mon, Nov 23, 2026 at 10:00 AM Shop <help@shop.example> wrote:\n> hello", "ann@example.org",
			"deletion", ""},
		{"an answer from Outlook", "To: privacy@shop.example\nSubject: RE: x",
			words + "\n\nFrom: Shop <privacy@shop.example>\nSent: Monday\nTo: Ann\nSubject: x\n\nhello",
			"ann@example.org", "deletion", ""},
		{"the house's own letter sent back", "To: privacy@shop.example\nSubject: delete my data",
			"see\n\n---------- Forwarded message ---------\nFrom: Shop <help@shop.example>\n\nYour export is ready",
			"ann@example.org", "deletion", ""},
		{"an own mail again", "Subject: x",
			words + "\n\n---------- Forwarded message ---------\nFrom: Ann <ann@example.org>\n\nhello",
			"ann@example.org", "deletion", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			r := preview(t, "m.eml",
				mail("From: Ann <ann@example.org>\n"+tt.head+"\nContent-Type: text/plain; charset=utf-8", tt.text)).
				Records[0]
			doubts := strings.Join(r.Doubts, "\n")
			if len(r.Emails) != 1 || r.Emails[0] != tt.person || r.Kind != tt.kind {
				t.Errorf("%q %s, want %s %s", r.Emails, r.Kind, tt.person, tt.kind)
			}
			if tt.doubt == "" && doubts != "" || !strings.Contains(doubts, tt.doubt) ||
				tt.doubt != "" && !strings.Contains(doubts, "wang@example.cn") {
				t.Errorf("doubts %q, want %q", doubts, tt.doubt)
			}
		})
	}
}

// The person's own words stand first; what whoever passed them on wrote is below, under that one's name.
func TestThePersonsWordsStandBeforeThoseOfWhoPassedThemOn(t *testing.T) {
	const inner = "From: wang@example.cn\nSubject: my data\n\nPlease delete my data\n"
	text := preview(t, "m.eml",
		mail("From: Fang <fang@shop.example>\nSubject: Fwd: request\nContent-Type: multipart/mixed; boundary=b1",
			"--b1\nContent-Type: text/plain\n\nsee below\n--b1\nContent-Type: message/rfc822\n\n"+inner+"--b1--\n")).
		Records[0].Text
	if !strings.HasPrefix(text, "my data\n\nPlease delete my data") ||
		!strings.Contains(text, "— Fang <fang@shop.example>: Fwd: request\n\nsee below") {
		t.Errorf("%q", text)
	}
}
