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

// TestAFormOfNoRequestOpensWithWhatWasTypedIntoIt: a report, a rule or a statement that was half written was lost with
// the program.
func TestAFormOfNoRequestOpensWithWhatWasTypedIntoIt(t *testing.T) {
	test.NewTempApp(t).Settings().SetTheme(part.NewTheme(false))
	ctx := context.Background()
	jing := desktest.New(t, "sqlite").Add(t, "jing", model.RoleLead)
	w := test.NewTempWindow(t, part.Space(1, 1))
	var f *Frame
	kept := func(n int) {
		t.Helper()
		for deadline := time.Now().Add(20 * time.Second); ; time.Sleep(5 * time.Millisecond) {
			forms, err := remark.Forms(ctx, jing)
			if err == nil && len(forms) == n {
				return
			}
			if time.Now().After(deadline) {
				t.Fatalf("%d forms are kept, want %d, %v", len(forms), n, err)
			}
		}
	}
	start := func() { // as after a restart
		f = &Frame{Session: jing, Window: w}
		forms, err := remark.Forms(ctx, jing)
		if err != nil {
			t.Fatal(err)
		}
		for _, form := range forms {
			f.halfTyped().list[form.Name] = form
		}
	}
	open := func(given string) (*part.Dialog, *part.Entry, *part.Entry) {
		text, why := part.NewMultiLine("", 3), part.NewEntry("")
		text.SetText(given)
		d := part.NewDialog(part.DialogParts{Title: "Edit",
			Body:    part.NewForm(part.NewField("Text", text), part.NewField("Why", why)),
			Confirm: "Save", Cancel: "Cancel"})
		f.KeepForm(d, "rule pack")
		d.Show(w.Canvas())
		return d, text, why
	}
	start()
	d, text, why := open("id: old")
	text.Retype("id: new")
	test.Type(why, "The court says so")
	d.Cancel()
	if d.Shown() {
		t.Fatal("leaving asks, though what was typed is kept")
	}
	kept(1)

	start()
	d, text, why = open("id: old")
	if text.Text != "id: new" || why.Text != "The court says so" {
		t.Errorf("opens with %q, %q", text.Text, why.Text)
	}
	d.Cancel()
	d, text, why = open("id: another") // somebody changed it meanwhile
	if text.Text != "id: another" || why.Text != "The court says so" {
		t.Errorf("opens with %q, %q", text.Text, why.Text)
	}
	d.Close() // saved
	kept(0)
	start()
	d, text, why = open("id: new")
	if text.Text != "id: new" || why.Text != "" {
		t.Errorf("opens with %q, %q after it was saved", text.Text, why.Text)
	}
	d.Close()
}
