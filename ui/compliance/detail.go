package compliance

import (
	"context"
	"fmt"
	"strconv"
	"strings"

	"fyne.io/fyne/v2"

	records "orangelab.cn/rightsdesk/app/compliance"
	"orangelab.cn/rightsdesk/app/gate"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/model/compliance"
	"orangelab.cn/rightsdesk/ui/frame"
	"orangelab.cn/rightsdesk/ui/part"
)

// detail is the record that shows: its next step, what it says, and its versions.
func (s *screen) detail(r row) {
	kind, _ := gate.Kinds().Kind(r.record.Kind)
	if r.without != "" {
		kind, _ = gate.Kinds().Kind(s.kind)
		parts := part.NextStepParts{Caption: frame.L("Next step"), Narrow: true,
			Title: frame.L("Record it for {{.A}}", r.name), Why: kind.About.In(frame.Language())}
		if records.MayKeep(s.frame.Session.Staff().Role, kind) {
			parts.Primary = part.NewPrimary(frame.L("Add…"), "Ctrl Enter", s.edit)
		}
		s.right.Objects = []fyne.CanvasObject{part.NewNextStep(parts)}
		s.right.Refresh()
		return
	}
	s.right.Objects = []fyne.CanvasObject{part.VBox(16, s.next(kind, r.record), s.says(kind, r.record),
		s.history(kind))}
	s.right.Refresh()
}

// next is what to do with the record that shows.
func (s *screen) next(kind compliance.Kind, r compliance.Record) fyne.CanvasObject {
	parts := part.NextStepParts{Caption: frame.L("Next step"), Narrow: true}
	role, flaws := s.frame.Session.Staff().Role, s.state.Flaws(r)
	keeps := records.MayKeep(role, kind)
	var first compliance.FlawKind
	if len(flaws) > 0 {
		first = flaws[0].Kind
		var why []string
		for _, f := range flaws {
			why = append(why, frame.FlawText(f))
		}
		parts.Why = strings.Join(why, "\n")
	}
	edit := func() {
		if keeps {
			parts.Primary = part.NewPrimary(frame.L("Edit…"), "Ctrl Enter", s.edit)
		}
	}
	switch first {
	case compliance.FlawAbroad:
		country := r.Values[kind.Abroad.Country]
		parts.Title = frame.L("Record an authorisation for {{.A}}", frame.CountryName(country))
		if transfers, ok := gate.Kinds().Kind(compliance.Transfers); ok && records.MayKeep(role, transfers) {
			parts.Primary = part.NewPrimary(frame.L("Record…"), "Ctrl Enter", func() {
				s.form(transfers, compliance.Record{Kind: transfers.ID},
					map[string]string{"country": country, "recipient": s.name(kind, r),
						"categories": r.Values[kind.Abroad.Categories]})
			})
		}
	case compliance.FlawUnapproved:
		parts.Title = frame.L("A second person approves it")
		if role.May(model.ActApproveRecord) && model.SecondPerson(s.frame.Session.Staff().ID, r.Prepared) {
			parts.Title = frame.L("Approve it")
			parts.Primary = part.NewPrimary(frame.L("Approve…"), "Ctrl Enter", func() { s.approve(kind, r) })
		}
	case compliance.FlawOverdue:
		parts.Title = frame.L("Renew it, or end it")
		edit()
	case compliance.FlawFailed, compliance.FlawMissing:
		parts.Title = frame.L("Complete it")
		edit()
	case compliance.FlawSoon:
		parts.Title = frame.L("It is due soon")
		edit()
	default:
		parts.Title = frame.L("Nothing is open")
		if !r.Open() {
			parts.Title, parts.Why = frame.L("Ended"), r.Ended
		}
	}
	if keeps && r.Open() {
		if first == compliance.FlawAbroad || first == compliance.FlawUnapproved || first == "" {
			parts.Others = append(parts.Others, part.NewButton(frame.L("Edit…"), s.edit).AsSmall())
		}
		parts.Others = append(parts.Others, part.NewButton(frame.L("End…"), func() { s.end(kind, r) }).AsSmall())
	}
	return part.NewNextStep(parts)
}

// says is what the record says, field by field; what is ticked off has its link where it was not.
func (s *screen) says(kind compliance.Kind, r compliance.Record) fyne.CanvasObject {
	column := part.VBox(6, part.NewSubHeading(s.name(kind, r)).Short())
	caption := frame.L("No. {{.A}}, version {{.B}}", r.Number, r.Version)
	if r.By != "" {
		caption = frame.And(caption,
			frame.L("approved by {{.A}}, {{.B}}", s.frame.StaffWithin(r.By), frame.DayYear(r.At)))
	}
	column.Add(part.NewParagraph(caption))
	for _, f := range kind.Fields {
		title, value := f.Title.In(frame.Language()), s.words.Value(f, r)
		switch {
		case f.Type == compliance.Done:
			column.Add(s.tickLine(kind, f, r))
		case value == "":
		default:
			column.Add(part.VBox(1, part.NewCaption(title).Short(), part.NewBody(value)))
		}
	}
	return column
}

func (s *screen) tickLine(kind compliance.Kind, f compliance.Field, r compliance.Record) fyne.CanvasObject {
	line := part.NewLine(f.Title.In(frame.Language()), "")
	if on, by := r.Ticked(f.ID); by != "" {
		return line.WithIcon("check", part.ColorGreen).
			WithBelow(frame.L("{{.A}}, {{.B}}", frame.Date(on), s.frame.StaffName(by)))
	}
	line.WithIcon("clock", part.ColorText3)
	if !r.Open() || !records.MayKeep(s.frame.Session.Staff().Role, kind) || f.Later && kind.Second && r.By == "" {
		return line
	}
	session, seen := s.frame.Session, records.SeenOf(r)
	return line.WithTrailing(part.NewButton(frame.L("Tick off"), func() {
		s.frame.Run(func(ctx context.Context) (err error) {
			if kind.Staff() {
				_, err = records.TickStaff(ctx, session, seen, f.ID)
			} else {
				_, err = records.Tick(ctx, session, seen, f.ID)
			}
			return err
		}, s.reload)
	}).AsSmall())
}

// history are the versions of the record, the newest first.
func (s *screen) history(kind compliance.Kind) fyne.CanvasObject {
	column := part.VBox(0)
	if len(s.versions) < 2 {
		return column
	}
	column.Add(part.NewSubHeading(frame.L("Versions")))
	for i, v := range s.versions {
		line := part.NewLine(frame.L("{{.A}}, {{.B}}", strconv.FormatInt(v.Version, 10), frame.DayYear(v.SavedAt)), "").
			WithBelow(s.frame.StaffName(v.SavedBy))
		if i+1 < len(s.versions) {
			before := s.versions[i+1]
			line.WithTrailing(part.NewLink(frame.L("What changed"), func() { s.changed(kind, before, v) }).AsSmall())
		}
		column.Add(line)
	}
	return column
}

// changed shows what a version says otherwise than the one before it.
func (s *screen) changed(kind compliance.Kind, before, after compliance.Record) {
	column := part.VBox(8)
	for _, f := range kind.Fields {
		if before.Values[f.ID] == after.Values[f.ID] {
			continue
		}
		was, is := s.words.Value(f, before), s.words.Value(f, after)
		if was == "" {
			was = frame.L("nothing")
		}
		if is == "" {
			is = frame.L("nothing")
		}
		column.Add(part.VBox(1, part.NewCaption(f.Title.In(frame.Language())).Short(),
			part.NewParagraph(frame.L("It was: {{.A}}", was)), part.NewBody(is)))
	}
	if after.Ended != before.Ended {
		column.Add(part.NewBody(frame.L("Ended: {{.A}}", after.Ended)))
	}
	part.NewDialog(part.DialogParts{Title: frame.L("What version {{.A}} changed", after.Version), Body: column,
		Cancel: frame.L("Close"), Width: 560}).Show(s.frame.Window.Canvas())
}

// approve asks once more, with all that is approved in sight.
func (s *screen) approve(kind compliance.Kind, r compliance.Record) {
	session, seen := s.frame.Session, records.SeenOf(r)
	column := part.VBox(6)
	for _, f := range kind.Fields {
		if value := s.words.Value(f, r); value != "" && !f.Later {
			column.Add(part.VBox(1, part.NewCaption(f.Title.In(frame.Language())).Short(), part.NewBody(value)))
		}
	}
	column.Add(part.NewParagraph(frame.L("Prepared by {{.A}}. You sign exactly what stands here.",
		s.frame.StaffName(r.Prepared))))
	var d *part.Dialog
	d = part.NewDialog(part.DialogParts{Title: frame.L("Approve this record?"), Body: column,
		Confirm: frame.L("Approve"), Cancel: frame.L("Cancel"), Signs: true, Width: 560,
		OnConfirm: func() bool {
			return s.frame.SubmitTo(d, func(ctx context.Context) error { return records.Approve(ctx, session, seen) },
				s.reload)
		}})
	d.Show(s.frame.Window.Canvas())
}

// end asks why a record is of no more use.
func (s *screen) end(kind compliance.Kind, r compliance.Record) {
	why := part.NewMultiLine("", 2)
	form := part.NewForm(part.NewField(frame.L("Why it is of no more use"), why).
		WithHint(frame.L("The record stays and can be read. Nothing counts by it any more.")).Required())
	session, seen := s.frame.Session, records.SeenOf(r)
	var d *part.Dialog
	d = part.NewDialog(part.DialogParts{Title: frame.L("End this record?"), Body: form, Form: form,
		Confirm: frame.L("End"), Cancel: frame.L("Cancel"), Danger: true,
		OnConfirm: func() bool {
			text := why.Text
			return s.frame.SubmitTo(d, func(ctx context.Context) (err error) {
				if kind.Staff() {
					_, err = records.EndStaff(ctx, session, seen, text)
				} else {
					_, err = records.End(ctx, session, seen, text)
				}
				return err
			}, s.reload)
		}})
	s.frame.KeepForm(d, fmt.Sprint("end ", kind.ID, " ", r.Number))
	d.Show(s.frame.Window.Canvas())
}
