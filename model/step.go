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
	StepManualSources Step = "manual_sources"
	StepDecideShared  Step = "decide_shared"
	StepSendToReview  Step = "send_to_review"
	StepAgreeShared   Step = "agree_shared"
	StepRelease       Step = "release"
	StepBuildPacket   Step = "build_packet"
	StepDeliver       Step = "deliver"
	StepAnswer        Step = "answer"
	StepWaitPerson    Step = "wait_person"
	StepFollowUp      Step = "follow_up"
)

// Facts is what the next step is worked out from, besides the request itself.
type Facts struct {
	CodePending     bool
	Collected       bool // a run has ended
	Collecting      bool
	SourcesFailed   int
	ManualOpen      int
	MissingAccepted bool // a second person accepted that a source is missing
	SharedUndecided int
	SharedUnagreed  int
	PacketReady     bool
	PacketDelivered bool
	LetterReady     bool
}

// NextStep names the one thing to do next; it is the same for the queue row and for the button on the open request.
func NextStep(r Request, f Facts) Step {
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
		if !r.Kind.Copies() {
			return StepFollowUp
		}
		switch {
		case f.Collecting:
			return StepCollecting
		case !f.Collected:
			return StepCollect
		case f.SourcesFailed > 0 && !f.MissingAccepted:
			return StepRetrySources
		case f.ManualOpen > 0 && !f.MissingAccepted:
			return StepManualSources
		case f.SharedUndecided > 0:
			return StepDecideShared
		}
		return StepSendToReview
	case Review:
		if f.SharedUnagreed > 0 {
			return StepAgreeShared
		}
		return StepRelease
	case Answering:
		if r.Outcome == NotVerified || !r.Kind.Copies() {
			return StepAnswer
		}
		switch {
		case !f.PacketReady:
			return StepBuildPacket
		case !f.PacketDelivered:
			return StepDeliver
		}
		return StepAnswer
	}
	return StepNone
}
