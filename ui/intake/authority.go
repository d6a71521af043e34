package intake

import (
	"context"
	"strings"

	"orangelab.cn/rightsdesk/app/intake"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/ui/frame"
	"orangelab.cn/rightsdesk/ui/part"
)

// openAbout shows a mail that may be an authority's about an incident, and asks whether it belongs into its record.
func (m *mailbox) openAbout(f model.WaitingFile) {
	mail := f.Head.Mail
	var text string
	m.frame.Prepare(func(ctx context.Context) (err error) {
		text, err = intake.WaitingText(ctx, m.frame.Session, f.ID)
		return err
	}, func() {
		column := part.VBox(10, part.NewCaption(frame.And(mail.From, frame.Moment(mail.Received))),
			part.Ground(part.ColorGreyTint, part.Inset(10, 12, 10, 12, part.NewBody(text))),
			part.NewParagraph(frame.L(
				"It names an incident of the desk, but does not surely come from where a report went. Is it an authority's, put it into the record. Is it a person's, open it as a request.")))
		var d *part.Dialog
		others := []*part.Button{part.NewButton(frame.L("The whole mail"), func() {
			d.Close()
			OpenWaiting(m.frame, f.ID)
		})}
		if m.frame.May(model.ActNoteIncident) {
			for _, ref := range mail.Incidents {
				others = append(others, part.NewButton(frame.L("Into the record of {{.A}}", ref), func() {
					session := m.frame.Session
					m.frame.SubmitTo(d, func(ctx context.Context) error {
						return intake.JoinIncident(ctx, session, f.ID, ref)
					}, func() {
						d.Close()
						m.reload()
					})
				}))
			}
		}
		d = part.NewDialog(part.DialogParts{Title: frame.L("About {{.A}}: {{.B}}",
			strings.Join(mail.Incidents, frame.L(", ")), mail.Subject), Body: column, Cancel: frame.L("Close"),
			Width: 600, Long: true, Others: others})
		d.Show(m.frame.Window.Canvas())
	})
}
