package collect

import (
	"encoding/json"
	"testing"

	"fyne.io/fyne/v2/test"

	"orangelab.cn/rightsdesk/app/collect"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/ui/part"
	"orangelab.cn/rightsdesk/ui/work"
	"orangelab.cn/rightsdesk/ui/work/worktest"
)

// Two buttons of the screen are a next step: the decision about the row, and what follows. The key is shown on the one
// that it presses.
func TestTheStepKeyStandsOnTheButtonThatItPresses(t *testing.T) {
	w := On(worktest.New(t))
	w.Window = test.NewTempWindow(t, part.Space(1, 1))
	w.Request.Kind, w.Request.Status = model.Export, model.Working
	v := NewFindings()
	v.work, v.primary = w, work.Primary("Collect again", nil)
	f := collect.Finding{Found: collect.Found{Columns: []string{"phone"},
		Values: []json.RawMessage{json.RawMessage(`"1"`)}}}
	f.Shared, f.Decision = 1, model.Undecided
	column := part.VBox(0)
	v.decide(column, f)
	v.showStepKey()
	if v.choice.save.Key != "" || v.primary.Key != work.StepKey {
		t.Errorf("nothing begun: %q to decide, %q below", v.choice.save.Key, v.primary.Key)
	}
	for name, begin := range map[string]func(){"a choice": func() { v.choice.choose(model.LeaveOut) },
		"a reason": func() { v.choice.reason.SetText("hers") }} {
		v.decide(column, f)
		begin()
		if v.choice.save.Key != work.StepKey || v.primary.Key != "" {
			t.Errorf("%s begun: %q to decide, %q below", name, v.choice.save.Key, v.primary.Key)
		}
	}
}
