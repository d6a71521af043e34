package frame_test

import (
	"strings"
	"testing"

	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/ui/frame"
	"orangelab.cn/rightsdesk/ui/part"
	"orangelab.cn/rightsdesk/ui/work/worktest"
)

// TestWhatIsMissingNamesItsLanguageAndLeadsThere: a fact of the organisation is filled in on its screen, by whoever
// may.
func TestWhatIsMissingNamesItsLanguageAndLeadsThere(t *testing.T) {
	w := worktest.New(t)
	went := ""
	w.Places = map[string]func(){frame.PlaceOrganisation: func() { went = frame.PlaceOrganisation }}
	b := w.Lacking(&model.MissingFactsError{Language: "zh-Hans", Facts: []model.OrganisationFact{model.FactName}})
	if !strings.Contains(b.Lead, "中文") || !strings.Contains(b.Text, frame.FactName(model.FactName)) {
		t.Errorf("it says %q, %q", b.Lead, b.Text)
	}
	if may := w.May(model.ActEditOrganisation); (len(b.Actions) == 1) != may {
		t.Fatalf("%d ways to mend it, though who looks may: %v", len(b.Actions), may)
	} else if may {
		if b.Actions[0].(*part.Button).Tap(); went != frame.PlaceOrganisation {
			t.Errorf("it led to %q", went)
		}
	}
	w.Places = nil // a window of its own has no rail
	if b := w.Lacking(&model.MissingFactsError{Language: "en"}); len(b.Actions) != 0 {
		t.Error("a button that leads nowhere")
	}
}
