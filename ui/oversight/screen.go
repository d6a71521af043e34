// Package oversight is the screen on which a lead sees how the desk is doing.
package oversight

import (
	"context"
	"fmt"
	"time"

	"fyne.io/fyne/v2"

	app "orangelab.cn/rightsdesk/app/oversight"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/model/oversight"
	"orangelab.cn/rightsdesk/model/rule"
	"orangelab.cn/rightsdesk/ui/frame"
	"orangelab.cn/rightsdesk/ui/part"
)

// screen shows the figures of one span.
type screen struct {
	frame  *frame.Frame
	rules  *rule.Pack
	span   oversight.Span
	latest frame.Generation
	note   *part.Text
	body   *fyne.Container
}

// Screen makes the screen.
func Screen(f *frame.Frame) fyne.CanvasObject {
	s := &screen{frame: f, rules: f.Session.Rules(), span: oversight.TwelveWeeks, note: part.NewCaption(""),
		body: part.VBox(12)}
	spans := part.NewSegment([]string{frame.L("4 weeks"), frame.L("12 weeks"), frame.L("12 months")}, int(s.span),
		func(i int) {
			s.span = oversight.Spans[i]
			s.reload()
		})
	head := part.HBox(8, part.NewHeading(frame.L("Oversight")), part.Grow(s.note.Short()), spans)
	if f.May(model.ActReport) {
		head.Add(part.NewButton(frame.L("Report…"), s.report).WithIcon("doc"))
	}
	s.reload()
	return part.VBox(0, part.Fixed(0, 52, part.Inset(0, part.PageEdge, 0, part.PageEdge, head)), part.HLine(),
		part.Grow(part.Page(part.Inset(12, part.PageEdge, 16, part.PageEdge, s.body))))
}

func (s *screen) reload() {
	gen := s.latest.Next()
	session, span := s.frame.Session, s.span
	var f oversight.Figures
	s.frame.Run(func(ctx context.Context) (err error) {
		f, err = app.Read(ctx, session, span)
		return err
	}, func() {
		if s.latest.Current(gen) {
			s.show(f)
		}
	})
}

func (s *screen) show(f oversight.Figures) {
	s.note.SetText(spanText(f))
	s.body.Objects = []fyne.CanvasObject{s.cards(f),
		inRow(share{1.7, s.flow(f)}, share{1, s.ages(f)}),
		inRow(share{1, part.VBox(rowGap, s.kinds(f), s.regimes(f))},
			share{1.15, part.VBox(rowGap, s.team(f), s.stays(f),
				rows(frame.L("Refusals by ground"), "", s.grounds(f), nil))})}
	s.body.Refresh()
}

// spanText is the period of the figures, and when they were counted.
func spanText(f oversight.Figures) string {
	return frame.L("{{.A}} to {{.B}}, counted {{.C}}", frame.Day(f.Period.From), frame.Day(f.Period.To),
		frame.Clock(f.Period.To, f.Period.To))
}

// percent writes a share as a lead reads it.
func percent(s oversight.Share) string {
	if s.Of == 0 {
		return "–"
	}
	return fmt.Sprintf("%.1f %%", s.Percent())
}

// days writes a length of time in days.
func days(d time.Duration) string {
	if d == 0 {
		return "–"
	}
	if d < 10*24*time.Hour {
		return fmt.Sprintf("%.1f", d.Hours()/24)
	}
	return fmt.Sprintf("%.0f", d.Hours()/24)
}

// card is one figure with what stands beside and below it; open leads to what the line below names.
func card(title, figure, beside, below string, color fyne.ThemeColorName, open func()) share {
	big := part.NewHeading(figure)
	if color != "" {
		big = big.In(color)
	}
	foot := fyne.CanvasObject(part.NewCaption(below).Short())
	if open != nil {
		foot = part.Fixed(0, 16, part.HBox(0, part.NewLink(below, open).AsSmall(), part.Gap()))
	}
	return share{1,
		part.NewCard(part.VBox(2, part.NewCaption(title).Short(),
			part.HBox(8, big, part.Grow(part.NewCaption(beside).Short())), foot))}
}

// cards are the six figures that are looked at first.
func (s *screen) cards(f oversight.Figures) fyne.CanvasObject {
	late, color, unanswered := frame.L("none"), fyne.ThemeColorName(""), ""
	var open func()
	if f.Late > 0 {
		late, color, open = f.LateOne.Reference, part.ColorRed, func() { s.frame.Open(f.LateOne.ID) }
		unanswered = frame.L("{{.A}} to answer", frame.Thousands(f.Unanswered))
	}
	returned := "–"
	if f.Reviews > 0 {
		returned = fmt.Sprintf("%.0f %%", 100*float64(f.Returned)/float64(f.Reviews))
	}
	var unclaimed oversight.Work
	for _, w := range f.Staff {
		if w.Staff.ID == "" {
			unclaimed = w
		}
	}
	return inRow(
		card(frame.L("Answered on time"), percent(f.OnTime),
			frame.L("{{.A}} of {{.B}}", frame.Thousands(f.OnTime.InTime), frame.Thousands(f.OnTime.Of)),
			frame.L("the time before: {{.A}}", percent(f.OnTimeBefore)), "", nil),
		card(frame.L("Open requests"), frame.Thousands(f.Open), "",
			frame.L("{{.A}} when it began", frame.Thousands(f.OpenBefore)), "", nil),
		card(frame.L("Late"), frame.Thousands(f.Late), unanswered, late, color, open),
		card(frame.L("Days to answer"), days(f.Median), frame.L("median"),
			frame.L("slowest tenth: {{.A}}", days(f.Slow)), "", nil),
		card(frame.L("Nobody holds"), frame.Thousands(unclaimed.Open), "",
			frame.L("{{.A}} due within a week", frame.Thousands(unclaimed.ThisWeek)), "", nil),
		card(frame.L("Returned in review"), returned, "",
			frame.L("{{.A}} of {{.B}}", frame.Thousands(f.Returned), frame.Thousands(f.Reviews)), "", nil))
}

// flow is the plot of what came in and was closed.
func (s *screen) flow(f oversight.Figures) fyne.CanvasObject {
	below := make([]string, len(f.Period.Parts))
	var came, went int64
	for i, from := range f.Period.Parts {
		below[i] = partName(f.Span, from)
		came, went = came+f.Arrived[i], went+f.Closed[i]
	}
	title := frame.L("Arrived and closed, per week")
	if f.Span == oversight.Year {
		title = frame.L("Arrived and closed, per month")
	}
	legend := func(color fyne.ThemeColorName, text string) fyne.CanvasObject {
		return part.HBox(4, part.Fixed(10, 10, part.NewFill(color)), part.NewCaption(text))
	}
	head := part.HBox(10, part.Grow(part.NewSubHeading(title).Short()),
		legend(part.ColorButtonBorder, frame.L("arrived {{.A}}", frame.Thousands(came))),
		legend(part.ColorPrimary, frame.L("closed {{.A}}", frame.Thousands(went))))
	return part.NewCard(
		part.VBox(6, head, part.Grow(part.NewColumns(f.Arrived, f.Closed, below, frame.Thousands[int64]))))
}

// partName names a week by its Monday, and a month by its number.
func partName(span oversight.Span, from time.Time) string {
	if span == oversight.Year {
		return from.Format("2006-01")
	}
	return frame.ShortDay(from)
}

// ages are the open requests by how long ago they came in.
func (s *screen) ages(f oversight.Figures) fyne.CanvasObject {
	list := make([]bar, len(f.Ages))
	for i, n := range f.Ages {
		list[i] = bar{name: ageName(i), n: n}
		switch {
		case i == len(f.Ages)-1:
			list[i].color, list[i].loud = part.ColorRed, n > 0
		case i == len(f.Ages)-2:
			list[i].color = part.ColorAmber
		}
	}
	var foot fyne.CanvasObject
	if f.Oldest.ID != 0 {
		foot = part.HBox(4,
			part.NewLink(frame.L("Oldest: {{.A}}, came in {{.B}}", f.Oldest.Reference, frame.Day(f.Oldest.ReceivedAt)),
				func() { s.frame.Open(f.Oldest.ID) }).AsSmall(), part.Gap())
	}
	return rows(frame.L("Open by age"), frame.L("{{.A}}, in days since received", frame.Thousands(f.Open)), list, foot)
}

// ageName is the name of an age: 0 to 5, 6 to 10, over 30.
func ageName(i int) string {
	if i == len(oversight.Ages) {
		return frame.L("over {{.A}}", oversight.Ages[i-1])
	}
	from := 0
	if i > 0 {
		from = oversight.Ages[i-1] + 1
	}
	return frame.L("{{.A}} to {{.B}}", from, oversight.Ages[i])
}
