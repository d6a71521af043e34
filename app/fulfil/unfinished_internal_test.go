package fulfil

import (
	"testing"

	"orangelab.cn/rightsdesk/model"
)

// A system that did not answer is named as still to come, and the same letter said that the use had ended everywhere.
func TestNothingEndedEverywhereWhereASystemDidNotAnswer(t *testing.T) {
	written := []model.SystemResult{{Source: "shop", State: model.SystemWritten}}
	for want, r := range map[bool]model.Result{false: {Kind: model.Objection, Systems: written},
		true: {Kind: model.Objection, Systems: written, Missing: []string{"crm"}}} {
		if got := unfinished(r); got != want {
			t.Errorf("%+v: unfinished %v", r, got)
		}
	}
	if !unfinished(model.Result{Systems: []model.SystemResult{{Source: "crm", State: model.SystemWaiting}}}) {
		t.Error("a system that is waited for is finished")
	}
}
