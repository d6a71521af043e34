package fulfil_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"orangelab.cn/rightsdesk/app/change"
	"orangelab.cn/rightsdesk/app/desk"
	"orangelab.cn/rightsdesk/app/desk/desktest"
	"orangelab.cn/rightsdesk/app/fulfil"
	"orangelab.cn/rightsdesk/app/intake"
	"orangelab.cn/rightsdesk/app/letter"
	"orangelab.cn/rightsdesk/app/letter/lettertest"
	"orangelab.cn/rightsdesk/app/mail/mailtest"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/store/storetest"
)

// both takes a request that asks for two things up to where each can be answered.
func (o office) both(t *testing.T) (first, second int64) {
	t.Helper()
	sub := desktest.Submission()
	sub.Kind = model.Objection
	r, err := intake.Take(ctx, o.agent, sub)
	if err != nil {
		t.Fatal(err)
	}
	opened, err := intake.AskAlso(ctx, o.agent, desktest.Seen(t, o.agent, r.ID), []model.Kind{model.Restriction})
	if err != nil {
		t.Fatal(err)
	}
	for id, purpose := range map[int64]string{r.ID: "marketing", opened[0].ID: "all_processing"} {
		if o.request(t, id).Status == model.Received {
			sub.Kind = o.request(t, id).Kind
			if err := prove(o.agent, id, sub); err != nil {
				t.Fatal(err)
			}
		}
		o.collect(t, id)
		leaveCarried(t, o.agent, id)
		if _, err := change.SetPurposes(ctx, o.agent, desktest.Seen(t, o.agent, id), []string{purpose}); err != nil {
			t.Fatal(err)
		}
		o.signed(t, id)
		if o.request(t, id).Step == model.StepTasks {
			o.endTasks(t, id)
		} else {
			o.write(t, id)
		}
	}
	return r.ID, opened[0].ID
}

// together writes one letter for a request and those that were asked for together with it, as the draft shows it.
func (o office) together(t *testing.T, s *desk.Session, id int64, own string) (fulfil.Written, error) {
	t.Helper()
	d, err := fulfil.DraftLetter(ctx, s, id, fulfil.Ask{Kind: letter.Common, Lang: letter.English, Own: own})
	if err != nil {
		return fulfil.Written{}, err
	}
	return fulfil.WriteTogether(ctx, s, desktest.Seen(t, s, id), d.With, letter.English, own)
}

// One letter answers what was asked for together. It is kept with each request, goes out once, and closes both.
func TestOneLetterAnswersWhatWasAskedForTogether(t *testing.T) {
	storetest.Each(t, func(t *testing.T, engine string) {
		o := newOffice(t, engine)
		first, second := o.both(t)
		if _, err := o.together(t, o.lead, first, ""); err == nil {
			t.Fatal("somebody who does not hold it answered it")
		}
		draft, err := fulfil.DraftLetter(ctx, o.agent, first, fulfil.Ask{Kind: letter.Common, Lang: letter.English})
		if err != nil {
			t.Fatal(err)
		}
		shown := draft.Text()
		w, err := o.together(t, o.agent, first, "")
		if err != nil {
			t.Fatal(err)
		}
		a, b := o.request(t, first), o.request(t, second)
		text := string(w.Plain)
		if strings.TrimSpace(shown) != strings.TrimSpace(text) {
			t.Errorf("it was shown as\n%s\nand written as\n%s", shown, text)
		}
		for _, want := range []string{a.Reference + " · Your request has been carried out",
			b.Reference + " · Your request has been carried out", "quote " + a.Reference + ", " + b.Reference} {
			if !strings.Contains(text, want) {
				t.Errorf("it does not say %q:\n%s", want, text)
			}
		}
		for _, once := range []string{"Dear ", "If you are not satisfied", "Yours sincerely"} {
			if strings.Count(text, once) != 1 {
				t.Errorf("%q stands there %d times:\n%s", once, strings.Count(text, once), text)
			}
		}
		for _, fault := range lettertest.Faults(letter.English, text, a.Subject.Name) {
			t.Error(fault)
		}
		for _, id := range []int64{first, second} {
			letters, err := fulfil.Letters(ctx, o.agent, id)
			if err != nil || len(letters) != 1 || string(letters[0].Plain) != text ||
				letters[0].Result.Kind != o.request(t, id).Kind {
				t.Fatalf("%d keeps %d letters, %v", id, len(letters), err)
			}
			o.step(t, id, model.StepClose)
		}
		if _, err := fulfil.Close(ctx, o.agent, desktest.Seen(t, o.agent, first), byMail); err != nil {
			t.Fatal(err)
		}
		for _, id := range []int64{first, second} {
			r := o.request(t, id)
			sent, err := fulfil.ReadSent(ctx, o.agent, id)
			if err != nil || r.Status != model.Closed || r.Outcome != model.Fulfilled || len(sent.Deliveries) != 1 {
				t.Errorf("%s is %s %s with %d deliveries, %v", r.Reference, r.Status, r.Outcome, len(sent.Deliveries),
					err)
			}
		}
	})
}

// A request of which something was found since stays open: what the letter said of it is recorded as sent, and is no
// answer any more. It is not sent a second time.
func TestALetterForSeveralClosesNoneOfWhichItSaysWhatIsNoMoreSo(t *testing.T) {
	o := newOffice(t, "sqlite")
	first, second := o.both(t)
	if _, err := o.together(t, o.agent, first, ""); err != nil {
		t.Fatal(err)
	}
	o.Clock.Step(time.Second) // the newer letter is the answer
	if _, err := fulfil.WriteLetter(ctx, o.agent, desktest.Seen(t, o.agent, second),
		fulfil.Ask{Kind: letter.Fulfilled, Lang: letter.English}); err != nil {
		t.Fatal(err)
	}
	if _, err := fulfil.Close(ctx, o.agent, desktest.Seen(t, o.agent, first), byMail); err != nil {
		t.Fatal(err)
	}
	letters, err := fulfil.Letters(ctx, o.agent, second)
	if err != nil || len(letters) != 2 {
		t.Fatal(len(letters), err)
	}
	if r := o.request(t, second); r.Status != model.Answering {
		t.Fatalf("it is %s, and its own letter did not go out", r.Status)
	}
	shared := letters[1].ID
	if _, err := fulfil.MailLetter(ctx, o.agent, desktest.Seen(t, o.agent, second), shared, "wang.ming@163.com",
		model.Elsewhere{}); !errors.Is(err, fulfil.ErrTogether) {
		t.Errorf("the letter for both goes out once more: %v", err)
	}
	if _, err := fulfil.Close(ctx, o.agent, desktest.Seen(t, o.agent, second), byMail); err != nil {
		t.Errorf("its own letter closes it: %v", err)
	}
	if _, err := o.together(t, o.agent, second, ""); err == nil {
		t.Error("one that is closed is answered")
	}
}

// By mail it is the same: what the server took for one was told for all, and nothing is sent twice.
func TestOneLetterForSeveralIsMailedOnce(t *testing.T) {
	o := newOffice(t, "sqlite")
	servers := mailing(t, o.lead, mailtest.Support)
	first, second := o.both(t)
	w, err := o.together(t, o.agent, first, "")
	if err != nil {
		t.Fatal(err)
	}
	const to = "together@person.test"
	elsewhere := model.Elsewhere{Why: model.ElsewhereAsked, Text: "asked for it there"}
	if _, err := fulfil.MailLetter(ctx, o.agent, desktest.Seen(t, o.agent, first), w.ID, to, elsewhere); err != nil {
		t.Fatal(err)
	}
	theirs, err := fulfil.Letters(ctx, o.agent, second)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := fulfil.MailLetter(ctx, o.agent, desktest.Seen(t, o.agent, second), theirs[0].ID, to,
		elsewhere); !errors.Is(err, fulfil.ErrTogether) {
		t.Errorf("from the other request, while it is on its way: %v", err)
	}
	if _, err := fulfil.Close(ctx, o.agent, desktest.Seen(t, o.agent, second), byMail); !errors.Is(err,
		fulfil.ErrTogether) {
		t.Errorf("recorded for the other request, while it is on its way: %v", err)
	}
	for range 2 {
		if err := fulfil.SendMail(ctx, o.agent); err != nil {
			t.Fatal(err)
		}
	}
	if got := len(servers.Inbox(t, to, 1)); got != 1 {
		t.Errorf("%d mails arrived", got)
	}
	for _, id := range []int64{first, second} {
		sent, err := fulfil.ReadSent(ctx, o.agent, id)
		if r := o.request(t, id); err != nil || r.Status != model.Closed || len(sent.Deliveries) != 1 ||
			sent.Deliveries[0].To != to {
			t.Errorf("%s is %s: %+v %v", r.Reference, r.Status, sent.Deliveries, err)
		}
	}
}
