package incident

import (
	"fyne.io/fyne/v2"

	app "orangelab.cn/rightsdesk/app/incident"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/model/incident"
	"orangelab.cn/rightsdesk/ui/frame"
	"orangelab.cn/rightsdesk/ui/part"
)

// stepTitle says the next step of an incident, and why it is the next.
func stepTitle(step incident.Step) (title, why string) {
	lang := frame.Language()
	switch step.Kind {
	case incident.StepSeat:
		return frame.L("Fill the seat: {{.A}}", step.Seat.Name.In(lang)),
			frame.L("Nothing is reported and nothing closed while a seat is empty and nobody said why.")
	case incident.StepReport:
		return frame.L("Report: {{.A}}", step.Clock.Title.In(lang)), step.Clock.Source.In(lang)
	case incident.StepScore:
		return frame.L("Score the severity"), app.Rules().Severity.Source.In(lang)
	case incident.StepSettle:
		return frame.L("Settle what is not known"),
			frame.L("{{.A}} clocks may apply or have not begun. Answer what they depend on.", step.Open)
	case incident.StepClose:
		return frame.L("Close it"),
			frame.L("Every clock is reported or decided. A lead closes it with cause, loss and lessons.")
	}
	return frame.L("It is closed"), frame.L("Nothing more is written into its record.")
}

// next is what to do now, with its button for who may.
func (s *screen) next(st incident.Standing) fyne.CanvasObject {
	step := st.Step()
	title, why := stepTitle(step)
	parts := part.NextStepParts{Caption: frame.L("Next step"), Title: title, Why: why, Narrow: true}
	if text, may, do := s.doStep(st, step); do != nil && s.frame.May(may) {
		parts.Primary = part.NewPrimary(text, "Ctrl Enter", do)
	}
	return part.NewNextStep(parts)
}

// doStep is the button of a step: its text, what somebody must be allowed for it, and what it does.
func (s *screen) doStep(st incident.Standing, step incident.Step) (text string, may model.Action, do func()) {
	switch step.Kind {
	case incident.StepSeat:
		return frame.L("Seat…"), model.ActSeatIncident, func() { s.seat(st, step.Seat) }
	case incident.StepReport:
		if s.sendable(st, step.Clock.ID) {
			return frame.L("Send by mail…"), model.ActReportIncident, func() { s.send(st, step.Clock) }
		}
		text = frame.L("Reported…")
		if st.Drill {
			text = frame.L("Played…")
		}
		return text, model.ActReportIncident, func() { s.report(st, step.Clock) }
	case incident.StepScore:
		return frame.L("Choose the factors…"), model.ActScoreIncident, func() { s.score(st) }
	case incident.StepSettle:
		return frame.L("Facts…"), model.ActStateIncident, func() { s.facts(st) }
	case incident.StepClose:
		return frame.L("Close…"), model.ActCloseIncident, func() { s.close(st) }
	}
	return "", "", nil
}

// TaskLine is a task of an incident, or of a drill, that waits, in the list of what is to do: what is to be done, by
// whom and since when it is overdue. show opens the incident.
func TaskLine(f *frame.Frame, st incident.Standing, set incident.Set, show func()) fyne.CanvasObject {
	t, name := set.Body.Task, st.Reference
	if st.Drill {
		name = frame.And(frame.L("DRILL"), name)
	}
	icon, ground, when := part.ColorAmber, part.ColorAmberTint, frame.L("left of what is closed")
	if !t.Until.IsZero() {
		when = frame.L("by {{.A}}", frame.Clock(t.Until, f.Session.Now()))
		if f.Session.Now().After(t.Until) {
			icon, ground, when = part.ColorRed, part.ColorRedTint, frame.L("overdue since {{.A}}",
				frame.Clock(t.Until, f.Session.Now()))
		}
	}
	line := part.NewLine(t.What, "").WithIcon("flag", icon).WithBelow(frame.And(when, name, t.Who)).
		WithTrailing(part.NewButton(frame.L("Open"), show).AsSmall())
	line.Bold = true
	return part.Ground(ground, part.Inset(0, 16, 0, 16, line))
}

// NextLine is an open incident, or drill, above the requests in the list of what is to do: what it is, its next step
// and what is left of its nearest clock. show opens it.
func NextLine(f *frame.Frame, st incident.Standing, show func()) fyne.CanvasObject {
	title, _ := stepTitle(st.Step())
	icon, ground := part.ColorRed, part.ColorRedTint
	name := frame.And(st.Reference, st.Facts.Title)
	if st.Drill {
		icon, ground = part.ColorAmber, part.ColorAmberTint
		name = frame.And(frame.L("DRILL"), name)
	}
	below := title
	if c, runs := st.Nearest(); runs {
		left, _ := timeLeft(c, f.Session.Now())
		below = frame.And(frame.L("{{.A}}: {{.B}}", c.Title.In(frame.Language()), left), title)
	}
	line := part.NewLine(name, "").WithIcon("warn", icon).WithBelow(below).
		WithTrailing(part.NewButton(frame.L("Open"), show).AsSmall())
	line.Bold = true
	return part.Ground(ground, part.Inset(0, 16, 0, 16, line))
}
