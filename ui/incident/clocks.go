package incident

import (
	"time"

	"fyne.io/fyne/v2"

	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/model/calendar"
	"orangelab.cn/rightsdesk/model/incident"
	"orangelab.cn/rightsdesk/ui/frame"
	"orangelab.cn/rightsdesk/ui/part"
)

// cards is how many clocks stand as cards: the nearest.
const cards = 4

// nearest shows the nearest clocks as cards; nothing where none runs.
func (s *screen) nearest(st incident.Standing) []fyne.CanvasObject {
	row := part.HBoxEven(10)
	for _, c := range st.Due() {
		if c.Applies == incident.Yes && len(row.Objects) < cards {
			row.Add(part.Grow(clockCard(c, s.frame.Session.Now())))
		}
	}
	if len(row.Objects) == 0 {
		return nil
	}
	return []fyne.CanvasObject{row, part.Space(0, 14)}
}

// clocks lists every clock that applies or may, with its article and why.
func (s *screen) clocks(st incident.Standing) []fyne.CanvasObject {
	now := s.frame.Session.Now()
	list := []fyne.CanvasObject{part.NewSubHeading(frame.L("Clocks"))}
	away := 0
	for _, c := range st.Clocks {
		if c.Applies == incident.No {
			away++
			continue
		}
		list = append(list, s.clockLine(st, c, now))
	}
	if away > 0 {
		list = append(list, part.HBox(0,
			part.NewLink(frame.L("{{.A}} clocks do not apply…", away), func() { s.away(st) }).AsSmall(), part.Gap()))
	}
	if took, told := s.post.FirstNotice(st); told {
		list = append(list, part.NewLine(frame.L("From awareness to the first notice"), frame.Lasting(took)))
	}
	return list
}

// clockCard is one clock with what is left of it.
func clockCard(c incident.Running, now time.Time) fyne.CanvasObject {
	left, color := timeLeft(c, now)
	return part.NewCard(part.VBox(4,
		part.NewBold(c.Title.In(frame.Language())).Short(),
		part.NewHeading(left).In(color).Short(),
		part.NewBar(gone(c, now), color),
		part.NewParagraph(until(c, now)),
		part.NewParagraph(c.Why.In(frame.Language())),
		part.NewParagraph(c.Source.In(frame.Language()))))
}

// timeLeft says how much of a clock is left, and in which colour.
func timeLeft(c incident.Running, now time.Time) (string, fyne.ThemeColorName) {
	switch {
	case !c.Done.IsZero():
		return frame.L("reported"), part.ColorGreen
	case c.Began.IsZero():
		return frame.L("not begun"), part.ColorText3
	case c.Unit == calendar.Immediate:
		return frame.L("at once"), part.ColorRed
	case now.After(c.Due):
		return frame.L("late by {{.A}}", frame.Lasting(now.Sub(c.Due))), part.ColorRed
	case gone(c, now) > 0.5:
		return frame.L("{{.A}} left", frame.Lasting(c.Due.Sub(now))), part.ColorAmber
	}
	return frame.L("{{.A}} left", frame.Lasting(c.Due.Sub(now))), part.ColorText
}

// gone is how much of a clock is over, from 0 to 1.
func gone(c incident.Running, now time.Time) float64 {
	if c.Began.IsZero() || !c.Due.After(c.Began) {
		return 1
	}
	return float64(now.Sub(c.Began)) / float64(c.Due.Sub(c.Began))
}

// until says to which moment a clock runs.
func until(c incident.Running, now time.Time) string {
	switch {
	case !c.Done.IsZero():
		return frame.L("reported {{.A}}", frame.Clock(c.Done, now))
	case c.Began.IsZero():
		return frame.L("runs once it begins")
	case c.Unit == calendar.Immediate:
		return frame.L("running for {{.A}}", frame.Lasting(now.Sub(c.Began)))
	}
	return frame.L("by {{.A}}", frame.Clock(c.Due, now))
}

// clockLine is one clock of the list, with what can be done about it.
func (s *screen) clockLine(st incident.Standing, c incident.Running, now time.Time) fyne.CanvasObject {
	lang := frame.Language()
	left, color := timeLeft(c, now)
	if st.Waived(c.ID) && c.Done.IsZero() {
		left, color = frame.L("decided not to"), part.ColorText3
	}
	icon := "clock"
	if c.Applies == incident.Unknown {
		icon = "info"
	}
	parts := []string{until(c, now), c.Source.In(lang)}
	if c.Guidance {
		parts = append(parts, frame.L("guidance"))
	}
	if len(c.To) > 0 {
		parts = append(parts, c.To.In(lang))
	}
	trailing := part.HBox(8, part.NewText(left).In(color))
	if st.Closing == nil && !st.Waived(c.ID) && s.frame.May(model.ActReportIncident) {
		trailing.Add(part.NewButton(reported(st), func() { s.report(st, c) }).AsSmall())
		if c.Done.IsZero() && s.frame.May(model.ActWaiveIncident) {
			trailing.Add(part.NewLink(frame.L("Not needed…"), func() { s.waive(st, c) }).AsSmall())
		}
	}
	line := part.NewLine(c.Title.In(lang), "").WithIcon(icon, color).WithBelow(frame.And(parts...)).
		WithTrailing(trailing)
	line.NoLine = true
	return part.VBox(0, line, part.Inset(0, 0, 6, 24, part.NewParagraph(c.Why.In(lang))), part.HLine())
}

// away shows the clocks that do not apply, each with its reason.
func (s *screen) away(st incident.Standing) {
	column, lang := part.VBox(0), frame.Language()
	for _, c := range st.Clocks {
		if c.Applies == incident.No {
			column.Add(part.NewLine(c.Title.In(lang), "").WithBelow(frame.And(c.Why.In(lang), c.Source.In(lang))))
		}
	}
	part.NewDialog(part.DialogParts{Title: frame.L("Clocks that do not apply"), Body: column, Cancel: frame.L("Close"),
		Width: 640}).Show(s.frame.Window.Canvas())
}
