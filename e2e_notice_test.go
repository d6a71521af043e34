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
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/model/notice"
)

// Real keys: an agent completes the drafted notice of the sample desk, chooses its audience from a file, and a lead
// approves it.
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
	jing.click(1220, 466) // Record an answer…
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
