package change

import (
	"testing"

	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/ui/part"
	"orangelab.cn/rightsdesk/ui/work/worktest"
)

// A reason and a day are asked of what is not done alone; what is typed of them never goes away unseen.
func TestAReasonIsNotTypedUnderWhatIsDone(t *testing.T) {
	w := On(worktest.New(t))
	f := w.newTaskFields(func() {})
	which, reason, day := f.form.Fields[0], f.form.Fields[2], f.form.Fields[3]
	choose := func(end model.TaskEnd) {
		for i, e := range model.TaskEnds {
			if e == end {
				which.Input.(*part.Radio).Choose(i)
			}
		}
	}
	for _, tt := range []struct {
		end         model.TaskEnd
		reason, day bool
	}{{model.TaskDone, false, false}, {model.TaskNotDone, true, true}, {model.TaskNotTheirs, true, false},
		{model.TaskDone, false, false}} {
		if choose(tt.end); !reason.Hidden != tt.reason || !day.Hidden != tt.day {
			t.Errorf("%s: reason %v, day %v", tt.end, !reason.Hidden, !day.Hidden)
		}
	}
	choose(model.TaskNotDone)
	f.told.SetText("The archive is being moved.")
	f.until.SetText("2030-01-01")
	f.known.SetText("by mail")
	if choose(model.TaskDone); reason.Hidden || day.Hidden || f.form.Validate() {
		t.Error("what is typed hides, or is recorded as done")
	}
	f.told.SetText("")
	if f.until.SetText(""); !f.form.Validate() {
		t.Error("done alone is not taken")
	}
}
