package intake_test

import (
	"context"
	"database/sql"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"orangelab.cn/rightsdesk/app/desk/desktest"
	"orangelab.cn/rightsdesk/app/fulfil"
	"orangelab.cn/rightsdesk/app/intake"
	letters "orangelab.cn/rightsdesk/app/letter"
	post "orangelab.cn/rightsdesk/app/mail"
	"orangelab.cn/rightsdesk/app/outbox"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/model/dispatch"
	"orangelab.cn/rightsdesk/store"
)

// raw puts a mail into the mailbox byte by byte, as no mail program of ours would write it, and waits until it is
// there.
func (e ear) raw(t *testing.T, data string, all int) {
	t.Helper()
	e.servers.Inbox(t, e.box, 0) // so that the folder is there
	name := filepath.Join(os.Getenv("RIGHTSDESK_TEST_MAIL"), "homes", e.box, "Maildir", "new",
		fmt.Sprintf("%d.M1P1.h", time.Now().UnixNano()))
	if err := os.MkdirAll(filepath.Dir(name), 0o777); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(name, []byte(strings.ReplaceAll(data, "\n", "\r\n")), 0o666); err != nil {
		t.Fatal(err)
	}
	e.servers.Inbox(t, e.box, all)
}

// heardFrom is the mail that waits from an address; nil where none does.
func (e ear) heardFrom(t *testing.T, from string) *model.WaitingMail {
	t.Helper()
	for _, f := range e.waiting(t) {
		if f.Head.Mail != nil && f.Head.Mail.From == from {
			return f.Head.Mail
		}
	}
	return nil
}

func (e ear) revision(t *testing.T, request int64) model.Revision {
	t.Helper()
	return desktest.Seen(t, e.agent, request)
}

// report is a mail of a server that could not deliver, by what it says of the message and of its status.
func report(envelope, status, original string) string {
	return "From: MAILER-DAEMON@x.test\nSubject: failure\nMessage-ID: <report@x.test>\nMIME-Version: 1.0\nContent-Type: multipart/report; report-type=delivery-status; boundary=b\n\n--b\nContent-Type: message/delivery-status\n\n" +
		envelope + "\n\nFinal-Recipient: rfc822; x@gone.test\nAction: failed\nStatus: " + status +
		"\n\n--b\nContent-Type: text/rfc822-headers\n\n" + original + "\n\n--b--\n"
}

// letter sends an acknowledgement of a request by mail and returns its name.
func (e ear) letter(t *testing.T, request int64, to string) (messageID string) {
	t.Helper()
	ctx := context.Background()
	l, err := fulfil.WriteLetter(ctx, e.agent, desktest.Seen(t, e.agent, request),
		fulfil.Ask{Kind: letters.Acknowledgement, Lang: "en"})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := fulfil.MailLetter(ctx, e.agent, desktest.Seen(t, e.agent, request), l.ID, to,
		model.Elsewhere{}); err != nil {
		t.Fatal(err)
	}
	if err := fulfil.SendMail(ctx, e.agent); err != nil {
		t.Fatal(err)
	}
	sent, err := outbox.Of(ctx, e.agent, request)
	i := slices.IndexFunc(sent, func(o dispatch.Outgoing) bool {
		return o.Letter == l.ID && o.State == dispatch.Handed
	})
	if err != nil || i < 0 {
		t.Fatalf("%+v %v", sent, err)
	}
	return sent[i].MessageID
}

func TestNamesThatAreNoTextHoldNobodysMailUp(t *testing.T) {
	mails := []string{
		"From: a@person.test\nSubject: My data\nMessage-ID: <a1@x.test>\nReferences: <caf\xe9@x.test>\n\nPlease delete my data.\n",
		"From: b@person.test\nSubject: My data\nMessage-ID: <a2@x.test>\nIn-Reply-To: <a\x00b@x.test>\n\nPlease delete my data.\n",
		"From: c@person.test\nSubject: My data\nMessage-ID: <a\x00\xff3@x.test>\n\nPlease delete my data.\n",
		report("Original-Envelope-Id: a+00b", "5.1.1", "Subject: x"),
		strings.Replace(report("Reporting-MTA: dns; x", "5.1.1", "Message-ID: <caf\xe9@x.test>"), "report@", "other@",
			1),
	}
	for _, engine := range []string{"sqlite", "postgres"} {
		t.Run(engine, func(t *testing.T) {
			e := newEarOn(t, "names-"+engine+"@desk.test", engine)
			for i, data := range mails {
				e.raw(t, data, i+1)
			}
			e.arrives(t, post.Message{From: "wang@person.test", Subject: "My data",
				Text: "Please delete all my data.\nWang\n"}, len(mails)+1)
			e.hear(t)
			for _, from := range []string{"a@person.test", "b@person.test", "c@person.test", "wang@person.test"} {
				if m := e.heardFrom(t, from); m == nil || m.Trouble != "" {
					t.Errorf("of %s: %+v", from, m)
				}
			}
		})
	}
}

func TestADamagedRequestHoldsNobodysMailUp(t *testing.T) {
	ctx := context.Background()
	e := newEar(t, "damaged@desk.test")
	first := post.NewID("lin@person.test")
	e.arrives(t, post.Message{ID: first, From: "lin@person.test", Subject: "My data",
		Text: "Please send me a copy of all my personal data.\nLin\n"}, 1)
	e.hear(t)
	r := e.takeIn(t)
	ours := e.letter(t, r.ID, "lin@person.test")
	sub := desktest.Submission()
	sub.Subject.Email = "sound@person.test"
	sound := e.Take(t, e.agent, sub)
	for id, to := range map[int64]string{r.ID: "lin@person.test", sound.ID: "sound@person.test"} {
		l, err := fulfil.WriteLetter(ctx, e.agent, desktest.Seen(t, e.agent, id),
			fulfil.Ask{Kind: letters.Acknowledgement, Lang: "en"})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := fulfil.MailLetter(ctx, e.agent, desktest.Seen(t, e.agent, id), l.ID, to,
			model.Elsewhere{}); err != nil {
			t.Fatal(err)
		}
	}
	db, err := sql.Open("sqlite", "file:"+filepath.Join(e.Address(), store.File)+"?_pragma=busy_timeout(5000)")
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if _, err := db.Exec("UPDATE request SET due_at = due_at + 1 WHERE id = ?", r.ID); err != nil {
		t.Fatal(err)
	}
	e.arrives(t, post.Message{From: "eve@evil.test", Subject: "About " + r.Reference, Text: "hello"}, 2)
	e.arrives(t, post.Message{From: "mei@person.test", Subject: "Re: hello", InReplyTo: []string{ours}, Text: "hello"},
		3)
	e.arrives(t, post.Message{From: "lin@person.test", Subject: "One thing more", Text: "hello"}, 4)
	e.arrives(t, post.Message{ID: first, From: "jia@person.test", Subject: "The same number", Text: "hello"}, 5)
	e.raw(t, report("Reporting-MTA: dns; x", "5.1.1", "Message-ID: <"+ours+">"), 6)
	e.arrives(t, post.Message{From: "wang@person.test", Subject: "My data", Text: "Please delete all my data.\nWang\n"},
		7)
	e.hear(t)
	for from, trouble := range map[string]string{"eve@evil.test": intake.TroubleDamaged,
		"mei@person.test": intake.TroubleDamaged, "lin@person.test": intake.TroubleDamaged, "jia@person.test": "",
		"MAILER-DAEMON@x.test": intake.TroubleDamaged, "wang@person.test": ""} {
		if m := e.heardFrom(t, from); m == nil || m.Trouble != trouble {
			t.Errorf("of %s: %+v", from, m)
		}
	}
	for _, f := range e.waiting(t) {
		shown, err := intake.ShowWaiting(ctx, e.agent, f.ID)
		if err != nil {
			t.Fatalf("%s: %v", f.Head.Mail.From, err)
		}
		named := slices.ContainsFunc(shown.Rows, func(row intake.Row) bool {
			return row.Submission != nil &&
				strings.Contains(fmt.Sprint(row.Submission.Doubts), "changed outside the program")
		})
		if from := f.Head.Mail.From; named != (from == "eve@evil.test" || from == "mei@person.test" ||
			from == "lin@person.test") {
			t.Errorf("%s: the damage is named: %v", from, named)
		}
	}
	if err := fulfil.SendMail(ctx, e.agent); err == nil {
		t.Error("that a letter cannot be read is not said")
	}
	if sent, err := outbox.Of(ctx, e.agent, sound.ID); err != nil || sent[0].State != dispatch.Handed {
		t.Errorf("the letter of another request was held up: %+v %v", sent, err)
	}
	if _, err := intake.ReadMailbox(ctx, e.agent); err != nil {
		t.Error(err)
	}
}

func TestNothingButAStatusOfAReportIsInTheLog(t *testing.T) {
	ctx := context.Background()
	e := newEar(t, "status@desk.test")
	sub := desktest.Submission()
	sub.Subject.Email = "lin@person.test"
	r := e.Take(t, e.agent, sub)
	for i, c := range []struct{ said, kept string }{{"Wang Xiaoming, 11010519491231002X, has an illness", ""},
		{"5.1.1 (bad destination)", "5.1.1"}, {"5.1.11010519491231002", ""}} {
		name := e.letter(t, r.ID, "lin@person.test")
		e.raw(t, strings.Replace(report("Reporting-MTA: dns; x", c.said, "Message-ID: <"+name+">"), "report@",
			fmt.Sprintf("r%d@", i), 1), i+1)
		e.hear(t)
		log, err := e.agent.Log(ctx, r.ID, 0, 1)
		if err != nil || len(log) != 1 {
			t.Fatalf("%+v %v", log, err)
		}
		if log[0].Detail["result"] != string(dispatch.Returned) || log[0].Detail["status"] != c.kept {
			t.Errorf("%q: %+v", c.said, log[0].Detail)
		}
	}
}
