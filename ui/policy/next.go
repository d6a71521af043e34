package policy

import (
	"context"

	"fyne.io/fyne/v2"

	campaign "orangelab.cn/rightsdesk/app/notice"
	library "orangelab.cn/rightsdesk/app/policy"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/model/calendar"
	"orangelab.cn/rightsdesk/model/policy"
	"orangelab.cn/rightsdesk/ui/frame"
	"orangelab.cn/rightsdesk/ui/part"
)

// next is what to do with the version that shows.
func (s *screen) next(v policy.Published) fyne.CanvasObject {
	newest := policy.Newest(s.library.Of(v.Document)).Number == v.Number
	parts := part.NextStepParts{Caption: frame.L("Next step"), Narrow: true}
	mine := s.library.Wrote(v, s.frame.Session.Staff().ID)
	open := s.unclassed()
	switch blocking := len(s.blocking(v)); {
	case s.untold(v):
		parts.Title = frame.L("Tell people of version {{.A}}", v.Label)
		parts.Why = frame.L("It takes effect on {{.A}}. The notice begins with both versions, the day and the changes as they were classed.", day(v.From))
		parts.Primary = part.NewPrimary(frame.L("Begin the notice"), "Ctrl Enter", s.beginNotice)
	case v.By != "" || !newest:
		parts.Title, parts.Why = frame.L("Draft the next version"), frame.L(
			"Import the new text: what changed shows beside this one.")
		if s.frame.May(model.ActDraftPolicy) {
			parts.Primary = part.NewPrimary(frame.L("Import…"), "Ctrl Enter", func() { s.importText(false) })
		}
	case blocking > 0:
		parts.Title = frame.L("Put {{.A}} flaws of the text right", blocking)
		parts.Why = frame.L("They keep it back. Each stands under Checks with what to do.")
		parts.Primary = part.NewPrimary(frame.L("Show the checks"), "Ctrl Enter", func() {
			s.mode = showChecks
			s.show()
		})
	case v.Label == "" || v.From == (calendar.Date{}):
		parts.Title, parts.Why = frame.L("Say what it is called and from when it holds"), frame.L(
			"A version is cited by its name and is in force from its day on.")
		if s.frame.May(model.ActDraftPolicy) {
			parts.Primary = part.NewPrimary(frame.L("Name and day…"), "Ctrl Enter", func() { s.editFacts(v) })
		}
	case open > 0 && s.frame.May(model.ActClassPolicy):
		parts.Title, parts.Why = frame.L("Class {{.A}} changes",
			open), frame.L("Say why each must be told to people, and whether they must agree. A notice cites it.")
		parts.Primary = part.NewPrimary(frame.L("Class the first…"), "Ctrl Enter", s.classFirst)
	case mine:
		parts.Title, parts.Why = frame.L("A second person publishes it"), frame.L(
			"You wrote some of it. A lead or an administrator who did not reads it and publishes it.")
	case s.frame.May(model.ActPublishPolicy):
		parts.Title = frame.L("Publish version {{.A}}", v.Label)
		parts.Why = frame.L("It is in force from {{.A}}. You sign the text exactly as it shows here.", day(v.From))
		parts.Primary = part.NewPrimary(frame.L("Publish…"), "Ctrl Enter", func() { s.publish(v) })
	default:
		parts.Title, parts.Why = frame.L("A lead publishes it"), frame.L(
			"It is in force from {{.A}} once a lead or an administrator has published it.", day(v.From))
	}
	if s.frame.May(model.ActDraftPolicy) && newest && v.By == "" {
		parts.Others = []fyne.CanvasObject{part.NewButton(frame.L("Import…"), func() { s.importText(false) })}
	}
	return part.NewNextStep(parts)
}

// untold reports whether a version is published, not in force yet, and no notice tells people of it, though something
// changes that somebody here can tell them.
func (s *screen) untold(v policy.Published) bool {
	_, announced := campaign.Announcing(s.notices, v.Label)
	return s.library.State(v) == policy.Coming && s.changes != nil && len(s.changes.List) > 0 && !announced &&
		s.frame.May(model.ActWriteNotice)
}

// beginNotice begins the notice of the changes that show, and goes there.
func (s *screen) beginNotice() {
	session, changes := s.frame.Session, *s.changes
	s.frame.Run(func(ctx context.Context) error {
		_, err := campaign.BeginUpdate(ctx, session, changes)
		return err
	}, s.toNotices)
}

func (s *screen) toNotices() {
	if show := s.frame.Places["Notices"]; show != nil {
		show()
	}
}

// blocking are the flaws that keep a version back: none do so for the first of a document, which people have read
// already.
func (s *screen) blocking(v policy.Published) []policy.Defect {
	for _, o := range s.library.Of(v.Document) {
		if o.By != "" {
			return policy.Blocking(s.defects)
		}
	}
	return nil
}

// unclassed counts the changes that nobody has classed.
func (s *screen) unclassed() (n int) {
	if s.changes == nil {
		return 0
	}
	for _, c := range s.changes.List {
		if !c.Settled {
			n++
		}
	}
	return n
}

// facts are what is to know of the version beside its text.
func (s *screen) facts(v policy.Published) fyne.CanvasObject {
	column := part.VBox(4, part.NewSubHeading(frame.L("This version")))
	add := func(text, value string) { column.Add(part.NewLine(text, value)) }
	add(frame.L("Cited as"), v.Label)
	if v.From != (calendar.Date{}) {
		add(frame.L("In force from"), day(v.From))
	}
	if v.By != "" {
		add(frame.L("Published"), frame.DayYear(v.At))
	}
	if s.changes != nil {
		add(frame.L("Changes"),
			frame.L("{{.A}}, {{.B}} classed", len(s.changes.List), len(s.changes.List)-s.unclassed()))
		add(frame.L("Need express consent"), frame.Thousands(len(s.changes.NeedConsent())))
	}
	if n, announced := campaign.Announcing(s.notices, v.Label); announced {
		column.Add(part.NewLine(frame.L("Notice"), "").WithTrailing(part.NewLink(n.Reference, s.toNotices).AsSmall()))
	}
	add(frame.L("Flaws"), frame.Thousands(len(s.defects)))
	if s.frame.May(model.ActDraftPolicy) && v.By == "" && policy.Newest(s.library.Of(v.Document)).Number == v.Number {
		column.Add(part.HBox(0, part.NewLink(frame.L("Name and day…"), func() { s.editFacts(v) }).AsSmall(),
			part.Gap()))
	}
	return column
}

// publish asks once more, since what is published binds the organisation.
func (s *screen) publish(v policy.Published) {
	seen := v.Ref()
	var d *part.Dialog
	body := part.VBox(6, part.NewBody(frame.L("{{.A}} is in force from {{.B}}.", called(v.Version), day(v.From))),
		part.NewParagraph(frame.L("{{.A}} clauses, {{.B}} flaws that may be looked at", len(v.Clauses),
			len(s.defects))))
	d = part.NewDialog(part.DialogParts{Title: frame.L("Publish this version?"), Body: body,
		Confirm: frame.L("Publish"), Cancel: frame.L("Cancel"), Signs: true,
		OnConfirm: func() bool {
			return s.frame.SubmitTo(d,
				func(ctx context.Context) error { return library.Publish(ctx, s.frame.Session, seen) }, s.reload)
		}})
	d.Show(s.frame.Window.Canvas())
}
