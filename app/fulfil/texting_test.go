package fulfil_test

import (
	"errors"
	"path/filepath"
	"regexp"
	"slices"
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
	"orangelab.cn/rightsdesk/app/packet"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/model/dispatch"
	"orangelab.cn/rightsdesk/store/storetest"
)

// texting lets a desk send text messages through a gateway on this computer.
func texting(t testing.TB, lead *desk.Session) *mailtest.Gateway {
	t.Helper()
	g := mailtest.NewGateway(t)
	if _, err := outbox.SaveSettings(ctx, lead, dispatch.Settings{SMS: g.Settings()}); err != nil {
		t.Fatal(err)
	}
	return g
}

// took are the messages that a gateway took, in no order.
func took(g *mailtest.Gateway) (list []mailtest.Short) {
	for _, some := range g.Taken() {
		list = append(list, some...)
	}
	return list
}

func send(t testing.TB, s *desk.Session) {
	t.Helper()
	if err := fulfil.SendMail(ctx, s); err != nil {
		t.Fatal(err)
	}
}

func TestACodeGoesThroughTheGatewayAndOnlyTheNewestIsGood(t *testing.T) {
	storetest.Each(t, func(t *testing.T, engine string) {
		h := newHouse(t, engine)
		g := texting(t, h.lead)
		r := h.Request(t, h.agent)
		if _, err := intake.Triage(ctx, h.agent, now(h.agent, r.ID), desktest.Submission()); err != nil {
			t.Fatal(err)
		}
		held, err := identity.OnFile(ctx, h.agent, r.ID)
		if err != nil {
			t.Fatal(err)
		}
		textCode := func() {
			t.Helper()
			code, err := identity.MakeCode(ctx, h.agent, now(h.agent, r.ID), model.EvidencePhoneCode, held)
			if err != nil {
				t.Fatal(err)
			}
			if _, err := identity.LetCodeGo(ctx, h.agent, now(h.agent, r.ID), code); err != nil {
				t.Fatal(err)
			}
		}
		textCode()
		h.Clock.Step(time.Second)
		textCode() // the first still waits: it would be of no use any more
		send(t, h.agent)
		send(t, h.agent)
		list := took(g)
		if len(list) != 1 || list[0].To != "+8613812341234" {
			t.Fatalf("the gateway took %+v", list)
		}
		code := regexp.MustCompile(`[0-9]{6}`).FindString(strings.TrimPrefix(list[0].Text, r.Reference))
		if _, err := identity.CheckCode(ctx, h.agent, now(h.agent, r.ID), code); err != nil {
			t.Errorf("%q of %q: %v", code, list[0].Text, err)
		}
		mails := sentOf(t, h, r.ID).Mails
		if len(mails) != 2 || mails[0].State != dispatch.Cancelled || mails[1].State != dispatch.Handed ||
			mails[1].Way != dispatch.BySMS || mails[1].Mail.Text != "" || !strings.Contains(mails[1].Said, "200") {
			t.Errorf("%+v", mails)
		}
		// Ten minutes later no gateway gets one.
		h.Clock.Step(time.Second)
		textCode()
		h.Clock.Step(model.CodeLife + time.Second)
		send(t, h.agent)
		if mails = sentOf(t, h, r.ID).Mails; mails[2].State != dispatch.Failed ||
			mails[2].Why != string(mail.TooLate) || len(took(g)) != 1 {
			t.Errorf("%+v", mails[2])
		}
	})
}

// copied is a request whose copy is built.
func copied(t *testing.T, h house) model.Request {
	t.Helper()
	r := h.verified(t)
	if err := collect.Collect(ctx, h.agent, now(h.agent, r.ID), nil); err != nil {
		t.Fatal(err)
	}
	h.released(t, r.ID)
	if _, err := fulfil.BuildPacket(ctx, h.agent, now(h.agent, r.ID), fulfil.FormHTML,
		filepath.Join(t.TempDir(), "copy.html"), packet.English); err != nil {
		t.Fatal(err)
	}
	return r
}

func TestAPasswordGoesThroughTheGatewayAndNeverTheWayOfItsCopy(t *testing.T) {
	h := newHouse(t, "sqlite")
	g := texting(t, h.lead)
	r := copied(t, h)
	phone := "13812341234"
	text := func(to string) error {
		_, err := fulfil.TextPassword(ctx, h.agent, now(h.agent, r.ID), to, onFile)
		return err
	}
	deliver := func(what, way, to string) error {
		_, err := fulfil.Deliver(ctx, h.agent, now(h.agent, r.ID), what, way, to, onFile)
		return err
	}
	if err := text("wang@example.com"); !errors.Is(err, fulfil.ErrWay) {
		t.Errorf("to an address: %v", err)
	}
	g.Answer(func(mailtest.Short) (int, string) { return 502, "" })
	if err := text(phone); err != nil {
		t.Fatal(err)
	}
	if err := text(phone); !errors.Is(err, outbox.ErrOnTheWay) {
		t.Errorf("twice: %v", err)
	}
	if err := deliver(model.DeliveredPacket, "sms", phone); !errors.Is(err, collect.ErrSameWay) {
		t.Errorf("the copy by text message while its password is on the way: %v", err)
	}
	send(t, h.agent)
	g.Answer(nil)
	h.Clock.Step(time.Hour)
	send(t, h.agent)
	m := sentOf(t, h, r.ID).Mails[0]
	if m.State != dispatch.Uncertain || len(took(g)) != 0 || len(sentOf(t, h, r.ID).Deliveries) != 0 {
		t.Fatalf("of a message of which nobody knows: %+v, the gateway took %d", m, len(took(g)))
	}
	if err := deliver(model.DeliveredPacket, "sms", phone); !errors.Is(err, collect.ErrSameWay) {
		t.Errorf("the copy by text message while its password may have gone: %v", err)
	}
	if _, err := fulfil.SettleMail(ctx, h.agent, now(h.agent, r.ID), m.ID, outbox.Again); err != nil {
		t.Fatal(err)
	}
	send(t, h.agent)
	sent := sentOf(t, h, r.ID)
	if sent.Way(model.DeliveredPassword) != "sms" || sent.Deliveries[0].Mail != sent.Mails[1].ID {
		t.Errorf("%+v", sent.Deliveries)
	}
	password, err := fulfil.PacketPassword(ctx, h.agent, now(h.agent, r.ID))
	if list := took(g); err != nil || len(list) != 1 || !strings.Contains(list[0].Text, password) ||
		!strings.Contains(list[0].Text, r.Reference) || list[0].To != "+8613812341234" {
		t.Errorf("%v, the gateway took %+v", err, list)
	}
	if err := deliver(model.DeliveredPacket, "sms", phone); !errors.Is(err, collect.ErrSameWay) {
		t.Errorf("the copy by text message after its password: %v", err)
	}
	if err := deliver(model.DeliveredPacket, "email", "wang.ming@163.com"); err != nil {
		t.Error(err)
	}
}

// A password that was refused could be sent again the way that the copy had taken meanwhile.
func TestAPasswordIsNotSentAgainTheWayOfItsCopy(t *testing.T) {
	h := newHouse(t, "sqlite")
	g := texting(t, h.lead)
	r := copied(t, h)
	g.Answer(func(mailtest.Short) (int, string) { return 200, `{"result":{"code":42}}` })
	if _, err := fulfil.TextPassword(ctx, h.agent, now(h.agent, r.ID), "13812341234", onFile); err != nil {
		t.Fatal(err)
	}
	send(t, h.agent)
	m := sentOf(t, h, r.ID).Mails[0]
	if m.State != dispatch.Failed || m.Why != string(mail.Refused) {
		t.Fatalf("%+v", m)
	}
	if _, err := fulfil.Deliver(ctx, h.agent, now(h.agent, r.ID), model.DeliveredPacket, "sms", "13812341234",
		onFile); err != nil {
		t.Fatal(err)
	}
	if _, err := fulfil.SettleMail(ctx, h.agent, now(h.agent, r.ID), m.ID, outbox.Again); !errors.Is(err,
		collect.ErrSameWay) {
		t.Errorf("again: %v", err)
	}
	if _, err := fulfil.TextPassword(ctx, h.agent, now(h.agent, r.ID), "13812341234", onFile); !errors.Is(err,
		collect.ErrSameWay) {
		t.Errorf("anew: %v", err)
	}
}

func TestALetterGoesThroughTheGatewayAlsoWhereNoMailServerAnswers(t *testing.T) {
	h := newHouse(t, "sqlite")
	g := mailtest.NewGateway(t)
	settings := dispatch.Settings{SMS: g.Settings(), From: mailtest.Support,
		Out: dispatch.Server{Host: "127.0.0.1", Port: 1, Security: dispatch.Plain}}
	if _, err := outbox.SaveSettings(ctx, h.lead, settings); err != nil {
		t.Fatal(err)
	}
	r := h.Request(t, h.agent)
	l, err := fulfil.WriteLetter(ctx, h.agent, now(h.agent, r.ID), fulfil.Ask{Kind: letter.Acknowledgement, Lang: "en"})
	if err != nil {
		t.Fatal(err)
	}
	acknowledged(t, h, "waits@person.test")
	if _, err := fulfil.TextLetter(ctx, h.agent, now(h.agent, r.ID), l.ID, "13812341234",
		model.Elsewhere{}); err != nil {
		t.Fatal(err)
	}
	var f *mail.Failure
	if err := fulfil.SendMail(ctx, h.agent); !errors.As(err, &f) || f.Kind != mail.NoAnswer {
		t.Errorf("of the mail server: %v", err)
	}
	sent := sentOf(t, h, r.ID)
	if list := took(g); len(list) != 1 || !strings.Contains(list[0].Text, r.Reference) ||
		!slices.ContainsFunc(sent.Deliveries,
			func(d model.Delivery) bool { return d.Letter == l.ID && d.Channel == "sms" }) {
		t.Errorf("the gateway took %+v; %+v", list, sent.Deliveries)
	}
}

// What waits since a gateway is set up wrongly is not counted as tried, and goes once that is put right.
func TestWhereAGatewayIsSetUpWronglyEverythingWaits(t *testing.T) {
	h := newHouse(t, "sqlite")
	g := texting(t, h.lead)
	g.Answer(func(mailtest.Short) (int, string) { return 401, "" })
	r := copied(t, h)
	if _, err := fulfil.TextPassword(ctx, h.agent, now(h.agent, r.ID), "13812341234", onFile); err != nil {
		t.Fatal(err)
	}
	for range 3 {
		var f *mail.Failure
		if err := fulfil.SendMail(ctx, h.agent); !errors.As(err, &f) || f.Kind != mail.Closed {
			t.Errorf("%v", err)
		}
		h.Clock.Step(30 * time.Hour)
	}
	if m := sentOf(t, h, r.ID).Mails[0]; m.State != dispatch.Queued || m.Tries != 0 || m.Why != string(mail.Closed) {
		t.Errorf("%+v", m)
	}
	g.Answer(nil)
	send(t, h.agent)
	if m := sentOf(t, h, r.ID).Mails[0]; m.State != dispatch.Handed || len(took(g)) != 1 {
		t.Errorf("%+v", m)
	}
}
