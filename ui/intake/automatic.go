package intake

import (
	"context"
	"strings"

	"fyne.io/fyne/v2"

	"orangelab.cn/rightsdesk/app/intake"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/ui/frame"
	"orangelab.cn/rightsdesk/ui/part"
)

// automaticWords are the kinds of automatic mail.
var automaticWords = map[intake.Automatic]string{intake.AutoReply: "automatic reply", intake.Bounce: "could not be delivered", intake.Calendar: "calendar",
	intake.Newsletter: "newsletter", intake.Receipt: "read receipt", intake.Notification: "notification"}

// mailOf is the address in "Name <address>".
func mailOf(sender string) string {
	return strings.Trim(sender[strings.LastIndexByte(sender, '<')+1:], "<>")
}

// Automatic is the place of automatic mail: it waits without a clock until somebody takes it in or dismisses it.
func Automatic(f *frame.Frame) fyne.CanvasObject {
	column := part.VBox(0)
	var reload func()
	end := func(do func(ctx context.Context) error) {
		f.Try(do, func(err error) {
			if err != nil {
				f.Fail(err)
			}
			f.Changed(0)
			reload()
		})
	}
	reload = func() {
		var list []model.AutomaticMail
		f.Run(func(ctx context.Context) (err error) {
			list, err = intake.AutomaticMails(ctx, f.Session)
			return err
		}, func() {
			column.RemoveAll()
			if len(list) == 0 {
				column.Add(part.Inset(24, 0, 0, 0, part.NewBody(frame.L("No automatic mail is waiting. Automatic replies, delivery reports, invitations and newsletters come here when a file of mail is taken in; they are no requests until somebody takes one in."))))
			}
			for _, m := range list {
				buttons := part.HBox(6)
				if f.May(model.ActDismissMail) {
					buttons.Add(part.NewButton(frame.L("Take in as a request"), func() {
						end(func(ctx context.Context) error { _, err := intake.TakeAutomatic(ctx, f.Session, m.ID); return err })
					}).AsSmall())
					buttons.Add(part.NewButton(frame.L("Dismiss"), func() {
						end(func(ctx context.Context) error { return intake.DismissAutomatic(ctx, f.Session, m.ID) })
					}).AsSmall())
				}
				title := m.Head.Subject
				if title == "" {
					title = m.Head.Text
				}
				column.Add(part.NewLine(title, "").WithIcon("mail", part.ColorText2).
					WithBelow(frame.L(automaticWords[intake.Automatic(m.Kind)]) + " · " + model.MaskEmail(mailOf(m.Head.From)) + " · " + frame.Clock(m.At, f.Session.Now())).WithTrailing(buttons))
			}
			column.Refresh()
		})
	}
	reload()
	head := part.HBox(8, part.NewHeading(frame.L("Automatic mail")), part.NewCaption(frame.L("no clock runs")), part.Gap())
	return part.VBox(0, part.Fixed(0, 52, part.Inset(0, part.PageEdge, 0, part.PageEdge, head)), part.HLine(),
		part.Grow(part.Page(part.Inset(4, part.PageEdge, 12, part.PageEdge, column))))
}
