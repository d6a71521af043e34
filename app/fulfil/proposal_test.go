package fulfil_test

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"orangelab.cn/rightsdesk/app/collect"
	"orangelab.cn/rightsdesk/app/desk"
	"orangelab.cn/rightsdesk/app/desk/desktest"
	"orangelab.cn/rightsdesk/app/fulfil"
	"orangelab.cn/rightsdesk/app/intake"
	"orangelab.cn/rightsdesk/app/letter"
	"orangelab.cn/rightsdesk/app/result"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/store"
	"orangelab.cn/rightsdesk/store/casefile"
	"orangelab.cn/rightsdesk/store/papers"
	"orangelab.cn/rightsdesk/store/storetest"
)

// waiting returns the letter that waits for a second person.
func waiting(t *testing.T, s *desk.Session, id int64) fulfil.Proposed {
	t.Helper()
	all, err := fulfil.ReadProposals(ctx, s, id)
	if err != nil {
		t.Fatal(err)
	}
	one, ok := all.Waiting()
	if !ok || one.ApprovedBy != "" {
		t.Fatalf("no letter waits: %+v", all)
	}
	return one
}

// approve lets the letter go that waits.
func approve(t *testing.T, s *desk.Session, id int64) {
	t.Helper()
	one := waiting(t, s, id)
	if _, err := fulfil.ApproveLetter(ctx, s, desktest.Seen(t, s, id), one.ID, one.Digest); err != nil {
		t.Fatal(err)
	}
}

// inReview fails unless a request is in the list of what waits for a second person, and counted there, or is not.
func inReview(t *testing.T, s *desk.Session, id int64, want bool) {
	t.Helper()
	rows, err := s.Page(ctx, desk.QueueReview, desk.Narrow{}, model.Cursor{}, 10)
	if err != nil {
		t.Fatal(err)
	}
	counts, err := s.Counts(ctx)
	if err != nil {
		t.Fatal(err)
	}
	listed := slices.ContainsFunc(rows, func(r model.QueueRow) bool { return r.ID == id })
	if listed != want || counts[desk.QueueReview] != int64(len(rows)) {
		t.Errorf("listed for a second person %v, want %v; %d rows, counted %d", listed, want, len(rows),
			counts[desk.QueueReview])
	}
}

// inNext fails unless a request is in the list of what somebody can do now, and counted there, or is not.
func inNext(t *testing.T, s *desk.Session, id int64, want bool) (row model.QueueRow) {
	t.Helper()
	rows, err := s.Page(ctx, desk.QueueNext, desk.Narrow{}, model.Cursor{}, 10)
	if err != nil {
		t.Fatal(err)
	}
	counts, err := s.Counts(ctx)
	if err != nil {
		t.Fatal(err)
	}
	at := slices.IndexFunc(rows, func(r model.QueueRow) bool { return r.ID == id })
	listed := at >= 0
	if listed {
		row = rows[at]
	}
	if listed != want || counts[desk.QueueNext] != int64(len(rows)) {
		t.Errorf("in what %s can do now %v, want %v; %d rows, counted %d", s.Staff().Login, listed, want, len(rows),
			counts[desk.QueueNext])
	}
	return row
}

const ownWords = "Your account manager will call you next week."

func TestOwnWordsInAnAnswerGoOutOnceASecondPersonApprovedExactlyThisText(t *testing.T) {
	o := newOffice(t, "sqlite")
	r, _ := o.erased(t, eraseHeld, nil)
	ask := fulfil.Ask{Kind: letter.Fulfilled, Lang: letter.English, Own: ownWords}
	how := fulfil.Closing{Way: "email", To: "wang.ming@163.com"}
	w, err := fulfil.WriteLetter(ctx, o.agent, desktest.Seen(t, o.agent, r.ID), ask)
	if err != nil || !w.Waits {
		t.Fatalf("waits %v, %v", w.Waits, err)
	}
	if kept, err := fulfil.Letters(ctx, o.agent, r.ID); err != nil || len(kept) != 0 {
		t.Fatalf("kept before it was approved: %v, %v", kept, err)
	}
	if step := o.request(t, r.ID).Step; step != model.StepApproveLetter {
		t.Errorf("step %s", step)
	}
	if _, err := fulfil.Close(ctx, o.agent, desktest.Seen(t, o.agent, r.ID), how); !errors.Is(err, fulfil.ErrNoAnswer) {
		t.Errorf("closed before it was approved: %v", err)
	}
	inReview(t, o.lead, r.ID, true)
	inNext(t, o.lead, r.ID, true)   // whoever holds the request
	inNext(t, o.agent, r.ID, false) // nothing is left to do for its author
	first := waiting(t, o.lead, r.ID)
	ask.Own = "Your account manager will call you tomorrow."
	if _, err := fulfil.WriteLetter(ctx, o.agent, desktest.Seen(t, o.agent, r.ID), ask); err != nil {
		t.Fatal(err)
	}
	if _, err := fulfil.ApproveLetter(ctx, o.lead, desktest.Seen(t, o.lead, r.ID), first.ID,
		first.Digest); !errors.Is(err, fulfil.ErrNoProposal) {
		t.Errorf("approved what was written anew: %v", err)
	}
	approve(t, o.lead, r.ID)
	inReview(t, o.lead, r.ID, false)
	inNext(t, o.lead, r.ID, false)
	inNext(t, o.agent, r.ID, true)
	kept, err := fulfil.Letters(ctx, o.agent, r.ID)
	if err != nil || len(kept) != 1 || kept[0].By != o.agent.Staff().ID ||
		!strings.Contains(kept[0].Text(), "tomorrow") {
		t.Fatalf("%+v, %v", kept, err)
	}
	if now, err := fulfil.Close(ctx, o.agent, desktest.Seen(t, o.agent, r.ID), how); err != nil ||
		now.Status != model.Closed {
		t.Errorf("%s, %v", now.Status, err)
	}
}

func TestALetterWithoutOwnWordsNeedsNoFurtherStep(t *testing.T) {
	o := newOffice(t, "sqlite")
	r, _ := o.erased(t, eraseHeld, nil)
	w, err := fulfil.WriteLetter(ctx, o.agent, desktest.Seen(t, o.agent, r.ID),
		fulfil.Ask{Kind: letter.Fulfilled, Lang: letter.English, Own: " \n"})
	if err != nil || w.Waits || o.request(t, r.ID).Step != model.StepClose {
		t.Errorf("waits %v, step %s, %v", w.Waits, o.request(t, r.ID).Step, err)
	}
}

// Whoever can write the database may put a letter with words of their own among the letters; it closes nothing.
func TestALetterWithOwnWordsThatNobodySignedClosesNothing(t *testing.T) {
	o := newOffice(t, "sqlite")
	r, _ := o.erased(t, eraseHeld, nil)
	w, err := fulfil.WriteLetter(ctx, o.agent, desktest.Seen(t, o.agent, r.ID),
		fulfil.Ask{Kind: letter.Fulfilled, Lang: letter.English, Own: ownWords})
	if err != nil {
		t.Fatal(err)
	}
	if err := o.agent.Write(ctx, model.ActLetter, func(tx *store.Tx, _ *model.Entry) error {
		var list []model.Proposal
		if _, err := casefile.Part(tx.View, r.ID, casefile.PartProposals, &list); err != nil {
			return err
		}
		p := list[0]
		return errors.Join(papers.SaveLetter(tx, r.ID,
			papers.Letter{ID: w.ID, Kind: p.Kind, Lang: p.Lang, At: p.At, By: p.By, Data: p.Text}),
			casefile.DropPart(tx, r.ID, casefile.PartProposals))
	}); err != nil {
		t.Fatal(err)
	}
	if _, err := fulfil.Close(ctx, o.agent, desktest.Seen(t, o.agent, r.ID),
		fulfil.Closing{Way: "email", To: "wang.ming@163.com"}); !errors.Is(err, store.ErrNotApproved) {
		t.Errorf("closed: %v", err)
	}
}

func TestALetterIsTakenBackByItsAuthorOrReturnedWithAComment(t *testing.T) {
	h := newHouse(t, "sqlite")
	r := h.verified(t)
	write := func() string {
		w, err := fulfil.WriteLetter(ctx, h.agent, desktest.Seen(t, h.agent, r.ID),
			fulfil.Ask{Kind: letter.Acknowledgement, Lang: letter.English, Own: ownWords})
		if err != nil || !w.Waits {
			t.Fatal(w.Waits, err)
		}
		return w.ID
	}
	id := write()
	if now := inNext(t, h.agent, r.ID, true); now.Step != model.StepApproveLetter ||
		now.LetterBy != h.agent.Staff().ID || now.Meanwhile != model.StepCollect {
		t.Errorf("step %s, the letter is by %q, who can %s", now.Step, now.LetterBy, now.Meanwhile)
	}
	if _, err := fulfil.ReturnLetter(ctx, h.lead, desktest.Seen(t, h.lead, r.ID), id, " "); !errors.Is(err,
		collect.ErrReason) {
		t.Errorf("returned without a comment: %v", err)
	}
	if now, err := fulfil.ReturnLetter(ctx, h.lead, desktest.Seen(t, h.lead, r.ID), id, "Nobody calls."); err != nil ||
		now.Holder != h.agent.Staff().ID || now.Step != model.StepCollect {
		t.Errorf("%+v, %v", now, err)
	}
	id = write()
	if now, err := fulfil.ReturnLetter(ctx, h.agent, desktest.Seen(t, h.agent, r.ID), id, ""); err != nil ||
		now.Step != model.StepCollect {
		t.Errorf("%s, %v", now.Step, err)
	}
}

// TestWhoHandsALetterOverHoldsItsRequest: an acknowledgement in somebody's own words left its request unclaimed, for a
// colleague to begin it again; and nothing said so.
func TestWhoHandsALetterOverHoldsItsRequest(t *testing.T) {
	for _, engine := range []string{"sqlite", "postgres"} {
		t.Run(engine, func(t *testing.T) {
			h := newHouse(t, engine)
			r := h.Take(t, h.agent, desktest.Submission())
			if r.Holder != "" {
				t.Fatal("held from its beginning")
			}
			w, err := fulfil.WriteLetter(ctx, h.agent, r.Revision(),
				fulfil.Ask{Kind: letter.Acknowledgement, Lang: letter.English, Own: ownWords})
			if err != nil || !w.Waits {
				t.Fatal(w.Waits, err)
			}
			now, err := h.agent.Request(ctx, r.ID)
			if err != nil || now.Holder != h.agent.Staff().ID {
				t.Errorf("held by %q, %v", now.Holder, err)
			}
			log, err := h.agent.Log(ctx, r.ID, 0, 1)
			if err != nil || len(log) != 1 || log[0].Action != model.ActLetter || log[0].Detail["claimed"] != true {
				t.Errorf("the log says %+v, %v", log, err)
			}
			inNext(t, h.lead, r.ID, true) // who can release it
			p, err := fulfil.ReadProposals(ctx, h.lead, r.ID)
			if err != nil || len(p.List) != 1 {
				t.Fatal(p, err)
			}
			now, err = fulfil.ApproveLetter(ctx, h.lead, now.Revision(), p.List[0].ID, p.List[0].Digest)
			if err != nil || now.Holder != h.agent.Staff().ID {
				t.Errorf("released: held by %q, %v", now.Holder, err)
			}
		})
	}
}

// TestALetterThatWaitsStandsInTheListsOfWhoeverCanReleaseIt: wherever its request is. Of one just received, and of one
// being written to the sources, it stood in nobody's.
func TestALetterThatWaitsStandsInTheListsOfWhoeverCanReleaseIt(t *testing.T) {
	for name, made := range map[string]func(*testing.T, office) model.Request{
		"received": func(t *testing.T, o office) model.Request { return o.Take(t, o.agent, desktest.Submission()) },
		"verifying": func(t *testing.T, o office) model.Request {
			r, err := intake.Triage(ctx, o.agent, desktest.Seen(t, o.agent, o.Request(t, o.agent).ID),
				desktest.Submission())
			if err != nil {
				t.Fatal(err)
			}
			return r
		},
		"working": func(t *testing.T, o office) model.Request { return o.working(t, model.Export) },
		"review": func(t *testing.T, o office) model.Request {
			sub := desktest.Submission()
			sub.Kind = model.Complaint
			r := o.Take(t, o.agent, sub)
			if _, err := intake.Triage(ctx, o.agent, desktest.Seen(t, o.agent, r.ID), sub); err != nil {
				t.Fatal(err)
			}
			if _, err := result.FollowUp(ctx, o.agent, desktest.Seen(t, o.agent, r.ID),
				model.FollowUp{Done: "It is sent again today.", Verdict: model.Upheld}); err != nil {
				t.Fatal(err)
			}
			return o.request(t, r.ID)
		},
	} {
		t.Run(name, func(t *testing.T) {
			o := newOffice(t, "sqlite")
			r := made(t, o)
			if _, err := fulfil.WriteLetter(ctx, o.agent, desktest.Seen(t, o.agent, r.ID),
				fulfil.Ask{Kind: letter.Acknowledgement, Lang: letter.English, Own: ownWords}); err != nil {
				t.Fatal(err)
			}
			inReview(t, o.lead, r.ID, true)
			if row := inNext(t, o.lead, r.ID, true); row.Step != model.StepApproveLetter {
				t.Errorf("a second person is told to %s", row.Step)
			}
			if name != "review" { // where the work waits for a second person, too
				if row := inNext(t, o.agent, r.ID, true); row.Meanwhile == model.StepNone || row.Meanwhile == row.Step {
					t.Errorf("its author is told to %s", row.Meanwhile)
				}
			}
			approve(t, o.lead, r.ID)
			if r = o.request(t, r.ID); r.Step == model.StepApproveLetter {
				t.Error("approved, and it still waits")
			}
		})
	}
}

// What a colleague writes to the person while somebody's work is reviewed stood in no list of who prepared the work,
// who can release it.
func TestALetterOfAReviewerStandsInTheListOfWhoPreparedTheWork(t *testing.T) {
	storetest.Each(t, func(t *testing.T, engine string) {
		o := newOffice(t, engine)
		sub := desktest.Submission()
		sub.Kind = model.Complaint
		r := o.Take(t, o.agent, sub)
		if _, err := intake.Triage(ctx, o.agent, desktest.Seen(t, o.agent, r.ID), sub); err != nil {
			t.Fatal(err)
		}
		if _, err := result.FollowUp(ctx, o.agent, desktest.Seen(t, o.agent, r.ID),
			model.FollowUp{Done: "It is sent again today.", Verdict: model.Upheld}); err != nil {
			t.Fatal(err)
		}
		inNext(t, o.agent, r.ID, false)
		if _, err := o.lead.Assign(ctx, desktest.Seen(t, o.lead, r.ID), o.lead.Staff().ID); err != nil {
			t.Fatal(err)
		}
		if _, err := fulfil.WriteLetter(ctx, o.lead, desktest.Seen(t, o.lead, r.ID),
			fulfil.Ask{Kind: letter.Acknowledgement, Lang: letter.English, Own: ownWords}); err != nil {
			t.Fatal(err)
		}
		if row := inNext(t, o.agent, r.ID, true); row.Step != model.StepApproveLetter {
			t.Errorf("who prepared the work is told to %s", row.Step)
		}
		inNext(t, o.lead, r.ID, true) // whose the review is
		approve(t, o.agent, r.ID)
		inNext(t, o.agent, r.ID, false)
	})
}
