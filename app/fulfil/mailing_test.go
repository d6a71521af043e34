package fulfil_test

import (
	"bytes"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"orangelab.cn/rightsdesk/app/collect"
	"orangelab.cn/rightsdesk/app/desk"
	"orangelab.cn/rightsdesk/app/desk/desktest"
	"orangelab.cn/rightsdesk/app/fulfil"
	"orangelab.cn/rightsdesk/app/identity"
	"orangelab.cn/rightsdesk/app/intake"
	"orangelab.cn/rightsdesk/app/letter"
	"orangelab.cn/rightsdesk/app/mail"
	"orangelab.cn/rightsdesk/app/mail/mailtest"
	"orangelab.cn/rightsdesk/app/outbox"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/model/dispatch"
	"orangelab.cn/rightsdesk/store/storetest"
)

// mailing lets a desk send by the real server, as a mailbox of its own.
func mailing(t testing.TB, lead *desk.Session, from string) mailtest.Servers {
	t.Helper()
	servers := mailtest.Real(t)
	settings := servers.Settings(from)
	if _, err := outbox.SaveSettings(ctx, lead, settings); err != nil {
		t.Fatal(err)
	}
	return servers
}

// acknowledged takes a request of somebody with an address and lets its acknowledgement go by mail.
func acknowledged(t testing.TB, h house, email string) model.Request {
	t.Helper()
	sub := desktest.Submission()
	sub.Subject.Email = email
	r := h.Take(t, h.agent, sub)
	l, err := fulfil.WriteLetter(ctx, h.agent, now(h.agent, r.ID), fulfil.Ask{Kind: letter.Acknowledgement, Lang: "en"})
	if err != nil {
		t.Fatal(err)
	}
	if r, err = fulfil.MailLetter(ctx, h.agent, now(h.agent, r.ID), l.ID, email, model.Elsewhere{}); err != nil {
		t.Fatal(err)
	}
	return r
}

func sentOf(t testing.TB, h house, id int64) fulfil.Sent {
	t.Helper()
	sent, err := fulfil.ReadSent(ctx, h.agent, id)
	if err != nil {
		t.Fatal(err)
	}
	return sent
}

func TestALetterIsDeliveredOnceTheServerTookIt(t *testing.T) {
	storetest.Each(t, func(t *testing.T, engine string) {
		h := newHouse(t, engine)
		servers := mailing(t, h.lead, mailtest.Support)
		to := "delivered-" + engine + "@person.test"
		r := acknowledged(t, h, to)
		if sent := sentOf(t, h, r.ID); len(sent.Deliveries) != 0 || len(sent.Mails) != 1 ||
			sent.Mails[0].State != dispatch.Queued {
			t.Fatalf("before it is sent: %+v", sent)
		}
		l := sentOf(t, h, r.ID).Mails[0].Letter
		if _, err := fulfil.MailLetter(ctx, h.agent, now(h.agent, r.ID), l, to, model.Elsewhere{}); !errors.Is(err,
			outbox.ErrOnTheWay) {
			t.Errorf("a second time: %v", err)
		}
		if err := fulfil.SendMail(ctx, h.agent); err != nil {
			t.Fatal(err)
		}
		sent := sentOf(t, h, r.ID)
		m := sent.Mails[0]
		took := servers.Taken(t, m.MessageID)[m.MessageID]
		if m.State != dispatch.Handed || len(took) != 1 || !strings.Contains(m.Said, took[0]) {
			t.Errorf("%s, the server said %q and took it as %q", m.State, m.Said, took)
		}
		if len(sent.Deliveries) != 1 || sent.Deliveries[0].To != to || sent.Deliveries[0].Mail != m.ID ||
			sent.Deliveries[0].Letter != l {
			t.Errorf("deliveries: %+v", sent.Deliveries)
		}
		if m.Mail.Text != "" || m.Mail.HTML != "" {
			t.Error("the text of what was handed over is kept with the message")
		}
		arrived := servers.Inbox(t, to, 1)[0]
		if !bytes.Contains(arrived, []byte(r.Reference)) {
			t.Errorf("arrived without the reference:\n%.800s", arrived)
		}
		if err := fulfil.SendMail(ctx, h.agent); err != nil || len(servers.Inbox(t, to, 1)) != 1 {
			t.Errorf("sent again: %v", err)
		}
	})
}

func TestWhatAServerRefusesIsPutOffOrFailsAsItSays(t *testing.T) {
	h := newHouse(t, "sqlite")
	mailing(t, h.lead, mailtest.Support)
	for to, want := range map[string]struct {
		state dispatch.State
		why   mail.Kind
	}{"refused@person.test": {dispatch.Failed, mail.Recipient},
		"later@person.test": {dispatch.Queued, mail.Recipient}} {
		r := acknowledged(t, h, to)
		if err := fulfil.SendMail(ctx, h.agent); err != nil {
			t.Fatal(err)
		}
		sent := sentOf(t, h, r.ID)
		if m := sent.Mails[0]; m.State != want.state || m.Why != string(want.why) || m.Said == "" || m.Tries != 1 ||
			len(sent.Deliveries) != 0 {
			t.Errorf("%s: %+v", to, m)
		}
	}
}

func TestWhereNoServerAnswersEverythingWaits(t *testing.T) {
	h := newHouse(t, "sqlite")
	servers := mailtest.Real(t)
	settings := servers.Settings(mailtest.Support)
	settings.Out.Password = "wrong"
	if _, err := outbox.SaveSettings(ctx, h.lead, settings); err != nil {
		t.Fatal(err)
	}
	r := acknowledged(t, h, "waits@person.test")
	var f *mail.Failure
	if err := fulfil.SendMail(ctx, h.agent); !errors.As(err, &f) || f.Kind != mail.Login {
		t.Errorf("got %v", err)
	}
	if m := sentOf(t, h, r.ID).Mails[0]; m.State != dispatch.Queued || m.Tries != 0 {
		t.Errorf("%+v", m)
	}
	settings.Version, settings.Out.Password = 1, mailtest.Password
	if _, err := outbox.SaveSettings(ctx, h.lead, settings); err != nil {
		t.Fatal(err)
	}
	if err := fulfil.SendMail(ctx, h.agent); err != nil {
		t.Fatal(err)
	}
	if m := sentOf(t, h, r.ID).Mails[0]; m.State != dispatch.Handed {
		t.Errorf("%+v", m)
	}
}

func TestAMailedCodeProvesAndIsOfNoUseLater(t *testing.T) {
	h := newHouse(t, "sqlite")
	servers := mailing(t, h.lead, mailtest.Support)
	r := h.Request(t, h.agent)
	if _, err := intake.Triage(ctx, h.agent, now(h.agent, r.ID), desktest.Submission()); err != nil {
		t.Fatal(err)
	}
	held, err := identity.OnFile(ctx, h.agent, r.ID)
	if err != nil {
		t.Fatal(err)
	}
	mailCode := func() {
		code, err := identity.MakeCode(ctx, h.agent, now(h.agent, r.ID), model.EvidenceEmailCode, held)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := identity.LetCodeGo(ctx, h.agent, now(h.agent, r.ID), code); err != nil {
			t.Fatal(err)
		}
	}
	mailCode()
	h.Clock.Step(model.CodeLife + time.Second)
	if err := fulfil.SendMail(ctx, h.agent); err != nil {
		t.Fatal(err)
	}
	mails := sentOf(t, h, r.ID).Mails
	if m := mails[0]; m.State != dispatch.Failed || m.Why != string(mail.TooLate) ||
		len(servers.Taken(t)[m.MessageID]) != 0 {
		t.Errorf("%+v", m)
	}
}

func TestACopyGoesByMailAndItsPasswordDoesNot(t *testing.T) {
	h := newHouse(t, "sqlite")
	servers := mailing(t, h.lead, mailtest.Support)
	r := h.verified(t)
	if err := collect.Collect(ctx, h.agent, now(h.agent, r.ID), nil); err != nil {
		t.Fatal(err)
	}
	h.released(t, r.ID)
	path := t.TempDir() + "/copy.zip"
	if _, err := fulfil.BuildPacket(ctx, h.agent, now(h.agent, r.ID), fulfil.FormZip, path, "en"); err != nil {
		t.Fatal(err)
	}
	to := fmt.Sprintf("copy-%d@person.test", r.ID)
	why := model.Elsewhere{Why: model.ElsewhereAsked, Text: "asked on the telephone"}
	if _, err := fulfil.MailPacket(ctx, h.agent, now(h.agent, r.ID), path, to, model.Elsewhere{}); !errors.Is(err,
		fulfil.ErrElsewhere) {
		t.Errorf("to no contact: %v", err)
	}
	if _, err := fulfil.MailPacket(ctx, h.agent, now(h.agent, r.ID), path, to, why); err != nil {
		t.Fatal(err)
	}
	password := func(way, to string) error {
		_, err := fulfil.Deliver(ctx, h.agent, now(h.agent, r.ID), model.DeliveredPassword, way, to, why)
		return err
	}
	if err := password("email", to); !errors.Is(err, collect.ErrSameWay) {
		t.Errorf("the password by mail while the copy is on its way: %v", err)
	}
	if err := fulfil.SendMail(ctx, h.agent); err != nil {
		t.Fatal(err)
	}
	if err := password("email", to); !errors.Is(err, collect.ErrSameWay) {
		t.Errorf("the password by mail after the copy: %v", err)
	}
	if sent := sentOf(t, h, r.ID); sent.Way(model.DeliveredPacket) != "email" {
		t.Errorf("%+v", sent.Deliveries)
	}
	if err := password("phone", "13812341234"); err != nil {
		t.Fatal(err)
	}
	if arrived := servers.Inbox(t, to, 1)[0]; !bytes.Contains(arrived, []byte("application/zip")) {
		t.Errorf("%.2000s", arrived)
	}
	l, err := fulfil.WriteLetter(ctx, h.agent, now(h.agent, r.ID), fulfil.Ask{Kind: letter.Fulfilled, Lang: "en"})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := fulfil.MailLetter(ctx, h.agent, now(h.agent, r.ID), l.ID, to, why); err != nil {
		t.Fatal(err)
	}
	if err := fulfil.SendMail(ctx, h.agent); err != nil {
		t.Fatal(err)
	}
	if r, err = h.agent.Request(ctx, r.ID); err != nil || r.Status != model.Closed {
		t.Errorf("after the answer was taken: %s %v", r.Status, err)
	}
	both := servers.Inbox(t, to, 2)
	packet := sentOf(t, h, r.ID).Mails[0].MessageID
	if !bytes.Contains(both[1], []byte("<"+packet+">")) {
		t.Errorf("the answer is not on the thread of the copy:\n%.1500s", both[1])
	}
}
