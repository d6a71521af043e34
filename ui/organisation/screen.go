// Package organisation is the screen on which the facts of the organisation are read and changed: what letters and
// copies state of it.
package organisation

import (
	"context"

	"fyne.io/fyne/v2"

	"orangelab.cn/rightsdesk/app/naming"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/ui/frame"
	"orangelab.cn/rightsdesk/ui/part"
)

// screen shows the version in force.
type screen struct {
	frame      *frame.Frame
	kept       model.Organisation
	versions   []model.Organisation
	unrecorded []string
	form       *form
	page       *frame.Page[model.Organisation]
	title      *part.Text
	left       *fyne.Container
	right      *fyne.Container
}

// Screen makes the screen.
func Screen(f *frame.Frame) fyne.CanvasObject {
	s := &screen{frame: f, left: part.VBox(0), right: part.VBox(0), title: part.NewCaption("")}
	head := part.HBox(8, part.NewHeading(frame.L("Organisation")), part.Grow(s.title.Short()))
	s.reload()
	return part.VBox(0, part.Fixed(0, 52, part.Inset(0, part.PageEdge, 0, part.PageEdge, head)), part.HLine(),
		part.Grow(part.Beside(s.left, s.right)))
}

func (s *screen) reload() {
	session := s.frame.Session
	var kept model.Organisation
	var versions []model.Organisation
	var unrecorded []string
	s.frame.Run(func(ctx context.Context) (err error) {
		if kept, err = session.Organisation(ctx); err != nil {
			return err
		}
		if versions, err = session.OrganisationVersions(ctx); err != nil {
			return err
		}
		unrecorded, err = naming.Unrecorded(ctx, session)
		return err
	}, func() {
		s.kept, s.versions, s.unrecorded = kept, versions, unrecorded
		frame.SetZone(session.Rules().Location())
		s.show()
	})
}

func (s *screen) show() {
	s.title.SetText(frame.L("every letter and copy takes these from here"))
	var shown model.Organisation
	s.page, shown = frame.KeepPage(s.frame, "organisation", newForm(s.kept).read(s.kept))
	s.form = newForm(shown)
	s.left.Objects = []fyne.CanvasObject{s.form.body(s.mayEdit(), s.registerLines()...)}
	s.form.onChange = s.follow
	s.left.Refresh()
	s.follow()
}

// follow shows beside the form what is changed in it, and the foot of a letter as it would be.
func (s *screen) follow() {
	now := s.form.read(s.kept)
	if s.mayEdit() {
		s.page.Follow(now, s.left)
	}
	s.right.Objects = []fyne.CanvasObject{part.VBox(16, s.next(), s.foot(now), s.history())}
	s.right.Refresh()
}

func (s *screen) mayEdit() bool { return s.frame.May(model.ActEditOrganisation) }

// next is what to do: save, and what is still missing.
func (s *screen) next() fyne.CanvasObject {
	missing := s.missing()
	why := frame.L("Nothing is missing.")
	if len(missing) > 0 {
		why = frame.L("Letters wait for: {{.A}}.", frame.FactNames(missing))
	}
	if !s.mayEdit() {
		return part.NewNextStep(part.NextStepParts{Caption: frame.L("Organisation"),
			Title: frame.L("Administrators and leads edit these facts"), Why: why, Narrow: true})
	}
	why += " " + frame.L("Every request is counted by {{.A}}, see Rules.",
		frame.RegimesInForce(s.frame.Session.Rules()))
	changed := s.form.read(s.kept).Trimmed().Changed(s.kept.Trimmed())
	if len(changed) == 0 {
		return part.NewNextStep(part.NextStepParts{Caption: frame.L("Organisation"),
			Title: frame.L("Nothing is changed"), Narrow: true,
			Why: why + " " +
				frame.L("What you change on the left is saved as version {{.A}}; what was sent stays as sent.",
					s.kept.Version+1)})
	}
	return part.NewNextStep(part.NextStepParts{Caption: frame.L("Next step"),
		Title: frame.L("Save changes as version {{.A}}", s.kept.Version+1),
		Why: frame.Sentences(s.page.Again(),
			frame.L("Changed: {{.A}}. Letters written from now on say it; what was sent stays as sent.",
				frame.FactNames(changed))),
		Primary: part.NewPrimary(frame.L("Save version {{.A}}", s.kept.Version+1), "Ctrl Enter", s.save), Narrow: true,
		Others: []fyne.CanvasObject{part.NewButton(frame.L("Discard…"), func() {
			s.page.Discard(s.show)
		})}})
}

// missing are the facts that some letter needs, in any of the languages that the desk writes in.
func (s *screen) missing() (list []model.OrganisationFact) {
	seen := map[model.OrganisationFact]bool{}
	for _, lang := range s.kept.Languages {
		for _, f := range naming.MissingFacts(s.kept, lang) {
			if !seen[f] {
				seen[f] = true
				list = append(list, f)
			}
		}
	}
	if len(s.kept.Languages) == 0 {
		list = naming.MissingFacts(s.kept, frame.Language())
	}
	return list
}

func (s *screen) save() {
	session, next := s.frame.Session, s.form.read(s.kept)
	s.frame.Try(func(ctx context.Context) error {
		_, err := session.SaveOrganisation(ctx, next)
		return err
	}, func(err error) {
		if err != nil {
			s.frame.Fail(err)
			return
		}
		s.page.Done()
		s.reload()
	})
}

// foot shows how facts stand under a letter.
func (s *screen) foot(o model.Organisation) fyne.CanvasObject {
	lang := frame.Language()
	column := part.VBox(4, part.NewSubHeading(frame.L("Foot of a letter")))
	inside := part.VBox(2)
	for _, line := range o.SignatureLines(lang) {
		inside.Add(part.NewBody(line))
	}
	inside.Add(part.NewBody(frame.And(o.Name[lang], o.Address[lang])))
	inside.Add(part.NewParagraph(o.Contact))
	for _, r := range o.Routes {
		inside.Add(part.NewParagraph(frame.And(r.Authority[lang], r.How)))
	}
	inside.Add(part.NewParagraph(o.Court[lang]))
	column.Add(part.NewCard(inside))
	return column
}

func (s *screen) history() fyne.CanvasObject {
	column := part.VBox(0, part.NewSubHeading(frame.L("Versions")))
	for i, v := range s.versions {
		below := frame.DayYear(v.SavedAt) + " · " + s.frame.StaffName(v.SavedBy)
		if i == 0 {
			below += " · " + frame.L("in force")
		}
		what := frame.L("First set-up")
		if i+1 < len(s.versions) {
			what = frame.FactNames(v.Changed(s.versions[i+1]))
		}
		column.Add(part.NewLine(frame.L("Version {{.A}}", v.Version)+" · "+what, "").WithBelow(below))
	}
	return column
}
