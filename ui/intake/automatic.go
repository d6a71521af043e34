package intake

import (
	"context"
	"strings"

	"fyne.io/fyne/v2"

	"orangelab.cn/rightsdesk/app/intake"
	"orangelab.cn/rightsdesk/app/intake/record"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/model/identifier"
	"orangelab.cn/rightsdesk/ui/frame"
	"orangelab.cn/rightsdesk/ui/part"
)

// automaticWords are the kinds of automatic mail.
var automaticWords = map[record.Automatic]string{record.AutoReply: "automatic reply",
	record.Bounce: "could not be delivered", record.Calendar: "calendar",
	record.Newsletter: "newsletter", record.Receipt: "read receipt", record.Notification: "notification"}

// mailOf is the address in "Name <address>".
func mailOf(sender string) string {
	return strings.Trim(sender[strings.LastIndexByte(sender, '<')+1:], "<>")
}

// automatic is the place of automatic mail: it waits without a clock until somebody takes it in or dismisses it, and
// what was dismissed can be brought back for a while.
type automatic struct {
	frame     *frame.Frame
	dismissed bool // those are listed that were
	list      []model.AutomaticMail
	latest    frame.Generation

	table       *part.DataTable
	body, panel *fyne.Container
}

// Automatic returns the place of automatic mail.
func Automatic(f *frame.Frame) fyne.CanvasObject {
	a := &automatic{frame: f, body: part.Stack(), panel: part.Stack()}
	a.table = part.NewDataTable([]part.Column{{Title: frame.L("Subject"), Min: 160},
		{Title: frame.L("Sender"), Width: 170}, {Title: frame.L("What it is"), Width: 150},
		{Title: frame.When(f.Session.Now()), Width: 132, Align: fyne.TextAlignTrailing}}, a.fill)
	a.table.SetRowHeight(44)
	a.table.SetEdge(part.PageEdge, 12)
	a.table.OnSelected = func(int) { a.read() }
	a.table.OnOpen = func(int) { a.read() }
	which := part.NewSegment([]string{frame.L("Waiting"), frame.L("Dismissed")}, 0, func(i int) {
		a.dismissed = i == 1
		a.reload()
	})
	hints := part.HBox(14, part.HBox(4, part.NewKeyHint("J"), part.NewKeyHint("K"), part.NewCaption(frame.L("move"))),
		part.HBox(4, part.NewKeyHint("Enter"), part.NewCaption(frame.L("read"))), part.Gap())
	head := part.HBox(8, part.NewHeading(frame.L("Automatic mail")), part.NewCaption(frame.L("no clock runs")),
		part.Gap(), which)
	a.reload()
	return part.VBox(0, part.Fixed(0, 52, part.Inset(0, part.PageEdge, 0, part.PageEdge, head)), part.HLine(),
		part.Grow(part.Workspace(part.Space(0, 0), a.body, part.Page(a.panel), 0, 420, 372)),
		part.HLine(), part.Fixed(0, 38, part.Inset(0, 16, 0, part.PageEdge, hints)))
}

func (a *automatic) fill(row int, d *part.RowData) {
	if row >= len(a.list) {
		return
	}
	m, now := a.list[row], a.frame.Session.Now()
	title := m.Head.Subject
	if title == "" {
		title = m.Head.Text
	}
	// Its time is that of receipt; where no server said so, that of the taking.
	received := m.Head.Received
	if received.IsZero() {
		received = m.At
	}
	d.Cells = []part.Cell{{Text: title}, {Text: identifier.MaskEmail(mailOf(m.Head.From)), Color: part.ColorText2},
		{Text: frame.L(automaticWords[record.Automatic(m.Kind)]), Color: part.ColorText2},
		{Text: frame.ColumnClock(received, now), Color: part.ColorText3}}
	d.Below, d.BelowColor = strings.Join(strings.Fields(m.Head.Text), " "), part.ColorText3
	if !m.DismissedAt.IsZero() {
		d.Below = frame.L("dismissed by {{.A}}, {{.B}}", a.frame.StaffWithin(m.DismissedBy),
			frame.Clock(m.DismissedAt, now))
	}
}

// reload reads the list.
func (a *automatic) reload() {
	gen, dismissed := a.latest.Next(), a.dismissed
	var list []model.AutomaticMail
	a.frame.Run(func(ctx context.Context) (err error) {
		if dismissed {
			list, err = intake.DismissedMails(ctx, a.frame.Session)
		} else {
			list, err = intake.AutomaticMails(ctx, a.frame.Session)
		}
		return err
	}, func() {
		if !a.latest.Current(gen) {
			return
		}
		at := max(a.table.Selected(), 0)
		a.list = list
		a.table.SetCount(len(list))
		a.put(a.body, a.table)
		a.put(a.panel, part.Space(0, 0))
		if len(list) == 0 {
			text :=
				frame.L("No automatic mail is waiting. Automatic replies, delivery reports, invitations and newsletters come here when a file of mail is taken in; they are no requests until somebody takes one in.")
			if dismissed {
				text = frame.L("Nothing was dismissed in the last 30 days.")
			}
			a.put(a.body, part.Inset(24, part.PageEdge, 0, part.PageEdge, part.VBox(0, part.NewBody(text))))
			return
		}
		a.table.Select(-1)
		a.table.Select(min(at, len(list)-1))
		if a.frame.Window.Canvas().Focused() == nil {
			a.table.Focus()
		}
	})
}

func (a *automatic) put(piece *fyne.Container, o fyne.CanvasObject) {
	piece.Objects = []fyne.CanvasObject{o}
	piece.Refresh()
}

// read shows the words of the chosen mail, and what can be done with it.
func (a *automatic) read() {
	row := a.table.Selected()
	if row < 0 || row >= len(a.list) {
		return
	}
	m, gen := a.list[row], a.latest.Now()
	var text string
	a.frame.Run(func(ctx context.Context) (err error) {
		text, err = intake.AutomaticText(ctx, a.frame.Session, m.ID)
		return err
	}, func() {
		if !a.latest.Current(gen) || a.table.Selected() != row {
			return
		}
		a.put(a.panel, part.Inset(14, 16, 14, 16,
			part.VBox(10, part.NewSubHeading(frame.L(automaticWords[record.Automatic(m.Kind)])), a.buttons(m),
				part.NewParagraph(m.Head.Subject), part.NewParagraph(longBeginning(text)))))
	})
}

// longBeginning returns what is shown of a mail's words.
func longBeginning(text string) string {
	const most = 6000
	if runes := []rune(text); len(runes) > most {
		return string(runes[:most]) + "…"
	}
	return text
}

// buttons are what can be done with a mail.
func (a *automatic) buttons(m model.AutomaticMail) fyne.CanvasObject {
	row := part.HBox(6)
	if !a.frame.May(model.ActDismissMail) {
		return row
	}
	end := func(do func(ctx context.Context) error) {
		a.frame.Try(do, func(err error) {
			if err != nil {
				a.frame.Fail(err)
			}
			a.frame.Changed(0)
			a.reload()
		})
	}
	if m.DismissedAt.IsZero() {
		row.Add(part.NewButton(frame.L("Take in as a request"), func() {
			end(func(ctx context.Context) error {
				_, err := intake.TakeAutomatic(ctx, a.frame.Session, m.ID)
				return err
			})
		}).AsSmall())
		row.Add(part.NewButton(frame.L("Dismiss"), func() {
			end(func(ctx context.Context) error { return intake.DismissAutomatic(ctx, a.frame.Session, m.ID) })
		}).AsSmall())
	} else {
		row.Add(part.NewButton(frame.L("Bring it back"), func() {
			end(func(ctx context.Context) error { return intake.BringBackAutomatic(ctx, a.frame.Session, m.ID) })
		}).AsSmall())
	}
	row.Add(part.Gap())
	return row
}
