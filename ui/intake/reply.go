package intake

import (
	"context"

	"fyne.io/fyne/v2"

	"orangelab.cn/rightsdesk/app/notice"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/model/mailwork"
	rules "orangelab.cn/rightsdesk/model/notice"
	"orangelab.cn/rightsdesk/ui/frame"
	"orangelab.cn/rightsdesk/ui/part"
)

// saysWords are what the words of an answer come to by themselves.
var saysWords = map[mailwork.Says]string{mailwork.Agrees: "its words agree",
	mailwork.Declines: "its words do not agree", mailwork.Unclear: "its words leave it open: read them"}

// openReply shows a mail that answers a notice which asks for express consent, and asks what the person answered.
func (m *mailbox) openReply(file string) {
	var reply notice.Reply
	m.frame.Prepare(func(ctx context.Context) (err error) {
		reply, err = notice.ReadReply(ctx, m.frame.Session, file)
		return err
	}, func() { m.askReply(reply) })
}

func (m *mailbox) askReply(r notice.Reply) {
	column := part.VBox(10)
	add := func(colour fyne.ThemeColorName, icon, title, text string) {
		column.Add(part.Ground(colour,
			part.Inset(8, 12, 8, 12, part.NewLine(title, "").WithIcon(icon, part.ColorText2).WithBelow(text))))
	}
	words := r.Words
	if words == "" {
		words = frame.L("It has no words of its own: read the whole mail.")
	}
	column.Add(part.NewCaption(frame.L("What the person wrote, without what they quote")))
	column.Add(part.Ground(part.ColorGreyTint, part.Inset(10, 12, 10, 12, part.NewBody(words))))
	form := part.NewForm()
	agrees, goesOn := false, r.Asks
	records := r.Own && m.frame.May(model.ActAnswerNotice)
	if !r.Own {
		add(part.ColorAmberTint, "warn", frame.L("From another address than the notice went to"),
			frame.L("Nothing is recorded from it. Ask the person, and record by hand what they answer, on the screen Notices."))
	}
	if r.Before != "" {
		word := frame.L("agrees expressly")
		if r.Before == rules.Declined {
			word = frame.L("does not agree")
		}
		add(part.ColorAmberTint, "warn", frame.L("Recorded before: {{.A}}", word),
			frame.Clock(r.BeforeAt, m.frame.Session.Now()))
	}
	if records {
		form = part.NewForm(part.NewClaim(frame.L("The answer"),
			[]part.Option{{Text: frame.L("agrees expressly")}, {Text: frame.L("does not agree")}},
			func(i int) { agrees = i == 0 }).
			WithHint(frame.L(saysWords[r.Says])))
		column.Add(form)
		also := part.NewCheck(frame.L("It asks for something else as well: it goes on waiting"), func(on bool) {
			goesOn = on
		})
		also.SetChecked(goesOn)
		column.Add(also)
	}
	parts := part.DialogParts{Title: frame.L("Answers {{.A}}: {{.B}}", r.Reference, frame.And(r.To.Name, r.To.Email)),
		Body: column, Cancel: frame.L("Close"), Width: 560}
	var d *part.Dialog
	parts.Others = []*part.Button{part.NewButton(frame.L("The whole mail"), func() {
		d.Close()
		OpenWaiting(m.frame, r.File)
	})}
	if records {
		parts.Form, parts.Confirm, parts.Signs = form, frame.L("Record the answer"), true
		parts.OnConfirm = func() bool {
			session := m.frame.Session
			yes, on := agrees, goesOn
			return m.frame.SubmitTo(d,
				func(ctx context.Context) error { return notice.AnswerReply(ctx, session, r, yes, on) }, m.reload)
		}
	}
	d = part.NewDialog(parts)
	d.Show(m.frame.Window.Canvas())
}
