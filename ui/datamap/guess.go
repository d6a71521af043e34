package datamap

import (
	"context"
	"errors"
	"slices"

	"fyne.io/fyne/v2"

	"orangelab.cn/rightsdesk/app/datamap"
	"orangelab.cn/rightsdesk/app/source/draft/guess"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/ui/frame"
	"orangelab.cn/rightsdesk/ui/part"
)

// guesses counts the guesses left in a dataset file while it is edited, steps to the next and confirms the one at the
// cursor.
type guesses struct {
	text          *part.Entry
	left          *part.Text
	next, confirm *part.Button
	bar           fyne.CanvasObject
}

func newGuesses(text *part.Entry) *guesses {
	g := &guesses{text: text, left: part.NewCaption("").In(part.ColorAmber)}
	g.next = part.NewButton(frame.L("Next guess"), g.step)
	g.confirm = part.NewButton(frame.L("Confirm it"), g.confirmHere)
	g.next.Key, g.confirm.Key = "F8", "F9"
	text.OnChanged = func(string) { g.count() }
	g.bar = part.HBox(8, g.left, g.next, g.confirm)
	g.count()
	return g
}

// count says how many guesses are left.
func (g *guesses) count() {
	n := len(guess.Lines(g.text.Text))
	g.left.SetText(frame.L("{{.A}} guesses left", n))
	for _, o := range []fyne.CanvasObject{g.left, g.next, g.confirm} {
		if n > 0 {
			o.Show()
		} else {
			o.Hide()
		}
	}
}

// step goes to the next guess after the cursor, and from the last to the first.
func (g *guesses) step() {
	lines := guess.Lines(g.text.Text)
	if len(lines) == 0 {
		return
	}
	at, here := slices.BinarySearch(lines, g.text.CursorRow+1)
	if here {
		at++
	}
	g.show(lines[at%len(lines)])
}

// confirmHere confirms the guess at the cursor and goes on to the next; where the cursor is at none, it goes to one
// first.
func (g *guesses) confirmHere() {
	line := g.text.CursorRow + 1
	if !slices.Contains(guess.Lines(g.text.Text), line) {
		g.step()
		return
	}
	g.text.Retype(guess.Confirm(g.text.Text, line))
	g.text.GoToLine(line)
	if len(guess.Lines(g.text.Text)) > 0 {
		g.step()
	}
}

func (g *guesses) show(line int) {
	g.text.GoToLine(line)
	if c := fyne.CurrentApp().Driver().CanvasForObject(g.text); c != nil {
		c.Focus(g.text)
	}
}

// keptAsDraft says that a dataset file was kept as a draft, and leads to the review of its columns. An administrator
// may confirm the guesses that are left in it, all at once.
func (s *screen) keptAsDraft(err error) {
	var guess *datamap.GuessError
	if !errors.As(err, &guess) || !s.frame.May(model.ActSettleMap) || !tabled(guess.Source.Engine) {
		s.frame.Fail(err)
		return
	}
	title, text := frame.Sentence(err)
	var d *part.Dialog
	parts := part.DialogParts{Title: title, Body: part.NewBody(text),
		Confirm: frame.L("Review…"), Cancel: frame.L("Leave it a draft"),
		OnConfirm: func() bool {
			s.openReview(guess.Source)
			return true
		}}
	if s.frame.May(model.ActConfirmMap) {
		parts.Others = []*part.Button{part.NewDanger(frame.L("Confirm all {{.A}}", len(guess.Lines)), func() {
			s.frame.SubmitTo(d, func(ctx context.Context) error {
				return datamap.ConfirmGuesses(ctx, s.frame.Session, guess.Source)
			}, func() { s.selectKey(guess.Source.Key) })
		})}
	}
	d = part.NewDialog(parts)
	d.Show(s.frame.Window.Canvas())
}

// tabled reports whether the sources of an engine have tables that can be read and reviewed.
func tabled(engine string) bool { return engine != model.EngineManual && engine != model.EngineHTTP }
