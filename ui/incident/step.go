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
	return frame.L("It is closed"), frame.L(
		"Its record takes only what remained: tasks that are done, requests, evidence, and what authorities write.")
}

// next is what to do now, with its button for who may.
func (s *screen) next(st incident.Standing) fyne.CanvasObject {
	step := st.Step()
	title, why := stepTitle(step)
	parts := part.NextStepParts{Caption: frame.L("Next step"), Title: title, Why: why, Narrow: true}
	if text, may, do := s.doStep(st, step); do != nil && s.frame.May(may) {
		parts.Primary = part.NewPrimary(text, "Ctrl Enter", do)
	}
	if step.Kind == incident.StepReport && s.frame.May(model.ActReportIncident) {
		if text, _, _ := s.reportStep(st, step.Clock); text != reported(st) { // a hotline takes it without a draft
			parts.Others = append(parts.Others, part.NewButton(reported(st), func() { s.report(st, step.Clock) }))
		}
	}
	return part.NewNextStep(parts)
}

// reported is the button of what was reported by another way, or played in a drill.
func reported(st incident.Standing) string {
	if st.Drill {
		return frame.L("Played…")
	}
	return frame.L("Reported…")
}

// reportStep is the button of a report that a clock asks for: it is drafted, read and approved by somebody else, and
// sent.
func (s *screen) reportStep(st incident.Standing, c incident.Running) (text string, may model.Action, do func()) {
	form, asked := app.Rules().FormOf(c.ID)
	draft, there := st.Drafted(c.ID)
	whole := there && len(form.Lacks(*draft.Body.Draft, late(c, s.frame.Session.Now()))) == 0
	switch {
	case s.sendable(st, c.ID):
		return frame.L("Send by mail…"), model.ActReportIncident, func() { s.send(st, c) }
	case !asked || there && draft.Approved.Number != 0:
	case !whole && s.frame.May(model.ActDraftIncident):
		return frame.L("Draft…"), model.ActDraftIncident, func() { s.draft(st, c, form) }
	case whole && s.frame.May(model.ActApproveIncident) && !st.Drafts(c.ID, s.frame.Session.Staff().ID):
		return frame.L("Read…"), model.ActApproveIncident, func() { s.readDraft(st, c, form, draft) }
	}
	return reported(st), model.ActReportIncident, func() { s.report(st, c) }
}

// doStep is the button of a step: its text, what somebody must be allowed for it, and what it does.
func (s *screen) doStep(st incident.Standing, step incident.Step) (text string, may model.Action, do func()) {
	switch step.Kind {
	case incident.StepSeat:
		return frame.L("Seat…"), model.ActSeatIncident, func() { s.seat(st, step.Seat) }
	case incident.StepReport:
		return s.reportStep(st, step.Clock)
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
	t, name := set.Task, st.Reference
	if st.Drill {
		name = frame.And(frame.L("DRILL"), name)
	}
	icon, ground, when := part.ColorAmber, part.ColorAmberTint, frame.L("left of what is closed")
	if set.Body.Reply != nil {
		when = frame.L("an authority wrote: read it, answer what it asks, then tick it off")
	}
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
