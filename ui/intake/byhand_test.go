package intake

import (
	"context"
	"slices"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"

	"orangelab.cn/rightsdesk/app/desk/desktest"
	"orangelab.cn/rightsdesk/app/intake/record"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/ui/frame"
	"orangelab.cn/rightsdesk/ui/frame/frametest"
	"orangelab.cn/rightsdesk/ui/part"
)

func TestARequestIsTakenInOnlyWithWhatWasSaidOfIt(t *testing.T) {
	for what, c := range map[string]struct {
		sub   record.Submission
		keys  []fyne.KeyName
		taken bool
	}{
		"Enter after the name":                       {record.Submission{}, []fyne.KeyName{fyne.KeyReturn}, false},
		"Enter, though everything required is known": {known, []fyne.KeyName{fyne.KeyReturn}, false},
		"Ctrl+Enter with nothing chosen":             {record.Submission{}, nil, false},
		"Ctrl+Enter with no kind": {record.Submission{Channel: model.ByPhone, Requester: model.Self},
			nil, false},
		"Ctrl+Enter with everything": {known, nil, true},
	} {
		t.Run(what, func(t *testing.T) {
			test.NewTempApp(t)
			win := test.NewTempWindow(t, nil)
			win.Resize(fyne.NewSize(1024, 700))
			taken := false
			Form(&frame.Frame{Window: win}, "New request", "Take in", c.sub,
				func(record.Submission, func(error)) { taken = true }, func() {})
			first := win.Canvas().Focused()
			test.Type(first, "王小明")
			for _, key := range c.keys {
				win.Canvas().Focused().TypedKey(&fyne.KeyEvent{Name: key})
			}
			if c.keys == nil {
				first.(fyne.Shortcutable).
					TypedShortcut(&desktop.CustomShortcut{KeyName: fyne.KeyReturn, Modifier: fyne.KeyModifierControl})
			} else if win.Canvas().Focused() == first {
				t.Error("Enter does not go on")
			}
			if taken != c.taken {
				t.Errorf("taken in: %v", taken)
			}
		})
	}
}

var known = record.Submission{Kind: model.Export, Channel: model.ByPhone, Requester: model.Self}

// TestWhatIsTypedRightAfterANewRequestIsAskedForStandsInItsFirstField: the form waited for the desk's words, and
// dropped the first letters.
func TestWhatIsTypedRightAfterANewRequestIsAskedForStandsInItsFirstField(t *testing.T) {
	a := frametest.New(t)
	d := desktest.New(t, "sqlite")
	o, err := d.Admin.Organisation(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	o.Products = []string{"Shop"}
	if _, err := d.Admin.SaveOrganisation(context.Background(), o); err != nil {
		t.Fatal(err)
	}
	f := &frame.Frame{Window: test.NewTempWindow(t, nil), Session: d.Add(t, "fang", model.RoleAgent)}
	f.Window.Resize(fyne.NewSize(1024, 700))
	ByHand(f)
	first, ok := f.Window.Canvas().Focused().(*part.Entry)
	if !ok {
		t.Fatalf("%T has the focus", f.Window.Canvas().Focused())
	}
	test.Type(first, "Wang")
	a.Until(t, "the desk's products", func() bool {
		return slices.ContainsFunc(test.LaidOutObjects(f.Window.Canvas().Overlays().Top()),
			func(o fyne.CanvasObject) bool {
				s, is := o.(*part.Select)
				return is && slices.Contains(s.Options, "Shop")
			})
	})
	if first.Text != "Wang" || f.Window.Canvas().Focused() != fyne.Focusable(first) {
		t.Errorf("%q stands in the field, %T has the focus", first.Text, f.Window.Canvas().Focused())
	}
}
