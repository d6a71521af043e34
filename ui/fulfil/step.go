// Package fulfil shows how a request is carried out: findings, what is settled about a change, its plan, review, letters
// and certificates; it holds none of the rules.
package fulfil

import (
	"context"
	"strings"

	"fyne.io/fyne/v2"

	"orangelab.cn/rightsdesk/app/change"
	"orangelab.cn/rightsdesk/app/desk"
	"orangelab.cn/rightsdesk/app/letter"
	"orangelab.cn/rightsdesk/app/result"
	"orangelab.cn/rightsdesk/app/review"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/ui/frame"
	"orangelab.cn/rightsdesk/ui/part"
)

// primary is the filled button of a screen: its next step.
func primary(text string, tap func()) *part.Button { return part.NewPrimary(text, "Ctrl Enter", tap) }

// Step fills in the next-step card of a request whose identity is settled.
func (w Work) Step(p *part.NextStepParts) {
	first := func(text string, tap func()) { p.Primary = primary(text, tap) }
	beside := func(text string, tap func()) { p.Others = append(p.Others, part.NewButton(text, tap)) }
	switch w.Request.Step {
	case model.StepCollect:
		p.Then = frame.L("then: decide, and send to review")
		if w.Request.Kind.Changes() {
			p.Then = frame.L("then: settle what is changed")
		}
		first(frame.L("Collect"), w.collect)
	case model.StepRetrySources:
		p.Why = frame.L("Missing: {{.A}}. {{.B}}", w.unanswered(), frame.StepWhy(w.Request.Step))
		first(frame.L("Collect again"), w.collect)
		beside(frame.L("Look at the findings"), w.ShowFindings)
		if w.May(model.ActMissing) {
			beside(frame.L("Accept that it is missing…"), w.acceptMissing)
		}
	case model.StepManualSources:
		first(frame.L("Record the owner’s answer…"), w.answerManual)
		beside(frame.L("Look at the findings"), w.ShowFindings)
	case model.StepSettleCarried:
		w.stepCarried(p, first, beside)
	case model.StepDecideShared:
		first(frame.L("Decide the shared rows"), w.ShowFindings)
	case model.StepClearBlockers:
		w.stepBlockers(first, beside)
	case model.StepConfirm:
		first(frame.L("Record the confirmation…"), w.confirm)
	case model.StepCorrect:
		first(frame.L("Add a correction…"), w.pickWrong)
	case model.StepScope, model.StepPurposes:
		first(frame.L("Settle it"), w.ShowPlan)
	case model.StepMakePlan:
		p.Then = frame.L("then: a second person")
		first(frame.L("Preview the rows"), w.makePlan)
	case model.StepMendPlan:
		first(frame.L("Preview again"), w.makePlan)
	case model.StepSendToReview:
		w.stepSend(first, beside)
	case model.StepFollowUp:
		p.Then = frame.L("then: a second person")
		first(frame.L("Write down what was done…"), w.followUp)
	case model.StepAgreeShared, model.StepRelease, model.StepSignPlan, model.StepApproveRefusal, model.StepApproveAnswer:
		w.stepReview(p, first, beside)
	case model.StepWritePlan:
		first(frame.L("Write the plan"), w.writePlan)
	case model.StepRetryWrite:
		p.Why = frame.L("Refused by: {{.A}}. {{.B}}", w.refusedBy(), frame.StepWhy(w.Request.Step))
		first(frame.L("Try again"), w.writePlan)
		for _, src := range w.failing() {
			beside(frame.L("Hand {{.A}} to its owner…", frame.SourceTitle(src.Source)), func() { w.handOver(src) })
		}
		beside(frame.L("Preview again"), w.previewAgain)
	case model.StepPreviewAgain:
		p.Why = frame.L("Changed in: {{.A}}. {{.B}}", w.refusedBy(), frame.StepWhy(w.Request.Step))
		first(frame.L("Preview again"), w.previewAgain)
		for _, src := range w.failing() {
			beside(frame.L("Hand {{.A}} to its owner…", frame.SourceTitle(src.Source)), func() { w.handOver(src) })
		}
	case model.StepTasks:
		if t, ok := w.openTask(); ok {
			p.Why = frame.L("{{.A}}: {{.B}}", taskName(t), taskWhat(t))
			first(frame.L("Record what was done…"), func() { w.endTask(t) })
		}
	case model.StepCertify:
		first(frame.L("Search and certify"), w.certify)
	case model.StepBuildPacket:
		first(frame.L("Build the packet…"), w.buildPacket)
	case model.StepDeliver:
		p.Then = frame.L("then: the letter")
		first(frame.L("Record how it went out…"), w.deliver)
		beside(frame.L("Show the password…"), w.showPassword)
		beside(frame.L("Build again…"), w.buildPacket)
	case model.StepAnswer:
		p.Then = frame.L("then: close")
		first(frame.L("Write the letter…"), func() { w.draftLetter(w.answerKind(), w.LetterLanguage()) })
	case model.StepClose:
		first(frame.L("Close the request…"), w.closeIt)
	case model.StepWaitPerson:
		first(frame.L("The person answered"), func() { w.personAnswered(true) })
		beside(frame.L("The time has passed"), func() { w.personAnswered(false) })
	case model.StepApproveLetter, model.StepApproveExtension, model.StepTellExtension:
		w.stepLetter(p, first, beside)
	case model.StepCollecting, model.StepMakingPlan, model.StepWriting:
	}
}

func (w Work) stepSend(first, beside func(string, func())) {
	first(frame.L("Send to review"), func() { w.change(review.SendToReview) })
	switch {
	case w.Refusals.Whole():
		beside(frame.L("Take the refusal back"), func() { w.takeBack("") })
	case w.Request.Kind.Changes():
		beside(frame.L("Preview again"), w.makePlan)
	default:
		beside(frame.L("Look at the findings"), w.ShowFindings)
	}
}

// stepReview is what the second person does; who prepared it waits.
func (w Work) stepReview(p *part.NextStepParts, first, beside func(string, func())) {
	if !w.Second(w.Request) {
		p.Title = frame.L("A second person looks at this")
		p.Why = frame.L("You prepared it yourself, so somebody else approves it.")
		if w.Request.Step == model.StepRelease {
			p.Why = frame.L("You prepared it yourself, so somebody else releases it.")
		}
		return
	}
	switch w.Request.Step {
	case model.StepSignPlan:
		if w.Plan == nil || !w.May(model.ActSignPlan) {
			return
		}
		p.Why = frame.L("You are the second person; what you see here is what is written, row by row.")
		w.offer(p, approval{SeesPlan, frame.L("Approve this plan"), frame.L("Look at the plan"), w.ShowPlan, change.SignPlan})
		beside(frame.L("Return with comment…"), w.returnIt)
	case model.StepApproveAnswer:
		p.Why = frame.L("You are the second person; what stands in the answer goes into the letter.")
		w.offer(p, approval{SeesWhat, frame.L("Approve the answer"), frame.L("Look at the answer"), w.ShowWhat, result.ApproveFollowUp})
		beside(frame.L("Return with comment…"), w.returnIt)
	case model.StepApproveRefusal:
		p.Why = frame.L("You are the second person; read grounds, facts and evidence.")
		w.offer(p, approval{SeesWhat, frame.L("Approve the refusal"), frame.L("Look at the refusal"), w.ShowWhat, change.ApproveRefusal})
		beside(frame.L("Return with comment…"), w.returnIt)
	default:
		p.Why = frame.L("You are the second person; what you see here is what goes out.")
		if w.Sees != SeesFindings {
			p.Why = lookFirst()
		}
		first(frame.L("Look at what goes out"), w.ShowFindings)
		if w.Request.Kind.Changes() {
			p.Primary.SetText(frame.L("Look at the shared rows"))
		}
	}
}

// approval is a yes of the second person: what must be on the screen for it, the words of its button, those of the button that
// leads there, and how.
type approval struct {
	sees       Sight
	text, look string
	show       func()
	do         func(ctx context.Context, s *desk.Session, rev model.Revision, seenDigest string) (model.Request, error)
}

// offer makes an approval the next step where what is approved is on the screen; anywhere else the step leads there.
func (w Work) offer(p *part.NextStepParts, a approval) {
	if w.Sees != a.sees {
		p.Why, p.Primary = lookFirst(), primary(a.look, a.show)
		return
	}
	p.Primary = primary(a.text, func() { w.approve(a.do) })
}

// lookFirst is why a step leads to what is approved.
func lookFirst() string {
	return frame.L("You are the second person: look at what you approve; it is approved where it stands.")
}

// approve says yes to exactly what is on screen.
func (w Work) approve(do func(ctx context.Context, s *desk.Session, rev model.Revision, seenDigest string) (model.Request, error)) {
	w.change(func(ctx context.Context, s *desk.Session, rev model.Revision) (model.Request, error) {
		return do(ctx, s, rev, w.Digest)
	})
}

func (w Work) returnIt() {
	w.askText(frame.L("Return with comment"), frame.L("What should be done differently"), "", frame.L("Return"), false, review.Return)
}

func (w Work) acceptMissing() {
	w.askText(frame.L("Accept that a source is missing"), frame.L("Why the request may go on without it"), "", frame.L("Accept"), true,
		review.AcceptMissing)
}

func (w Work) personAnswered(answered bool) {
	w.change(func(ctx context.Context, s *desk.Session, rev model.Revision) (model.Request, error) {
		return change.PersonAnswered(ctx, s, rev, answered)
	})
}

func (w Work) handOver(src model.PlanSource) {
	body := part.NewBody(frame.L("Its owner gets a task to do by hand what the plan says: {{.A}} rows to rewrite, {{.B}} to delete. The desk no longer writes to it for this request.", src.Updates, src.Deletes))
	var d *part.Dialog
	d = part.NewDialog(part.DialogParts{Title: frame.L("Hand {{.A}} to its owner", frame.SourceTitle(src.Source)), Body: body, Confirm: frame.L("Hand over"),
		Cancel: frame.L("Cancel"), Danger: true,
		OnConfirm: func() bool {
			return w.submit(d, func(ctx context.Context, s *desk.Session, rev model.Revision) (model.Request, error) {
				return change.HandOver(ctx, s, rev, src.Source)
			}, nil)
		}})
	d.Show(w.Window.Canvas())
}

// refusedBy names the sources in which the plan is not written.
func (w Work) refusedBy() string {
	var names []string
	for _, src := range w.failing() {
		names = append(names, frame.SourceTitle(src.Source))
	}
	return strings.Join(names, frame.L(", "))
}

// unanswered names the sources whose answer is missing.
func (w Work) unanswered() string {
	var names []string
	if w.Results != nil {
		for _, s := range w.Results.Run.Sources {
			if s.State == model.SourceFailed || s.State == model.SourceIncomplete {
				names = append(names, frame.SourceTitle(s.Source))
			}
		}
	}
	return strings.Join(names, frame.L(", "))
}

func (w Work) answerKind() letter.Kind {
	switch w.Request.Outcome {
	case model.NotVerified:
		return letter.NotVerified
	case model.Refused:
		return letter.Refused
	}
	return letter.Fulfilled
}

// LetterLanguage is the person's language where the request tells it, else that of the window.
func (w Work) LetterLanguage() string {
	for _, l := range letter.Languages {
		if w.Request.Subject.Language == l {
			return l
		}
	}
	return frame.Language()
}

// Before is the findings tab before there are any.
func Before(o frame.Opened) fyne.CanvasObject {
	text := frame.L("Nothing was collected yet.")
	if o.Request.LevelReached < o.Request.LevelNeeded {
		text = frame.L("Findings show once identity is proven to level {{.A}}.", int(o.Request.LevelNeeded))
	}
	return part.NewText(text).In(part.ColorText3)
}
