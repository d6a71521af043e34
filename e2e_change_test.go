//go:build e2e

package main

import (
	"context"
	"database/sql"
	"path/filepath"
	"slices"
	"testing"

	"orangelab.cn/rightsdesk/app/change"
	"orangelab.cn/rightsdesk/app/collect"
	"orangelab.cn/rightsdesk/app/desk"
	"orangelab.cn/rightsdesk/app/fulfil"
	"orangelab.cn/rightsdesk/app/result"
	"orangelab.cn/rightsdesk/model"
)

// Real keys and mouse, two members of staff on two desktops: a deletion from proven identity to its certificate, and a
// correction to its answer. The sources are looked at afterwards.
func TestE2EDeletionAndCorrectionAreWrittenAsSigned(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	s.makeSample()

	fang := s.open("fang")
	deletion := s.held("王芳", model.Deletion, model.StepCollect)
	fang.search(deletion)
	fang.act() // collect
	fang.settleCarried()
	s.step(model.StepScope)
	fang.settle()
	s.picture("scope")
	fang.act() // settle the scope as proposed
	fang.decideShared("i")
	s.step(model.StepMakePlan)
	fang.act() // preview every row
	s.step(model.StepSendToReview)
	fang.settle()
	s.picture("plan")
	fang.act()
	s.status(model.Review)

	jing := s.open("jing")
	jing.search(deletion)
	jing.agreeAndSign()
	s.status(model.Running)
	jing.settle()
	s.picture("signed")

	fang.raise()
	fang.search(deletion)
	fang.sure() // write
	s.step(model.StepTasks)
	fang.recordTask("the archive holds nothing on paper")
	s.step(model.StepCertify)
	fang.act() // what the search for what remains will read
	fang.settle()
	s.picture("search-extent")
	fang.key("ctrl+Return") // search, and certify
	s.step(model.StepAnswer)
	fang.settle()
	s.picture("certificate")
	fang.answer()
	s.status(model.Closed)
	s.checkErased()

	s.correct(s.open("lei"), jing)
	jing.close()
	fang.close()
}

// correct carries a correction through by one, with another as the second person.
func (s *stage) correct(lei, jing *seat) {
	s.t.Helper()
	ctx := context.Background()
	correction := s.held("陈磊", model.Correction, model.StepCorrect)
	lei.search(correction)
	list, err := collect.List(ctx, s.watcher, s.request, model.FindingFilter{Collection: "account"}, 0, 10)
	if err != nil || len(list) != 1 {
		s.t.Fatalf("%d accounts, %v", len(list), err)
	}
	places, err := change.SamePlaces(ctx, s.watcher, s.request, model.Place{Seq: list[0].Seq, Column: "username"})
	if err != nil {
		s.t.Fatal(err)
	}
	lei.act() // add a correction
	lei.settle()
	lei.text("username")
	lei.settle()
	lei.key("Return")
	lei.settle()
	lei.text("corrected by e2e")
	for range places {
		lei.key("Tab") // over the other places that hold the same value, to the evidence
	}
	lei.text("the person showed the account on their phone")
	lei.settle()
	s.picture("correct")
	lei.key("ctrl+Return")
	s.step(model.StepMakePlan)
	lei.act()
	s.step(model.StepSendToReview)
	lei.act()
	s.status(model.Review)

	jing.raise()
	jing.search(correction)
	jing.reveal()
	jing.agreeAndSign()
	s.status(model.Running)

	lei.raise()
	lei.search(correction)
	lei.sure() // write
	s.step(model.StepTasks)
	for range 10 {
		if s.read().Step != model.StepTasks {
			break
		}
		lei.recordTask("told by mail")
	}
	s.step(model.StepAnswer)
	lei.answer()
	s.status(model.Closed)
	held := s.column("username")
	if held != "corrected by e2e" {
		s.t.Errorf("the source holds %q", held)
	}
	lei.close()
}

// held finds a request of a member of staff by kind and step.
func (s *stage) held(name string, kind model.Kind, steps ...model.Step) string {
	s.t.Helper()
	ctx := context.Background()
	staff := ""
	list, err := s.watcher.StaffList(ctx)
	if err != nil {
		s.t.Fatal(err)
	}
	for _, member := range list {
		if member.Name == name {
			staff = member.ID
		}
	}
	rows, err := s.watcher.Page(ctx, desk.QueueAll, desk.Narrow{Kinds: []model.Kind{kind}}, model.Cursor{}, 1000)
	if err != nil {
		s.t.Fatal(err)
	}
	for _, row := range rows {
		for _, step := range steps {
			if row.Holder == staff && row.Step == step {
				s.request = row.ID
				return row.Reference
			}
		}
	}
	s.t.Fatalf("%s holds no %s at %v", name, kind, steps)
	return ""
}

// settleCarried takes up what the rows found carry and is surely the person's, and says of the rest why nothing is
// searched by it.
func (w *seat) settleCarried() {
	w.t.Helper()
	for range 3 {
		w.until("what comes after the findings is known", func() bool {
			step := w.read().Step
			return step != model.StepCollect && step != model.StepCollecting
		})
		if w.read().Step != model.StepSettleCarried {
			return
		}
		w.settle()
		w.picture("carried")
		res, err := collect.Read(context.Background(), w.watcher, w.request)
		if err != nil {
			w.t.Fatal(err)
		}
		before := w.read().Version
		doubtful := func(c model.Carried) bool { return c.Shared }
		sure := slices.DeleteFunc(slices.Clone(res.OpenCarried), doubtful)
		w.act()
		switch {
		case len(sure) > 0:
			w.settle()
			w.key("space") // all of them are the person's
			for range sure[1:] {
				w.key("Tab", "space")
			}
			w.picture("take-carried")
			w.key("ctrl+Return")
		default:
			w.settle()
			w.key("space", "Tab")
			w.text("the number of whom it was sent to")
			w.settle()
			w.picture("leave-carried")
			w.key("ctrl+Return")
		}
		w.until("what the rows carry is settled", func() bool { return w.read().Version > before })
	}
}

// decideShared decides every shared row by one key, with a reason.
func (w *seat) decideShared(key string) {
	w.t.Helper()
	w.until("the next step is known", func() bool { return w.read().Step != model.StepScope })
	for range 20 {
		if w.read().Step != model.StepDecideShared {
			return
		}
		w.settle()
		before := w.read().Version
		w.key("n", key)
		w.settle() // the reason has the focus now
		w.text("looked at with the person")
		w.key("ctrl+Return")
		w.until("a shared row is decided", func() bool { return w.read().Version > before })
	}
}

// reveal shows the second person what a plan writes, which the screen masks.
func (w *seat) reveal() {
	w.t.Helper()
	w.step(model.StepSignPlan)
	w.settle()
	w.act()
	w.settle()
	w.key("space") // the first reason
	w.key("ctrl+Return")
	w.settle()
	w.picture("revealed")
	w.key("Escape")
	w.settle()
}

// agreeAndSign is the second person's work.
func (w *seat) agreeAndSign() {
	w.t.Helper()
	w.settle()
	for range 20 {
		if w.read().Step != model.StepAgreeShared {
			break
		}
		before := w.read().Version
		w.key("y")
		w.until("a choice is agreed to", func() bool { return w.read().Version > before })
		w.settle()
	}
	w.step(model.StepSignPlan)
	w.sure()
}

func (w *seat) recordTask(result string) {
	w.t.Helper()
	before := w.read().Version
	w.act()
	w.settle()
	w.key("space", "Tab") // it is done
	w.text(result)
	w.key("ctrl+Return")
	w.until("what was done is recorded", func() bool { return w.read().Version > before })
	w.settle()
}

// answer writes the letter and closes.
func (w *seat) answer() {
	w.t.Helper()
	before := w.letters()
	w.act() // a draft, with room for words of one's own
	w.settle()
	w.key("ctrl+Return")
	w.until("the letter is written", func() bool { return w.letters() > before })
	w.settle()
	w.key("Escape")
	w.act()
	w.settle()
	w.key("Right", "ctrl+Return") // by e-mail, to the address of the request
}

func (w *seat) letters() int {
	list, err := fulfil.Letters(context.Background(), w.watcher, w.request)
	if err != nil {
		return 0
	}
	return len(list)
}

// checkErased looks at the certificate and at what the sources hold.
func (s *stage) checkErased() {
	s.t.Helper()
	ctx := context.Background()
	list, err := result.Certificates(ctx, s.watcher, s.request)
	if err != nil || len(list) != 1 || !list[0].Residue.Passed() || list[0].SignedBy == list[0].MadeBy {
		s.t.Fatalf("%+v %v", list, err)
	}
	if email := s.column("email"); email != "" {
		s.t.Errorf("the account still has an e-mail address")
	}
	verdict, err := s.watcher.Desk().Store().VerifyLog(ctx)
	if err != nil || len(verdict.Problems) > 0 {
		s.t.Errorf("%+v %v", verdict, err)
	}
}

// column is what the shop now holds of the account that was found for the request.
func (s *stage) column(column string) (text string) {
	s.t.Helper()
	list, err := collect.List(context.Background(), s.watcher, s.request, model.FindingFilter{Collection: "account"}, 0,
		1)
	if err != nil || len(list) != 1 {
		s.t.Fatalf("%d accounts, %v", len(list), err)
	}
	db, err := sql.Open("sqlite", filepath.Join(s.dir, "sources", "shop.sqlite"))
	if err != nil {
		s.t.Fatal(err)
	}
	defer db.Close()
	if err := db.QueryRow("SELECT COALESCE("+column+", '') FROM account WHERE id = ?", list[0].Found.Key).
		Scan(&text); err != nil {
		s.t.Fatal(err)
	}
	return text
}
