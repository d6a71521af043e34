// Package rules is the screen on which the rules of the desk are read and changed: regimes with their figures, tables
// of holidays, versions, and the due dates that moved.
package rules

import (
	"context"

	"fyne.io/fyne/v2"

	"orangelab.cn/rightsdesk/app/desk"
	"orangelab.cn/rightsdesk/app/rules"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/ui/frame"
	"orangelab.cn/rightsdesk/ui/part"
)

// screen shows the rules in force.
type screen struct {
	frame  *frame.Frame
	state  rules.State
	counts []desk.Counted
	moved  []model.MovedDue // of the last count that moved something
	total  int64            // how many moved in it

	title  *part.Text
	strip  *part.TabStrip
	body   *fyne.Container
	regime string // the chosen one
}

// Screen makes the screen.
func Screen(f *frame.Frame) fyne.CanvasObject {
	s := &screen{frame: f, body: part.Stack(), title: part.NewCaption("")}
	s.strip = part.NewTabStrip(s.tabs(), func(int) { s.show() })
	head := part.HBox(8, part.NewHeading(frame.L("Rules")), part.Grow(s.title.Short()))
	if f.May(model.ActImportHolidays) {
		head.Add(part.NewButton(frame.L("Import holidays…"), s.chooseHolidays))
	}
	if f.May(model.ActEditRules) {
		head.Add(part.NewPrimary(frame.L("Edit the rules…"), "Ctrl Enter", func() { s.edit(s.state.Pack.Text(), 0) }))
	}
	s.reload()
	return part.VBox(0, part.Fixed(0, 52, part.Inset(0, part.PageEdge, 0, part.PageEdge, head)), part.HLine(),
		part.Inset(0, part.PageEdge, 0, part.PageEdge, s.strip), part.Grow(s.body))
}

func (s *screen) tabs() []part.Tab {
	return []part.Tab{{ID: "regimes", Text: frame.L("Regimes and figures")},
		{ID: "holidays", Text: frame.L("Holidays")},
		{ID: "versions", Text: frame.L("Versions")}, {ID: "moved", Text: frame.L("Due dates that moved")}}
}

// maxMoved is how many due dates that moved are listed; the log has an entry for each.
const maxMoved = 2000

func (s *screen) reload() {
	session := s.frame.Session
	var st rules.State
	var counts []desk.Counted
	var moved []model.MovedDue
	var total int64
	s.frame.Run(func(ctx context.Context) (err error) {
		if st, err = rules.Read(ctx, session); err != nil {
			return err
		}
		if counts, err = st.Counts(); err != nil {
			return err
		}
		for _, c := range counts {
			if c.Moved > 0 {
				moved, total, err = session.MovedDues(ctx, c, maxMoved)
				break
			}
		}
		return err
	}, func() {
		s.state, s.counts, s.moved, s.total = st, counts, moved, total
		s.show()
	})
}

func (s *screen) show() {
	if s.state.Pack == nil {
		return
	}
	s.title.SetText(s.inForce())
	content := []func() fyne.CanvasObject{s.regimes, s.holidays, s.versions, s.movedDues}[s.strip.Current()]()
	s.body.Objects = []fyne.CanvasObject{content}
	s.body.Refresh()
}

// inForce says which version is in force, and whose.
func (s *screen) inForce() string {
	version := s.state.Pack.Version
	switch {
	case s.state.Unread != "":
		return frame.L("Version {{.A}} of the program is in force: it can read the desk’s own version {{.B}} no more.",
			version, s.state.Unread)
	case len(s.state.Versions()) == 0:
		return frame.L("version {{.A}}, as the program carries it", version)
	}
	last := s.state.Versions()[0]
	return frame.L("version {{.A}}, by {{.B}}, {{.C}}", version, s.frame.StaffWithin(last.By), frame.DayYear(last.At))
}

// below is a table over what is chosen in it.
func below(table *part.DataTable, height float32, detail fyne.CanvasObject) fyne.CanvasObject {
	return part.VBox(0, part.Fixed(0, height, table), part.HLine(), part.Grow(detail))
}
