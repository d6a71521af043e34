package fulfil

import (
	"context"
	"strings"

	"fyne.io/fyne/v2"

	"orangelab.cn/rightsdesk/app/change"
	"orangelab.cn/rightsdesk/app/desk"
	"orangelab.cn/rightsdesk/app/fulfil"
	"orangelab.cn/rightsdesk/app/letter"
	"orangelab.cn/rightsdesk/app/result"
	"orangelab.cn/rightsdesk/app/review"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/model/dispatch"
	"orangelab.cn/rightsdesk/ui/frame"
	"orangelab.cn/rightsdesk/ui/part"
	"orangelab.cn/rightsdesk/ui/work"
)

// stepBlockers goes the way of something that stands in the way of cancelling: tell the person, wait, look again.
func (w Work) stepBlockers(first, beside func(string, func())) {
	switch {
	case len(w.Letters) == 0 || w.Letters[0].Kind != letter.Blockers:
		first(frame.L("Write the blocker letter…"), func() { w.draftLetter(letter.Blockers, w.LetterLanguage()) })
	case !w.WasTold(w.Letters[0]):
		first(frame.L("Record how it went out…"), func() { w.deliverLetter(w.Letters[0]) })
	default:
		first(frame.L("Wait for the person"), func() { w.Change(fulfil.AskPerson) })
	}
	beside(frame.L("Look again"), w.Collect)
}

// Step fills in the next-step card of a request whose identity is settled.
func (w Work) Step(p *part.NextStepParts) {
	first := func(text string, tap func()) { p.Primary = work.Primary(text, tap) }
	beside := func(text string, tap func()) { p.Others = append(p.Others, part.NewButton(text, tap)) }
	switch w.Request.Step {
	case model.StepCollect:
		p.Then = frame.L("then: decide, and send to review")
		if w.Request.Kind.Changes() {
			p.Then = frame.L("then: settle what is changed")
		}
		first(frame.L("Collect"), w.Collect)
	case model.StepRetrySources:
		p.Why = frame.L("Missing: {{.A}}. {{.B}}", w.Unanswered(), frame.StepWhy(w.Request.Step))
		first(frame.L("Collect again"), w.Collect)
		beside(frame.L("Look at the findings"), w.ShowFindings)
		if w.May(model.ActMissing) {
			beside(frame.L("Accept that it is missing…"), w.AcceptMissing)
		}
	case model.StepManualSources:
		first(frame.L("Record the owner’s answer…"), w.AnswerManual)
		beside(frame.L("Look at the findings"), w.ShowFindings)
	case model.StepSettleCarried:
		w.StepCarried(p, first, beside)
	case model.StepDecideShared:
		first(frame.L("Decide the shared rows"), w.ShowFindings)
	case model.StepClearBlockers:
		w.stepBlockers(first, beside)
	case model.StepConfirm:
		first(frame.L("Record the confirmation…"), w.Confirm)
	case model.StepCorrect:
		first(frame.L("Add a correction…"), w.PickWrong)
	case model.StepScope, model.StepPurposes:
		first(frame.L("Settle it"), w.ShowPlan)
	case model.StepMakePlan:
		p.Then = frame.L("then: a second person")
		first(frame.L("Preview the rows"), w.MakePlan)
	case model.StepMendPlan:
		first(frame.L("Preview again"), w.MakePlan)
	case model.StepSendToReview:
		w.stepSend(first, beside)
	case model.StepFollowUp:
		p.Then = frame.L("then: a second person")
		first(frame.L("Write down what was done…"), w.followUp)
	case model.StepAgreeShared, model.StepRelease, model.StepSignPlan, model.StepApproveRefusal,
		model.StepApproveAnswer:
		w.stepReview(p, first, beside)
	case model.StepWritePlan:
		first(frame.L("Write the plan"), w.WritePlan)
	case model.StepRetryWrite:
		p.Why = frame.L("Refused by: {{.A}}. {{.B}}", w.refusedBy(), frame.StepWhy(w.Request.Step))
		first(frame.L("Try again"), w.WritePlan)
		for _, src := range w.Failing() {
			beside(frame.L("Hand {{.A}} to its owner…", frame.SourceTitle(src.Source)), func() { w.handOver(src) })
		}
		beside(frame.L("Preview again"), w.PreviewAgain)
	case model.StepPreviewAgain:
		p.Why = frame.L("Changed in: {{.A}}. {{.B}}", w.refusedBy(), frame.StepWhy(w.Request.Step))
		first(frame.L("Preview again"), w.PreviewAgain)
		for _, src := range w.Failing() {
			beside(frame.L("Hand {{.A}} to its owner…", frame.SourceTitle(src.Source)), func() { w.handOver(src) })
		}
	case model.StepTasks:
		if t, ok := w.OpenTask(); ok {
			p.Why = frame.L("{{.A}}: {{.B}}", work.TaskName(t), work.TaskWhat(t))
			first(frame.L("Record what was done…"), func() { w.EndTask(t) })
		}
	case model.StepCertify:
		first(frame.L("Search and certify"), w.certify)
	case model.StepBuildPacket:
		first(frame.L("Build the packet…"), w.buildPacket)
	case model.StepDeliver:
		p.Then = frame.L("then: the letter")
		first(frame.L("Record how it went out…"), w.deliver)
		if w.Sent.Sends(dispatch.BySMS) {
			beside(frame.L("Text the password…"), w.textPassword)
		}
		beside(frame.L("Show the password…"), w.showPassword)
		beside(frame.L("Build again…"), w.buildPacket)
	case model.StepAnswer:
		p.Then = frame.L("then: close")
		first(frame.L("Write the letter…"), func() { w.draftLetter(w.answerKind(), w.LetterLanguage()) })
		if fulfil.CanTogether(w.Request, w.Links) && w.May(model.ActLetter) {
			beside(frame.L("One letter for all…"), func() { w.draftLetter(letter.Common, w.LetterLanguage()) })
		}
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
	first(frame.L("Send to review"), func() { w.Change(review.SendToReview) })
	switch {
	case w.Refusals.Whole():
		beside(frame.L("Take the refusal back"), func() { w.TakeBack("") })
	case w.Request.Kind.Changes():
		beside(frame.L("Preview again"), w.MakePlan)
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
		w.Offer(p, work.Approval{Sees: work.SeesPlan, Text: frame.L("Approve this plan"),
			Look: frame.L("Look at the plan"), Show: w.ShowPlan, Do: change.SignPlan,
			Asks: func() string {
				return frame.Sentences(w.PlanAmount(),
					frame.L("Who prepared it can write it then, and nothing takes that back."))
			}})
		beside(frame.L("Return with comment…"), w.ReturnIt)
	case model.StepApproveAnswer:
		p.Why = frame.L("You are the second person; what stands in the answer goes into the letter.")
		w.Offer(p, work.Approval{Sees: work.SeesWhat, Text: frame.L("Approve the answer"),
			Look: frame.L("Look at the answer"), Show: w.ShowWhat, Do: result.ApproveFollowUp, Asks: signs})
		beside(frame.L("Return with comment…"), w.ReturnIt)
	case model.StepApproveRefusal:
		p.Why = frame.L("You are the second person; read grounds, facts and evidence.")
		w.Offer(p, work.Approval{Sees: work.SeesWhat, Text: frame.L("Approve the refusal"),
			Look: frame.L("Look at the refusal"), Show: w.ShowWhat, Do: change.ApproveRefusal, Asks: signs})
		beside(frame.L("Return with comment…"), w.ReturnIt)
	default:
		p.Why = frame.L("You are the second person; what you see here is what goes out.")
		if w.Sees != work.SeesFindings {
			p.Why = work.LookFirst()
		}
		first(frame.L("Look at what goes out"), w.ShowFindings)
		if w.Request.Kind.Changes() {
			p.Primary.SetText(frame.L("Look at the shared rows"))
		}
	}
}

func (w Work) personAnswered(answered bool) {
	w.Change(func(ctx context.Context, s *desk.Session, rev model.Revision) (model.Request, error) {
		return change.PersonAnswered(ctx, s, rev, answered)
	})
}

func (w Work) handOver(src model.PlanSource) {
	body := part.NewBody(
		frame.L("Its owner gets a task to do by hand what the plan says: {{.A}} rows to rewrite, {{.B}} to delete. The desk no longer writes to it for this request.", src.Updates, src.Deletes))
	var d *part.Dialog
	d = part.NewDialog(part.DialogParts{Title: frame.L("Hand {{.A}} to its owner", frame.SourceTitle(src.Source)),
		Body: body, Confirm: frame.L("Hand over"),
		Cancel: frame.L("Cancel"), Danger: true,
		OnConfirm: func() bool {
			return w.SubmitIn(d, func(ctx context.Context, s *desk.Session, rev model.Revision) (model.Request, error) {
				return change.HandOver(ctx, s, rev, src.Source)
			}, nil)
		}})
	d.Show(w.Window.Canvas())
}

// refusedBy names the sources in which the plan is not written.
func (w Work) refusedBy() string {
	var names []string
	for _, src := range w.Failing() {
		names = append(names, frame.SourceTitle(src.Source))
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

// Before is the findings tab before there are any.
func Before(o frame.Opened) fyne.CanvasObject {
	text := frame.L("Nothing was collected yet.")
	if o.Request.LevelReached < o.Request.LevelNeeded {
		text = frame.L("Findings show once identity is proven to level {{.A}}.", int(o.Request.LevelNeeded))
	}
	return part.NewText(text).In(part.ColorText3)
}

// signs is what a second person is asked before an answer or a refusal counts as approved.
func signs() string {
	return frame.L("It goes into the letter as it stands, and the log names you as the second person.")
}
