package intake

import (
	"context"
	"strings"
	"time"

	"fyne.io/fyne/v2"

	"orangelab.cn/rightsdesk/app/intake"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/model/identifier"
	"orangelab.cn/rightsdesk/ui/frame"
	"orangelab.cn/rightsdesk/ui/part"
)

// mailbox is the place of what arrived by mail and waits for a person, and of what left by mail and did not arrive.
type mailbox struct {
	frame  *frame.Frame
	box    intake.Mailbox
	latest frame.Generation

	table             *part.DataTable
	title             *part.Text
	body, undelivered *fyne.Container
}

// Mailbox returns the place of the mailbox.
func Mailbox(f *frame.Frame) fyne.CanvasObject {
	m := &mailbox{frame: f, title: part.NewCaption(""), body: part.Stack(), undelivered: part.VBox(0)}
	m.table = part.NewDataTable([]part.Column{{Title: frame.L("Subject"), Min: 180},
		{Title: frame.L("Sender"), Width: 190}, {Title: frame.L("Proposed"), Width: 170},
		{Title: frame.When(f.Session.Now()), Width: 132, Align: fyne.TextAlignTrailing}}, m.fill)
	m.table.SetRowHeight(44)
	m.table.SetEdge(part.PageEdge, 12)
	m.table.OnOpen = func(int) { m.open() }
	read := part.NewButton(frame.L("Read the mailbox now"), m.read).AsSmall().WithIcon("refresh")
	head := part.HBox(8, part.NewHeading(frame.L("Mailbox")), part.Grow(m.title.Short()), read)
	hints := part.HBox(14, part.HBox(4, part.NewKeyHint("J"), part.NewKeyHint("K"), part.NewCaption(frame.L("move"))),
		part.HBox(4, part.NewKeyHint("Enter"), part.NewCaption(frame.L("look and decide"))), part.Gap(),
		part.NewCaption(frame.L("HTML is shown as text; nothing is loaded from outside.")))
	m.reload()
	return part.VBox(0, part.Fixed(0, 52, part.Inset(0, part.PageEdge, 0, part.PageEdge, head)), part.HLine(),
		m.undelivered,
		part.Grow(m.body), part.HLine(), part.Fixed(0, 38, part.Inset(0, 16, 0, part.PageEdge, hints)))
}

// state says how far the mailbox is read.
func (m *mailbox) state() string {
	s := m.box.State
	switch {
	case !m.box.Reads:
		return frame.L("The desk reads no mailbox: an administrator gives one on the screen Mail servers.")
	case s.Why != "":
		return frame.Sentences(frame.L("The mailbox could not be read."), frame.MailWhy(s.Why))
	case s.CheckedAt.IsZero():
		return frame.L("not read yet")
	}
	return frame.L("read {{.A}}; {{.B}} to decide", frame.Clock(s.CheckedAt, m.frame.Session.Now()),
		frame.Thousands(len(m.box.Mails)))
}

func (m *mailbox) fill(row int, d *part.RowData) {
	if row >= len(m.box.Mails) {
		return
	}
	f := m.box.Mails[row]
	mail := f.Head.Mail
	subject := mail.Subject
	if subject == "" {
		subject = frame.L("without a subject")
	}
	proposed := frame.L("not told")
	if mail.Kind != "" {
		proposed = frame.ShortKind(mail.Kind)
	}
	if mail.Consent != nil {
		proposed = frame.L("Express consent")
	}
	received := mail.Received
	if received.IsZero() {
		received = f.At
	}
	d.Cells = []part.Cell{{Text: subject}, {Text: identifier.MaskEmail(mail.From), Color: part.ColorText2},
		{Text: proposed, Color: part.ColorText2},
		{Text: frame.ColumnClock(received, m.frame.Session.Now()), Color: part.ColorText3}}
	d.Below, d.BelowColor = m.below(mail), part.ColorText3
}

// below says what is particular about a mail.
func (m *mailbox) below(mail *model.WaitingMail) string {
	var parts []string
	switch mail.Trouble {
	case intake.TroubleFailed:
		parts = append(parts, frame.L("could not be put where it belongs by itself: read it"))
	case intake.TroubleDamaged:
		parts = append(parts, frame.L("what it belongs to was changed outside the program: run “rightsdesk doctor”"))
	case intake.TroubleRefused:
		parts = append(parts, frame.L("the mail server does not hand it over: read it in the mailbox itself"))
	case intake.TroubleName:
		parts = append(parts,
			frame.L("has the Message-ID of a message of ours, and is not from our address: find out who writes"))
	}
	if c := mail.Consent; c != nil {
		parts = append(parts, frame.L("answers {{.A}}", c.Reference), frame.L(saysWords[c.Says]))
		if !c.Own {
			parts = append(parts, frame.L("from another address than the notice went to"))
		}
	}
	if len(mail.Incidents) > 0 {
		parts = append(parts, frame.L("names the incident {{.A}}", strings.Join(mail.Incidents, frame.L(", "))))
	}
	if len(mail.Belongs) > 0 {
		parts = append(parts, frame.L("may belong to {{.A}}", strings.Join(mail.Belongs, frame.L(", "))))
	}
	if mail.Files > 0 {
		parts = append(parts, frame.L("files: {{.A}}", mail.Files))
	}
	if mail.Cut {
		parts = append(parts, frame.L("too large: only its beginning is here, the rest is in the mailbox"))
	}
	return frame.And(parts...)
}

func (m *mailbox) reload() {
	gen := m.latest.Next()
	var box intake.Mailbox
	m.frame.Run(func(ctx context.Context) (err error) {
		box, err = intake.ReadMailbox(ctx, m.frame.Session)
		return err
	}, func() {
		if !m.latest.Current(gen) {
			return
		}
		at := max(m.table.Selected(), 0)
		m.box = box
		m.title.SetText(m.state())
		m.showUndelivered()
		m.table.SetCount(len(box.Mails))
		var body fyne.CanvasObject = m.table
		if len(box.Mails) == 0 {
			body = part.Inset(24, part.PageEdge, 0, part.PageEdge,
				part.NewBody(
					frame.L("No mail waits. What surely belongs to a request joined it by itself; automatic mail has its own place.")))
		}
		m.body.Objects = []fyne.CanvasObject{body}
		m.body.Refresh()
		if len(box.Mails) > 0 {
			m.table.Select(min(at, len(box.Mails)-1))
			if m.frame.Window.Canvas().Focused() == nil {
				m.table.Focus()
			}
		}
	})
}

// shownUndelivered is how many messages that did not arrive stand above the mails.
const shownUndelivered = 4

func (m *mailbox) showUndelivered() {
	m.undelivered.Objects = nil
	now := m.frame.Session.Now()
	for i, u := range m.box.Undelivered {
		if i == shownUndelivered {
			m.undelivered.Add(part.Inset(4, 16, 4, part.PageEdge,
				part.NewCaption(frame.L("and {{.A}} more that did not arrive",
					frame.Thousands(len(m.box.Undelivered)-i)))))
			break
		}
		line := part.NewLine(frame.L("{{.A}}: {{.B}}", u.Reference, frame.MailState(u.Message)),
			frame.Clock(u.Message.SentAt, now)).WithIcon("warn", part.ColorAmber).WithBelow(m.undeliveredWhy(u)).
			WithTrailing(part.NewButton(frame.L("Open"), func() { m.frame.Open(u.Request) }).AsSmall())
		m.undelivered.Add(part.Ground(part.ColorAmberTint, part.Inset(0, 16, 0, 16, line)))
	}
	m.undelivered.Refresh()
}

func (m *mailbox) undeliveredWhy(u intake.Undelivered) string {
	why := frame.Sentences(frame.MailTo(u.Message), frame.MailWhy(u.Message.Why))
	if u.Message.Said != "" {
		why = frame.Sentences(why, frame.MailSaid(u.Message.Said))
	}
	return why
}

func (m *mailbox) open() {
	if row := m.table.Selected(); row >= 0 && row < len(m.box.Mails) {
		switch f := m.box.Mails[row]; {
		case f.Head.Mail.Consent != nil:
			m.openReply(f.ID)
		case len(f.Head.Mail.Incidents) > 0:
			m.openAbout(f)
		default:
			OpenWaiting(m.frame, f.ID)
		}
	}
}

// hearTime is how long somebody waits for the mailbox who asked for it.
const hearTime = 5 * time.Minute

func (m *mailbox) read() {
	session := m.frame.Session.Job()
	m.frame.Try(func(context.Context) error {
		ctx, end := context.WithTimeout(context.Background(), hearTime)
		defer end()
		return intake.Hear(ctx, session)
	}, func(err error) {
		if err != nil {
			m.frame.Fail(err)
		}
		m.reload()
	})
}
