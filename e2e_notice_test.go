//go:build e2e

package main

import (
	"os"
	"path/filepath"
	"testing"

	"orangelab.cn/rightsdesk/model"
)

// Real keys: an agent completes the drafted notice of the sample desk, chooses its audience from a file, and a lead
// approves it.
func TestE2EANoticeIsCompletedAndApprovedByASecondPerson(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	s.makeSample()
	people := filepath.Join(t.TempDir(), "people.csv")
	if err := os.WriteFile(people,
		[]byte("name,email,phone,language\nAnn Lee,ann@example.com,,en\n陈晨,chen@example.com,13812341234,zh\nAnn again,ANN@example.com,,\n"), 0o600); err != nil {
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
	jing.close()
}
