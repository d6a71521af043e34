package incident

import (
	"cmp"
	"context"
	"strings"
	"time"

	"fyne.io/fyne/v2"

	app "orangelab.cn/rightsdesk/app/incident"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/model/incident"
	"orangelab.cn/rightsdesk/ui/frame"
	"orangelab.cn/rightsdesk/ui/part"
)

// drafts lists the reports to authorities that the clocks ask for, each with what its draft lacks; nothing where no
// clock has a form.
func (s *screen) drafts(st incident.Standing) []fyne.CanvasObject {
	var list []fyne.CanvasObject
	for _, c := range st.Clocks {
		form, ok := app.Rules().FormOf(c.ID)
		if _, drafted := st.Drafted(c.ID); ok && (drafted || c.Open() && !st.Waived(c.ID)) {
			list = append(list, s.draftLine(st, c, form))
		}
	}
	if len(list) == 0 {
		return nil
	}
	return append(append([]fyne.CanvasObject{part.NewSubHeading(frame.L("Reports to authorities"))}, list...),
		part.Space(0, 14))
}

// draftLine is one report: how far its draft is, and what can be done with it.
func (s *screen) draftLine(st incident.Standing, c incident.Running, form incident.Form) fyne.CanvasObject {
	lang, now := frame.Language(), s.frame.Session.Now()
	draft, there := st.Drafted(c.ID)
	icon, color, state := "doc", fyne.ThemeColorName(part.ColorText3), frame.L("no draft yet")
	trailing := part.HBox(8)
	var lacks []incident.Field
	if there {
		lacks = form.Lacks(*draft.Body.Draft, late(c, now))
		icon, color, state = "pen", part.ColorAmber, frame.L("drafted by {{.A}}, {{.B}}", s.frame.StaffWithin(draft.By),
			frame.Clock(draft.At, now))
		switch {
		case draft.Approved.Number != 0:
			icon, color, state = "check", part.ColorGreen, frame.L("approved by {{.A}}, {{.B}}",
				s.frame.StaffWithin(draft.Approved.By), frame.Clock(draft.Approved.At, now))
		case len(lacks) > 0:
			state = frame.And(state, frame.L("lacks: {{.A}}", frame.FieldNames(lacks)))
		}
		trailing.Add(part.NewLink(frame.L("Read…"), func() { s.readDraft(st, c, form, draft) }).AsSmall())
	}
	if s.sendable(st, c.ID) {
		trailing.Add(part.NewButton(frame.L("Send by mail…"), func() { s.send(st, c) }).AsSmall())
	}
	if st.Closing == nil && s.frame.May(model.ActDraftIncident) {
		trailing.Add(part.NewButton(frame.L("Draft…"), func() { s.draft(st, c, form) }).AsSmall())
	}
	line := part.NewLine(c.Title.In(lang), "").WithIcon(icon, color).
		WithBelow(frame.And(form.Name.In(lang), form.Source.In(lang), frame.Confidence(form.Confidence))).
		WithTrailing(trailing)
	line.NoLine = true
	column := part.VBox(0, line, part.Inset(0, 0, 6, 24, part.NewParagraph(state)))
	column.Objects = append(append(column.Objects, s.mailed(st, c.ID)...), part.HLine())
	return column
}

// sourceOf is what asks for a field of a form.
func sourceOf(form incident.Form, f incident.Field) string {
	lang := frame.Language()
	return cmp.Or(f.Source.In(lang), form.Source.In(lang))
}

// late reports whether what a clock asks for comes after its time.
func late(c incident.Running, now time.Time) bool { return c.Done.IsZero() && c.Late(now) }

// draft lets a report be written, beginning with what was written last or what the record knows.
func (s *screen) draft(st incident.Standing, c incident.Running, form incident.Form) {
	session, lang := s.frame.Session, frame.Language()
	var begin incident.Draft
	s.frame.Prepare(func(ctx context.Context) (err error) {
		begin, err = app.Begin(ctx, session, st, c.ID, lang)
		return err
	}, func() {
		fields, read := []*part.Field{}, map[string]*part.Entry{}
		first := false
		if form.Staged() {
			fields = append(fields,
				part.NewClaim(frame.L("Stage"),
					[]part.Option{{Text: frame.L("First report: what is not known yet follows")},
						{Text: frame.L("Whole report, or supplement")}}, func(i int) { first = i == 0 }))
		}
		for _, f := range form.Fields {
			if f.Late && !late(c, session.Now()) {
				continue
			}
			e := part.NewMultiLine("", 3)
			e.SetText(begin.Fields[f.ID])
			hint := sourceOf(form, f)
			if f.First {
				hint = frame.And(frame.L("asked for in the first report"), hint)
			}
			field := part.NewField(f.Name.In(lang), e).WithHint(hint)
			fields, read[f.ID] = append(fields, field), e
		}
		box := part.NewForm(fields...)
		s.askOf(st, form.Name.In(lang), box, box, frame.L("Keep the draft"), func() writing {
			d := incident.Draft{Clock: c.ID, First: first, Fields: map[string]string{}}
			for id, e := range read {
				if text := strings.TrimSpace(e.Text); text != "" {
					d.Fields[id] = text
				}
			}
			return func(ctx ctxt) (incident.Standing, error) {
				return app.Draft(ctx, session, app.SeenOf(st.Incident), d)
			}
		})
	})
}

// readDraft shows a draft whole, with what it lacks; whoever may approves it there.
func (s *screen) readDraft(st incident.Standing, c incident.Running, form incident.Form, draft incident.Drafted) {
	lang, session := frame.Language(), s.frame.Session
	lacks := form.Lacks(*draft.Body.Draft, late(c, session.Now()))
	column := part.VBox(10)
	if st.Drill {
		column.Add(part.NewBanner(part.BannerAmber, "warn", frame.L("DRILL"),
			frame.L("Nothing leaves the desk: what it would report is only played.")))
	}
	if len(lacks) > 0 && draft.Approved.Number == 0 {
		column.Add(part.NewBanner(part.BannerAmber, "warn", frame.L("The draft lacks something"),
			frame.FieldNames(lacks)))
	}
	if draft.Body.Draft.First {
		column.Add(part.NewParagraph(frame.L("First report: what is not known yet follows")))
	}
	for _, f := range form.Fields {
		if text := draft.Body.Draft.Fields[f.ID]; text != "" {
			column.Add(part.VBox(2, part.NewCaption(frame.And(f.Name.In(lang), sourceOf(form, f))), part.NewBody(text)))
		}
	}
	parts := part.DialogParts{Title: form.Name.In(lang), Body: column, Cancel: frame.L("Close"), Width: 640}
	var d *part.Dialog
	if draft.Approved.Number == 0 && st.Closing == nil && s.frame.May(model.ActApproveIncident) &&
		!st.Drafts(c.ID, session.Staff().ID) {
		parts.Confirm, parts.Signs = frame.L("Approve"), true
		parts.OnConfirm = func() bool {
			var next incident.Standing
			return s.frame.SubmitTo(d, func(ctx context.Context) (err error) {
				next, err = app.Approve(ctx, session, app.SeenOf(st.Incident), draft)
				return err
			}, func() { s.follow(next) })
		}
	}
	d = part.NewDialog(parts)
	d.Show(s.frame.Window.Canvas())
}
