package intake_test

import (
	"context"
	"os"
	"path/filepath"
	"testing"
	"time"

	"orangelab.cn/rightsdesk/app/intake"
	post "orangelab.cn/rightsdesk/app/mail"
	"orangelab.cn/rightsdesk/model"
)

// asked is a desk with a request that came in by mail from lin@person.test.
func asked(t *testing.T, box, words string) (ear, model.Request) {
	t.Helper()
	e := newEar(t, box)
	e.arrives(t, post.Message{From: "lin@person.test", Subject: "My data", Text: words}, 1)
	e.hear(t)
	return e, e.takeIn(t)
}

// proposes hears a mail that has to wait for a person, with the request named beside it.
func (e ear) proposes(t *testing.T, name string, r model.Request, m post.Message, all int) {
	t.Helper()
	before, waited := e.joined(t, r), len(e.waiting(t))
	e.arrives(t, m, all)
	e.hear(t)
	after := e.joined(t, r)
	if len(after) != len(before) {
		t.Errorf("%s: joined by itself, as from %q: %+v", name, after[len(after)-1].From, after[len(after)-1])
	}
	if list := e.waiting(t); len(list) != waited+1 || len(list[waited].Head.Mail.Belongs) != 1 ||
		list[waited].Head.Mail.Belongs[0] != r.Reference {
		t.Errorf("%s: %d wait, before %d", name, len(list), waited)
	}
}

func (e ear) joined(t *testing.T, r model.Request) []model.Joined {
	t.Helper()
	a, err := intake.Arrival(context.Background(), e.agent, r.ID)
	if err != nil {
		t.Fatal(err)
	}
	return a.Joined
}

func TestOnlyWhoTheMailItselfIsFromJoinsARequest(t *testing.T) {
	ctx := context.Background()
	e, r := asked(t, "senders@desk.test", "Please delete my account.\nLin\n")
	words := "I was on holiday until Monday.\nLin\n"
	inside := post.File{Name: "m.eml", Type: "message/rfc822",
		Data: []byte("From: lin@person.test\r\nSubject: x\r\n\r\nI was on holiday.\r\n")}
	n := 1
	for name, m := range map[string]post.Message{
		"passed on in its text": {From: "eve@evil.test", Subject: "Fwd: " + r.Reference,
			Text: "\n---------- Forwarded message ----------\nFrom: Lin <lin@person.test>\nDate: Mon, 23 Nov 2026\nSubject: " + r.Reference + "\nTo: Eve <eve@evil.test>\n\n" + words},
		"a form": {From: "noreply@evil.test", Subject: r.Reference,
			Text: "Name: Lin\nEmail: lin@person.test\nMessage: I was on holiday.\n"},
		"a mail attached": {From: "eve2@evil.test", Subject: "Fwd: " + r.Reference, Text: "see below",
			Files: []post.File{inside}},
		"a mail attached by Lin": {From: "lin@person.test", Subject: "Fwd: " + r.Reference, Text: "see below",
			Files: []post.File{{Name: "m.eml", Type: "message/rfc822",
				Data: []byte("From: eve@evil.test\r\nSubject: x\r\n\r\nPlease delete my data.\r\n")}}},
		"an address within the name": {From: "eve3@evil.test", FromName: "lin@person.test", Subject: r.Reference,
			Text: words},
	} {
		n++
		e.proposes(t, name, r, m, n)
	}
	e.arrives(t, post.Message{From: "lin@person.test", Subject: r.Reference, Text: words}, n+1)
	e.hear(t)
	if list := e.joined(t, r); len(list) != 1 || list[0].From != "" {
		t.Fatalf("Lin's own mail did not join: %+v", list)
	}
	// A person may let one join after all: who sent it and what is doubtful stays with it.
	for _, f := range e.waiting(t) {
		if f.Head.Mail.Subject != "Fwd: "+r.Reference || f.Head.Mail.Files > 0 {
			continue
		}
		shown, err := intake.ShowWaiting(ctx, e.agent, f.ID)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := intake.TakeShown(ctx, e.agent, shown, []intake.Decided{{Row: 0, Do: intake.SameAs}}); err != nil {
			t.Fatal(err)
		}
	}
	list := e.joined(t, r)
	if len(list) != 2 || list[1].From != "eve@evil.test" || len(list[1].Doubts) == 0 {
		t.Fatalf("%+v", list)
	}
	own, err := intake.Separate(ctx, e.agent, e.revision(t, r.ID), 1)
	if err != nil {
		t.Fatal(err)
	}
	if a, err := intake.Arrival(ctx, e.agent, own.ID); err != nil || len(a.Doubts) <= len(list[1].Doubts) {
		t.Errorf("%+v %v", a.Doubts, err)
	}
}

func TestAReplyThatAsksForAnotherRightIsProposed(t *testing.T) {
	e, r := asked(t, "rights@desk.test", "Please send me a copy of all my personal data.\nLin\n")
	for i, words := range []string{
		"Thank you for the copy. Now please delete my account and all my personal data.\nLin\n",
		"Please correct my address, it is wrong.\nLin\n",
		"Please send me a copy of all my personal data, and delete my account.\nLin\n",
	} {
		e.proposes(t, words, r, post.Message{From: "lin@person.test", Subject: "Re: " + r.Reference, Text: words}, i+2)
	}
	for i, words := range []string{"The card number is 4711.\nLin\n",
		"Please send me a copy of all my personal data.\nLin\n"} {
		e.arrives(t, post.Message{From: "lin@person.test", Subject: "Re: " + r.Reference, Text: words}, i+5)
		e.hear(t)
		if n := len(e.joined(t, r)); n != i+1 {
			t.Errorf("%q: %d joined", words, n)
		}
	}
}

func TestAMailWithTheNameOfOneOfOursWaitsUnlessItIsOurs(t *testing.T) {
	e, r := asked(t, "names@desk.test", "Please delete my account.\nLin\n")
	ours := e.letter(t, r.ID, "lin@person.test")
	e.arrives(t, post.Message{ID: ours, From: "lin@person.test", Subject: "Objection",
		Text: "I object to the use of my data.\nLin\n"}, 2)
	e.hear(t)
	if m := e.heardFrom(t, "lin@person.test"); m == nil || m.Trouble != intake.TroubleName {
		t.Errorf("%+v", m)
	}
	e.arrives(t, post.Message{ID: ours, From: e.box, Subject: "Our letter", Text: "A copy for ourselves.\n"}, 3)
	e.hear(t)
	if n := len(e.waiting(t)); n != 1 || len(e.joined(t, r)) != 0 {
		t.Errorf("our own letter is taken for a mail: %d wait", n)
	}
}

// numberAnew lets the server forget its numbers until it names its messages by others: Dovecot's validity is the second
// in which it began to count.
func (e ear) numberAnew(t *testing.T, home string) {
	t.Helper()
	validity := func() uint32 {
		r, err := post.OpenReader(context.Background(), e.servers.IMAPS(e.box), 1<<20)
		if err != nil {
			t.Fatal(err)
		}
		defer r.Close()
		return r.Validity
	}
	for before := validity(); validity() == before; {
		files, err := filepath.Glob(filepath.Join(home, "dovecot*"))
		if err != nil || len(files) == 0 {
			t.Fatalf("%v %v", files, err)
		}
		for _, f := range files {
			if err := os.Remove(f); err != nil && !os.IsNotExist(err) {
				t.Fatal(err)
			}
		}
	}
}

func TestADayInTheFutureLosesNoMailWhenTheServerNumbersAnew(t *testing.T) {
	for name, day := range map[string]time.Time{"today": time.Now(), "far": time.Date(2100, 1, 1, 0, 0, 0, 0, time.UTC),
		"long ago": time.Date(2001, 1, 1, 0, 0, 0, 0, time.UTC)} {
		t.Run(name, func(t *testing.T) {
			e, _ := asked(t, "day-"+name[:3]+"@desk.test", "Please send me a copy of all my personal data.\nLin\n")
			home := filepath.Join(os.Getenv("RIGHTSDESK_TEST_MAIL"), "homes", e.box, "Maildir")
			dated := func(id, from string, all int) {
				file := filepath.Join(home, "new", id+".M1P1.h")
				if err := os.WriteFile(file,
					[]byte(
						"From: "+from+"\r\nSubject: My data\r\nMessage-ID: <"+id+
							"@x.test>\r\n\r\nPlease delete my data.\r\n"), 0o666); err != nil {
					t.Fatal(err)
				}
				if err := os.Chtimes(file, day, day); err != nil {
					t.Fatal(err)
				}
				e.servers.Inbox(t, e.box, all)
			}
			dated("1", "x@person.test", 2)
			e.hear(t)
			e.numberAnew(t, home)
			e.arrives(t, post.Message{From: "wang@person.test", Subject: "My data",
				Text: "Please delete all my data.\nWang\n"}, 3)
			dated("2", "mei@person.test", 4)
			e.hear(t)
			for _, from := range []string{"x@person.test", "wang@person.test", "mei@person.test"} {
				if e.heardFrom(t, from) == nil {
					t.Errorf("%s is never heard", from)
				}
			}
			if n := len(e.waiting(t)); n != 3 {
				t.Errorf("%d wait", n)
			}
		})
	}
}
