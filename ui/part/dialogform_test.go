package part

import (
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
)

func TestDialogStaysUntilItsFormIsRight(t *testing.T) {
	win, _ := behind(t)
	name, date := NewEntry(""), NewDateField(time.Date(2026, 12, 4, 0, 0, 0, 0, time.UTC))
	confirmed := 0
	form := NewForm(
		NewField("Name", name).WithCheck(func() string {
			if name.Text == "" {
				return "Write a name."
			}
			return ""
		}),
		NewField("Date", date).WithHint("year-month-day").WithCheck(func() string {
			if _, ok := date.Date(); !ok {
				return "Write a date like 2026-12-04."
			}
			return ""
		}),
	)
	d := NewDialog(DialogParts{Title: "T", Body: form, Form: form, Confirm: "Save", Cancel: "Cancel",
		OnConfirm: func() bool { confirmed++; return true }})
	d.Show(win.Canvas())
	press(win.Canvas(), fyne.KeyReturn)
	equal(t, "confirmed", confirmed, 0)
	equal(t, "problem", form.Fields[0].Problem(), "Write a name.")
	equal(t, "problem of the date", form.Fields[1].Problem(), "Write a date like 2026-12-04.")
	picture(t, win, "dialog-problems")
	typeText(win.Canvas(), "Li")
	press(win.Canvas(), fyne.KeyReturn)
	equal(t, "focus moved to the next problem", win.Canvas().Focused(), fyne.Focusable(date))
	typeText(win.Canvas(), "2026/12/4")
	press(win.Canvas(), fyne.KeyReturn)
	equal(t, "confirmed", confirmed, 1)
	equal(t, "shown", d.Shown(), false)
}

func TestParseDateReadsWhatPeopleType(t *testing.T) {
	want := time.Date(2026, 12, 4, 0, 0, 0, 0, time.UTC)
	for _, text := range []string{"2026-12-04", "2026-12-4", "2026/12/4", "2026.12.04", "20261204", " 2026年12月4日 "} {
		if got, ok := ParseDate(text); !ok || !got.Equal(want) {
			t.Errorf("%q: got %v, %v", text, got, ok)
		}
	}
	for _, text := range []string{"", "4.12.2026", "2026-13-01", "2026-02-30", "tomorrow"} {
		if got, ok := ParseDate(text); ok {
			t.Errorf("%q is read as %v", text, got)
		}
	}
}

func FuzzParseDate(f *testing.F) {
	f.Add("2026-12-04")
	f.Add("2026年12月4日")
	f.Add("0-0-0")
	f.Fuzz(func(t *testing.T, text string) {
		got, ok := ParseDate(text)
		if !ok {
			return
		}
		if again, ok := ParseDate(got.Format(DateForm)); !ok || !again.Equal(got) {
			t.Fatalf("%q is read as %v, which is read as %v", text, got, again)
		}
	})
}

func TestFormsLineUp(t *testing.T) {
	themed(t, false)
	form := NewSideForm(NewField("Name", NewEntry("")),
		NewField("Kind of request", NewSelect([]string{"Export"}, 0, nil)), NewField("Note", NewMultiLine("", 2)))
	window(t, form, 480, 300)
	left := form.Fields[0].Input.Position().X
	for _, f := range form.Fields {
		equal(t, f.Label, f.Input.Position().X, left)
		equal(t, f.Label+" ends", f.Input.Position().X+f.Input.Size().Width, 480)
	}
	if strings.TrimSpace(form.Fields[1].Label) == "" || left < textWidth("Kind of request", SizeText, false) {
		t.Errorf("inputs begin at %v, over the labels", left)
	}
}

// A hint of two lines, shown once something is chosen, was cut off: the dialog scrolled within two lines instead.
func TestADialogGrowsWithAHintThatGetsLonger(t *testing.T) {
	win, _ := behind(t)
	first := NewField("Data point", NewEntry(""))
	field := NewField("What the person says", NewEntry("")).WithHint("It is not kept.")
	form := NewForm(first, field)
	d := NewDialog(DialogParts{Title: "T", Body: form, Form: form, Confirm: "Compare", Cancel: "Cancel"})
	d.Show(win.Canvas())
	field.Hint = strings.Repeat("It counts, since the desk told nobody what is on file. ", 4)
	field.Refresh()
	if got, want := field.Size().Height, field.HeightFor(field.Size().Width); got < want {
		t.Errorf("the field has %v, it needs %v", got, want)
	}
	driver := fyne.CurrentApp().Driver()
	bottom := driver.AbsolutePositionForObject(field).Y + field.HeightFor(field.Size().Width)
	if foot := driver.AbsolutePositionForObject(d.confirm).Y; bottom > foot {
		t.Errorf("the hint ends at %v, below the buttons at %v", bottom, foot)
	}
}
