package incident

import (
	"context"
	"strings"

	"fyne.io/fyne/v2"

	app "orangelab.cn/rightsdesk/app/incident"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/model/incident"
	"orangelab.cn/rightsdesk/model/kept"
	"orangelab.cn/rightsdesk/ui/frame"
	"orangelab.cn/rightsdesk/ui/part"
)

// evidence are the files that are kept, and what authorities wrote.
func (s *screen) evidence(st incident.Standing) []fyne.CanvasObject {
	now := s.frame.Session.Now()
	list := []fyne.CanvasObject{part.NewSubHeading(frame.L("Evidence"))}
	for _, e := range st.Kept() {
		v := e.Body.Evidence
		list = append(list, s.keptFile(st, v.Shows,
			frame.And(v.Name, s.frame.StaffName(e.By), frame.Clock(v.Secured, now)), "doc", v.File))
	}
	if s.frame.May(model.ActNoteIncident) {
		list = append(list, part.Space(0, 4),
			part.HBox(8, part.NewButton(frame.L("Keep a file…"), func() { s.keep(st) }).AsSmall(), part.Gap()))
	}
	if answers := st.Answers(); len(answers) > 0 {
		list = append(list, part.Space(0, 12), part.NewSubHeading(frame.L("Answers of authorities")))
		for _, e := range answers {
			r := e.Body.Reply
			below := frame.And(r.From, frame.Clock(r.Received, now))
			if r.Number != "" {
				below = frame.And(frame.L("their number: {{.A}}", r.Number), below)
			}
			row := part.VBox(0, part.NewLink(r.Subject, func() { s.readAnswer(st, *r) }).AsSmall(),
				part.NewParagraph(below))
			list = append(list, part.VBox(0, part.Inset(6, 0, 6, 0, row), part.HLine()))
		}
	}
	return list
}

// keptFile is one file that is kept, with the button that saves a copy of it.
func (s *screen) keptFile(st incident.Standing, title, below, icon string, f kept.File) fyne.CanvasObject {
	words := part.VBox(0, part.NewBody(title), part.NewParagraph(below))
	row := part.HBoxTop(8, part.NewIcon(icon, part.ColorText3, 16), part.Grow(words),
		part.NewButton(frame.L("Save…"), func() { s.saveKept(st, f) }).AsSmall())
	return part.VBox(0, part.Inset(6, 0, 6, 0, row), part.HLine())
}

// keep asks for a file and what it shows.
func (s *screen) keep(st incident.Standing) {
	s.frame.ChooseFile(frame.L("File to keep"), nil, func(path string) {
		shows := part.NewMultiLine("", 3)
		secured, at := frame.NewMomentField(frame.L("When was it secured?"), s.frame.Session.Now())
		form := part.NewForm(part.NewField(frame.L("What does it show?"), shows).Required(), secured)
		body := part.VBox(10, part.NewBody(frame.FromHome(path)), form, part.NewParagraph(frame.L(
			"The file is kept sealed as it is, with its digest in the log. Nobody changes it or takes it out.")))
		s.askOf(st, frame.L("Keep as evidence"), form, body, frame.L("Keep the file"), func() writing {
			what, when := strings.TrimSpace(shows.Text), frame.TypedInto(at)
			return func(ctx ctxt) (incident.Standing, error) {
				return app.Keep(ctx, s.frame.Session, app.SeenOf(st.Incident), path, what, when)
			}
		})
	})
}

// readAnswer shows what an authority wrote, without what it quotes.
func (s *screen) readAnswer(st incident.Standing, r incident.Reply) {
	column := part.VBox(10, part.NewCaption(frame.And(r.From, frame.Moment(r.Received))))
	if r.Machine {
		column.Add(part.NewCaption(frame.L("A machine sent it: nobody need answer.")))
	}
	if r.Number != "" {
		column.Add(part.NewBold(frame.L("their number: {{.A}}", r.Number)))
	}
	text := r.Text
	if text == "" {
		text = frame.L("It has no words of its own: read the whole mail.")
	}
	column.Add(part.Ground(part.ColorGreyTint, part.Inset(10, 12, 10, 12, part.NewBody(text))))
	var d *part.Dialog
	d = part.NewDialog(part.DialogParts{Title: r.Subject, Body: column, Cancel: frame.L("Close"), Width: 600,
		Long: true,
		Others: []*part.Button{part.NewButton(frame.L("Save the whole mail…"), func() {
			d.Close()
			s.saveKept(st, r.Mail)
		})}})
	d.Show(s.frame.Window.Canvas())
}

// saveKept writes a copy of what is kept into a folder of the person's choice.
func (s *screen) saveKept(st incident.Standing, f kept.File) {
	session := s.frame.Session
	s.frame.SaveKept(f.Name, func(ctx context.Context) ([]byte, error) { return app.Kept(ctx, session, st.ID, f) })
}
