package work_test

import (
	"context"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"orangelab.cn/rightsdesk/app/desk"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/ui/part"
	"orangelab.cn/rightsdesk/ui/work"
	"orangelab.cn/rightsdesk/ui/work/worktest"
)

// The key of every harmless step wrote to the sources, signed and released, too.
func TestWhatNothingTakesBackIsAskedOnceAndEnterSaysYes(t *testing.T) {
	w := worktest.New(t)
	w.Window = test.NewTempWindow(t, part.Space(1, 1))
	w.Window.Resize(fyne.NewSize(800, 600))
	c := w.Window.Canvas()
	did := 0
	for i, key := range []fyne.KeyName{fyne.KeyEscape, fyne.KeyReturn} {
		w.Sure("Write", "21 rows", func() { did++ })
		if did != 0 || c.Overlays().Top() == nil {
			t.Fatal("done without a question")
		}
		if f := c.Focused(); f != nil {
			f.TypedKey(&fyne.KeyEvent{Name: key})
		}
		if did != i || c.Overlays().Top() != nil {
			t.Errorf("%s: done %d times", key, did)
		}
	}
	w.Sees = work.SeesPlan
	var p part.NextStepParts
	w.Offer(&p, work.Approval{Sees: work.SeesPlan, Text: "Approve", Asks: func() string { return "21 rows" },
		Do: func(context.Context, *desk.Session, model.Revision, string) (model.Request, error) {
			return model.Request{}, nil
		}})
	if p.Primary.Tap(); c.Overlays().Top() == nil {
		t.Error("approved without a question")
	}
}
