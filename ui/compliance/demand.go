package compliance

import (
	"context"
	"io"
	"maps"
	"slices"
	"strings"

	records "orangelab.cn/rightsdesk/app/compliance"
	"orangelab.cn/rightsdesk/app/gate"
	"orangelab.cn/rightsdesk/app/packet"
	"orangelab.cn/rightsdesk/model/calendar"
	"orangelab.cn/rightsdesk/model/compliance"
	"orangelab.cn/rightsdesk/model/notice"
	"orangelab.cn/rightsdesk/ui/frame"
	"orangelab.cn/rightsdesk/ui/part"
)

// whomWords say of whom a record is demanded.
var whomWords = map[compliance.Whom]string{compliance.Nobody: "of nobody", compliance.Leads: "of leads",
	compliance.Everyone: "of everyone"}

// demand asks which records are demanded of who works at the desk, with what that would mean now.
func (s *screen) demand() {
	d := s.state.Demands
	of := maps.Clone(d.Of)
	if of == nil {
		of = map[string]compliance.Whom{}
	}
	out := part.NewParagraph("")
	say := func() { out.SetText(s.shutOut(compliance.Demands{Of: of})) }
	var fields []*part.Field
	for _, k := range gate.Kinds().Kinds {
		if k.Gates == compliance.GateNone {
			continue
		}
		var names []string
		current := 0
		for i, w := range compliance.Asked {
			names = append(names, frame.L(whomWords[w]))
			if of[k.ID] == w {
				current = i
			}
		}
		field := part.NewField(k.Title.In(frame.Language()), part.NewSelect(names, current, func(i int) {
			if of[k.ID] = compliance.Asked[i]; of[k.ID] == compliance.Nobody {
				delete(of, k.ID)
			}
			say()
		}))
		if k.Gates == compliance.GateBars {
			field.WithHint(frame.L("Whoever has one that is open is kept out"))
		}
		fields = append(fields, field)
	}
	home := part.NewEntry("")
	home.SetText(frame.CountryName(gate.Home(d)))
	fields = append(fields,
		part.NewField(frame.L("Country whose border counts"), home).
			WithHint(
				frame.L("What leaves it asks for an authorisation; by the Chinese rules on export, Hong Kong, Macao and Taiwan count as outside")).WithCheck(func() string {
			if compliance.CountryOf(home.Text) == "" {
				return frame.ValueFault(compliance.ErrCountry)
			}
			return ""
		}))
	say()
	form := part.NewForm(fields...)
	body := part.VBox(10,
		part.NewBody(
			frame.L("Whoever lacks what is demanded of them signs in and reads Next, but sees no personal data and does nothing before it is recorded here. Nothing is demanded of administrators, who see none.")), form, out)
	session := s.frame.Session
	var dialog *part.Dialog
	dialog = part.NewDialog(part.DialogParts{Title: frame.L("What is demanded of staff"), Body: body, Form: form,
		Confirm: frame.L("Demand"), Cancel: frame.L("Cancel"), Width: 560, Long: true,
		OnConfirm: func() bool {
			next := compliance.Demands{Version: d.Version, Home: compliance.CountryOf(home.Text), Of: maps.Clone(of)}
			return s.frame.SubmitTo(dialog, func(ctx context.Context) error {
				_, err := records.Demand(ctx, session, next)
				return err
			}, s.reload)
		}})
	s.frame.KeepForm(dialog, "demands")
	dialog.Show(s.frame.Window.Canvas())
}

// shutOut says whom demands would keep out now.
func (s *screen) shutOut(d compliance.Demands) string {
	var names []string
	for _, m := range s.state.Staff {
		if !m.Disabled && len(gate.Kinds().Lacks(d, m.ID, m.Role, s.state.Records, s.state.Today)) > 0 {
			names = append(names, m.Name)
		}
	}
	if len(names) == 0 {
		return frame.L("By what is recorded, this keeps nobody out now.")
	}
	return frame.L("By what is recorded, this keeps out now: {{.A}}", strings.Join(names, frame.L(", ")))
}

// saveTable writes the records of the kind that shows into a folder.
func (s *screen) saveTable() {
	kind, words, session := s.kind, s.words, s.frame.Session
	write := func(form packet.TableForm) {
		name := kind + "-" + session.Now().In(session.Rules().Location()).Format("2006-01-02-150405") + "." +
			string(form)
		var n int64
		s.frame.SaveFile(frame.L("Where the table goes"), name, func(ctx context.Context, out io.Writer) (err error) {
			n, err = records.Table(ctx, session, out, kind, form, words)
			return err
		}, func(path string) {
			s.frame.TellSaved(path, part.NewParagraph(frame.L("{{.A}} records", n)))
		})
	}
	var d *part.Dialog
	pick := func(form packet.TableForm) func() {
		return func() {
			d.Close()
			write(form)
		}
	}
	d = part.NewDialog(part.DialogParts{Title: frame.L("Write as a table"), Cancel: frame.L("Cancel"),
		Body: part.NewBody(
			frame.L("The records of this kind as they stand now, with what is open about each. The log keeps that you took it.")),
		Others: []*part.Button{part.NewButton("XLSX", pick(packet.TableXLSX)),
			part.NewButton("CSV", pick(packet.TableCSV))}})
	d.Show(s.frame.Window.Canvas())
}

// cease asks for the notice, the sources and the days of a service that ends, and makes their tasks.
func (s *screen) cease() {
	session := s.frame.Session
	var list []notice.Notice
	s.frame.Prepare(func(ctx context.Context) (err error) {
		list, err = records.Cessations(ctx, session)
		return err
	}, func() { s.ceaseOf(list) })
}

func (s *screen) ceaseOf(list []notice.Notice) {
	session := s.frame.Session
	if len(list) == 0 {
		s.frame.Fail(records.ErrNoCessation)
		return
	}
	var e records.Ending
	var names []string
	for _, n := range list {
		names = append(names, frame.L("{{.A}}: {{.B}}", n.Reference, n.Content.Title.In(frame.Language())))
	}
	stop, erased := part.NewDateField(session.Now()), part.NewDateField(session.Now())
	which := part.NewClaimAmong(frame.L("Notice"), names, func(i int) {
		if i >= 0 {
			e.Notice = list[i].Reference
			on := list[i].Content.Effective
			stop.SetDate(frame.Noon(on.Year, on.Month, on.Day))
		}
	})
	values := map[string]string{}
	f := compliance.Field{ID: "sources"}
	for _, key := range slices.Sorted(maps.Keys(s.state.Sources)) {
		f.Choices = append(f.Choices, compliance.Option{ID: key, Title: map[string]string{"en": s.words.Source(key)}})
	}
	form := part.NewForm(which, part.NewField(frame.L("Sources of the service"), s.several(f, values)),
		dayField(frame.L("Collecting stops by"), stop), dayField(frame.L("Deleted or anonymised by"), erased))
	var d *part.Dialog
	d = part.NewDialog(part.DialogParts{Title: frame.L("Tasks from a notice"), Body: form, Form: form,
		Confirm: frame.L("Make the tasks"), Cancel: frame.L("Cancel"), Width: 560, Long: true,
		OnConfirm: func() bool {
			next := e
			next.Sources, next.Stop, next.Erased = strings.Fields(values["sources"]), readDay(stop), readDay(erased)
			return s.frame.SubmitTo(d, func(ctx context.Context) (err error) {
				_, err = records.Cease(ctx, session, next)
				return err
			}, s.reload)
		}})
	s.frame.KeepForm(d, "tasks from a notice")
	d.Show(s.frame.Window.Canvas())
}

func dayField(title string, day *part.DateField) *part.Field {
	return part.NewField(title, day).WithCheck(func() string {
		if readDay(day) == (calendar.Date{}) {
			return frame.ValueFault(compliance.ErrDay)
		}
		return ""
	})
}

// readDay is the day that was typed; none where it is no day.
func readDay(field *part.DateField) calendar.Date {
	t, ok := field.Date()
	if !ok {
		return calendar.Date{}
	}
	return calendar.Date{Year: t.Year(), Month: t.Month(), Day: t.Day()}
}
