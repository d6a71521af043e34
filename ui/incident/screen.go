// Package incident is the screen on which incidents and drills are opened, followed and closed: what is known, which
// clocks run and why, how severe it is, who is in the response team, and the record that only grows.
package incident

import (
	"context"

	"fyne.io/fyne/v2"

	records "orangelab.cn/rightsdesk/app/compliance"
	app "orangelab.cn/rightsdesk/app/incident"
	campaign "orangelab.cn/rightsdesk/app/notice"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/model/incident"
	"orangelab.cn/rightsdesk/model/notice"
	"orangelab.cn/rightsdesk/ui/frame"
	"orangelab.cn/rightsdesk/ui/part"
)

// screen shows every incident, and one of them open.
type screen struct {
	frame  *frame.Frame
	list   []incident.Standing
	roster incident.Roster // who takes the seats
	post   app.Post        // what of reports leaves by mail
	ready  *records.State  // the records of compliance; nil for whom they are not
	// notices are those of the desk.
	notices []notice.Notice
	open    int64  // ID; zero: none
	whole   bool   // the log shows every entry
	drawn   int64  // ID of the one that shows
	top     func() // scrolls to its beginning
	left    *fyne.Container
	middle  *fyne.Container
	right   *fyne.Container
}

// Screen makes the screen.
func Screen(f *frame.Frame) fyne.CanvasObject { return ScreenAt(f, 0) }

// ScreenAt makes the screen with an incident open, by its ID; zero opens the first.
func ScreenAt(f *frame.Frame, id int64) fyne.CanvasObject {
	s := &screen{frame: f, open: id, left: part.VBox(0), middle: part.VBox(0), right: part.VBox(0)}
	middle := part.PaddedPage(s.middle)
	s.top = middle.ScrollToTop
	s.reload()
	return part.Workspace(part.PaddedPage(s.left), middle, part.PaddedPage(s.right), 212, 480, 272)
}

func (s *screen) reload() {
	session, may := s.frame.Session, s.frame.May(model.ActReadNotice)
	prepared := s.frame.May(model.ActReadCompliance)
	var ready *records.State
	var list []incident.Standing
	var roster incident.Roster
	var told []notice.Notice
	var post app.Post
	s.frame.Run(func(ctx context.Context) (err error) {
		if list, err = app.List(ctx, session); err != nil {
			return err
		}
		if may {
			if told, err = campaign.List(ctx, session); err != nil {
				return err
			}
		}
		if post, err = app.ReadPost(ctx, session); err != nil {
			return err
		}
		if prepared {
			st, err := records.Read(ctx, session)
			if err != nil {
				return err
			}
			ready = &st
		}
		roster, err = app.Roster(ctx, session)
		return err
	}, func() {
		s.list, s.roster, s.notices, s.post, s.ready = list, roster, told, post, ready
		s.show()
	})
}

// now is the incident that is open: the one that was chosen, else the first of the list.
func (s *screen) now() (st incident.Standing, ok bool) {
	for _, each := range s.list {
		if each.ID == s.open {
			return each, true
		}
	}
	if len(s.list) == 0 {
		return st, false
	}
	return s.list[0], true
}

func (s *screen) show() {
	st, ok := s.now()
	s.open = st.ID
	s.showList()
	if s.drawn != st.ID {
		s.drawn = st.ID
		s.top()
	}
	if !ok {
		s.middle.Objects = []fyne.CanvasObject{part.NewNothing("warn", frame.L("No incident"),
			frame.L("Data leaked, was tampered with or lost, or may have been? Start at once; the clocks run from when it was found."))}
		s.right.RemoveAll()
	} else {
		s.middle.Objects = s.page(st)
		s.right.Objects = s.side(st)
	}
	s.middle.Refresh()
	s.right.Refresh()
}

// follow shows an incident as it stands after something was written.
func (s *screen) follow(st incident.Standing) {
	s.open = st.ID
	s.reload()
	s.turned(st)
}

func (s *screen) showList() {
	head := part.HBox(8, part.NewSubHeading(frame.L("Incidents")), part.Gap())
	if s.frame.May(model.ActOpenIncident) {
		head.Add(part.NewButton(frame.L("Start…"), func() { s.start(false) }).AsSmall().WithIcon("plus"))
	}
	s.left.Objects = []fyne.CanvasObject{head, part.Space(0, 6)}
	for _, st := range s.list {
		s.left.Add(s.item(st))
	}
	if s.frame.May(model.ActOpenIncident) {
		s.left.Add(part.Space(0, 10))
		s.left.Add(part.HBox(0, part.NewLink(frame.L("Start a drill…"), func() { s.start(true) }).AsSmall(),
			part.Gap()))
	}
	if s.frame.May(model.ActEditRoster) {
		s.left.Add(part.HBox(0, part.NewLink(frame.L("Roster of the response team…"), s.editRoster).AsSmall(),
			part.Gap()))
	}
	if s.ready != nil {
		s.left.Add(part.Space(0, 16))
		for _, o := range readiness(*s.ready) {
			s.left.Add(o)
		}
	}
	s.left.Refresh()
}

// item is one incident of the list; a drill says so.
func (s *screen) item(st incident.Standing) fyne.CanvasObject {
	reference := fyne.CanvasObject(part.NewLink(st.Reference, func() {
		s.open, s.whole = st.ID, false
		s.show()
	}))
	if st.ID == s.open {
		reference = part.NewBold(st.Reference)
	}
	column := part.VBox(2)
	if st.Drill {
		column.Add(part.Ground(part.ColorAmberTint, part.NewCaption(frame.L("DRILL")).In(part.ColorAmber)))
	}
	column.Add(part.HBox(6, reference, part.Gap(), stateChip(st)))
	column.Add(part.NewText(st.Facts.Title).Short())
	column.Add(part.NewCaption(people(st)).Short())
	return part.VBox(0, part.Inset(6, 0, 6, 0, column), part.HLine())
}

func stateChip(st incident.Standing) fyne.CanvasObject {
	switch {
	case st.Closing != nil:
		return part.NewChip(part.ChipClosed, frame.L("closed"))
	case st.Drill:
		return part.NewChip(part.ChipPlanned, frame.L("exercise"))
	}
	return part.NewChip(part.ChipMajor, frame.L("major"))
}

func people(st incident.Standing) string {
	if !st.Facts.People.Known {
		return frame.L("number of people not known yet")
	}
	return frame.L("{{.A}} people", st.Facts.People.String())
}

// page is the open incident: what it is and the nearest clocks, how severe it is beside what was done, then every clock
// and report.
func (s *screen) page(st incident.Standing) []fyne.CanvasObject {
	var list []fyne.CanvasObject
	if st.Drill {
		list = append(list, part.NewBanner(part.BannerAmber, "warn", frame.L("DRILL"),
			frame.L("Nothing leaves the desk: what it would report is only played.")), part.Space(0, 8))
	}
	head := part.HBox(8, part.Grow(part.NewHeading(st.Facts.Title).Short()), stateChip(st))
	if !st.Facts.Contained.IsZero() {
		head.Add(part.NewChip(part.ChipAnswering, frame.L("contained")))
	}
	sure := frame.L("suspected")
	if st.Facts.Known {
		sure = frame.L("known to have happened")
	}
	about := frame.And(st.Reference, sure, frame.L("aware {{.A}}", frame.Clock(st.Facts.Aware, s.frame.Session.Now())),
		frame.L("found by {{.A}}", st.Facts.FoundBy))
	below := part.HBoxTop(8, part.Grow(part.NewParagraph(about)))
	if st.Closing == nil && s.frame.May(model.ActNoteIncident) {
		below.Add(part.NewButton(frame.L("Facts…"), func() { s.facts(st) }).AsSmall())
		below.Add(part.NewButton(frame.L("Add to log…"), func() { s.note(st) }).AsSmall().WithIcon("plus"))
	}
	list = append(list, head, part.Space(0, 4), below, part.Space(0, 10))
	list = append(list, s.nearest(st)...)
	measured := part.VBox(0)
	for _, section := range [][]fyne.CanvasObject{s.severity(st), s.grade(st), s.scope(st)} {
		measured.Objects = append(append(measured.Objects, section...), part.Space(0, 14))
	}
	list = append(list, part.Halves(28, 330, measured, part.VBox(0, s.record(st)...)), part.Space(0, 14))
	list = append(append(list, s.clocks(st)...), part.Space(0, 14))
	list = append(list, s.drafts(st)...)
	return append(list, s.moved(st)...)
}

// grade is the Chinese grading beside the severity.
func (s *screen) grade(st incident.Standing) []fyne.CanvasObject {
	lang, rules := frame.Language(), app.Rules()
	grade := st.Grade.Least.Name.In(lang)
	if !st.Grade.Sure() {
		grade = frame.L("{{.A}} to {{.B}}, not settled", grade, st.Grade.Most.Name.In(lang))
	}
	why := frame.And(people(st), rules.Grading.Source.In(lang))
	if st.Grade.Judged {
		why = frame.And(frame.L("as judged"), why)
	}
	return []fyne.CanvasObject{part.NewSubHeading(frame.L("Chinese grading")), part.Space(0, 4), part.NewBody(grade),
		part.NewParagraph(why), part.NewParagraph(rules.Grading.Note.In(lang))}
}
