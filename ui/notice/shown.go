package notice

import (
	"context"
	"fmt"
	"strings"
	"time"

	"fyne.io/fyne/v2"

	app "orangelab.cn/rightsdesk/app/notice"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/model/notice"
	"orangelab.cn/rightsdesk/ui/frame"
	"orangelab.cn/rightsdesk/ui/part"
)

// shownOn is where and when a notice stood on the home page, with the picture of each; nil where it goes to none.
func (s *screen) shownOn(now app.Open) fyne.CanvasObject {
	if !now.MayShow() {
		return nil
	}
	column := part.VBox(4, part.NewSubHeading(frame.L("Shown on the home page")))
	if len(now.Shown) == 0 {
		line := part.NewLine(frame.L("nobody recorded that it was shown"), "")
		if now.Unshown() {
			line = line.WithIcon("warn", part.ColorAmber)
		}
		column.Add(line)
	}
	for _, x := range now.Shown {
		column.Add(s.shownLine(now, x))
	}
	if s.frame.May(model.ActSendNotice) {
		column.Add(part.HBox(8, part.NewButton(frame.L("Record that it was shown…"), s.record).AsSmall(), part.Gap()))
	}
	return column
}

// UnshownLine is a notice of which nobody recorded that it was shown, in the list of what is to do. show opens it.
func UnshownLine(n notice.Notice, show func()) fyne.CanvasObject {
	line := part.NewLine(frame.And(kindName(n.Content.Kind), n.Reference), "").WithIcon("home", part.ColorAmber).
		WithBelow(frame.L("nobody recorded that it was shown on the home page")).
		WithTrailing(part.NewButton(frame.L("Open"), show).AsSmall())
	line.Bold = true
	return part.Ground(part.ColorAmberTint, part.Inset(0, 16, 0, 16, line))
}

// shownLine is one time that a notice stood on a page.
func (s *screen) shownLine(now app.Open, x notice.Shown) fyne.CanvasObject {
	at, session := s.frame.Session.Now(), s.frame.Session
	when := frame.L("since {{.A}}, and still when it was recorded", frame.Clock(x.Since, at))
	if !x.Until.IsZero() {
		when = frame.L("{{.A}} to {{.B}}", frame.Clock(x.Since, at), frame.Clock(x.Until, at))
	}
	below := frame.And(when, x.File.Name, frame.L("recorded by {{.A}}, {{.B}}", s.frame.StaffName(x.By),
		frame.Clock(x.At, at)))
	words := part.VBox(0, part.NewBody(x.Address), part.NewParagraph(below))
	save := part.NewButton(frame.L("Save…"), func() {
		s.frame.SaveKept(x.File.Name, func(ctx context.Context) ([]byte, error) {
			return app.ShownFile(ctx, session, now.ID, x.File)
		})
	}).AsSmall()
	row := part.HBoxTop(8, part.NewIcon("doc", part.ColorText3, 16), part.Grow(words), save)
	return part.VBox(0, part.Inset(6, 0, 6, 0, row), part.HLine())
}

// record asks for a picture or file of the page, at which address it stood and from when until when.
func (s *screen) record() {
	session, seen := s.frame.Session, s.shown.Seen()
	s.frame.ChooseFile(frame.L("Picture or file of the page"), nil, func(path string) {
		address := part.NewEntry("")
		since, from := frame.NewMomentField(frame.L("Shown since"), session.Now())
		until, to := frame.NewMomentField(frame.L("Until; empty while it still shows"), time.Time{})
		form := part.NewForm(part.NewField(frame.L("At which address?"), address).Required(), since.Required(), until)
		body := part.VBox(10, part.NewBody(path), form, part.NewParagraph(frame.L(
			"The file is kept sealed as it is, with its digest in the log. Nobody changes it or takes it out.")))
		var d *part.Dialog
		d = part.NewDialog(part.DialogParts{Title: frame.L("Record that it was shown"), Body: body, Form: form,
			Confirm: frame.L("Keep the record"), Cancel: frame.L("Cancel"), Width: 560, OnConfirm: func() bool {
				x := notice.Shown{Address: strings.TrimSpace(address.Text), Since: frame.TypedInto(from),
					Until: frame.TypedInto(to)}
				return s.frame.SubmitTo(d, func(ctx context.Context) error {
					return app.Show(ctx, session, seen, path, x)
				}, s.reload)
			}})
		s.frame.KeepForm(d, fmt.Sprint("shown ", seen.ID))
		d.Show(s.frame.Window.Canvas())
	})
}
