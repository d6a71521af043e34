package incident

import (
	"context"
	"strings"

	"fyne.io/fyne/v2"

	app "orangelab.cn/rightsdesk/app/incident"
	"orangelab.cn/rightsdesk/app/outbox"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/model/dispatch"
	"orangelab.cn/rightsdesk/model/incident"
	"orangelab.cn/rightsdesk/ui/frame"
	"orangelab.cn/rightsdesk/ui/part"
)

// sendable reports whether the report for a clock can be let go by mail from here: it is approved, the desk sends mail,
// and it is not on its way. Of a drill none is.
func (s *screen) sendable(st incident.Standing, clock string) bool {
	d, there := st.Drafted(clock)
	if !there || d.Approved.Number == 0 || st.Drill || st.Closing != nil || !s.post.Sends ||
		!s.frame.May(model.ActReportIncident) {
		return false
	}
	m, is := s.post.Of(st.ID, clock)
	return !is || !m.State.OnTheWay() || m.State == dispatch.Handed && m.Mail.Draft != d.Number
}

// send shows the approved report as it would leave and asks to whom it goes.
func (s *screen) send(st incident.Standing, c incident.Running) {
	session, lang := s.frame.Session, frame.Language()
	var e incident.Envelope
	s.frame.Prepare(func(ctx context.Context) (err error) {
		e, err = app.Envelope(ctx, session, st, c.ID, lang)
		return err
	}, func() {
		to, late := part.NewEntry(""), part.NewMultiLine("", 2)
		if before, is := s.post.Of(st.ID, c.ID); is {
			to.SetText(before.Mail.To)
		}
		fields := []*part.Field{part.NewField(frame.L("E-mail address of the authority"), to).Required().
			WithHint(c.To.In(lang))}
		if c.Late(session.Now()) {
			fields = append(fields, part.NewField(frame.L("Why is it late?"), late).Required())
		}
		form := part.NewForm(fields...)
		leaves := part.VBox(4, part.NewCaption(frame.L("What leaves")), part.NewBold(e.Subject), part.NewBody(e.Text),
			part.NewCaption(frame.L("The same goes with it as a PDF: {{.A}}", e.PDF.Name)))
		body := part.VBox(10, form, leaves)
		s.askOf(st, frame.L("Send by mail: {{.A}}", c.Title.In(lang)), form, body, frame.L("Send"), func() writing {
			address, why := strings.TrimSpace(to.Text), strings.TrimSpace(late.Text)
			return func(ctx ctxt) (incident.Standing, error) {
				return app.Send(ctx, session, app.SeenOf(st.Incident), c.ID, lang, address, why)
			}
		})
	})
}

// mailed says what became of the newest report by mail for a clock, with what a person decides about it; nothing where
// none was let go.
func (s *screen) mailed(st incident.Standing, clock string) []fyne.CanvasObject {
	m, is := s.post.Of(st.ID, clock)
	if !is {
		return nil
	}
	now := s.frame.Session.Now()
	at := m.At
	if !m.SentAt.IsZero() {
		at = m.SentAt
	}
	said := frame.And(frame.L("by mail to {{.A}}", m.Mail.To), frame.OutgoingState(m.State), frame.Clock(at, now),
		m.Said)
	row := part.HBox(8, part.Grow(part.NewParagraph(said)))
	decide := func(text string, d outbox.Decision) {
		row.Add(part.NewLink(text, func() { s.settle(st, m, d) }).AsSmall())
	}
	if s.frame.May(model.ActReportIncident) {
		switch m.State {
		case dispatch.Queued:
			decide(frame.L("Take back"), outbox.Leave)
		case dispatch.Uncertain:
			decide(frame.L("It arrived"), outbox.Arrived)
			decide(frame.L("It did not go"), outbox.Leave)
		}
	}
	return []fyne.CanvasObject{part.Inset(0, 0, 6, 24, row)}
}

// settle writes down what a person decided about a report by mail.
func (s *screen) settle(st incident.Standing, m incident.Mailed, d outbox.Decision) {
	var next incident.Standing
	s.frame.Run(func(ctx context.Context) (err error) {
		next, err = app.SettleMail(ctx, s.frame.Session, app.SeenOf(st.Incident), m.ID, d)
		return err
	}, func() { s.follow(next) })
}
