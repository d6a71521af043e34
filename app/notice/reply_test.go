package notice_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"orangelab.cn/rightsdesk/app/desk/desktest"
	"orangelab.cn/rightsdesk/app/intake"
	"orangelab.cn/rightsdesk/app/mail"
	campaign "orangelab.cn/rightsdesk/app/notice"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/model/mailwork"
	"orangelab.cn/rightsdesk/model/notice"
	"orangelab.cn/rightsdesk/store"
	"orangelab.cn/rightsdesk/store/notices"
)

// A reply to a notice that asks for consent became a request of no kind, or nothing: nobody was shown that it is an
// answer.
func TestAReplyIsProposedAsAnAnswerAndIsNoneBeforeSomebodySaysSo(t *testing.T) {
	d := desktest.New(t, "sqlite")
	jing, li := d.Add(t, "jing", model.RoleLead), d.Add(t, "li", model.RoleLead)
	people := "name,email,language\n"
	for _, name := range []string{"agrees", "other", "twice", "away", "asks", "forged"} {
		people += name + "," + name + "-consent@person.test,en\n"
	}
	box := "consents@desk.test"
	o, servers := approved(t, d, jing, li, box, people)
	if err := campaign.Send(ctx, jing, o.Seen()); err != nil {
		t.Fatal(err)
	}
	sendAll(t, jing)
	ids := make([]string, 7)
	if err := jing.Read(ctx, model.ActReadNotice, func(v *store.View) error {
		for i := range ids {
			ids[i] = notices.MessageID(v, o.ID, int64(i), 1, "desk.test")
		}
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	arrived := 0
	reply := func(from string, to int, text string, automatic bool, id string) {
		t.Helper()
		arrived++
		servers.Put(t, box, mail.Message{ID: mail.NewID("x@person.test"), From: from + "@person.test",
			Subject: "Re: Our statement changes", Text: text + "\n", InReplyTo: []string{id}, References: []string{id},
			Date: time.Now(), Automatic: automatic})
		servers.Inbox(t, box, arrived)
	}
	// hear reads the mailbox and returns the answers that wait, by who sent them.
	hear := func() map[string][]campaign.Reply {
		t.Helper()
		d.Clock.Step(time.Minute)
		if err := intake.Hear(ctx, jing); err != nil {
			t.Fatal(err)
		}
		m, err := intake.ReadMailbox(ctx, jing)
		if err != nil {
			t.Fatal(err)
		}
		all := map[string][]campaign.Reply{}
		for _, f := range m.Mails {
			name, _, _ := strings.Cut(f.Head.Mail.From, "@")
			if f.Head.Mail.Consent == nil {
				all[name] = append(all[name], campaign.Reply{})
				continue
			}
			r, err := campaign.ReadReply(ctx, jing, f.ID)
			if err != nil {
				t.Fatal(err)
			}
			all[name] = append(all[name], r)
		}
		return all
	}
	consent := func() campaign.Consent {
		t.Helper()
		return campaign.ConsentOf(read(t, jing, o.ID).Notice)
	}
	reply("agrees-consent", 1, "I agree.\n\nOn 23 Nov 2026, Orangelab wrote:\n> You need not agree.", false, ids[1])
	reply("stranger", 2, "I agree.", false, ids[2])
	reply("twice-consent", 3, "I do not agree.", false, ids[3])
	reply("away-consent", 4, "I am out of the office. I agree.", true, ids[4])
	reply("asks-consent", 5, "I agree. And please delete all the data that you hold about me.", false, ids[5])
	reply("forged-consent", 6, "I agree.", false, strings.Replace(ids[6], "n1.6.", "n1.1.", 1))
	waits := hear()
	if c := consent(); c.Agreed+c.Declined != 0 {
		t.Fatalf("before anybody looked: %+v", c)
	}
	for name, want := range map[string]campaign.Reply{
		"agrees-consent": {ConsentReply: mailwork.ConsentReply{Recipient: 1, Own: true, Says: mailwork.Agrees,
			Words: "I agree."}},
		"stranger": {ConsentReply: mailwork.ConsentReply{Recipient: 2, Says: mailwork.Agrees, Words: "I agree."}},
		"twice-consent": {ConsentReply: mailwork.ConsentReply{Recipient: 3, Own: true, Says: mailwork.Declines,
			Words: "I do not agree."}},
		"asks-consent": {ConsentReply: mailwork.ConsentReply{Recipient: 5, Own: true,
			Words: "I agree. And please delete all the data that you hold about me.", Asks: true}},
		"forged-consent": {},
	} {
		if len(waits[name]) != 1 {
			t.Fatalf("of %s wait %+v", name, waits[name])
		}
		got := waits[name][0]
		if got.Recipient != want.Recipient || got.Own != want.Own || got.Says != want.Says || got.Words != want.Words ||
			got.Asks != want.Asks {
			t.Errorf("%s: %+v", name, got)
		}
	}
	if len(waits["away-consent"]) != 0 {
		t.Errorf("a machine's mail is proposed: %+v", waits["away-consent"])
	}
	answer := func(r campaign.Reply, agrees, goesOn bool) error {
		return campaign.AnswerReply(ctx, jing, r, agrees, goesOn)
	}
	if err := answer(waits["agrees-consent"][0], true, false); err != nil {
		t.Fatal(err)
	}
	if err := answer(waits["agrees-consent"][0], true, false); !errors.Is(err, campaign.ErrNoReply) {
		t.Errorf("a second time: %v", err)
	}
	if err := answer(waits["stranger"][0], true, false); !errors.Is(err, campaign.ErrOtherSender) {
		t.Errorf("from another address: %v", err)
	}
	seen := waits["asks-consent"][0]
	seen.Words = "I agree."
	if err := answer(seen, true, true); !errors.Is(err, campaign.ErrNoReply) {
		t.Errorf("of words that were not shown: %v", err)
	}
	if err := answer(waits["asks-consent"][0], true, true); err != nil {
		t.Fatal(err)
	}
	if err := answer(waits["asks-consent"][0], false, true); !errors.Is(err, campaign.ErrLaterAnswer) {
		t.Errorf("of one mail twice: %v", err)
	}
	// Whoever writes twice is answered by their last word, whichever is looked at first.
	reply("twice-consent", 3, "Yes.", false, ids[3])
	if waits = hear(); len(waits["twice-consent"]) != 2 || len(waits["asks-consent"]) != 1 ||
		len(waits["agrees-consent"]) != 0 {
		t.Fatalf("what waits: %+v", waits)
	}
	older, newer := waits["twice-consent"][0], waits["twice-consent"][1]
	if err := answer(newer, true, false); err != nil {
		t.Fatal(err)
	}
	if err := answer(older, false, false); !errors.Is(err, campaign.ErrLaterAnswer) {
		t.Errorf("the older after the newer: %v", err)
	}
	if c := consent(); c != (campaign.Consent{Agreed: 3, Silent: 3}) {
		t.Errorf("%+v", c)
	}
	list := receiptsOf(t, jing, o.ID)
	first := list[6]
	if first.Recipient != 1 || first.Result != notice.Agreed || first.Channel != notice.Email ||
		!strings.Contains(first.Said, "“I agree.” <") {
		t.Errorf("%+v", first)
	}
}
