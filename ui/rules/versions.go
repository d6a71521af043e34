package rules

import (
	"strings"

	"fyne.io/fyne/v2"

	"orangelab.cn/rightsdesk/app/rules"
	"orangelab.cn/rightsdesk/ui/frame"
	"orangelab.cn/rightsdesk/ui/part"
)

// version is one version of the rule pack with its text.
type version struct {
	name, when, who, why, text string
}

// list are the versions that the desk saved, the newest first, and the one that the program carries.
func (s *screen) list() (list []version) {
	for _, c := range s.state.Versions() {
		list = append(list, version{c.Version, frame.Moment(c.At), s.frame.StaffWithin(c.By), c.Why,
			s.state.Kept.Packs[c.Version]})
	}
	return append(list, version{rules.CarriedVersion(), "", frame.L("the program"),
		frame.L("as the program carries it"), rules.Carried()})
}

// versions shows each version with who saved it, when and why, and its text with the lines that are not in the one
// before.
func (s *screen) versions() fyne.CanvasObject {
	list, detail := s.list(), part.Stack()
	table := part.NewDataTable([]part.Column{{Title: frame.L("Version"), Width: 130},
		{Title: frame.When(s.frame.Session.Now()), Width: 250}, {Title: frame.L("By"), Width: 120},
		{Title: frame.L("Why"), Min: 200},
		{Title: frame.L("State"), Width: 100}}, func(row int, d *part.RowData) {
		v := list[row]
		d.Cells[0], d.Cells[1], d.Cells[2], d.Cells[3] = part.Cell{Text: v.name,
			Bold: true}, part.Cell{Text: v.when}, part.Cell{Text: v.who}, part.Cell{Text: v.why, Color: part.ColorText2}
		if v.name == s.state.Pack.Version {
			d.Cells[4] = part.Cell{Text: frame.L("in force"), Icon: "check", IconColor: part.ColorGreen}
		}
	})
	table.OnSelected = func(row int) {
		if row < 0 {
			return
		}
		marks, first := map[int]fyne.ThemeColorName{}, 0
		if row+1 < len(list) {
			marks, first = changed(list[row].text, list[row+1].text)
		}
		listing := part.NewListing(list[row].text, marks)
		detail.Objects = []fyne.CanvasObject{part.Inset(8, part.PageEdge, 0, part.PageEdge, listing)}
		detail.Refresh()
		listing.ShowLine(first)
	}
	table.SetCount(len(list))
	table.Select(0)
	table.OnSelected(0)
	return below(table, 200, detail)
}

// changed marks the lines of a text that another does not have, and returns the first.
func changed(text, before string) (marks map[int]fyne.ThemeColorName, first int) {
	had := map[string]bool{}
	for _, line := range strings.Split(before, "\n") {
		had[line] = true
	}
	marks = map[int]fyne.ThemeColorName{}
	for i, line := range strings.Split(text, "\n") {
		if had[line] || strings.HasPrefix(line, "version:") {
			continue
		}
		marks[i+1] = part.ColorAmber
		if first == 0 {
			first = i + 1
		}
	}
	return marks, first
}

// movedDues lists the due dates that moved when they were counted last.
func (s *screen) movedDues() fyne.CanvasObject {
	if len(s.moved) == 0 {
		return part.NewNothing("clock", frame.L("No due date moved"),
			frame.L("Where a table of holidays arrives, or the organisation moves to another zone, the due dates of open requests are counted again. Those that move are listed here, and each has an entry in the audit log."))
	}
	table := part.NewDataTable([]part.Column{{Title: frame.L("Request"), Width: 140},
		{Title: frame.L("Clock"), Width: 130}, {Title: frame.L("It was"), Width: 190},
		{Title: frame.L("It is"), Width: 190},
		{Title: frame.L("Because"), Min: 200}}, func(row int, d *part.RowData) {
		m := s.moved[row]
		d.Cells[0], d.Cells[1] = part.Cell{Text: m.Reference, Bold: true}, part.Cell{Text: frame.DueName(m.Clock)}
		d.Cells[2], d.Cells[3], d.Cells[4] = part.Cell{Text: frame.DayYear(m.Was),
			Color: part.ColorText2}, part.Cell{Text: frame.DayYear(m.Is)}, part.Cell{Text: s.because(m.Why)}
	})
	table.OnOpen = func(row int) {
		if s.frame.Open != nil && row >= 0 {
			s.frame.Open(s.moved[row].Request)
		}
	}
	table.SetCount(len(s.moved))
	line := frame.L("When they were counted last, so many due dates moved: {{.A}}.", s.total)
	if more := s.total - int64(len(s.moved)); more > 0 {
		line = frame.Sentences(line, frame.L("{{.A}} more stand in the audit log.", more))
	}
	return part.VBox(0, part.Inset(10, part.PageEdge, 6, part.PageEdge, part.NewBody(line)), part.Grow(table))
}

// because says in words why a due date moved.
func (s *screen) because(codes string) (text string) {
	for _, code := range strings.Split(codes, ",") {
		id, year, table := strings.Cut(code, "/")
		if !table {
			text = frame.And(text, frame.L("the organisation’s zone is another"))
			continue
		}
		text = frame.And(text,
			frame.L("the holidays of {{.A}} in {{.B}} arrived", calendarName(s.state.Pack, id), year))
	}
	return text
}
