package model

import (
	"encoding/json"
)

// Verdict is what looking into a complaint came to. Outcome, status and letter of a complaint are read from it.
type Verdict string

// The verdicts. A complaint of which nothing is recorded is unresolved.
const (
	Upheld     Verdict = "upheld"      // it is justified, and what was wrong is put right
	UpheldPart Verdict = "upheld_part" // it is justified in part, or put right in part
	NotUpheld  Verdict = "not_upheld"  // it is not justified
	Unresolved Verdict = "unresolved"  // it could not be settled
)

// Verdicts lists what a complaint can come to.
var Verdicts = []Verdict{Upheld, UpheldPart, NotUpheld, Unresolved}

// outcome is how a complaint ends by its verdict.
func (v Verdict) outcome() Outcome {
	switch v {
	case Upheld:
		return Fulfilled
	case UpheldPart:
		return PartlyFulfilled
	case NotUpheld:
		return ComplaintRejected
	}
	return ComplaintOpen
}

// FollowUp is what was looked into and done about a complaint or a call for help; it stands in the letter as it is
// written here.
type FollowUp struct {
	Done    string  `json:"done"`
	Verdict Verdict `json:"verdict,omitempty"` // of a complaint
}

// UnmarshalJSON also reads what an older program kept: the text alone, of which no verdict was asked.
func (f *FollowUp) UnmarshalJSON(raw []byte) error {
	var text string
	if json.Unmarshal(raw, &text) == nil {
		*f = FollowUp{Done: text}
		return nil
	}
	type plain FollowUp
	return json.Unmarshal(raw, (*plain)(f))
}
