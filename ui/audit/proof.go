package audit

import (
	"context"
	"fmt"
	"path/filepath"
	"strings"
	"time"

	"fyne.io/fyne/v2"

	"orangelab.cn/rightsdesk/app/desk"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/private"
	"orangelab.cn/rightsdesk/ui/frame"
	"orangelab.cn/rightsdesk/ui/part"
)

// logProof is what stands around the audit log: how it grew, whether it is whole, and a head of it to be kept
// elsewhere.
type logProof struct {
	frame   *frame.Frame
	days    desk.LogDays
	check   desk.LogCheck // zero before the log was looked through
	failed  error         // why it could not be
	against string        // the file whose head it was compared with last; empty for none

	plot    *part.Figures
	span    *part.Text
	plotted fyne.CanvasObject
	panel   *fyne.Container
}

// logDays is how many days the plot shows.
const logDays = 28

// maxHead bounds the file of a head, in bytes; a head has a few hundred.
const maxHead = 64 << 10

func newLogProof(f *frame.Frame) *logProof {
	p := &logProof{frame: f, plot: part.NewFigures(frame.Thousands[int64]), span: part.NewCaption(""),
		panel: part.Stack()}
	p.plot.Set(make([]int64, logDays), make([]string, logDays))
	p.plotted = part.VBox(4, part.HBox(8, part.NewBold(frame.L("Entries per day")), part.Grow(p.span.Short())),
		part.Fixed(0, 92, p.plot))
	p.draw()
	p.readDays()
	p.look("", nil)
	return p
}

// readDays reads how the log grew.
func (p *logProof) readDays() {
	session := p.frame.Session
	var days desk.LogDays
	p.frame.Follow(func(ctx context.Context) (err error) {
		days, err = session.ReadLogDays(ctx, logDays)
		return err
	}, func(err error) {
		if err != nil {
			p.span.SetText(frame.SentenceText(err))
			return
		}
		p.days = days
		below := make([]string, len(days.Days))
		for i := range below {
			if i%7 == 0 || i == len(below)-1 {
				below[i] = frame.Day(days.Days[i])
			}
		}
		p.plot.Set(days.Count, below)
		p.span.SetText(frame.L("{{.A}} to {{.B}}: {{.C}} entries", frame.Day(days.Days[0]),
			frame.Day(days.Days[len(days.Days)-1]), frame.Thousands(days.Total)))
		p.draw()
	})
}

// look looks through the whole log, against heads that were kept elsewhere too; name is the file that they come from.
func (p *logProof) look(name string, heads []string) {
	session := p.frame.Session
	var check desk.LogCheck
	p.frame.Follow(func(ctx context.Context) (err error) {
		check, err = session.CheckLog(ctx, heads)
		return err
	}, func(err error) {
		p.failed = err
		if err == nil {
			p.check, p.against = check, name
		}
		p.draw()
	})
}

// export puts the newest head into a folder of the person's choice, outside the desk.
func (p *logProof) export() {
	session := p.frame.Session
	p.frame.ChooseFolder(frame.L("Where the head is kept"), func(folder string) {
		path := filepath.Join(folder,
			"rightsdesk-head-"+session.Now().In(session.Rules().Location()).Format("20060102-150405")+".txt")
		p.frame.Run(func(ctx context.Context) error {
			_, err := session.ExportHead(ctx, func(h model.Head) error {
				return private.WriteNew(path, []byte(h.Note))
			})
			return err
		}, func() {
			p.readDays()
			p.frame.TellSaved(path,
				part.NewParagraph(
					frame.L("Give it to somebody outside the desk. Whoever holds it can prove later that nothing before it was changed or taken out.")))
		})
	})
}

// compare looks through the log against a head from a file.
func (p *logProof) compare() {
	p.frame.AskFile(maxHead, func(name, _ string, data []byte) {
		if !desk.IsHead(string(data)) {
			p.frame.Fail(desk.ErrNotAHead)
			return
		}
		p.look(name, []string{string(data)})
	})
}

func (p *logProof) draw() {
	p.panel.Objects = []fyne.CanvasObject{part.Inset(14, 16, 14, 16,
		part.VBox(0, part.NewNextStep(p.nextStep()), part.Space(1, 14), p.verdict()))}
	p.panel.Refresh()
}

// nextStep is to keep a head elsewhere: only that proves later that the newest entries are still there.
func (p *logProof) nextStep() part.NextStepParts {
	s := part.NextStepParts{Caption: frame.L("Next step"), Narrow: true,
		Title:  frame.L("Keep today’s head outside the desk"),
		Why:    frame.L("Only a head that somebody else holds proves later that the newest entries are still there. {{.A}} entries are newer than the last one kept.", frame.Thousands(p.days.Newer)),
		Others: []fyne.CanvasObject{part.NewButton(frame.L("Compare…"), p.compare)}}
	if kept := p.days.Kept; kept.Seq != 0 {
		s.Then = frame.L("last {{.A}}, by {{.B}}", frame.Day(kept.At), p.frame.StaffWithin(kept.Staff))
	} else if len(p.days.Days) > 0 {
		s.Why =
			frame.L("Only a head that somebody else holds proves later that the newest entries are still there. None was kept in the last {{.A}} days.", logDays)
	}
	if p.frame.May(model.ActExportHead) {
		s.Primary = part.NewPrimary(frame.L("Export head"), "Ctrl Enter", p.export)
	} else {
		s.Caption = frame.L("What the desk does next")
	}
	return s
}

// verdict says whether the log is whole, and by what.
func (p *logProof) verdict() fyne.CanvasObject {
	again := part.NewButton(frame.L("Check now"), func() { p.look("", nil) }).AsSmall()
	head := func(icon string, color fyne.ThemeColorName, title string) *fyne.Container {
		return part.HBox(8, part.NewIcon(icon, color, 16), part.Grow(part.NewBold(title).Short()), again)
	}
	c, now := p.check, p.frame.Session.Now()
	switch {
	case p.failed != nil:
		return part.VBox(6, head("warn", part.ColorAmber, frame.L("The log was not looked through")),
			part.NewParagraph(frame.SentenceText(p.failed)))
	case c.At.IsZero():
		return head("shieldc", part.ColorText3, frame.L("The log is being looked through…"))
	case c.Problems > 0:
		return part.VBox(6, head("warn", part.ColorRed, frame.L("The audit log does not match")),
			part.NewParagraph(
				frame.L("{{.A}} problems were found. Do not go on working in this desk: tell an administrator to run rightsdesk audit verify, which names each.", c.Problems)))
	}
	column := part.VBox(0, head("shieldc", part.ColorGreen, frame.L("Whole, checked {{.A}}", frame.Clock(c.At, now))),
		part.Space(1, 6))
	line := func(text, value, below string) {
		l := part.NewLine(text, value).WithIcon("check", part.ColorGreen).WithBelow(below)
		l.NoLine = true
		column.Add(l)
	}
	line(frame.L("All {{.A}} entries, No. 0 to {{.B}}, in order", frame.Thousands(c.Entries),
		frame.Thousands(c.Entries-1)), seconds(c.Took),
		frame.L("{{.A}} of them signed · head {{.B}}", frame.Thousands(c.Signed), short(c.Root)))
	if c.Remembered > 0 {
		line(frame.L("Goes on from this computer’s head"), "",
			frame.L("over {{.A}} entries, kept outside the desk", frame.Thousands(c.Remembered)))
	}
	if p.against != "" {
		line(frame.L("Goes on from the head in {{.A}}", p.against), "",
			frame.L("nothing before it was changed or taken out"))
	}
	return column
}

// short is the beginning of a digest, in groups.
func short(digest string) string {
	digest = strings.TrimRight(digest, "=")
	return digest[:min(len(digest), 12)] + "…"
}

func seconds(d time.Duration) string {
	return frame.L("{{.A}} seconds", fmt.Sprintf("%.1f", max(d.Seconds(), 0.1)))
}
