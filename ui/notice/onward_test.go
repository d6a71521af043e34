package notice

import (
	"context"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"orangelab.cn/rightsdesk/app/desk/desktest"
	app "orangelab.cn/rightsdesk/app/notice"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/model/notice"
	"orangelab.cn/rightsdesk/ui/frame"
	"orangelab.cn/rightsdesk/ui/frame/frametest"
	"orangelab.cn/rightsdesk/ui/part"
)

// TestSavingGoesOnToTheNextMissingField: the cursor is never dropped, and a letter that is typed while the draft is
// being saved stays.
func TestSavingGoesOnToTheNextMissingField(t *testing.T) {
	a, ctx := frametest.New(t), context.Background()
	d := desktest.New(t, "sqlite")
	s := d.Add(t, "jing", model.RoleLead)
	if _, err := app.Begin(ctx, s, notice.Cessation); err != nil {
		t.Fatal(err)
	}
	w := test.NewTempWindow(t, nil)
	w.Resize(fyne.NewSize(1440, 900))
	v := &screen{top: func() {}, frame: &frame.Frame{Session: s, Window: w}, left: part.VBox(0), middle: part.VBox(0),
		right: part.VBox(0)}
	v.root = part.HBox(0, v.left, v.middle, v.right)
	w.SetContent(v.root)
	v.reload()
	a.Until(t, "the draft is open", func() bool { return v.form != nil })
	c := w.Canvas()
	saved := func(what, lang, text string, while string) {
		t.Helper()
		e := v.form.passages[notice.Item(what)][lang]
		c.Focus(e)
		test.Type(e, text)
		before := v.shown.Version
		v.save()
		if while != "" {
			test.Type(c.Focused(), while)
		}
		a.Until(t, "saved", func() bool { return v.shown.Version > before })
	}
	saved("what", "en", "The photo service stops.", "")
	if got, want := c.Focused(), v.form.passages["what"]["zh-Hans"]; got != fyne.Focusable(want) {
		t.Fatalf("the cursor went to %v, not to the same paragraph in the next language", got)
	}
	saved("what", "zh-Hans", "照片服务停止。", "后续")
	e := v.form.passages["what"]["zh-Hans"]
	if c.Focused() != fyne.Focusable(e) || e.Text != "照片服务停止。后续" {
		t.Errorf("what was typed while it was saved: %q; the cursor is there: %v", e.Text,
			c.Focused() == fyne.Focusable(e))
	}
	test.Type(c.Focused(), "。")
	if e.Text != "照片服务停止。后续。" {
		t.Errorf("the cursor stands elsewhere in the text: %q", e.Text)
	}
}
