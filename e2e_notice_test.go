//go:build e2e

package main

import (
	"context"
	"os"
	"path/filepath"
	"testing"

	"orangelab.cn/rightsdesk/app/intake"
	"orangelab.cn/rightsdesk/app/mail/mailtest"
	campaign "orangelab.cn/rightsdesk/app/notice"
	library "orangelab.cn/rightsdesk/app/policy"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/model/notice"
	"orangelab.cn/rightsdesk/model/policy"
)

// Real keys: an agent sees what the drafted statement changes and classes each change; completes the drafted notice of
// the sample desk and chooses its audience from a file. A lead publishes the statement, approves the notice and sends
// it over real servers. One message comes back, and one consent is recorded.
func TestE2EANoticeIsCompletedApprovedByASecondPersonAndSent(t *testing.T) {
	t.Parallel()
	servers := mailtest.Real(t)
	s := newStage(t)
	s.makeSample()
	lead := s.mail(servers)
	people := filepath.Join(t.TempDir(), "people.csv")
	if err := os.WriteFile(people,
		[]byte("name,email,phone,language\nAnn Lee,ann-e2e@person.test,,en\n陈晨,chen-e2e@gone.test,13812341234,zh\nAnn again,ANN-e2e@person.test,,\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	fang := s.open("fang")
	s.classesTheDraft(fang)
	fang.key("alt+0")
	fang.settle()
	s.picture("notice-missing")
	for n := range 3 { // why, in Chinese; how to refuse, in both languages
		fang.key("ctrl+Return")
		fang.settle()
		fang.text("It stands here now.")
		fang.settle()
		fang.key("ctrl+Return")
		s.until("a passage is saved", func() bool { return s.latest(model.ActWriteNotice) > n })
		fang.settle()
	}
	fang.key("ctrl+Return")
	fang.settle()
	s.picture("notice-file")
	fang.key("ctrl+a")
	fang.text(people)
	fang.key("Return")
	s.until("the audience is read", func() bool { return s.latest(model.ActAudience) == 2 })
	fang.settle()
	s.picture("notice-complete")
	fang.close()

	jing := s.open("jing")
	jing.goTo("statements")
	jing.key("ctrl+Return") // Publish…
	jing.settle()
	s.picture("statement-publish")
	jing.key("ctrl+Return")
	s.until("the statement is published", func() bool { return s.latest(model.ActPublishPolicy) == 1 })
	jing.settle()
	jing.key("alt+0")
	jing.settle()
	jing.key("ctrl+Return")
	jing.settle()
	s.picture("notice-approve")
	jing.key("ctrl+Return")
	s.until("it is approved", func() bool { return s.latest(model.ActApproveNotice) == 1 })
	jing.settle()
	s.picture("notice-approved")
	before := s.latest(model.ActSendNotice)
	jing.key("ctrl+Return") // Send…
	jing.settle()
	jing.key("ctrl+Return")
	s.until("it is being sent", func() bool { return s.latest(model.ActSendNotice) > before })
	var sent notice.Notice
	s.until("everybody was tried", func() bool {
		sent = s.noticeTo("people.csv")
		return sent.Progress.Handed == 2
	})
	servers.Inbox(t, "ann-e2e@person.test", 1)
	s.until("the message to nobody came back", func() bool {
		if err := intake.Hear(context.Background(), lead); err != nil {
			t.Fatal(err)
		}
		sent = s.noticeTo("people.csv")
		return sent.Progress.Returned == 1
	})
	jing.key("alt+0")
	jing.settle()
	s.picture("notice-returned")
	jing.click(1220, 507) // Record an answer…
	jing.settle()
	jing.text("ann-e2e@person.test")
	jing.key("ctrl+Return")
	jing.settle()
	jing.key("Right", "Tab", "Right", "Tab") // the only one of that address, who agrees
	jing.text("on the telephone")
	s.picture("notice-consent")
	jing.key("ctrl+Return")
	s.until("a consent is recorded", func() bool { return s.noticeTo("people.csv").Progress.Agreed == 1 })
	jing.close()
}

// goTo opens a place of the rail by its English name.
func (w *seat) goTo(place string) {
	w.key("ctrl+k")
	w.text(place)
	w.settle()
	w.key("Return")
	w.settle()
}

// classesTheDraft opens the drafted statement of the sample desk beside the one in force and classes its changes, each
// as it is proposed.
func (s *stage) classesTheDraft(w *seat) {
	s.t.Helper()
	w.goTo("statements")
	s.picture("statement-changes")
	all := s.unclassed()
	if all == 0 {
		s.t.Fatal("the drafted statement changes nothing, or was classed before")
	}
	for left := all; left > 0; left = s.unclassed() {
		w.key("ctrl+Return")
		w.settle()
		if left == all {
			s.picture("statement-class")
		}
		w.key("ctrl+Return")
		s.until("a change is classed", func() bool { return s.unclassed() < left })
		w.settle()
	}
	s.picture("statement-classed")
}

// unclassed is how many changes of the drafted statement nobody has classed.
func (s *stage) unclassed() (n int) {
	s.t.Helper()
	ctx := context.Background()
	l, err := library.Read(ctx, s.watcher)
	if err != nil {
		s.t.Fatal(err)
	}
	newest, now := policy.Newest(l.Of(library.Statement)), l.InForce(library.Statement, l.Today)
	changes, err := library.ReadChanges(ctx, s.watcher, library.Statement, now.Number, newest.Number)
	if err != nil {
		s.t.Fatal(err)
	}
	for _, c := range changes.List {
		if !c.Settled {
			n++
		}
	}
	return n
}

// noticeTo is the notice whose audience was read from a file.
func (s *stage) noticeTo(file string) notice.Notice {
	s.t.Helper()
	list, err := campaign.List(context.Background(), s.watcher)
	if err != nil {
		s.t.Fatal(err)
	}
	for _, n := range list {
		if n.Audience.From == file {
			return n
		}
	}
	s.t.Fatalf("none of %d notices goes to the people of %s", len(list), file)
	return notice.Notice{}
}
