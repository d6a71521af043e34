package model

// Step is the one thing to do next on a request; the window has a sentence for each.
type Step string

// The next steps of a request.
const (
	StepNone          Step = ""
	StepTriage        Step = "triage"
	StepProve         Step = "prove"
	StepCheckCode     Step = "check_code"
	StepCollect       Step = "collect"
	StepCollecting    Step = "collecting"
	StepRetrySources  Step = "retry_sources"
	StepSettleCarried Step = "settle_carried" // take up what the rows found carry, or say why not
	StepManualSources Step = "manual_sources"
	StepDecideShared  Step = "decide_shared"
	StepSendToReview  Step = "send_to_review"
	StepAgreeShared   Step = "agree_shared"
	StepRelease       Step = "release"
	StepBuildPacket   Step = "build_packet"
	StepDeliver       Step = "deliver"
	StepAnswer        Step = "answer"
	StepClose         Step = "close" // the answer is written: it goes out, and the request ends
	StepWaitPerson    Step = "wait_person"
	StepFollowUp      Step = "follow_up"

	StepClearBlockers Step = "clear_blockers" // something stands in the way of cancelling the account
	StepCorrect       Step = "correct"        // say what is wrong and what is right
	StepScope         Step = "scope"          // say for each kind of data what happens with it
	StepConfirm       Step = "confirm"        // the person confirms the consequences and chooses
	StepPurposes      Step = "purposes"       // say which consents are withdrawn, which uses stop
	StepMakePlan      Step = "make_plan"      // preview every row
	StepMakingPlan    Step = "making_plan"    // it is being previewed
	StepMendPlan      Step = "mend_plan"      // the plan cannot be written as it is
	StepSignPlan      Step = "sign_plan"      // a second person approves exactly this plan
	// StepApproveAnswer: a second person approves what was done about a complaint or a call for help
	StepApproveAnswer  Step = "approve_answer"
	StepApproveRefusal Step = "approve_refusal" // a second person approves the refusal
	StepWritePlan      Step = "write_plan"      // write the approved plan to the sources
	StepWriting        Step = "writing"         // it is being written
	StepRetryWrite     Step = "retry_write"     // a source refused it
	StepPreviewAgain   Step = "preview_again"   // a row changed since the preview
	StepTasks          Step = "tasks"           // somebody outside the desk must do something
	StepCertify        Step = "certify"         // search for what remains, and certify

	StepApproveLetter    Step = "approve_letter"    // a second person approves exactly the text of a letter
	StepApproveExtension Step = "approve_extension" // a second person approves the letter of an extension, and its day
	StepTellExtension    Step = "tell_extension"    // the letter of an approved extension goes out
)

// Steps lists every step, in the order of a request's life.
var Steps = []Step{StepTriage, StepProve, StepCheckCode, StepCollect, StepCollecting, StepRetrySources,
	StepSettleCarried, StepManualSources, StepClearBlockers,
	StepConfirm, StepCorrect, StepScope, StepPurposes, StepDecideShared, StepMakePlan, StepMakingPlan, StepMendPlan,
	StepSendToReview, StepAgreeShared,
	StepRelease, StepSignPlan, StepApproveAnswer, StepApproveRefusal, StepWritePlan, StepWriting, StepRetryWrite,
	StepPreviewAgain, StepTasks, StepCertify,
	StepBuildPacket, StepDeliver, StepAnswer, StepClose, StepWaitPerson, StepFollowUp, StepApproveLetter,
	StepApproveExtension, StepTellExtension}

// OfLetter reports whether the step is about a letter that cannot go out as it is, whatever the request itself is at.
func (s Step) OfLetter() bool {
	return s == StepApproveLetter || s == StepApproveExtension || s == StepTellExtension
}

// Facts is what the next step is worked out from, besides the request itself.
type Facts struct {
	CodePending     bool
	Collected       bool // a run has ended
	Collecting      bool
	SourcesFailed   int
	ManualOpen      int
	MissingAccepted bool // a second person accepted that a source is missing
	CarriedOpen     int  // identifiers that the rows carry, neither taken up nor left with a reason
	SharedUndecided int
	SharedUnagreed  int
	PacketReady     bool
	PacketDelivered bool
	LetterReady     bool   // the letter that answers the request is written
	LetterWaits     bool   // a letter waits for a second person
	AnswerWaits     bool   // and it is the one that answers the request
	ExtensionWaits  bool   // so does that of an extension
	ExtensionUntold bool   // the extension is approved, and its letter has not gone out
	LetterBy        string // staff ID of who wrote the letter that waits, of an extension first

	Refused      bool // the whole request is to be refused
	BlockersOpen int  // what stands in the way of cancelling, neither cleared nor waived
	Confirmed    bool // the person confirmed the consequences of cancelling
	Settled      bool // what the kind of request asks to be settled before a plan
	Making       bool // a plan is being made
	Planned      bool // a plan is ready for review
	PlanBlocked  bool // and cannot be written as it is
	Writing      bool // an approved plan is being written
	WriteWaiting int  // sources still to be written
	WriteFailed  int
	WriteChanged int
	TasksOpen    int
	Certified    bool
}

// NextStep names the one thing to do next; it is the same for the queue row and for the button on the open request.
func NextStep(r Request, f Facts) Step {
	s := letterStep(f)
	switch {
	case !r.Open(), s == StepNone:
	case r.Status == Review && s == StepTellExtension: // whoever prepared it tells; the step is a second person's
	default:
		return s
	}
	return WorkStep(r, f)
}

// Meanwhile names what the author of a letter that waits for a second person can do until then; StepNone where there is
// nothing.
func Meanwhile(r Request, f Facts) Step {
	switch s := WorkStep(r, f); {
	case r.Status == Waiting, s == StepAnswer && f.AnswerWaits:
		return StepNone
	default:
		return s
	}
}

// letterStep is what a letter waits for that cannot go out as it is; an extension comes first, for its day passes.
func letterStep(f Facts) Step {
	switch {
	case f.ExtensionWaits:
		return StepApproveExtension
	case f.ExtensionUntold:
		return StepTellExtension
	case f.LetterWaits:
		return StepApproveLetter
	}
	return StepNone
}

// WorkStep names what can be done meanwhile by who does not wait for a letter: the next step of the request itself.
func WorkStep(r Request, f Facts) Step {
	switch r.Status {
	case Received:
		return StepTriage
	case Verifying:
		if f.CodePending {
			return StepCheckCode
		}
		return StepProve
	case Waiting:
		return StepWaitPerson
	case Working:
		return workingStep(r, f)
	case Review:
		switch {
		case f.Refused:
			return StepApproveRefusal
		case f.SharedUnagreed > 0:
			return StepAgreeShared
		case r.Kind.Changes():
			return StepSignPlan
		case r.Kind.FollowsUp():
			return StepApproveAnswer
		}
		return StepRelease
	case Running:
		return runningStep(f)
	case Answering:
		switch {
		case f.TasksOpen > 0:
			return StepTasks
		case r.Outcome == NotVerified || r.Outcome == Refused || !r.Kind.Copies():
			return answerStep(f)
		case !f.PacketReady:
			return StepBuildPacket
		case !f.PacketDelivered:
			return StepDeliver
		}
		return answerStep(f)
	}
	return StepNone
}

func answerStep(f Facts) Step {
	if f.LetterReady {
		return StepClose
	}
	return StepAnswer
}

func workingStep(r Request, f Facts) Step {
	switch {
	case f.Refused:
		return StepSendToReview
	case r.Kind.FollowsUp():
		return StepFollowUp
	case f.Collecting:
		return StepCollecting
	case !f.Collected:
		return StepCollect
	case f.SourcesFailed > 0 && !f.MissingAccepted:
		return StepRetrySources
	case f.CarriedOpen > 0:
		// taken up, it has the sources searched again: before owners answer or anything is decided
		return StepSettleCarried
	case r.Kind.Copies() && f.ManualOpen > 0 && !f.MissingAccepted:
		return StepManualSources // a change gives the owner a task of their own
	case r.Kind.Clears() && f.BlockersOpen > 0:
		return StepClearBlockers
	case r.Kind.Clears() && !f.Confirmed:
		return StepConfirm
	case r.Kind.Changes() && !f.Settled:
		return settleStep[r.Kind.Means().Settles]
	case f.SharedUndecided > 0 && (r.Kind.Copies() || r.Kind.Erases()):
		return StepDecideShared
	case r.Kind.Copies():
		return StepSendToReview
	case f.Making:
		return StepMakingPlan
	case !f.Planned:
		return StepMakePlan
	case f.PlanBlocked:
		return StepMendPlan
	}
	return StepSendToReview
}

// settleStep is the step in which each way of settling is done.
var settleStep = map[Settling]Step{SettlesCorrections: StepCorrect, SettlesScope: StepScope,
	SettlesPurposes: StepPurposes}

func runningStep(f Facts) Step {
	switch {
	case f.Writing:
		return StepWriting
	case f.WriteWaiting > 0:
		return StepWritePlan
	case f.WriteFailed > 0:
		return StepRetryWrite
	case f.WriteChanged > 0:
		return StepPreviewAgain
	case f.TasksOpen > 0:
		return StepTasks
	}
	return StepCertify
}
