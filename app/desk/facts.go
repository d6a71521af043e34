package desk

import (
	"errors"
	"time"

	"orangelab.cn/rightsdesk/app/letter"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/store"
	"orangelab.cn/rightsdesk/store/casefile"
	"orangelab.cn/rightsdesk/store/papers"
	"orangelab.cn/rightsdesk/store/runs"
)

// gather reads the facts the next step depends on, only those that matter where the request stands.
func gather(v *store.View, r model.Request, now time.Time) (f model.Facts, err error) {
	if f, err = gatherStatus(v, r, now); err != nil || !r.Open() {
		return f, err
	}
	var proposals []model.Proposal
	_, err = casefile.Part(v, r.ID, casefile.PartProposals, &proposals)
	for _, p := range proposals {
		extends := letter.Kind(p.Kind) == letter.Extended
		f.ExtensionWaits = f.ExtensionWaits || extends && p.Waits()
		f.ExtensionUntold = f.ExtensionUntold || extends && !p.Waits()
		f.LetterWaits = f.LetterWaits || !extends && p.Waits()
		f.AnswerWaits = f.AnswerWaits || p.Waits() && letter.Kind(p.Kind).Answers()
		if p.Waits() && (extends || f.LetterBy == "") { // the step is about an extension first
			f.LetterBy = p.By
		}
	}
	return f, err
}

// gatherStatus reads the facts of the step that the status is about.
func gatherStatus(v *store.View, r model.Request, now time.Time) (f model.Facts, err error) {
	switch r.Status {
	case model.Verifying:
		list, err := casefile.EvidenceOf(v, r.ID)
		for _, e := range list {
			f.CodePending = f.CodePending || e.Result == model.Pending
		}
		return f, err
	case model.Working, model.Review:
		return gatherWork(v, r, now)
	case model.Running:
		return gatherWrite(v, r, now)
	case model.Answering:
		tasks, err := casefile.OpenTasks(v, r.ID)
		if err != nil {
			return f, err
		}
		f.TasksOpen = int(tasks)
		if f, err = gatherLetter(v, r, f); err != nil || !r.Kind.Copies() {
			return f, err
		}
		return gatherAnswer(v, r, f)
	}
	return f, nil
}

func gatherLetter(v *store.View, r model.Request, f model.Facts) (model.Facts, error) {
	kinds, err := papers.LetterKinds(v, r.ID)
	for _, k := range kinds {
		f.LetterReady = f.LetterReady || letter.Kind(k).Answers()
	}
	return f, err
}

func gatherWork(v *store.View, r model.Request, now time.Time) (f model.Facts, err error) {
	var refusals model.Refusals
	if _, err := casefile.Part(v, r.ID, casefile.PartRefusals, &refusals); err != nil {
		return f, err
	}
	f.Refused = refusals.Whole()
	if !r.Kind.Copies() && !r.Kind.Changes() {
		return f, nil
	}
	if f, err = gatherRun(v, r, f); err != nil || !r.Kind.Changes() {
		return f, err
	}
	if f, err = gatherSettled(v, r, f); err != nil {
		return f, err
	}
	plan, err := runs.Plan(v, r.ID)
	switch {
	case errors.Is(err, store.ErrNotFound):
		return f, nil
	case err != nil:
		return f, err
	}
	// An older version that was signed stands for what is written already; the rest needs a version of its own.
	f.Planned = plan.State == model.PlanReady
	f.Making = plan.State == model.PlanMaking && now.Before(plan.LeaseTill)
	for _, s := range plan.Sources {
		f.PlanBlocked = f.PlanBlocked || (f.Planned && s.State == model.WriteBlocked)
	}
	return f, nil
}

func gatherSettled(v *store.View, r model.Request, f model.Facts) (model.Facts, error) {
	if read := settled[r.Kind.Means().Settles]; read != nil {
		var err error
		if f.Settled, err = read(v, r.ID); err != nil {
			return f, err
		}
	}
	if !r.Kind.Clears() {
		return f, nil
	}
	blockers, err := Blockers(v, r.ID)
	if err != nil {
		return f, err
	}
	f.BlockersOpen = blockers.Open()
	f.Confirmed, err = casefile.HasPart(v, r.ID, casefile.PartConfirmation)
	return f, err
}

// settled says for each way of settling how to see that it was done.
var settled = map[model.Settling]func(*store.View, int64) (bool, error){
	model.SettlesCorrections: func(v *store.View, request int64) (bool, error) {
		var c model.Corrections
		_, err := casefile.Part(v, request, casefile.PartCorrections, &c)
		return len(c.Items) > 0, err
	},
	model.SettlesPurposes: func(v *store.View, request int64) (bool, error) {
		var p model.Purposes
		_, err := casefile.Part(v, request, casefile.PartPurposes, &p)
		return len(p.IDs) > 0, err
	},
	model.SettlesScope: func(v *store.View, request int64) (bool, error) {
		var scope model.Scope
		_, err := casefile.Part(v, request, casefile.PartScope, &scope)
		return scope.Confirmed, err
	},
}

func gatherWrite(v *store.View, r model.Request, now time.Time) (f model.Facts, err error) {
	plan, err := runs.Plan(v, r.ID)
	if errors.Is(err, store.ErrNotFound) {
		return f, nil
	}
	if err != nil {
		return f, err
	}
	f.Writing = now.Before(plan.LeaseTill)
	for _, s := range plan.Sources {
		switch s.State {
		case model.WriteWaiting, model.WriteRunning:
			f.WriteWaiting++
		case model.WriteFailed:
			f.WriteFailed++
		case model.WriteChanged:
			f.WriteChanged++
		}
	}
	tasks, err := casefile.OpenTasks(v, r.ID)
	f.TasksOpen = int(tasks)
	return f, err
}

func gatherRun(v *store.View, r model.Request, f model.Facts) (model.Facts, error) {
	run, err := runs.LatestRun(v, r.ID)
	if errors.Is(err, store.ErrNotFound) {
		return f, nil
	}
	if err != nil {
		return f, err
	}
	f.Collected, f.Collecting = run.Done, !run.Done
	if f.MissingAccepted, err = MissingAccepted(v, r, run); err != nil {
		return f, err
	}
	for _, s := range run.Sources {
		switch s.State {
		case model.SourceFailed, model.SourceIncomplete:
			f.SourcesFailed++
		case model.SourceManual:
			f.ManualOpen++
		}
	}
	_, open, err := Carried(v, run)
	if err != nil {
		return f, err
	}
	f.CarriedOpen = len(open)
	counts, err := runs.FindingCounts(v, run.RequestID, run.ID)
	if err != nil {
		return f, err
	}
	for _, c := range counts {
		f.SharedUndecided += int(c.Undecided)
		if r.Kind.Copies() || r.Kind.Erases() {
			f.SharedUnagreed += int(c.Unagreed)
		}
	}
	return f, nil
}

func gatherAnswer(v *store.View, r model.Request, f model.Facts) (model.Facts, error) {
	h, err := papers.HandoverOf(v, r.ID)
	f.PacketReady, f.PacketDelivered = h.Built, h.Out()
	return f, err
}
