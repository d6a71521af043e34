package model

import (
	"encoding/json"
	"testing"
)

func TestOnlyAComplaintThatWasUpheldAndPutRightIsFulfilled(t *testing.T) {
	for verdict, want := range map[Verdict]Outcome{Upheld: Fulfilled, UpheldPart: PartlyFulfilled,
		NotUpheld: ComplaintRejected, Unresolved: ComplaintOpen, "": ComplaintOpen} {
		if got := (Result{Kind: Complaint, Verdict: verdict}).Outcome(); got != want {
			t.Errorf("%q ends %s, want %s", verdict, got, want)
		}
	}
	if got := (Result{Kind: SelfService}).Outcome(); got != Fulfilled {
		t.Errorf("a call for help ends %s", got)
	}
}

func TestAnAnswerFromBeforeVerdictsIsReadWithoutOne(t *testing.T) {
	var f FollowUp
	if err := json.Unmarshal([]byte(`"It is sent again."`), &f); err != nil ||
		f != (FollowUp{Done: "It is sent again."}) {
		t.Errorf("%+v, %v", f, err)
	}
	raw, err := json.Marshal(FollowUp{"Done.", Upheld})
	if err != nil || json.Unmarshal(raw, &f) != nil || f != (FollowUp{"Done.", Upheld}) {
		t.Errorf("%s read as %+v, %v", raw, f, err)
	}
}
