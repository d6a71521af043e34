package intake

import (
	"fyne.io/fyne/v2"

	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/ui/frame"
	"orangelab.cn/rightsdesk/ui/part"
)

// WaitingLine is a file with records to decide, as a line above what is received: how many, by whom and when it was
// read.
func WaitingLine(f *frame.Frame, file model.WaitingFile) fyne.CanvasObject {
	text := frame.L("{{.A}}: {{.B}} to decide", short(file.Head.File), frame.Thousands(file.Records))
	if file.Draft() {
		text = frame.L("{{.A}}: opened, and nothing of it decided", short(file.Head.File))
	}
	line := part.NewLine(text, "").WithIcon("doc", part.ColorAmber).
		WithBelow(frame.L("read by {{.A}}, {{.B}}; the clocks run since the people asked", f.StaffWithin(file.By),
			frame.Clock(file.At, f.Session.Now()))).
		WithTrailing(part.NewButton(frame.L("Decide…"), func() { OpenWaiting(f, file.ID) }).AsSmall())
	return part.Ground(part.ColorAmberTint, part.Inset(0, 16, 0, 16, line))
}

// WaitingMails is the line above what is received that tells how many mails wait in their own place.
func WaitingMails(n int) fyne.CanvasObject {
	line := part.NewLine(frame.L("Mails to decide: {{.A}}", frame.Thousands(n)), "").WithIcon("mail", part.ColorAmber).
		WithBelow(frame.L("on the screen Mailbox; the clock of each runs from its receipt once it is taken in"))
	return part.Ground(part.ColorAmberTint, part.Inset(0, 16, 0, 16, line))
}
