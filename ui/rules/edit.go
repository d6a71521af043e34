package rules

import (
	"context"
	"errors"
	"strings"

	"fyne.io/fyne/v2"

	"orangelab.cn/rightsdesk/app/rules"
	"orangelab.cn/rightsdesk/model/rule"
	"orangelab.cn/rightsdesk/ui/frame"
	"orangelab.cn/rightsdesk/ui/part"
)

// textLimit is how many characters a rule pack may have that is edited here.
const textLimit = 1_000_000

// edit lets the text of the rule pack be changed. A problem is shown with its line, and the cursor goes there.
func (s *screen) edit(text string, line int) {
	input, why := part.NewMultiLine("", 26), part.NewEntry("")
	input.Limit = textLimit
	input.SetText(text)
	field := part.NewField(frame.L("Rule pack"), input).
		WithHint(frame.L("The version in the text is written anew when it is saved."))
	input.Wrapping, input.Scroll = fyne.TextWrapOff, fyne.ScrollBoth // so that a row is a line of the file
	input.OnCursorChanged = func() {
		field.Hint = frame.L("Line {{.A}}", input.CursorRow+1)
		field.Refresh()
	}
	session, seen := s.frame.Session, s.state
	meant := "" // the text that gives laws more time, and was said to
	var d *part.Dialog
	fault := func(err error) {
		d.SetProblem(frame.Sentence(err))
		var f *rule.Fault
		if errors.As(err, &f) && f.Line > 0 {
			input.GoToLine(f.Line)
			s.frame.Window.Canvas().Focus(input)
		}
	}
	check := part.NewButton(frame.L("Check"), func() {
		now := input.Text
		s.frame.Try(func(context.Context) error {
			_, err := rules.Check(now)
			return err
		}, func(err error) {
			if err != nil {
				fault(err)
				return
			}
			d.SetGood(frame.L("No problem found"), frame.L("It can be counted by."))
		})
	})
	others := []*part.Button{check}
	if s.state.Pack.Text() != rules.Carried() {
		others = append(others, part.NewButton(frame.L("Begin with the program’s"), func() {
			input.Retype(rules.Carried())
		}))
	}
	reason := part.NewForm(part.NewField(frame.L("Why"), why).
		WithHint(
			frame.L(
				"It stands beside the version. Requests that are open keep the rules that they were opened under.")).
		Required())
	d = part.NewDialog(part.DialogParts{Title: frame.L("Edit the rules"), Form: reason, Width: 960, Long: true,
		Others: others, Confirm: frame.L("Save as a new version"), Cancel: frame.L("Cancel"),
		Body: part.VBox(10, field, reason),
		OnConfirm: func() bool {
			next, reason := input.Text, why.Text
			if list := laxer(next); len(list) > 0 && next != meant {
				meant = next // said once: whoever saves this text again means it
				d.SetProblem(frame.L("A law gets more time than the program gives it"),
					frame.L("{{.A}}. Save once more if that is meant.", strings.Join(list, "; ")))
				return false
			}
			d.Confirm().Lock(frame.L("Working…"))
			s.frame.Try(func(ctx context.Context) error {
				_, err := rules.Save(ctx, session, seen, next, reason)
				return err
			}, func(err error) {
				d.Confirm().Unlock()
				if err != nil {
					fault(err)
					return
				}
				d.Close()
				s.reload()
			})
			return false
		}})
	s.frame.KeepForm(d, "rule pack")
	d.Show(s.frame.Window.Canvas())
	if line > 0 {
		input.GoToLine(line)
	}
}

// laxer says which answers of laws a text gives more time for than the program's own pack does; nothing where it cannot
// be read.
func laxer(text string) (list []string) {
	for _, l := range rules.Longer(text) {
		lang := frame.Language()
		list = append(list, frame.L("{{.A}}: {{.B}}", frame.And(l.Regime.Name.In(lang), frame.W(l.Kind)),
			l.Was.Text().In(lang)+" → "+l.Now.Text().In(lang)))
	}
	return list
}
