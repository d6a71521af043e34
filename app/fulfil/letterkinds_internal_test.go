package fulfil

import (
	"slices"
	"testing"

	"orangelab.cn/rightsdesk/app/letter"
	"orangelab.cn/rightsdesk/model"
)

// TestNoLetterIsOfferedWhoseFactsDoNotExist: a letter about a copy comes after the copy, one about blockers where one
// stands.
func TestNoLetterIsOfferedWhoseFactsDoNotExist(t *testing.T) {
	tests := []struct {
		name string
		r    model.Request
		want []letter.Kind
	}{
		{"released, and not built",
			model.Request{Kind: model.Access, Status: model.Answering, Step: model.StepBuildPacket}, nil},
		{"built, and not sent", model.Request{Kind: model.Export, Status: model.Answering, Step: model.StepDeliver},
			nil},
		{"sent", model.Request{Kind: model.Export, Status: model.Answering, Step: model.StepAnswer},
			[]letter.Kind{letter.Fulfilled}},
		{"a task of others is open",
			model.Request{Kind: model.Deletion, Status: model.Answering, Step: model.StepTasks},
			[]letter.Kind{letter.Fulfilled}},
		{"refused", model.Request{Kind: model.Export, Status: model.Answering, Outcome: model.Refused,
			Step: model.StepAnswer}, []letter.Kind{letter.Refused}},
		{"nothing stands in the way",
			model.Request{Kind: model.Cancellation, Status: model.Working, Step: model.StepScope},
			[]letter.Kind{letter.Acknowledgement}},
		{"something does", model.Request{Kind: model.Cancellation, Status: model.Working,
			Step: model.StepClearBlockers}, []letter.Kind{letter.Acknowledgement, letter.Blockers}},
	}
	for _, tt := range tests {
		if got := Offered(tt.r); !slices.Equal(got, tt.want) {
			t.Errorf("%s: %v is offered, want %v", tt.name, got, tt.want)
		}
	}
}
