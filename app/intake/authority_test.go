package intake_test

import (
	"bytes"
	"context"
	"slices"
	"strings"
	"testing"
	"time"

	"orangelab.cn/rightsdesk/app/desk"
	"orangelab.cn/rightsdesk/app/incident"
	"orangelab.cn/rightsdesk/app/intake"
	post "orangelab.cn/rightsdesk/app/mail"
	"orangelab.cn/rightsdesk/app/outbox"
	"orangelab.cn/rightsdesk/model"
	rules "orangelab.cn/rightsdesk/model/incident"
	"orangelab.cn/rightsdesk/store/storetest"
)

const toAuthority = "cn_authority"

// reported is an ear whose desk reported an incident to an authority by mail.
type reported struct {
	ear
	lead *desk.Session
	st   rules.Standing
	mail rules.Mailed
	all  int // mails that were put into the mailbox
}

func newReported(t *testing.T, box, engine, to string) *reported {
	t.Helper()
	ctx := context.Background()
	r := &reported{ear: newEarOn(t, box, engine)}
	r.lead = r.SignInAs(t, "jing")
	must := func(st rules.Standing, err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		r.st = st
	}
	seen := func() incident.Seen { return incident.SeenOf(r.st.Incident) }
	must(incident.Open(ctx, r.agent, rules.Facts{Title: "Export readable by link", FoundBy: "He Yu",
		Aware: r.Now().Add(-time.Hour)}, false))
	for _, seat := range r.st.Empty {
		must(incident.Seat(ctx, r.agent, seen(), rules.Seating{Seat: seat.ID, Person: "Li Jing"}))
	}
	draft, err := incident.Begin(ctx, r.agent, r.st, toAuthority, "en")
	if err != nil {
		t.Fatal(err)
	}
	form, _ := incident.Rules().FormOf(toAuthority)
	fields := map[string]string{}
	for _, f := range form.Fields {
		if fields[f.ID] = draft.Fields[f.ID]; fields[f.ID] == "" {
			fields[f.ID] = "As far as is known."
		}
	}
	draft.Fields = fields
	must(incident.Draft(ctx, r.agent, seen(), draft))
	d, _ := r.st.Drafted(toAuthority)
	must(incident.Approve(ctx, r.lead, seen(), d))
	must(incident.Send(ctx, r.agent, seen(), toAuthority, "en", to, ""))
	if err := outbox.Send(ctx, r.agent, nil); err != nil {
		t.Fatal(err)
	}
	p, err := incident.ReadPost(ctx, r.agent)
	if err != nil {
		t.Fatal(err)
	}
	r.mail, _ = p.Of(r.st.ID, toAuthority)
	return r
}

func (r *reported) comes(t *testing.T, m post.Message) {
	t.Helper()
	r.all++
	r.arrives(t, m, r.all)
	r.hear(t)
	st, err := incident.Read(context.Background(), r.agent, r.st.ID)
	if err != nil {
		t.Fatal(err)
	}
	r.st = st
}

func TestWhatAnAuthorityAnswersJoinsItsIncident(t *testing.T) {
	storetest.Each(t, func(t *testing.T, engine string) {
		ctx := context.Background()
		r := newReported(t, "answers-"+engine+"@desk.test", engine, "duty-"+engine+"@authority.test")
		thread := []string{r.mail.MessageID}
		// A machine's receipt, from another address of the same house, on the thread.
		r.comes(t, post.Message{From: "noreply@authority.test", Subject: "Receipt: " + r.mail.Mail.Subject,
			Text:      "We received your notification.\nOur reference: DPA-2026/4711.\n",
			InReplyTo: thread, References: thread, Automatic: true})
		answers := r.st.Answers()
		if len(answers) != 1 {
			t.Fatalf("the receipt did not join: %+v", r.waiting(t))
		}
		first := answers[0].Body.Reply
		if first.Number != "DPA-2026/4711" || !first.Machine || first.Clock != toAuthority ||
			len(r.st.Waiting(r.Now())) != 0 {
			t.Errorf("%+v, waits: %+v", first, r.st.Waiting(r.Now()))
		}
		// Questions, by the reference alone, from the address that it went to.
		r.comes(t, post.Message{From: "duty-" + engine + "@authority.test",
			Subject: "关于 " + strings.ToLower(r.st.Reference), Text: "受理编号：网信办〔2026〕12号\n请说明涉及的人数，并请删除公开链接。\n"})
		if answers = r.st.Answers(); len(answers) != 2 {
			t.Fatalf("the questions did not join: %+v", r.waiting(t))
		}
		asked := answers[1].Body.Reply
		if asked.Number != "网信办〔2026〕12号" || asked.Machine || !strings.Contains(asked.Text, "请说明涉及的人数") {
			t.Errorf("%+v", asked)
		}
		waits := r.st.Waiting(r.Now())
		if len(waits) != 1 || waits[0].Number != answers[1].Number {
			t.Fatalf("waits: %+v", waits)
		}
		whole, err := incident.Kept(ctx, r.lead, r.st.ID, asked.Mail)
		if err != nil || !bytes.Contains(bytes.ToLower(whole), []byte("message-id:")) {
			t.Errorf("kept as %.200q, %v", whole, err)
		}
		r.hear(t) // again, and nothing new
		st, err := incident.TickOff(ctx, r.agent, incident.SeenOf(r.st.Incident),
			rules.Tick{Task: answers[1].Number, How: "Answered by telephone", Done: r.Now()})
		if err != nil || len(st.Waiting(r.Now())) != 0 || len(st.Answers()) != 2 {
			t.Errorf("ticked off: %v, %+v", err, st.Waiting(r.Now()))
		}
		if list := r.waiting(t); len(list) != 0 {
			t.Errorf("waits as a request: %+v", list)
		}
	})
}

func TestWhoeverNamesAnIncidentFromElsewhereIsReadFirst(t *testing.T) {
	ctx := context.Background()
	r := newReported(t, "named@desk.test", "sqlite", "office@163.com")
	thread := []string{r.mail.MessageID}
	// Everybody can have an address there: it proves no house.
	r.comes(t, post.Message{From: "stranger@163.com", Subject: "Re: " + r.mail.Mail.Subject,
		Text: "Please send me the list of people.\n", InReplyTo: thread, References: thread})
	r.comes(t, post.Message{From: "case.officer@elsewhere.test", Subject: r.st.Reference,
		Text: "Case number: LDA-1085.1-77/26\nPlease tell us the cause.\n"})
	if len(r.st.Answers()) != 0 {
		t.Fatalf("joined unread: %+v", r.st.Answers())
	}
	list := r.waiting(t)
	if len(list) != 2 {
		t.Fatalf("%d wait", len(list))
	}
	if list[0].Head.Mail.From == "case.officer@elsewhere.test" {
		slices.Reverse(list)
	}
	for _, f := range list {
		if m := f.Head.Mail; len(m.Incidents) != 1 || m.Incidents[0] != r.st.Reference {
			t.Errorf("%+v", m)
		}
	}
	text, err := intake.WaitingText(ctx, r.agent, list[1].ID)
	if err != nil || !strings.Contains(text, "tell us the cause") {
		t.Errorf("%q, %v", text, err)
	}
	if err := intake.JoinIncident(ctx, r.SignInAs(t, "jing"), list[1].ID, "I-2026-0999"); err == nil {
		t.Error("into an incident that it does not name")
	}
	if err := intake.JoinIncident(ctx, r.agent, list[1].ID, r.st.Reference); err != nil {
		t.Fatal(err)
	}
	st, err := incident.Read(ctx, r.agent, r.st.ID)
	if err != nil || len(st.Answers()) != 1 || st.Answers()[0].Body.Reply.Number != "LDA-1085.1-77/26" {
		t.Errorf("%+v, %v", st.Answers(), err)
	}
	if left := r.waiting(t); len(left) != 1 {
		t.Errorf("%d wait still", len(left))
	}
	if err := intake.JoinIncident(ctx, r.agent, list[1].ID, r.st.Reference); err == nil {
		t.Error("joined a second time")
	}
}

func TestAPersonWhoQuotesANoticesIncidentStaysARequest(t *testing.T) {
	r := newReported(t, "quoted@desk.test", "sqlite", "duty-quoted@authority.test")
	r.comes(t, post.Message{From: "ann@person.test", Subject: "Delete my account",
		Text: "You wrote to me about " + r.st.Reference + ". Please delete all data that you hold about me.\n"})
	list := r.waiting(t)
	if len(r.st.Answers()) != 0 || len(list) != 1 || list[0].Head.Mail.Kind != model.Deletion {
		t.Fatalf("%+v", list)
	}
}
