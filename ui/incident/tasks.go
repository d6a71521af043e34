package incident

import (
	"strings"
	"time"

	"fyne.io/fyne/v2"

	app "orangelab.cn/rightsdesk/app/incident"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/model/incident"
	"orangelab.cn/rightsdesk/ui/frame"
	"orangelab.cn/rightsdesk/ui/part"
)

// firstActions are what the emergency plan asks for at once, each until it is ticked off.
func (s *screen) firstActions(st incident.Standing) []fyne.CanvasObject {
	lang, now, actions := frame.Language(), s.frame.Session.Now(), app.Rules().FirstActions
	done := 0
	var lines []fyne.CanvasObject
	for _, a := range actions {
		e, ticked := st.Ticked(a.ID)
		if ticked {
			done++
			lines = append(lines, todo(a.Name.In(lang), s.doneBy(e, now), "check", part.ColorGreen, nil))
			continue
		}
		var do func()
		if st.Closing == nil && s.frame.May(model.ActNoteIncident) {
			do = func() { s.tick(st, a.Name.In(lang), incident.Tick{Action: a.ID}) }
		}
		lines = append(lines, todo(a.Name.In(lang), "", "clock", part.ColorText3, do))
	}
	head := part.HBox(8, part.NewSubHeading(frame.L("First actions")), part.Gap(),
		part.NewCaption(frame.L("{{.A}} of {{.B}}", done, len(actions))))
	return append([]fyne.CanvasObject{head}, lines...)
}

// todo is something to do or done, whole however long its words; do ticks it off, nil where nobody may or need.
func todo(what, below, icon string, color fyne.ThemeColorName, do func()) fyne.CanvasObject {
	words := part.VBox(0, part.NewBody(what))
	if below != "" {
		words.Add(part.NewParagraph(below))
	}
	row := part.HBoxTop(8, part.NewIcon(icon, color, 16), part.Grow(words))
	if do != nil {
		row.Add(part.NewButton(frame.L("Done…"), do).AsSmall())
	}
	return part.VBox(0, part.Inset(6, 0, 6, 0, row), part.HLine())
}

// doneBy is who ticked something off, when it was done and how.
func (s *screen) doneBy(e incident.Entry, now time.Time) string {
	return frame.And(s.frame.StaffName(e.By), frame.Clock(e.Body.Tick.Done, now), e.Body.Tick.How)
}

// tick asks how and when something was done, and ticks it off.
func (s *screen) tick(st incident.Standing, what string, tick incident.Tick) {
	how := part.NewMultiLine("", 2)
	done, at := frame.NewMomentField(frame.L("When was it done?"), s.frame.Session.Now())
	form := part.NewForm(done, part.NewField(frame.L("How? Empty: as it says"), how))
	s.askOf(st, what, form, form, frame.L("Write it down"), func() writing {
		tick.How, tick.Done = strings.TrimSpace(how.Text), frame.TypedInto(at)
		return func(ctx ctxt) (incident.Standing, error) {
			return app.TickOff(ctx, s.frame.Session, app.SeenOf(st.Incident), tick)
		}
	})
}

// tasks are what remains to be done; they may be ticked off after the incident is closed.
func (s *screen) tasks(st incident.Standing) []fyne.CanvasObject {
	now := s.frame.Session.Now()
	list := []fyne.CanvasObject{part.NewSubHeading(frame.L("Tasks"))}
	may := s.frame.May(model.ActNoteIncident)
	for _, set := range st.Tasks() {
		t := set.Task
		below := t.Who
		if set.Body.Reply != nil {
			below = frame.And(frame.L("answer what it asks"), t.Who)
		}
		if !t.Until.IsZero() {
			below = frame.And(below, frame.L("by {{.A}}", frame.Clock(t.Until, now)))
		}
		icon, color := "flag", fyne.ThemeColorName(part.ColorText2)
		var do func()
		switch {
		case set.Done != nil:
			icon, color, below = "check", part.ColorGreen, s.doneBy(*set.Done, now)
		case !t.Until.IsZero() && now.After(t.Until):
			icon, color = "warn", part.ColorRed
		}
		if set.Done == nil && may {
			do = func() { s.tick(st, t.What, incident.Tick{Task: set.Number}) }
		}
		list = append(list, todo(t.What, below, icon, color, do))
	}
	if may {
		list = append(list, part.Space(0, 4),
			part.HBox(8, part.NewButton(frame.L("Add a task…"), func() { s.setTask(st) }).AsSmall(), part.Gap()))
	}
	return list
}

// setTask asks for something that remains to be done.
func (s *screen) setTask(st incident.Standing) {
	what, who := part.NewMultiLine("", 2), part.NewEntry("")
	until, at := frame.NewMomentField(frame.L("Until when?"), time.Time{})
	form := part.NewForm(part.NewField(frame.L("What is to be done?"), what).Required(),
		part.NewField(frame.L("Who does it?"), who), until)
	s.askOf(st, frame.L("Add a task"), form, form, frame.L("Write it down"), func() writing {
		task := incident.Task{What: strings.TrimSpace(what.Text), Who: strings.TrimSpace(who.Text),
			Until: frame.TypedInto(at)}
		return func(ctx ctxt) (incident.Standing, error) {
			return app.SetTask(ctx, s.frame.Session, app.SeenOf(st.Incident), task)
		}
	})
}

// linked are the requests that refer to the incident.
func (s *screen) linked(st incident.Standing) []fyne.CanvasObject {
	list := []fyne.CanvasObject{part.NewSubHeading(frame.L("Requests that refer to it"))}
	for _, l := range st.Links() {
		list = append(list, part.HBox(0, part.NewLink(l.Reference, func() { s.frame.Open(l.Request) }), part.Gap()))
	}
	if s.frame.May(model.ActNoteIncident) {
		list = append(list, part.Space(0, 4),
			part.HBox(8, part.NewButton(frame.L("Link a request…"), func() { s.link(st) }).AsSmall(), part.Gap()))
	}
	return list
}

// link asks which request refers to the incident.
func (s *screen) link(st incident.Standing) {
	reference := part.NewEntry("")
	form := part.NewForm(part.NewField(frame.L("Reference of the request"), reference).Required().
		WithHint(frame.L("As R-2026-000123")))
	s.askOf(st, frame.L("Link a request"), form, form, frame.L("Link"), func() writing {
		text := strings.TrimSpace(reference.Text)
		return func(ctx ctxt) (incident.Standing, error) {
			return app.LinkRequest(ctx, s.frame.Session, app.SeenOf(st.Incident), text)
		}
	})
}
