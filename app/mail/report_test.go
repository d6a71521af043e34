package mail_test

import (
	"strings"
	"testing"

	"orangelab.cn/rightsdesk/app/mail"
)

// bounce is a report about one message, by what it says of the recipient and of the message.
func bounce(action, original string) string {
	return strings.ReplaceAll(`From: MAILER-DAEMON@mail.gone.test
Content-Type: multipart/report; report-type=delivery-status; boundary="b"
MIME-Version: 1.0

--b
Content-Type: text/plain

Sorry.
--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mail.gone.test
Original-Envelope-Id: env+2Bid@desk.test

Final-Recipient: rfc822; x@gone.test
Action: `+action+`
Status: 5.1.1
Diagnostic-Code: smtp; 550 5.1.1 the mailbox
  does not exist

--b
`+original+`
--b--
`, "\n", "\r\n")
}

func TestAReportNamesTheMessageThatDidNotArrive(t *testing.T) {
	headers := "Content-Type: text/rfc822-headers\n\nMessage-ID: <orig@desk.test>\nSubject: x\n"
	for _, c := range []struct {
		name, mail string
		failed     bool
		id         string
	}{
		{"failed", bounce("failed", headers), true, "orig@desk.test"},
		{"only late", bounce("delayed", headers), false, ""},
		{"relayed", bounce("relayed", headers), false, ""},
		{"no header comes back", bounce("failed", "Content-Type: text/plain\n\nnothing\n"), true, "env+id@desk.test"},
		{"the whole message",
			bounce("Failed", "Content-Type: message/rfc822\n\nMessage-Id: <whole@desk.test>\n\ntext\n"), true,
			"whole@desk.test"},
		{"a letter", "From: a@person.test\r\n\r\nAction: failed\r\nMessage-ID: <orig@desk.test>\r\n", false, ""},
		{"nothing", "", false, ""},
	} {
		r, failed := mail.ReadReport([]byte(c.mail))
		if failed != c.failed ||
			failed && (r.MessageID != c.id || r.Status != "5.1.1" || r.Recipient != "x@gone.test" ||
				!strings.Contains(r.Said, "does not exist")) {
			t.Errorf("%s: %v %+v", c.name, failed, r)
		}
	}
}

func FuzzReport(f *testing.F) {
	f.Add([]byte(bounce("failed", "Content-Type: text/rfc822-headers\n\nMessage-ID: <orig@desk.test>\n")))
	f.Add([]byte(strings.Repeat("Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n", 40)))
	f.Fuzz(func(t *testing.T, data []byte) {
		if r, failed := mail.ReadReport(data); failed && (r.MessageID == "" || len(r.Said) > 2000) {
			t.Errorf("%+v", r)
		}
	})
}
