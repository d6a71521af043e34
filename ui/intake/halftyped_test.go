package intake

import (
	"context"
	"slices"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"orangelab.cn/rightsdesk/app/desk/desktest"
	"orangelab.cn/rightsdesk/app/intake"
	"orangelab.cn/rightsdesk/app/intake/record"
	"orangelab.cn/rightsdesk/app/remark"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/ui/frame"
	"orangelab.cn/rightsdesk/ui/frame/frametest"
	"orangelab.cn/rightsdesk/ui/part"
)

// TestANewRequestThatWasNotFinishedIsOfferedAgain: what a caller had said was gone with a program that was killed; and
// what is kept of one caller never stands in the form of the next by itself.
func TestANewRequestThatWasNotFinishedIsOfferedAgain(t *testing.T) {
	a := frametest.New(t)
	ctx := context.Background()
	d := desktest.New(t, "sqlite")
	fang := d.Add(t, "fang", model.RoleAgent)
	var f *frame.Frame
	start := func() { // as after a restart
		f = &frame.Frame{Window: test.NewTempWindow(t, nil), Session: fang}
		f.Window.Resize(fyne.NewSize(1024, 700))
		if err := f.LoadForms(ctx); err != nil {
			t.Fatal(err)
		}
		read := false
		fyne.Do(func() { read = true }) // after what LoadForms hands over
		a.Until(t, "the forms of before", func() bool { return read })
	}
	kept := func(want ...string) {
		t.Helper()
		a.Until(t, "what is kept", func() bool {
			forms, err := remark.Forms(ctx, fang)
			var got []string
			for _, form := range forms {
				got = append(got, form.Words["0"])
			}
			slices.Sort(got)
			return err == nil && slices.Equal(got, want)
		})
	}
	first := func() *part.Entry { return f.Window.Canvas().Focused().(*part.Entry) }
	link := func(text string) *part.Button {
		for _, o := range test.LaidOutObjects(f.Window.Canvas().Overlays().Top()) {
			if l, is := o.(*part.Button); is && l.Text == text && l.Visible() {
				return l
			}
		}
		return nil
	}
	start()
	ByHand(f)
	test.Type(first(), "Wang Fang")
	kept("Wang Fang") // once the keys rest; then the program is killed

	start()
	ByHand(f)
	if first().Text != "" {
		t.Fatalf("the next caller's form opens with %q", first().Text)
	}
	if link("Go on with it") == nil {
		t.Fatal("what was kept is not offered")
	}
	d.Clock.Step(time.Minute)
	test.Type(first(), "Li Wei") // another caller, first
	kept("Li Wei", "Wang Fang")

	start()
	ByHand(f)
	link("Throw it away").Tap() // the newest: Li Wei
	kept("Wang Fang")
	link("Go on with it").Tap()
	if first().Text != "Wang Fang" {
		t.Fatalf("gone on with %q", first().Text)
	}
	test.Type(first(), "!")
	first().TypedKey(&fyne.KeyEvent{Name: fyne.KeyEscape})
	if f.Window.Canvas().Overlays().Top() != nil {
		t.Fatal("leaving asks, though what was typed is kept")
	}
	kept("Wang Fang!") // behind what stood there
	ByHand(f)
	if link("Go on with it") == nil || link("Throw it away") == nil {
		t.Error("what was left is not offered in the same window")
	}
}

// TestAFileIsPutToANewRequest: the form had no way to a file, and what a person handed over had to wait for its
// request.
func TestAFileIsPutToANewRequest(t *testing.T) {
	frametest.New(t)
	ctx := context.Background()
	desk := desktest.New(t, "sqlite")
	fang := desk.Add(t, "fang", model.RoleAgent)
	f := &frame.Frame{Window: test.NewTempWindow(t, nil), Session: fang}
	f.Window.Resize(fyne.NewSize(1024, 700))
	hand := newByHand(f)
	var taken *record.Submission
	d, _ := form(f, hand, "New request", "Take in", desktest.Submission(),
		func(s record.Submission, _ func(error)) { taken = &s }, func() {})
	hand.files = append(hand.files,
		record.Attachment{Name: "letter.txt", Type: "text/plain", Data: []byte("Dear desk")},
		record.Attachment{Name: "wrong.txt", Data: []byte("x")})
	hand.draw()
	hand.list.Objects[1].(*fyne.Container).Objects[1].(*part.Button).Tap() // taken out again
	d.Accept()
	if taken == nil || len(taken.Attachments) != 1 {
		t.Fatalf("%+v", taken)
	}
	taken.ReceivedAt = desk.Clock.Now()
	r, err := intake.TakeByHand(ctx, fang, *taken)
	if err != nil {
		t.Fatal(err)
	}
	o, err := f.Load(ctx, r.ID)
	if err != nil || len(o.Arrival.Attachments) != 1 || o.Arrival.Attachments[0].Name != "letter.txt" {
		t.Errorf("%+v, %v", o.Arrival, err)
	}
}
