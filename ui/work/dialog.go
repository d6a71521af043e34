package work

import (
	"context"

	"orangelab.cn/rightsdesk/app/desk"
	"orangelab.cn/rightsdesk/app/review"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/ui/frame"
	"orangelab.cn/rightsdesk/ui/part"
)

// SubmitIn does the work of a dialog, which stays open until it succeeds; what is wrong shows inside. show may put an
// error at a field of its own and says whether it did. It returns false, for DialogParts.OnConfirm.
func (w *Work) SubmitIn(d *part.Dialog,
	do func(ctx context.Context, s *desk.Session, rev model.Revision) (model.Request, error),
	show func(error) bool) bool {
	session := w.Session
	w.Act(w.Opened, func(ctx context.Context, rev model.Revision) error { _, err := do(ctx, session, rev); return err },
		func(err error) {
			w.Opened = w.Told(err)
			switch {
			case err == nil:
				d.Close()
				w.Done()
			case show != nil && show(err):
				d.SetProblem("", "")
			default:
				d.SetProblem(frame.Sentence(err))
			}
		})
	return false
}

// AskText asks for one text that may not be empty; name tells what is asked from all else that is, see frame.KeepTyped.
func (w Work) AskText(name, title, label, hint, confirm string, danger bool,
	do func(ctx context.Context, s *desk.Session, rev model.Revision, text string) (model.Request, error)) {
	entry := part.NewMultiLine("", 3)
	form := part.NewForm(Filled(label, entry).WithHint(hint))
	var d *part.Dialog
	d = part.NewDialog(part.DialogParts{Title: title, Body: form, Form: form, Confirm: confirm,
		Cancel: frame.L("Cancel"), Danger: danger,
		OnConfirm: func() bool {
			text := entry.Text
			return w.SubmitIn(d, func(ctx context.Context, s *desk.Session, rev model.Revision) (model.Request, error) {
				return do(ctx, s, rev, text)
			}, nil)
		}})
	w.KeepTyped(w.Opened, d, name)
	d.Show(w.Window.Canvas())
}

// Filled is a field that may not stay empty.
func Filled(label string, entry *part.Entry) *part.Field { return Must(part.NewField(label, entry)) }

// Must lets a field of text not stay empty.
func Must(f *part.Field) *part.Field { return f.Required() }

// StepKey is the key of the next step, as a button shows it.
const StepKey = "Ctrl Enter"

// Primary is the filled button of a screen: its next step.
func Primary(text string, tap func()) *part.Button { return part.NewPrimary(text, StepKey, tap) }

// ReturnIt sends the request back to who prepared it, with a comment.
func (w Work) ReturnIt() {
	w.AskText("return", frame.L("Return with comment"), frame.L("What should be done differently"), "",
		frame.L("Return"), false, review.Return)
}
