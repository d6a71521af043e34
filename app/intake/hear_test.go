package intake_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"orangelab.cn/rightsdesk/app/desk"
	"orangelab.cn/rightsdesk/app/desk/desktest"
	"orangelab.cn/rightsdesk/app/fulfil"
	"orangelab.cn/rightsdesk/app/intake"
	letters "orangelab.cn/rightsdesk/app/letter"
	post "orangelab.cn/rightsdesk/app/mail"
	"orangelab.cn/rightsdesk/app/mail/mailtest"
	"orangelab.cn/rightsdesk/app/outbox"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/model/dispatch"
)

// ear is a desk with a mailbox at the real servers.
type ear struct {
	*desktest.Desk
	servers mailtest.Servers
	agent   *desk.Session
	box     string
}

func newEar(t *testing.T, box string) ear {
	t.Helper()
	return newEarOn(t, box, "sqlite")
}

func newEarOn(t *testing.T, box, engine string) ear {
	t.Helper()
	servers := mailtest.Real(t)
	d := desktest.New(t, engine)
	e := ear{d, servers, d.Add(t, "fang", model.RoleAgent), box}
	e.Clock.Step(time.Since(e.Clock.Now())) // the servers' clock
	if _, err := outbox.SaveSettings(context.Background(), d.Add(t, "jing", model.RoleLead),
		servers.Settings(box)); err != nil {
		t.Fatal(err)
	}
	return e
}

// arrives puts a mail into the mailbox and waits until it is there.
func (e ear) arrives(t *testing.T, m post.Message, all int) {
	t.Helper()
	if m.ID == "" {
		m.ID = post.NewID("x@person.test")
	}
	m.Date = time.Now()
	e.servers.Put(t, e.box, m)
	e.servers.Inbox(t, e.box, all)
}

func (e ear) hear(t *testing.T) {
	t.Helper()
	if err := intake.Hear(context.Background(), e.agent); err != nil {
		t.Fatal(err)
	}
}

func (e ear) waiting(t *testing.T) []model.WaitingFile {
	t.Helper()
	list, err := intake.WaitingFiles(context.Background(), e.agent)
	if err != nil {
		t.Fatal(err)
	}
	return list
}

func TestAMailThatArrivesIsProposedOnceAndThenMarkedRead(t *testing.T) {
	ctx := context.Background()
	e := newEar(t, "proposed@desk.test")
	e.arrives(t, post.Message{From: "lin@person.test", Subject: "My data",
		Text: "Please delete all the data that you hold about me.\nLin\n"}, 1)
	e.arrives(t, post.Message{From: "news@person.test", Subject: "Out of office", Text: "I am away.", Automatic: true},
		2)
	e.hear(t)
	e.hear(t)
	list := e.waiting(t)
	if len(list) != 1 || list[0].Head.Mail == nil || list[0].Head.Mail.From != "lin@person.test" ||
		list[0].Head.Mail.Kind != model.Deletion || list[0].Head.Mail.Lang != "en" {
		t.Fatalf("%+v", list[0].Head.Mail)
	}
	if auto, err := intake.AutomaticMails(ctx, e.agent); err != nil || len(auto) != 1 {
		t.Errorf("%+v %v", auto, err)
	}
	r, err := post.OpenReader(ctx, e.servers.IMAPS(e.box), 1<<20)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	if unread, err := r.Unread(ctx, 0); err != nil || len(unread) != 0 {
		t.Errorf("left unread: %v %v", unread, err)
	}
	shown, err := intake.ShowWaiting(ctx, e.agent, list[0].ID)
	if err != nil || len(shown.Rows) != 1 {
		t.Fatalf("%+v %v", shown.Rows, err)
	}
	became, err := intake.TakeShown(ctx, e.agent, shown, []intake.Decided{{Row: 0, Do: intake.TakeIn}})
	if err != nil || len(became) != 1 || became[0].Reference == "" {
		t.Fatalf("%+v %v", became, err)
	}
	if left := e.waiting(t); len(left) != 0 {
		t.Errorf("still waits: %+v", left)
	}
	e.hear(t)
	if left := e.waiting(t); len(left) != 0 {
		t.Errorf("waits again: %+v", left)
	}
}

// takeIn takes the only mail that waits in.
func (e ear) takeIn(t *testing.T) model.Request {
	t.Helper()
	ctx := context.Background()
	shown, err := intake.ShowWaiting(ctx, e.agent, e.waiting(t)[0].ID)
	if err != nil {
		t.Fatal(err)
	}
	became, err := intake.TakeShown(ctx, e.agent, shown, []intake.Decided{{Row: 0, Do: intake.TakeIn}})
	if err != nil {
		t.Fatal(err)
	}
	r, err := e.agent.Request(ctx, became[0].Request)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func TestAReplyJoinsItsRequestAndAnotherSendersIsOnlyProposed(t *testing.T) {
	ctx := context.Background()
	e := newEar(t, "replies@desk.test")
	first := post.NewID("lin@person.test")
	e.arrives(t, post.Message{ID: first, From: "lin@person.test", Subject: "My data",
		Text: "Please delete my account.\nLin\n"}, 1)
	e.hear(t)
	r := e.takeIn(t)
	l, err := fulfil.WriteLetter(ctx, e.agent, r.Revision(), fulfil.Ask{Kind: letters.Acknowledgement, Lang: "en"})
	if err != nil {
		t.Fatal(err)
	}
	now := func() model.Revision { return desktest.Seen(t, e.agent, r.ID) }
	if _, err := fulfil.MailLetter(ctx, e.agent, now(), l.ID, "lin@person.test", model.Elsewhere{}); err != nil {
		t.Fatal(err)
	}
	if err := fulfil.SendMail(ctx, e.agent); err != nil {
		t.Fatal(err)
	}
	sent, err := outbox.Of(ctx, e.agent, r.ID)
	if err != nil || sent[0].State != dispatch.Handed {
		t.Fatalf("%+v %v", sent, err)
	}
	ours := e.servers.Inbox(t, "lin@person.test", 1)
	if got := string(ours[len(ours)-1]); !strings.Contains(got, "In-Reply-To: <"+first+">") {
		t.Errorf("our letter is not on the thread of the mail:\n%.900s", got)
	}
	for i, c := range []struct {
		name, from, subject string
		answers             []string
		joins               bool
	}{
		{"by thread", "lin@person.test", "Re: hello", []string{sent[0].MessageID}, true},
		{"by reference", "lin@person.test", "About " + r.Reference, nil, true},
		{"by address alone", "lin@person.test", "One thing more", nil, false},
		{"by thread, from somebody else", "eve@person.test", "Re: hello", []string{sent[0].MessageID}, false},
		{"by reference, from somebody else", "eve@person.test", "About " + r.Reference, nil, false},
	} {
		e.arrives(t, post.Message{From: c.from, Subject: c.subject, InReplyTo: c.answers,
			Text: fmt.Sprintf("These are the orders, %d.\n", i)}, i+2)
		waited := len(e.waiting(t))
		before, err := intake.Arrival(ctx, e.agent, r.ID)
		if err != nil {
			t.Fatal(err)
		}
		e.hear(t)
		after, err := intake.Arrival(ctx, e.agent, r.ID)
		if err != nil {
			t.Fatal(err)
		}
		list := e.waiting(t)
		switch joined := len(after.Joined) - len(before.Joined); {
		case c.joins && (joined != 1 || len(list) != waited):
			t.Errorf("%s: %d joined, %d wait", c.name, joined, len(list))
		case !c.joins && (joined != 0 || len(list) != waited+1):
			t.Errorf("%s: %d joined, %d wait", c.name, joined, len(list))
		case !c.joins:
			at := slices.IndexFunc(list, func(f model.WaitingFile) bool {
				return f.Head.Mail.From == c.from && f.Head.Mail.Subject == c.subject
			})
			if at < 0 {
				t.Fatalf("%s: not among %+v", c.name, list)
			}
			head := list[at].Head.Mail
			if len(head.Belongs) != 1 || head.Belongs[0] != r.Reference || head.From != c.from {
				t.Errorf("%s: %+v", c.name, head)
			}
			shown, err := intake.ShowWaiting(ctx, e.agent, list[at].ID)
			if err != nil || len(shown.Rows[0].Earlier) != 1 || shown.Rows[0].Proposed() != intake.Undecided {
				t.Errorf("%s: %+v %v", c.name, shown.Rows, err)
			}
		}
	}
}

func TestALetterThatComesBackWasNotDelivered(t *testing.T) {
	ctx := context.Background()
	e := newEar(t, "bounces@desk.test")
	sub := desktest.Submission()
	sub.Subject.Email = "x@gone.test"
	r := e.Take(t, e.agent, sub)
	l, err := fulfil.WriteLetter(ctx, e.agent, r.Revision(), fulfil.Ask{Kind: letters.Acknowledgement, Lang: "en"})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := fulfil.MailLetter(ctx, e.agent, desktest.Seen(t, e.agent, r.ID), l.ID, "x@gone.test",
		model.Elsewhere{}); err != nil {
		t.Fatal(err)
	}
	if err := fulfil.SendMail(ctx, e.agent); err != nil {
		t.Fatal(err)
	}
	if sent, err := fulfil.ReadSent(ctx, e.agent, r.ID); err != nil || len(sent.Deliveries) != 1 {
		t.Fatalf("%+v %v", sent.Deliveries, err)
	}
	e.servers.Inbox(t, e.box, 1)
	e.hear(t)
	sent, err := fulfil.ReadSent(ctx, e.agent, r.ID)
	if err != nil || len(sent.Deliveries) != 0 || sent.Mails[0].State != dispatch.Returned ||
		!strings.Contains(sent.Mails[0].Said, "does not exist") {
		t.Errorf("%+v %v", sent, err)
	}
	if auto, err := intake.AutomaticMails(ctx, e.agent); err != nil || len(auto) != 1 || auto[0].Kind != "bounce" {
		t.Errorf("%+v %v", auto, err)
	}
}
