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
			lines = append(lines, part.NewLine(a.Name.In(lang), "").WithIcon("check", part.ColorGreen).WithBelow(frame.And(s.frame.StaffName(e.By), frame.Clock(e.Body.Tick.Done, now), e.Body.Tick.How)))
			continue
		}
		line := part.NewLine(a.Name.In(lang), "").WithIcon("clock", part.ColorText3)
		if st.Closing == nil && s.frame.May(model.ActNoteIncident) {
			line = line.WithTrailing(part.NewButton(frame.L("Done…"), func() { s.tick(st, a.Name.In(lang), incident.Tick{Action: a.ID}) }).AsSmall())
		}
		lines = append(lines, line)
	}
	head := part.HBox(8, part.NewSubHeading(frame.L("First actions")), part.Gap(), part.NewCaption(frame.L("{{.A}} of {{.B}}", done, len(actions))))
	return append([]fyne.CanvasObject{head}, lines...)
}

// tick asks how and when something was done, and ticks it off.
func (s *screen) tick(st incident.Standing, what string, tick incident.Tick) {
	how := part.NewMultiLine("", 2)
	done, at := momentField(frame.L("When was it done?"), s.frame.Session.Now())
	form := part.NewForm(done, part.NewField(frame.L("How? Empty: as it says"), how))
	s.ask(what, form, form, frame.L("Write it down"), func() writing {
		tick.How, tick.Done = strings.TrimSpace(how.Text), moment(at)
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
		t := set.Body.Task
		below := t.Who
		if !t.Until.IsZero() {
			below = frame.And(below, frame.L("by {{.A}}", frame.Clock(t.Until, now)))
		}
		line := part.NewLine(t.What, "").WithIcon("flag", part.ColorText2).WithBelow(below)
		switch {
		case set.Done != nil:
			line = part.NewLine(t.What, "").WithIcon("check", part.ColorGreen).WithBelow(frame.And(s.frame.StaffName(set.Done.By), frame.Clock(set.Done.Body.Tick.Done, now), set.Done.Body.Tick.How))
		case !t.Until.IsZero() && now.After(t.Until):
			line = line.WithIcon("warn", part.ColorRed)
			line.Color = part.ColorRed
		}
		if set.Done == nil && may {
			line = line.WithTrailing(part.NewButton(frame.L("Done…"), func() { s.tick(st, t.What, incident.Tick{Task: set.Number}) }).AsSmall())
		}
		list = append(list, line)
	}
	if may {
		list = append(list, part.Space(0, 4), part.HBox(8, part.NewButton(frame.L("Add a task…"), func() { s.setTask(st) }).AsSmall(), part.Gap()))
	}
	return list
}

// setTask asks for something that remains to be done.
func (s *screen) setTask(st incident.Standing) {
	what, who := part.NewMultiLine("", 2), part.NewEntry("")
	until, at := momentField(frame.L("Until when?"), time.Time{})
	form := part.NewForm(part.NewField(frame.L("What is to be done?"), what).Required(), part.NewField(frame.L("Who does it?"), who), until)
	s.ask(frame.L("Add a task"), form, form, frame.L("Write it down"), func() writing {
		task := incident.Task{What: strings.TrimSpace(what.Text), Who: strings.TrimSpace(who.Text), Until: moment(at)}
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
		list = append(list, part.Space(0, 4), part.HBox(8, part.NewButton(frame.L("Link a request…"), func() { s.link(st) }).AsSmall(), part.Gap()))
	}
	return list
}

// link asks which request refers to the incident.
func (s *screen) link(st incident.Standing) {
	reference := part.NewEntry("")
	form := part.NewForm(part.NewField(frame.L("Reference of the request"), reference).Required().WithHint(frame.L("As R-2026-000123")))
	s.ask(frame.L("Link a request"), form, form, frame.L("Link"), func() writing {
		text := strings.TrimSpace(reference.Text)
		return func(ctx ctxt) (incident.Standing, error) {
			return app.LinkRequest(ctx, s.frame.Session, app.SeenOf(st.Incident), text)
		}
	})
}
