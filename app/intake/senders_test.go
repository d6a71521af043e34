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
		{"a second line", "From: Ann <ann@example.org>\nFrom: Bo <bo@example.org>", "Ann", "several senders: Ann <ann@example.org>, Bo <bo@example.org>"},
		{"two in one line", "From: ann@example.org, bo@example.org", "", "several senders: ann@example.org, bo@example.org"},
		{"a group", "From: undisclosed: ann@example.org, bo@example.org;", "", "several senders: ann@example.org, bo@example.org"},
		{"a group of one", "From: Staff: Ann <ann@example.org>;", "Ann", ""},
		{"a name that is another address", "From: \"bo@example.org\" <ann@example.org>", "bo@example.org", "several senders: bo@example.org <ann@example.org>, bo@example.org"},
		{"a name that is the address", "From: \"ann@example.org\" <ann@example.org>", "ann@example.org", ""},
		{"two to answer", "From: Ann <ann@example.org>\nReply-To: bo@example.org, cy@example.org", "Ann", "answers are to go to bo@example.org, cy@example.org"},
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
	t.Run("of a mail passed on", func(t *testing.T) {
		inner := "From: wang@example.cn, li@example.cn\nSubject: my data\n\nPlease delete my data\n"
		p := preview(t, "m.eml", mail("From: fang@shop.example\nSubject: Fwd: request\nContent-Type: multipart/mixed; boundary=b1", "--b1\nContent-Type: message/rfc822\n\n"+inner+"--b1--\n"))
		if d := strings.Join(p.Records[0].Doubts, "\n"); !strings.Contains(d, "several senders: wang@example.cn, li@example.cn") {
			t.Error(d)
		}
	})
}
