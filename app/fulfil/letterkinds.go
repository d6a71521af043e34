package fulfil

import (
	"fmt"
	"slices"

	"orangelab.cn/rightsdesk/app/letter"
	"orangelab.cn/rightsdesk/model"
)

// Offered are those of LetterKinds whose facts exist: no answer about a copy that was not built and handed over, no
// letter about blockers where none stands. What must be done first is the request's next step.
func Offered(r model.Request) []letter.Kind {
	if r.Status == model.Answering && (r.Step == model.StepBuildPacket || r.Step == model.StepDeliver) {
		return nil
	}
	list := slices.Clone(LetterKinds(r))
	if r.Step != model.StepClearBlockers {
		list = slices.DeleteFunc(list, func(k letter.Kind) bool { return k == letter.Blockers })
	}
	return list
}

// LetterKinds are the letters that a request can be answered with where it stands.
func LetterKinds(r model.Request) []letter.Kind {
	switch {
	case r.Status == model.Answering && r.Outcome == model.NotVerified:
		return []letter.Kind{letter.NotVerified}
	case r.Status == model.Answering && r.Outcome == model.Refused:
		return []letter.Kind{letter.Refused}
	case r.Status == model.Answering:
		return []letter.Kind{letter.Fulfilled}
	case r.Status == model.Working && r.Kind.Clears():
		return []letter.Kind{letter.Acknowledgement, letter.Blockers}
	case r.Open():
		return []letter.Kind{letter.Acknowledgement, letter.IdentityNeeded}
	}
	return nil
}

// KindError says that a request has no letter of a kind as it stands.
type KindError struct {
	Status model.Status
	Kind   letter.Kind
}

func (e *KindError) Error() string {
	return fmt.Sprintf("a request that is %s has no letter %q", e.Status, e.Kind)
}
