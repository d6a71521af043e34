package incident

import (
	"fyne.io/fyne/v2"

	app "orangelab.cn/rightsdesk/app/incident"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/model/incident"
	"orangelab.cn/rightsdesk/ui/frame"
	"orangelab.cn/rightsdesk/ui/part"
)

// newest is how many entries of the log show before somebody asks for all of them.
const newest = 12

// record is the log of the incident, the newest first. Which clocks an entry turned stands below it, with the reason.
func (s *screen) record(st incident.Standing) []fyne.CanvasObject {
	now := s.frame.Session.Now()
	list := []fyne.CanvasObject{part.HBox(8, part.NewSubHeading(frame.L("Log")), part.Gap(),
		part.NewCaption(frame.L("cannot be changed later"))), part.Space(0, 4)}
	for n := len(st.Record) - 1; n >= 0; n-- {
		if !s.whole && len(st.Record) > newest+2 && len(st.Record)-n > newest {
			return append(list, part.Space(0, 6), s.more(frame.L("{{.A}} entries before…", n+1)))
		}
		e := st.Record[n]
		what, more := entryText(e)
		at := frame.Clock(e.At, now)
		if !e.Body.Done.IsZero() {
			at = frame.Clock(e.Body.Done, now)
			more = frame.And(more, frame.L("written down {{.A}}", frame.Clock(e.At, now)))
		}
		words := part.VBox(0, part.NewBody(what), part.NewParagraph(frame.And(s.frame.StaffName(e.By), more)))
		if e.Number > 1 {
			for _, o := range s.turns(st.Turned[e.Number]) {
				words.Add(o)
			}
		}
		row := part.HBoxTop(8, part.Fixed(84, 0, part.NewCaption(at)), part.Grow(words))
		list = append(list, part.Inset(6, 0, 6, 0, row), part.HLine())
	}
	return list
}

// turned is how many clocks that an entry turned show before somebody asks for all of them.
const turned = 3

// turns says which clocks an entry turned, each with the reason.
func (s *screen) turns(list []incident.Turn) (lines []fyne.CanvasObject) {
	lang := frame.Language()
	for i, turn := range list {
		if !s.whole && i == turned && len(list) > turned+1 {
			return append(lines, s.more(frame.L("{{.A}} clocks more…", len(list)-turned)))
		}
		lines = append(lines,
			part.NewParagraph(frame.L("{{.A}}: {{.B}}", turn.Said().In(lang), turn.After.Why.In(lang))))
	}
	return lines
}

// more is the link that shows the whole log.
func (s *screen) more(text string) fyne.CanvasObject {
	return part.HBox(0, part.NewLink(text, func() {
		s.whole = true
		s.show()
	}).AsSmall(), part.Gap())
}

// entryText says what an entry of the record did, and more below.
func entryText(e incident.Entry) (what, more string) {
	said, own := app.Rules().Said(e)
	if r := e.Body.Report; r != nil {
		own = []string{r.Channel, r.Receipt, frame.Moment(r.At)}
		if r.Late != "" {
			own = append(own, frame.L("late: {{.A}}", r.Late))
		}
	}
	return said.In(frame.Language()), frame.And(own...)
}

// side is the next step, the response team, and how it ended.
func (s *screen) side(st incident.Standing) []fyne.CanvasObject {
	list := []fyne.CanvasObject{s.next(st), part.Space(0, 12)}
	list = append(list, s.team(st)...)
	for _, section := range [][]fyne.CanvasObject{s.firstActions(st), s.telling(st), s.tasks(st),
		s.evidence(st), s.linked(st)} {
		list = append(append(list, part.Space(0, 12)), section...)
	}
	if st.Closing == nil && s.frame.May(model.ActDecideIncident) {
		list = append(list, part.Space(0, 12),
			part.HBox(8, part.NewButton(frame.L("Write down a decision…"), func() { s.decide(st) }).AsSmall(),
				part.Gap()))
	}
	if s.frame.May(model.ActFileIncident) {
		list = append(list, part.Space(0, 8),
			part.HBox(8, part.NewButton(frame.L("Regulator file…"), func() { s.file(st) }).AsSmall().WithIcon("doc"),
				part.Gap()))
	}
	if st.Facts.Cause != "" {
		list = append(list, part.Space(0, 12), part.NewSubHeading(frame.L("Cause")), part.NewBody(st.Facts.Cause))
	}
	if c := st.Closing; c != nil {
		list = append(list, part.Space(0, 12), part.NewSubHeading(frame.L("Closed")),
			part.NewBody(frame.L("Cause: {{.A}}", c.Cause)), part.NewBody(frame.L("Loss: {{.A}}", c.Loss)),
			part.NewBody(frame.L("Lessons: {{.A}}", c.Lessons)))
		for _, task := range c.Tasks {
			list = append(list, todo(task, "", "flag", part.ColorText2, nil))
		}
	}
	return list
}
