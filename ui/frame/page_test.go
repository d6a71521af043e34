package frame

import (
	"context"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2/test"

	"orangelab.cn/rightsdesk/app/desk/desktest"
	"orangelab.cn/rightsdesk/app/remark"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/ui/part"
)

// desktop is a window of somebody whose desk keeps what they type.
type desktop struct {
	*Frame
	t *testing.T
}

func newDesktop(t *testing.T) *desktop {
	test.NewTempApp(t).Settings().SetTheme(part.NewTheme(false))
	jing := desktest.New(t, "sqlite").Add(t, "jing", model.RoleLead)
	d := &desktop{t: t, Frame: &Frame{Session: jing, Window: test.NewTempWindow(t, part.Space(1, 1))}}
	return d
}

// kept waits until the desk keeps so many forms, and begins as after a restart.
func (d *desktop) kept(n int) {
	d.t.Helper()
	for deadline := time.Now().Add(20 * time.Second); ; time.Sleep(5 * time.Millisecond) {
		forms, err := remark.Forms(context.Background(), d.Session)
		newest := !slices.ContainsFunc(forms, func(f remark.Form) bool { // as the window has it now
			return !maps.Equal(f.Words, d.halfTyped().list[f.Name].Words)
		})
		if err == nil && len(forms) == n && newest {
			d.Frame = &Frame{Session: d.Session, Window: d.Window}
			for _, form := range forms {
				d.halfTyped().list[form.Name] = form
			}
			return
		}
		if time.Now().After(deadline) {
			d.t.Fatalf("%d forms are kept, want %d, %v", len(forms), n, err)
		}
	}
}

type facts struct {
	Name  model.Text
	Days  int
	Lists []string
}

// TestAPageOpensWithWhatWasChangedOnIt: a page that is a form itself lost what was typed with the program, and asked
// whether to lose it when another place was opened.
func TestAPageOpensWithWhatWasChangedOnIt(t *testing.T) {
	d := newDesktop(t)
	given := facts{Name: model.Text{"en": "North", "zh-Hans": "北"}, Days: 15}
	entry := part.NewEntry("")
	entry.SetText("North")
	d.Window.SetContent(entry)
	test.Type(entry, "!")

	p, shown := KeepPage(d.Frame, "organisation", given)
	if shown.Days != 15 || p.Again() != "" {
		t.Errorf("a page that nobody changed opens with %+v, %q", shown, p.Again())
	}
	page := part.VBox(0, entry)
	d.Window.SetContent(part.VBox(0, page))
	long := strings.Repeat("北", 50_000)
	typed := facts{Name: model.Text{"en": "North!", "zh-Hans": "北"}, Days: 20, Lists: []string{long}}
	p.Follow(typed, page)
	if part.Typed(entry) || !d.Unsaved() {
		t.Error("leaving asks, or the window says that all is saved")
	}
	d.Window.SetContent(part.Space(1, 1))
	if d.Unsaved() {
		t.Error("the window speaks of a page that it does not show")
	}
	// another place and back, before the keys rested
	if _, shown = KeepPage(d.Frame, "organisation", given); shown.Name["en"] != "North!" {
		t.Errorf("opens with %+v a moment later", shown)
	}
	d.kept(1)

	p, shown = KeepPage(d.Frame, "organisation", given)
	if shown.Name["en"] != "North!" || shown.Days != 20 || shown.Lists[0] != long || p.Again() == "" {
		t.Errorf("opens with %q, %d after a restart", shown.Name, shown.Days)
	}
	// a colleague saved another name and another language meanwhile
	moved := facts{Name: model.Text{"en": "South", "zh-Hans": "南"}, Days: 15}
	if _, shown = KeepPage(d.Frame, "organisation", moved); shown.Name["en"] != "South" ||
		shown.Name["zh-Hans"] != "南" || shown.Days != 20 {
		t.Errorf("opens with %q, %d over what a colleague saved", shown.Name, shown.Days)
	}
	if _, shown = KeepPage(d.Frame, "another page", given); shown.Days != 15 {
		t.Errorf("another page opens with %+v", shown)
	}
	p.Done()
	d.kept(0)
	if _, shown = KeepPage(d.Frame, "organisation", given); shown.Days != 15 {
		t.Errorf("opens with %+v after it was saved", shown)
	}
}

// TestWhatWasChangedBackIsNotKept: nothing is left of a change that was taken back.
func TestWhatWasChangedBackIsNotKept(t *testing.T) {
	d := newDesktop(t)
	entry := part.NewEntry("")
	p, _ := KeepPage(d.Frame, "organisation", facts{Days: 15})
	p.Follow(facts{Days: 20}, entry)
	d.kept(1)
	p, shown := KeepPage(d.Frame, "organisation", facts{Days: 15})
	p.Follow(shown, entry)
	p.Follow(facts{Days: 15}, entry)
	d.kept(0)
}

// TestAFormOpensWithWhatWasChosenInIt: the choices of a form were as it opens, and only its words came back.
func TestAFormOpensWithWhatWasChosenInIt(t *testing.T) {
	d := newDesktop(t)
	open := func(at int) (*part.Dialog, *part.Select, *part.Check, *part.Field) {
		pick, tick := part.NewSelect([]string{"not known", "yes", "no"}, at, nil), part.NewCheck("Important", nil)
		claim := part.NewClaimAmong("Proven?", []string{"yes", "no"}, nil)
		dialog := part.NewDialog(part.DialogParts{Title: "Edit", Confirm: "Save", Cancel: "Cancel",
			Body: part.NewForm(part.NewField("Minors", pick), part.NewField("", tick), claim)})
		d.KeepForm(dialog, "facts")
		dialog.Show(d.Window.Canvas())
		return dialog, pick, tick, claim
	}
	dialog, pick, tick, claim := open(0)
	pick.Choose(2)
	tick.SetChecked(true)
	claim.Input.(*part.Select).Choose(0)
	d.kept(1)

	dialog.Cancel()
	dialog, pick, tick, claim = open(0)
	if pick.Said() != "no" || !tick.Checked {
		t.Errorf("opens with %q, %v", pick.Said(), tick.Checked)
	}
	if claim.Input.(*part.Select).Current() >= 0 {
		t.Error("what is stated stands chosen")
	}
	dialog.Cancel()
	if _, pick, _, _ = open(1); pick.Said() != "yes" {
		t.Errorf("opens with %q over what a colleague chose", pick.Said())
	}
}
