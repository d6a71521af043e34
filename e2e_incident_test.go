//go:build e2e

package main

import (
	"archive/zip"
	"context"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"orangelab.cn/rightsdesk/app/desk"
	"orangelab.cn/rightsdesk/app/incident"
	"orangelab.cn/rightsdesk/app/mail/mailtest"
	"orangelab.cn/rightsdesk/app/outbox"
	"orangelab.cn/rightsdesk/app/sample"
	model "orangelab.cn/rightsdesk/model/incident"
)

// newest is the incident that was opened last.
func (s *stage) newest() model.Standing {
	s.t.Helper()
	open, err := incident.ListOpen(context.Background(), s.watcher)
	if err != nil || len(open) == 0 || open[0].Drill {
		s.t.Fatalf("%d incidents are open, %v", len(open), err)
	}
	return open[0]
}

// An incident goes from its first minute to the file for a regulator in the window: opened and seated, scored, counted
// from a source, its report drafted by one person, approved by a lead, sent by the desk through a real mail server.
func TestE2EAnIncidentFromItsFirstMinuteToTheRegulatorFile(t *testing.T) {
	t.Parallel()
	servers := mailtest.Real(t)
	s := newStage(t)
	s.makeSample()
	s.mail(servers)
	if len(s.newest().Empty) != 1 {
		t.Fatalf("%d seats are empty", len(s.newest().Empty))
	}

	fang := s.open("fang")
	s.picture("incident-next")
	fang.click(690, 114) // Open, on the first line of Next
	fang.settle()
	s.picture("incident")
	fang.key("ctrl+Return") // the next step: the empty seat
	fang.settle()
	fang.text("Zhao Ming")
	fang.key("ctrl+Return")
	s.until("the seat is filled", func() bool { return len(s.newest().Empty) == 0 })
	fang.settle()

	fang.click(338, 72) // Start…
	fang.settle()
	fang.text("An export was readable by a link")
	fang.key("Tab", "Tab")
	fang.text("He Yu")
	fang.key("Tab", "Right", "Right", "ctrl+Return") // known to have happened
	s.until("it is opened", func() bool { return len(s.newest().Record) == 1 })
	fang.settle()
	fang.click(1240, 262) // the roster takes its seats
	s.until("the seats are filled", func() bool { return len(s.newest().Empty) == 0 })
	fang.settle()

	s.picture("incident-opened")
	fang.click(460, 341) // Choose the factors…
	fang.settle()
	for range 7 {
		fang.key("Right", "Tab") // the first of each
	}
	fang.key("ctrl+Return")
	s.until("it is scored", func() bool { return len(s.newest().Scores) == 1 })
	fang.settle()
	s.picture("incident-scored")
	fang.click(461, 773) // From a source…
	fang.settle()
	fang.key("Right", "Tab", "Tab", "Tab", "Right", "Right", "ctrl+Return") // everything of the shop; there may be more
	s.until("people are counted", func() bool { return len(s.newest().Measures()) == 1 })
	if n := s.newest().Measures()[0].Count.People; n.Least < 50 {
		t.Errorf("%s people counted", n)
	}
	fang.settle()
	s.picture("incident-counted")

	fang.key("ctrl+Return") // Draft…
	fang.settle()
	fang.key("Right") // the first report
	for range 4 {
		fang.key("Tab")
		fang.text(" So far.")
	}
	s.picture("incident-draft")
	fang.key("ctrl+Return")
	s.until("it is drafted", func() bool { return s.drafted() != nil })
	fang.close()

	jing := s.open("jing")
	jing.click(690, 114)
	jing.settle()
	jing.key("ctrl+Return") // Read…
	jing.settle()
	s.picture("incident-approve")
	jing.key("ctrl+Return") // Approve
	s.until("it is approved", func() bool { return s.drafted().Approved.Number != 0 })
	jing.settle()
	jing.key("ctrl+Return") // Send by mail…
	jing.settle()
	jing.text("duty-e2e@person.test")
	s.picture("incident-send")
	jing.key("ctrl+Return")
	s.until("it is reported", func() bool { return !s.newest().Told()["cn_authority"].IsZero() })
	at := slices.IndexFunc(s.newest().Record, func(e model.Entry) bool { return e.Body.Report != nil })
	report := s.newest().Record[at].Body.Report
	if report.Mail == "" || report.Receipt == "" || !strings.Contains(report.Channel, "duty-e2e@person.test") {
		t.Errorf("reported as %+v", report)
	}
	servers.Inbox(t, "duty-e2e@person.test", 1)
	jing.click(80, 411) // Incidents, as it stands now
	jing.settle()
	s.picture("incident-reported")

	folder := t.TempDir()
	jing.file(folder)
	var path string
	s.until("the file is there", func() bool {
		found, err := filepath.Glob(filepath.Join(folder, "*.zip"))
		if err != nil || len(found) != 1 {
			return false
		}
		path = found[0]
		return true
	})
	z, err := zip.OpenReader(path)
	if err != nil {
		t.Fatal(err)
	}
	defer z.Close()
	raw, err := z.Open(s.newest().Reference + "/en/reports.csv")
	if err != nil {
		t.Fatal(err)
	}
	defer raw.Close()
	if info, err := raw.Stat(); err != nil || info.Size() < 100 {
		t.Errorf("the file tells of no report: %v", err)
	}
	jing.close()
}

// mail gives the desk a mail server and returns the lead who did.
func (s *stage) mail(servers mailtest.Servers) *desk.Session {
	s.t.Helper()
	ctx := context.Background()
	lead, err := s.desk.SignIn(ctx, "min", sample.Password)
	if err != nil {
		s.t.Fatal(err)
	}
	kept, err := outbox.ReadSettings(ctx, lead)
	if err != nil {
		s.t.Fatal(err)
	}
	settings := servers.Settings(mailtest.Support)
	settings.Version = kept.Version
	if _, err := outbox.SaveSettings(ctx, lead, settings); err != nil {
		s.t.Fatal(err)
	}
	return lead
}

// drafted is the newest draft of the report to the authority; nil where there is none.
func (s *stage) drafted() *model.Drafted {
	d, there := s.newest().Drafted("cn_authority")
	if !there {
		return nil
	}
	return &d
}

// file has the file for a regulator written into a folder.
func (w *seat) file(folder string) {
	w.t.Helper()
	w.wheel(1300, 600, 100)
	w.picture("incident-side")
	w.click(1240, 860)
	w.settle()
	w.picture("incident-folder")
	w.key("ctrl+a")
	w.text(folder + string(os.PathSeparator))
	w.key("Return")
}
