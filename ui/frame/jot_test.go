package frame

import (
	"context"
	"testing"
	"time"

	"fyne.io/fyne/v2/test"

	"orangelab.cn/rightsdesk/app/desk/desktest"
	"orangelab.cn/rightsdesk/app/remark"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/ui/part"
)

// What was typed into a dialog that was cancelled, or whose program died, stands there when it opens again; what was
// done is gone.
func TestADialogOpensWithWhatWasTypedIntoIt(t *testing.T) {
	test.NewTempApp(t).Settings().SetTheme(part.NewTheme(false))
	if err := Use(English); err != nil {
		t.Fatal(err)
	}
	ctx := context.Background()
	d := desktest.New(t, "sqlite")
	fang := d.Add(t, "fang", model.RoleAgent)
	r := d.Request(t, fang)
	w := test.NewTempWindow(t, part.Space(1, 1))
	f := &Frame{Session: fang, Window: w}
	kept := func(want string) {
		t.Helper()
		for deadline := time.Now().Add(10 * time.Second); ; time.Sleep(5 * time.Millisecond) {
			got, err := remark.Jots(ctx, fang, r.ID)
			if err == nil && got["refuse 0"] == want {
				return
			}
			if time.Now().After(deadline) {
				t.Fatalf("kept %q, want %q, %v", got["refuse 0"], want, err)
			}
		}
	}
	open := func() (*part.Dialog, *part.Entry) {
		o, err := f.Load(ctx, r.ID)
		if err != nil {
			t.Fatal(err)
		}
		entry := part.NewMultiLine("", 3)
		dialog := part.NewDialog(part.DialogParts{Title: "Refuse", Body: part.NewForm(part.NewField("Why", entry)),
			Confirm: "Go", Cancel: "Cancel"})
		f.KeepTyped(o, dialog, "refuse")
		dialog.Show(w.Canvas())
		return dialog, entry
	}
	dialog, entry := open()
	test.Type(entry, "She says")
	dialog.Cancel()
	if dialog.Shown() {
		t.Fatal("leaving asks, though what was typed is kept")
	}
	kept("She says")
	f = &Frame{Session: fang, Window: w} // as after a restart
	dialog, entry = open()
	if entry.Text != "She says" {
		t.Fatalf("opens with %q", entry.Text)
	}
	test.Type(entry, "!")
	dialog.Close() // done
	kept("")
	if dialog, entry = open(); entry.Text != "" {
		t.Errorf("opens with %q, though it was done", entry.Text)
	}
	dialog.Cancel()
}
