package access

import (
	"context"

	"fyne.io/fyne/v2"

	"orangelab.cn/rightsdesk/app/upkeep"
	"orangelab.cn/rightsdesk/ui/frame"
	"orangelab.cn/rightsdesk/ui/part"
)

// RecoveryLine says when the recovery key was last shown to open the desk, and lets an administrator try it.
func RecoveryLine(f *frame.Frame, r upkeep.Recovery, done func()) fyne.CanvasObject {
	below, color := LastTried(f, r), part.ColorText2
	if r.Due {
		below, color = frame.Sentences(below, frame.L("Try whether its print is still there.")), part.ColorAmber
	}
	return part.NewLine(frame.L("Recovery key"), "").WithIcon("shield", color).WithBelow(below).
		WithTrailing(part.HBox(6, part.NewButton(frame.L("Try it…"), func() { TryRecovery(f, done) }).AsSmall()))
}

// LastTried says when the recovery key was last shown to open the desk.
func LastTried(f *frame.Frame, r upkeep.Recovery) string {
	if r.Tried.IsZero() {
		return frame.L("It was never tried.")
	}
	return frame.L("It was made or last tried on {{.A}}.", frame.DayYear(frame.InZone(r.Tried)))
}

// TryRecovery is a drill: the key is typed from its print, opens the desk or not, and changes nothing.
func TryRecovery(f *frame.Frame, done func()) {
	key := part.NewMultiLine("", 4)
	form := part.NewForm(part.NewField(frame.L("Recovery key"), key).
		WithHint(frame.L("From the print, or two shares, one below the other.")).Required())
	var d *part.Dialog
	d = part.NewDialog(part.DialogParts{Title: frame.L("Try the recovery key"), Form: form, Confirm: frame.L("Try it"),
		Cancel: frame.L("Cancel"), Guide: "backup",
		Body: part.VBox(12,
			part.NewBody(
				frame.L("Take the print out of its place and type it. It is shown whether it opens the desk; nothing is changed, and the log says that it was tried.")), form),
		OnConfirm: func() bool {
			k := key.Text
			return f.SubmitTo(d, func(ctx context.Context) error { return upkeep.TryRecovery(ctx, f.Session, k) },
				func() {
					part.NewDialog(part.DialogParts{Title: frame.L("It opens the desk"),
						Body: part.NewBody(frame.L("Put the print back in its place.")), Cancel: frame.L("Close")}).
						Show(f.Window.Canvas())
					done()
				})
		}})
	d.Show(f.Window.Canvas())
}
