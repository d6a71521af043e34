//go:build e2e

package main

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"testing"

	"orangelab.cn/rightsdesk/app/fulfil"
	"orangelab.cn/rightsdesk/app/packet"
	"orangelab.cn/rightsdesk/app/sample"
	"orangelab.cn/rightsdesk/model"
)

// Real keys and mouse, two members of staff on two desktops, from the sample desk to a closed export request.
func TestE2EExportFromTheDoorToTheSealedCopy(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	s.makeSample()
	ref := s.find()

	fang := s.open("fang")
	s.picture("next")
	fang.search(ref)
	fang.act() // settle what is asked
	fang.settle()
	s.picture("extent")
	fang.key("ctrl+Return") // nobody said how far: ordinary data for now, as it stands
	s.status(model.Verifying)
	fang.settle()
	s.picture("identity")

	fang.act() // a code for the e-mail on file
	fang.settle()
	s.picture("code")
	fang.key("shift+Tab", "space")
	code := s.clipboard()
	fang.key("ctrl+Return") // it was sent
	s.step(model.StepCheckCode)
	fang.settle()
	fang.text(code)
	fang.key("ctrl+Return")
	s.step(model.StepProve)

	fang.compare(sample.Walkthrough.Phone, "phone", 2)
	fang.compare(sample.Walkthrough.BirthDate, "birth_date", 4)
	s.status(model.Working)

	fang.act() // collect
	fang.settleCarried()
	s.step(model.StepManualSources)
	fang.act()
	fang.settle()
	fang.key("space", "ctrl+Return") // the archive holds nothing
	s.step(model.StepDecideShared)
	fang.settle()
	s.picture("findings")
	for range 20 {
		if s.read().Step != model.StepDecideShared {
			break
		}
		before := s.read().Version
		fang.key("n", "l")
		fang.settle() // the reason has the focus now
		fang.text("belongs to another customer")
		fang.key("ctrl+Return")
		s.until("a shared row is decided", func() bool { return s.read().Version > before })
		fang.settle()
	}
	s.step(model.StepSendToReview)
	fang.act()
	s.status(model.Review)

	jing := s.open("jing")
	jing.search(ref)
	jing.settle()
	s.picture("review")
	for range 20 {
		if s.read().Step != model.StepAgreeShared {
			break
		}
		before := s.read().Version
		jing.key("y")
		s.until("a choice is agreed to", func() bool { return s.read().Version > before })
		jing.settle()
	}
	s.step(model.StepRelease)
	jing.sure()
	s.status(model.Answering)
	jing.close()

	fang.raise()
	fang.search(ref)
	fang.act() // build the packet
	fang.settle()
	s.picture("build")
	fang.key("Return")
	s.step(model.StepDeliver)
	fang.settle()
	s.picture("packet")
	fang.key("Escape")
	fang.act() // record how packet and password went out
	fang.settle()
	fang.key("Right", "Tab", "Tab", "Right", "Right", "ctrl+Return") // by e-mail, and by text message
	s.step(model.StepAnswer)
	fang.act() // the draft of the letter
	fang.settle()
	s.picture("draft")
	fang.key("ctrl+Return")
	s.until("the letter is written", func() bool {
		list, err := fulfil.Letters(context.Background(), s.watcher, s.request)
		return err == nil && len(list) == 1
	})
	fang.settle()
	s.picture("letter")
	fang.key("Escape")
	fang.act() // how the letter went, and close
	fang.settle()
	s.picture("closing")
	fang.key("Right", "ctrl+Return") // by e-mail, to the address of the request
	s.status(model.Closed)
	fang.settle()
	s.picture("closed")
	s.check(fang.home, ref)
	fang.close()
}

// find is the reference of the request that waits untouched.
func (s *stage) find() string {
	s.t.Helper()
	rows, err := s.watcher.Search(context.Background(), sample.Walkthrough.Email)
	if err != nil {
		s.t.Fatal(err)
	}
	for _, r := range rows {
		if r.Status == model.Received && r.Kind == model.Export {
			s.request = r.ID
			return r.Reference
		}
	}
	s.t.Fatalf("no untouched export request of the walkthrough person among %d", len(rows))
	return ""
}

func (s *stage) status(want model.Status) {
	s.t.Helper()
	s.until("status "+string(want), func() bool { return s.read().Status == want })
}

func (s *stage) step(want model.Step) {
	s.t.Helper()
	s.until("next step "+string(want), func() bool { return s.read().Step == want })
}

// check looks at what came out: the packet on disk, its record, the log.
func (s *stage) check(home, ref string) {
	s.t.Helper()
	ctx := context.Background()
	r := s.read()
	if r.Outcome != model.PartlyFulfilled || r.ReviewedBy == "" || r.ReviewedBy == r.PreparedBy {
		s.t.Errorf("closed as %+v", r)
	}
	sent, err := fulfil.ReadSent(ctx, s.watcher, s.request)
	if err != nil || len(sent.Packets) != 1 || sent.Way("packet") == sent.Way("password") {
		s.t.Fatalf("%+v %v", sent, err)
	}
	path := filepath.Join(home, "Rightsdesk", ref+".html")
	f, err := os.Open(path)
	if err != nil {
		s.t.Fatal(err)
	}
	defer f.Close()
	if _, err := packet.Verify(f, "not the password"); !errors.Is(err, packet.ErrPassword) {
		s.t.Errorf("the packet opens with any password: %v", err)
	}
	verdict, err := s.watcher.Desk().Store().VerifyLog(ctx)
	if err != nil || len(verdict.Problems) > 0 {
		s.t.Errorf("%+v %v", verdict, err)
	}
}
