package sample

import (
	"context"
	"fmt"
	"slices"
	"time"

	"orangelab.cn/rightsdesk/app/change"
	"orangelab.cn/rightsdesk/app/collect"
	"orangelab.cn/rightsdesk/app/fulfil"
	"orangelab.cn/rightsdesk/app/letter"
	"orangelab.cn/rightsdesk/app/result"
	"orangelab.cn/rightsdesk/app/review"
	"orangelab.cn/rightsdesk/model"
)

// settle is what staff settle before a plan, by what was asked.
func settle(ctx context.Context, st *stage, s *course) error {
	r, err := st.worker(s).Request(ctx, s.id)
	if err != nil {
		return err
	}
	switch r.Kind {
	case model.Correction:
		return st.correct(ctx, s)
	case model.Withdrawal, model.Objection, model.Restriction:
		_, err := change.SetPurposes(ctx, st.worker(s), now(ctx, st.worker(s), s.id),
			purposes[r.Kind][s.number%len(purposes[r.Kind])])
		return err
	case model.Cancellation:
		if err := st.clearTheWay(ctx, s); err != nil {
			return err
		}
	}
	if err := st.decideErasure(ctx, s); err != nil {
		return err
	}
	scope, err := change.ReadScope(ctx, st.worker(s), s.id)
	if err != nil {
		return err
	}
	st.clock.step(5 * time.Minute)
	_, err = change.SetScope(ctx, st.worker(s), now(ctx, st.worker(s), s.id), scope.Lines)
	return err
}

// purposes are what is withdrawn or objected to, in turn.
var purposes = map[model.Kind][][]string{
	model.Withdrawal:  {{"location"}, {"camera", "microphone"}, {"contacts"}, {"surveys"}},
	model.Restriction: {{"all_processing"}},
	model.Objection:   {{"marketing"}, {"personalised_advertising"}, {"marketing", "cross_service"}},
}

// correct puts the street of the person's own address right.
func (st *stage) correct(ctx context.Context, s *course) error {
	res, err := collect.Read(ctx, st.worker(s), s.id)
	if err != nil {
		return err
	}
	list, err := collect.List(ctx, st.worker(s), s.id, model.FindingFilter{Collection: "address"}, 0, 100)
	if err != nil {
		return err
	}
	for _, f := range list {
		if f.Found.Key != fmt.Sprint(home(s.person.Account-founder)) {
			continue
		}
		if f.Shared > 0 {
			if _, err := review.Decide(ctx, st.worker(s), now(ctx, st.worker(s), s.id), f.Seen(), model.Include,
				collect.Choice{Reason: st.say("The person's own address, compared with them.",
					"本人的收货地址，已与本人核对。")}); err != nil {
				return err
			}
		}
		st.clock.step(2 * time.Minute)
		_, err := change.Correct(ctx, st.worker(s), now(ctx, st.worker(s), s.id),
			model.CorrectionItem{Run: res.Run.ID, Places: []model.Place{{Seq: f.Seq, Column: "street"}},
				Value:    s.person.Street + " 西门",
				Evidence: st.say("The person showed a recent water bill; the address agrees.", "本人提供近期水费账单，地址一致。")})
		return err
	}
	return fmt.Errorf("the address of person %d was not found", s.person.Account-founder)
}

// clearTheWay has the person give up what stands in the way, a second member of staff agree, and the consequences
// confirmed.
func (st *stage) clearTheWay(ctx context.Context, s *course) error {
	blockers, err := change.ReadBlockers(ctx, st.worker(s), s.id)
	if err != nil {
		return err
	}
	for _, b := range blockers.List {
		st.clock.step(time.Minute)
		if _, err := change.Waive(ctx, st.worker(s), now(ctx, st.worker(s), s.id), b,
			st.say("The person gave it up in a recorded call.", "本人在录音电话中明确表示放弃。")); err != nil {
			return err
		}
		st.clock.step(20 * time.Minute)
		taken, err := change.ReadBlockers(ctx, st.reviewer(s), s.id)
		if err != nil {
			return err
		}
		if _, err := change.AgreeWaiver(ctx, st.reviewer(s), now(ctx, st.reviewer(s), s.id),
			taken.List[slices.IndexFunc(taken.List, b.Same)]); err != nil {
			return err
		}
	}
	conf := model.Confirmation{How: st.say("Recorded call, told one by one", "录音电话，逐条告知"),
		Choice: []model.Way{model.WayAnonymise, model.WayDelete}[s.number%2]}
	for _, c := range st.worker(s).Rules().Consequences {
		conf.Clauses = append(conf.Clauses, c.ID)
	}
	_, err = change.Confirm(ctx, st.worker(s), now(ctx, st.worker(s), s.id), conf)
	return err
}

// blocked leaves a cancellation waiting for the person to settle what stands in the way.
func blocked(ctx context.Context, st *stage, s *course) error {
	if err := st.tell(ctx, s, letter.Blockers); err != nil {
		return err
	}
	_, err := fulfil.AskPerson(ctx, st.worker(s), now(ctx, st.worker(s), s.id))
	return err
}

// decideErasure leaves what is other people's: their addresses and cards stay, one's own lose what tells of oneself.
func (st *stage) decideErasure(ctx context.Context, s *course) error {
	rows, err := collect.List(ctx, st.worker(s), s.id, model.FindingFilter{SharedOnly: true}, 0, 200)
	if err != nil {
		return err
	}
	for _, row := range rows {
		decision, choice := model.Include, collect.Choice{Reason: st.say("The person's own record; others are only mentioned.",
			"本人的记录，他人只是被提及。")}
		own := row.Found.Key == fmt.Sprint(home(s.person.Account-founder)) ||
			row.Found.Key == cardOf(s.person.Account-founder)
		switch {
		case row.Collection == "address" && own:
			decision, choice = model.MaskSome, collect.Choice{Columns: []string{"recipient_phone"},
				Reason: st.say("Somebody in the household uses the address too; only the telephone goes.",
					"同住人也用这个地址，只去掉电话。")}
		case row.Collection == "address" || row.Collection == "payment_card":
			decision, choice = model.LeaveOut, collect.Choice{
				Reason: st.say("Somebody else's address or card; it stays.", "他人的地址或银行卡，不动。")}
		}
		st.clock.step(10 * time.Second)
		if _, err := review.Decide(ctx, st.worker(s), now(ctx, st.worker(s), s.id), row.Seen(), decision,
			choice); err != nil {
			return fmt.Errorf("%s %s: %w", row.Collection, row.Found.Key, err)
		}
	}
	return nil
}

func plan(ctx context.Context, st *stage, s *course) error {
	return change.MakePlan(ctx, st.worker(s), now(ctx, st.worker(s), s.id), nil)
}

// sign is the second person's word on a plan.
func sign(ctx context.Context, st *stage, s *course) error {
	r, err := st.reviewer(s).Request(ctx, s.id)
	if err != nil {
		return err
	}
	if r.Kind.Erases() {
		if err := agree(ctx, st, s); err != nil {
			return err
		}
	}
	if _, err := change.UnmaskPlan(ctx, st.reviewer(s), now(ctx, st.reviewer(s), s.id), model.RevealCheck); err != nil {
		return err
	}
	return st.approve(ctx, s, change.SignPlan)
}

// write writes a signed plan, unless nothing was to be written.
func write(ctx context.Context, st *stage, s *course) error {
	r, err := st.worker(s).Request(ctx, s.id)
	if err != nil || r.Step != model.StepWritePlan {
		return err
	}
	return change.WritePlan(ctx, st.worker(s), now(ctx, st.worker(s), s.id), nil)
}

// tasks takes down what people outside the desk did.
func tasks(ctx context.Context, st *stage, s *course) error {
	list, err := change.Tasks(ctx, st.worker(s), s.id)
	if err != nil {
		return err
	}
	for _, t := range list {
		if !t.Open() {
			continue
		}
		st.clock.step(time.Minute)
		if _, err := change.EndTask(ctx, st.worker(s), now(ctx, st.worker(s), s.id), t.ID,
			change.TaskEnding{End: model.TaskDone,
				Known: st.say("They confirmed by mail that it is done.", "对方邮件确认已办理。")}); err != nil {
			return err
		}
	}
	return nil
}

// certify searches for what remains; only an erasure has a certificate.
func certify(ctx context.Context, st *stage, s *course) error {
	r, err := st.worker(s).Request(ctx, s.id)
	if err != nil || !r.Kind.Erases() {
		return err
	}
	_, err = result.Certify(ctx, st.worker(s), now(ctx, st.worker(s), s.id), nil)
	return err
}

// linked carries the deletion that a withdrawal opened to its end.
func linked(ctx context.Context, st *stage, s *course) error {
	links, err := collect.Links(ctx, st.worker(s), s.id)
	if err != nil {
		return err
	}
	for _, l := range links {
		if !l.Opened {
			continue
		}
		part := *s
		part.id = l.Request
		for _, b := range []string{"collect", "carried", "settle", "plan", "send", "sign", "write", "tasks", "certify",
			"letter", "close"} {
			st.clock.step(3 * time.Minute)
			if err := steps[b](ctx, st, &part); err != nil {
				return fmt.Errorf("%s, %s: %w", l.Reference, b, err)
			}
		}
	}
	return nil
}

// refuse prepares the refusal of the whole request.
func refuse(ctx context.Context, st *stage, s *course) error {
	given := model.GivenGround{ID: "EXC-3", Facts: inCourt.In(s.person.Language),
		Evidence: fmt.Sprintf("（2026）京0108民初%d号", 1000+s.number)}
	_, err := change.Refuse(ctx, st.worker(s), now(ctx, st.worker(s), s.id), "",
		model.Refusal{Grounds: []model.GivenGround{given}})
	return err
}

func approveRefusal(ctx context.Context, st *stage, s *course) error {
	return st.approve(ctx, s, change.ApproveRefusal)
}

// inCourt are the facts of every refusal here. The person reads them, so they are in the person's language.
var inCourt = both("The account's transactions are evidence in a case before the court.", "该账号的交易记录是正在审理的案件的证据。")
