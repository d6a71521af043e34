package fulfil

import (
	"context"
	"path/filepath"
	"slices"
	"strings"

	"fyne.io/fyne/v2"

	"orangelab.cn/rightsdesk/app/desk"
	"orangelab.cn/rightsdesk/app/fulfil"
	"orangelab.cn/rightsdesk/app/outbox"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/model/dispatch"
	"orangelab.cn/rightsdesk/model/notice"
	"orangelab.cn/rightsdesk/ui/frame"
	"orangelab.cn/rightsdesk/ui/part"
)

// mailed is the message with which the desk sends or sent something by itself, the newest; false where none does.
func (w Work) mailed(what, letter string) (dispatch.Outgoing, bool) {
	for i := len(w.Sent.Mails) - 1; i >= 0; i-- {
		if m := w.Sent.Mails[i]; m.What == what && m.Letter == letter && m.State != dispatch.Cancelled {
			return m, true
		}
	}
	return dispatch.Outgoing{}, false
}

// mailLetter asks to whom a letter goes by mail, and lets it go.
func (w Work) mailLetter(l fulfil.Written) {
	text := frame.L(
		"It goes out on the request’s thread. That it was delivered is recorded once the mail server took it.")
	if l.Kind.Answers() {
		text = frame.L("It goes out on the request’s thread. Once the mail server took it, the request is closed.")
	}
	w.let(dispatch.ByEmail, frame.L("Send by e-mail: {{.A}}", w.letterName(l.Kind)), text,
		func(ctx context.Context, s *desk.Session, rev model.Revision, to string,
			why model.Elsewhere) (model.Request, error) {
			return fulfil.MailLetter(ctx, s, rev, l.ID, to, why)
		})
}

// sendButtons are the ways by which the desk sends a letter by itself.
func (w Work) sendButtons(row *fyne.Container, l fulfil.Written) {
	if w.Sent.Sends(dispatch.ByEmail) {
		row.Add(part.NewButton(frame.L("Send by e-mail…"), func() { w.mailLetter(l) }).AsSmall().WithIcon("mail"))
	}
	if w.Sent.Sends(dispatch.BySMS) {
		row.Add(part.NewButton(frame.L("Text it…"), func() { w.textLetter(l) }).AsSmall().WithIcon("sms"))
	}
}

// textLetter asks to which number a letter goes as a text message, and lets it go.
func (w Work) textLetter(l fulfil.Written) {
	parts := notice.CountSMS(string(l.Forms.Plain)).Parts
	text := frame.L(
		"Its whole text goes out (short messages: {{.A}}). That it was delivered is recorded once the gateway took it.",
		parts)
	if l.Kind.Answers() {
		text = frame.L(
			"Its whole text goes out (short messages: {{.A}}). Once the gateway took it, the request is closed.", parts)
	}
	w.let(dispatch.BySMS, frame.L("Send as a text message: {{.A}}", w.letterName(l.Kind)), text,
		func(ctx context.Context, s *desk.Session, rev model.Revision, to string,
			why model.Elsewhere) (model.Request, error) {
			return fulfil.TextLetter(ctx, s, rev, l.ID, to, why)
		})
}

// textPassword asks to which number the password of the copy goes, and lets it go.
func (w Work) textPassword() {
	w.let(dispatch.BySMS, frame.L("Text the password of the packet"),
		frame.L("Nobody at the desk sees it. That it was delivered is recorded once the gateway took it. The packet goes another way."), fulfil.TextPassword)
}

// mailPacket asks to whom the copy goes by mail, and lets it go.
func (w Work) mailPacket(p string) {
	w.let(dispatch.ByEmail, frame.L("Send the packet by e-mail"),
		frame.L("With it goes the file {{.A}}. Its password goes another way.", filepath.Base(p)),
		func(ctx context.Context, s *desk.Session, rev model.Revision, to string,
			why model.Elsewhere) (model.Request, error) {
			return fulfil.MailPacket(ctx, s, rev, p, to, why)
		})
}

// let asks for an address or a number and lets something go there.
func (w Work) let(way, title, text string,
	send func(context.Context, *desk.Session, model.Revision, string, model.Elsewhere) (model.Request, error)) {
	s, fields := w.newSending(frame.L("It goes by"))
	s.way = slices.Index(fulfil.Ways, way)
	s.propose(w.Request.Subject)
	s.ask()
	form := part.NewForm(fields[1:]...)
	var d *part.Dialog
	s.redraw = func() { d.Refresh() }
	d = part.NewDialog(part.DialogParts{Title: title, Body: part.VBox(10, part.NewBody(text), form), Form: form,
		Confirm: frame.L("Send"), Cancel: frame.L("Cancel"),
		OnConfirm: func() bool {
			to, why := s.addressee(), s.elsewhere()
			return w.SubmitIn(d,
				func(ctx context.Context, session *desk.Session, rev model.Revision) (model.Request, error) {
					return send(ctx, session, rev, to, why)
				}, nil)
		}})
	d.Show(w.Window.Canvas())
}

// mailWords are what the desk sends by itself, by its ways.
var mailWords = map[string]map[string]string{
	dispatch.ByEmail: {model.DeliveredLetter: "Letter by e-mail", model.DeliveredPacket: "Packet by e-mail",
		dispatch.Code: "Code by e-mail"},
	dispatch.BySMS: {model.DeliveredLetter: "Letter by text message",
		model.DeliveredPassword: "Password by text message", dispatch.Code: "Code by text message"},
}

// mailLines are the messages of a request: what became of each, and what a person must decide.
func (w Work) mailLines() (lines []fyne.CanvasObject) {
	for _, m := range w.Sent.Mails {
		if m.State == dispatch.Cancelled {
			continue
		}
		when := m.SentAt
		if when.IsZero() {
			when = m.At
		}
		below := frame.And(frame.MailState(m), frame.MailTo(m))
		if why := frame.MailWhy(m.Why); why != "" && m.State != dispatch.Handed {
			below = frame.Sentences(below, why)
		}
		if m.Said != "" && m.State != dispatch.Handed {
			below = frame.Sentences(below, frame.MailSaid(m.Said))
		}
		icon, colour := "mail", part.ColorText2
		switch {
		case m.State.Needs():
			icon, colour = "warn", part.ColorAmber
		case m.State == dispatch.Handed:
			icon, colour = "check", part.ColorGreen
		}
		lines = append(lines, part.NewLine(frame.L(mailWords[m.Way][m.What]), frame.Clock(when, w.Session.Now())).
			WithIcon(icon, colour).WithBelow(strings.TrimSpace(below)).WithTrailing(w.mailChoices(m)))
	}
	return lines
}

// mailChoices are what a person can decide about a message.
func (w Work) mailChoices(m dispatch.Outgoing) fyne.CanvasObject {
	row := part.HBox(6)
	if !w.May(model.ActSendMail) {
		return row
	}
	choose := func(text string, d outbox.Decision, ask string) {
		row.Add(part.NewButton(text, func() { w.settleMail(m, d, text, ask) }).AsSmall())
	}
	leave := frame.L("It is not sent again by mail. Send it another way where the person needs it.")
	arrived := frame.L(
		"Say so where the person answered, or the mail server’s own log names it. It is recorded as delivered.")
	if m.Way == dispatch.BySMS {
		leave = frame.L("It is not sent again as a text message. Send it another way where the person needs it.")
		arrived = frame.L(
			"Say so where the person answered, or the gateway’s own log names it. It is recorded as delivered.")
	}
	switch m.State {
	case dispatch.Queued:
		choose(frame.L("Take it back…"), outbox.Leave, frame.L("It goes out to nobody."))
	case dispatch.Uncertain:
		choose(frame.L("It arrived…"), outbox.Arrived, arrived)
		fallthrough
	case dispatch.Failed:
		if m.What != dispatch.Code {
			choose(frame.L("Send it again…"), outbox.Again, frame.L("Whoever got it already gets it a second time."))
		}
		choose(frame.L("Leave it…"), outbox.Leave, leave)
	case dispatch.Returned:
		choose(frame.L("Leave it…"), outbox.Leave, leave)
	}
	return row
}

func (w Work) settleMail(m dispatch.Outgoing, what outbox.Decision, title, text string) {
	var d *part.Dialog
	d = part.NewDialog(part.DialogParts{Title: strings.TrimSuffix(title, "…"), Body: part.NewBody(text),
		Confirm: strings.TrimSuffix(title, "…"), Cancel: frame.L("Cancel"),
		OnConfirm: func() bool {
			return w.SubmitIn(d, func(ctx context.Context, s *desk.Session, rev model.Revision) (model.Request, error) {
				return fulfil.SettleMail(ctx, s, rev, m.ID, what)
			}, nil)
		}})
	d.Show(w.Window.Canvas())
}
