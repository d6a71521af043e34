package model

import (
	"os"
	"slices"
	"strings"
	"testing"
)

func TestEveryKindMeansSomethingWhole(t *testing.T) {
	endings := []Ending{EndsInCopy, EndsInChange, EndsInAnswer}
	called := map[string]Kind{}
	for _, k := range Kinds {
		m := k.Means()
		if !k.Valid() || m.Name == "" || len(m.Answers) == 0 || !slices.Contains(endings, m.Ends) {
			t.Errorf("%s: its name, its ending or what its answer covers is missing: %+v", k, m)
		}
		for _, lang := range Languages {
			if m.Asks[lang] == "" || (m.Example != nil && m.Example[lang] == "") {
				t.Errorf("%s: what is asked has no words in %s", k, lang)
			}
		}
		changes := m.Ends == EndsInChange
		if changes != (m.Settles != SettlesNothing) || changes != (m.Heading != "") || changes != (m.Owner != "") ||
			changes != (settleStep[m.Settles] != StepNone) {
			t.Errorf("%s: a change settles something in a step of its own, under a heading, and an owner can do it by hand; nothing else does: %+v", k, m)
		}
		if m.Clears && m.Settles != SettlesScope {
			t.Errorf("%s: closing an account without a scope erases nothing", k)
		}
		if m.Queue != InNoQueue && !slices.Contains(KindsOf(m.Queue), k) {
			t.Errorf("%s is in no queue of kinds", k)
		}
		for _, word := range m.Called {
			if other, twice := called[word]; twice || word != strings.ToLower(word) {
				t.Errorf("%s: %q is read as %s too, or is not in lower case", k, word, other)
			}
			called[word] = k
		}
		if _, err := os.Stat("kind" + strings.ReplaceAll(string(k), "_", "") + ".go"); err != nil {
			t.Errorf("%s has no file of its own: %v", k, err)
		}
	}
	if Kind("").Valid() || Kind("other").Valid() {
		t.Error("what is no kind passes for one")
	}
}

// A request of every kind gets from its receipt to its end by steps that its kind has.
func TestEveryKindGoesFromReceiptToItsEnd(t *testing.T) {
	for _, k := range Kinds {
		r := Request{Kind: k, Status: Working}
		f := Facts{}
		var steps []Step
		for range 12 {
			step := NextStep(r, f)
			steps = append(steps, step)
			switch step {
			case StepCollect:
				f.Collected = true
			case StepConfirm:
				f.Confirmed = true
			case StepCorrect, StepScope, StepPurposes:
				f.Settled = true
			case StepMakePlan:
				f.Planned = true
			case StepFollowUp, StepSendToReview:
				r.Status = Review
			case StepSignPlan:
				r.Status, f.WriteWaiting = Running, 1
			case StepWritePlan:
				f.WriteWaiting = 0
			case StepRelease, StepApproveAnswer, StepCertify:
				r.Status = Answering
			case StepBuildPacket:
				f.PacketReady = true
			case StepDeliver:
				f.PacketDelivered = true
			case StepAnswer:
				f.LetterReady = true
			}
			if step == StepClose {
				break
			}
		}
		if !slices.Contains(steps, StepClose) {
			t.Errorf("%s never comes to its end: %v", k, steps)
		}
		m := k.Means()
		for step, has := range map[Step]bool{StepRelease: m.Ends == EndsInCopy, StepDeliver: m.Ends == EndsInCopy,
			StepSignPlan:  m.Ends == EndsInChange,
			StepWritePlan: m.Ends == EndsInChange, StepApproveAnswer: m.Ends == EndsInAnswer, StepConfirm: m.Clears,
			settleStep[m.Settles]: m.Ends == EndsInChange} {
			if step != StepNone && slices.Contains(steps, step) != has {
				t.Errorf("%s: step %s is among %v: %t, want %t", k, step, steps, !has, has)
			}
		}
	}
}
