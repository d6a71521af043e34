package incident

import (
	"context"
	"strings"

	"fyne.io/fyne/v2"

	app "orangelab.cn/rightsdesk/app/incident"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/model/incident"
	"orangelab.cn/rightsdesk/ui/frame"
	"orangelab.cn/rightsdesk/ui/part"
)

// team is who sits in the response team; an empty seat is red until it is filled or explained.
func (s *screen) team(st incident.Standing) []fyne.CanvasObject {
	lang, rules := frame.Language(), app.Rules()
	list := []fyne.CanvasObject{part.HBox(8, part.NewSubHeading(frame.L("Response team")), part.Gap(),
		part.NewCaption(frame.L("{{.A}} of {{.B}} seats", len(rules.Seats)-len(st.Empty), len(rules.Seats))))}
	if named := s.roster.Named(st.Empty); len(named) > 0 && st.Closing == nil && s.frame.May(model.ActSeatIncident) {
		list = append(list, part.Space(0, 4),
			part.HBox(0, part.NewButton(frame.L("Seat the roster: {{.A}}", len(named)), func() { s.seatRoster(st) }).
				AsSmall(), part.Gap()))
	}
	for _, seat := range rules.Seats {
		sits := incident.Seating{}
		for _, o := range st.Seats {
			if o.Seat == seat.ID {
				sits = o
			}
		}
		may := st.Closing == nil && s.frame.May(model.ActSeatIncident)
		var line *part.Line
		switch {
		case sits.Person != "":
			list = append(list, s.seated(st, seat, sits, may))
			continue
		case sits.Person == "" && sits.Why != "":
			line = part.NewLine(frame.L("Empty: {{.A}}", sits.Why), "").WithIcon("info", part.ColorText3).
				WithBelow(seat.Name.In(lang))
		case sits.Person == "":
			line = part.NewLine(frame.L("Empty"), "").WithIcon("warn", part.ColorRed).WithBelow(seat.Name.In(lang))
			line.Color = part.ColorRed
		}
		if may {
			line = line.WithTrailing(part.NewButton(frame.L("Seat…"), func() { s.seat(st, seat) }).AsSmall())
		}
		list = append(list, line)
	}
	return list
}

// seated is a seat that somebody took, with the whole number under which they are reached: in the first hour it is what
// is looked for. Who it is leads to taking it anew.
func (s *screen) seated(st incident.Standing, seat incident.Named, sits incident.Seating,
	may bool) fyne.CanvasObject {
	var name fyne.CanvasObject = part.NewBody(sits.Person)
	if may {
		name = part.NewLink(sits.Person, func() { s.seat(st, seat) }).AsSmall()
	}
	words := part.VBox(0, name, part.NewCaption(seat.Name.In(frame.Language())).Short())
	row := part.HBoxTop(8, part.NewIcon("user", part.ColorText2, 16), part.Grow(words), part.NewCaption(sits.Phone))
	return part.VBox(0, part.Inset(6, 0, 6, 0, row), part.HLine())
}

// seat asks who takes a seat, or why nobody does.
func (s *screen) seat(st incident.Standing, seat incident.Named) {
	person, phone, why := part.NewEntry(""), part.NewEntry(""), part.NewMultiLine("", 2)
	who := part.NewField(frame.L("Who takes the seat?"), person)
	if standby := s.roster.For(seat.ID); standby.Person != "" {
		hint := frame.L("The roster names {{.A}}", standby.Person)
		if standby.Deputy != "" {
			hint = frame.And(hint, frame.L("deputy {{.A}}", standby.Deputy))
		}
		who = who.WithHint(hint)
	}
	form := part.NewForm(who, part.NewField(frame.L("Phone"), phone),
		part.NewField(frame.L("Or why does it stay empty?"), why))
	s.askOf(st, seat.Name.In(frame.Language()), form, form, frame.L("Seat"), func() writing {
		seated := incident.Seating{Seat: seat.ID, Person: strings.TrimSpace(person.Text),
			Phone: strings.TrimSpace(phone.Text), Why: strings.TrimSpace(why.Text)}
		return func(ctx ctxt) (incident.Standing, error) {
			return app.Seat(ctx, s.frame.Session, app.SeenOf(st.Incident), seated)
		}
	})
}

// seatRoster gives the empty seats to whom the roster names, as it is seen.
func (s *screen) seatRoster(st incident.Standing) {
	session, roster := s.frame.Session, s.roster
	var next incident.Standing
	s.frame.Run(func(ctx context.Context) (err error) {
		next, err = app.SeatRoster(ctx, session, app.SeenOf(st.Incident), roster)
		return err
	}, func() { s.follow(next) })
}

// editRoster asks who takes which seat when an incident is opened.
func (s *screen) editRoster() {
	session, seen, lang := s.frame.Session, s.roster, frame.Language()
	var fields []*part.Field
	var read []func() incident.Standby
	for _, seat := range app.Rules().Seats {
		standby := seen.For(seat.ID)
		entry := func(label, text string) *part.Entry {
			e := part.NewEntry("")
			e.SetText(text)
			fields = append(fields, part.NewField(label, e))
			return e
		}
		name := seat.Name.In(lang)
		person, phone, deputy := entry(name, standby.Person), entry(frame.L("{{.A}}: phone", name),
			standby.Phone), entry(frame.L("{{.A}}: deputy", name), standby.Deputy)
		read = append(read, func() incident.Standby {
			return incident.Standby{Seat: seat.ID, Person: strings.TrimSpace(person.Text),
				Phone: strings.TrimSpace(phone.Text), Deputy: strings.TrimSpace(deputy.Text)}
		})
	}
	form := part.NewForm(fields...)
	var d *part.Dialog
	d = part.NewDialog(part.DialogParts{Title: frame.L("Roster of the response team"), Form: form,
		Body: part.VBox(10,
			part.NewParagraph(
				frame.L("Who takes which seat when an incident is opened. One action seats them all; a seat that nobody takes shows until it is filled or explained.")), form),
		Confirm: frame.L("Keep as the newest version"), Cancel: frame.L("Cancel"), Width: 560, Long: true,
		OnConfirm: func() bool {
			next := incident.Roster{Version: seen.Version}
			for _, each := range read {
				next.Seats = append(next.Seats, each())
			}
			return s.frame.SubmitTo(d, func(ctx context.Context) error {
				_, err := app.SaveRoster(ctx, session, next)
				return err
			}, s.reload)
		}})
	s.frame.KeepForm(d, "roster")
	d.Show(s.frame.Window.Canvas())
}
