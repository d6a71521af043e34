package part

import (
	"unicode/utf8"

	"fyne.io/fyne/v2"
)

// edit does something that a person does to the text, and tells where it changed.
func (e *Entry) edit(do func()) {
	before := e.Text
	do()
	if e.Text == before {
		return
	}
	if e.Masked && before == e.given && before != "" {
		typed := inserted(before, e.Text)
		e.Entry.SetText(typed)
		e.CursorColumn = utf8.RuneCountInString(typed)
		e.Refresh()
	}
	callNone(e.onTyped)
	callNone(e.OnEdited)
}

// inserted is what an edit put into a text.
func inserted(before, after string) string {
	b, a := []rune(before), []rune(after)
	for len(b) > 0 && len(a) > 0 && b[0] == a[0] {
		b, a = b[1:], a[1:]
	}
	for len(b) > 0 && len(a) > 0 && b[len(b)-1] == a[len(a)-1] {
		b, a = b[:len(b)-1], a[:len(a)-1]
	}
	return string(a)
}

// GoToEnd puts the cursor behind what stands in the entry, where whoever takes a text up again goes on.
func (e *Entry) GoToEnd() { e.Entry.TypedKey(&fyne.KeyEvent{Name: fyne.KeyPageDown}) }
