package rules

import (
	"context"
	"fmt"
	"path/filepath"
	"slices"
	"strconv"

	"fyne.io/fyne/v2"

	"orangelab.cn/rightsdesk/app/rulebook"
	"orangelab.cn/rightsdesk/app/rules"
	"orangelab.cn/rightsdesk/model/calendar"
	"orangelab.cn/rightsdesk/model/rule"
	"orangelab.cn/rightsdesk/ui/frame"
	"orangelab.cn/rightsdesk/ui/part"
)

// holidayRow is one table of holidays that days are counted by.
type holidayRow struct {
	calendar, from string
	table          calendar.Table
}

// tables are the tables in force; of one that the desk imported with who did, and when.
func (s *screen) tables() (list []holidayRow) {
	own, err := s.state.Kept.Tables()
	if err != nil {
		own = nil // Read has refused it before
	}
	for _, c := range s.state.Pack.Calendars {
		for _, t := range s.state.Pack.Tables(c.ID) {
			row := holidayRow{c.Name.In(frame.Language()), frame.L("the program"), t}
			for _, o := range own {
				if o.Calendar == c.ID && o.Table.Year == t.Year {
					row.from = frame.And(s.frame.StaffWithin(o.Change.By), frame.DayYear(o.Change.At), o.Change.Why)
				}
			}
			list = append(list, row)
		}
	}
	return list
}

// holidays lists the tables of holidays, and the days of the chosen one.
func (s *screen) holidays() fyne.CanvasObject {
	list, detail := s.tables(), part.Stack()
	if len(list) == 0 {
		return part.NewNothing("clock", frame.L("No table of holidays"),
			frame.L("Every year is counted by weekends and fixed days, and every such date is provisional."))
	}
	table := part.NewDataTable([]part.Column{{Title: frame.L("Holidays of"), Min: 160},
		{Title: frame.L("Year"), Width: 70}, {Title: frame.L("Days off"), Width: 90, Align: fyne.TextAlignTrailing},
		{Title: frame.L("Weekends worked"), Width: 130, Align: fyne.TextAlignTrailing},
		{Title: frame.L("From"), Min: 160}, {Title: frame.L("Where it stands written"), Min: 160}},
		func(row int, d *part.RowData) {
			h := list[row]
			off, worked := h.table.Counts()
			d.Cells[0], d.Cells[1], d.Cells[2], d.Cells[3] = part.Cell{Text: h.calendar,
				Bold: true}, part.Cell{Text: strconv.Itoa(h.table.Year)}, part.Cell{Text: strconv.Itoa(off)}, part.Cell{
				Text: strconv.Itoa(worked)}
			d.Cells[4], d.Cells[5] = part.Cell{Text: h.from}, part.Cell{Text: h.table.Source, Color: part.ColorText2}
		})
	table.OnSelected = func(row int) {
		if row < 0 {
			return
		}
		detail.Objects = []fyne.CanvasObject{days(list[row].table)}
		detail.Refresh()
	}
	table.SetCount(len(list))
	table.Select(0)
	table.OnSelected(0)
	note := part.NewBody(
		frame.L("A year without a table is counted by weekends and fixed days. Whatever depends on it is marked as provisional."))
	return part.VBox(0, part.Inset(10, part.PageEdge, 6, part.PageEdge, note), part.Grow(below(table, 220, detail)))
}

// days lists the days of a table.
func days(t calendar.Table) fyne.CanvasObject {
	table := part.NewDataTable([]part.Column{{Title: frame.L("Day"), Width: 240},
		{Title: frame.L("Off or worked"), Width: 140}, {Title: frame.L("Holiday"), Min: 160}},
		func(row int, d *part.RowData) {
			day := t.Days[row]
			what := part.Cell{Text: frame.L("day off")}
			if !day.Off {
				what = part.Cell{Text: frame.L("worked"), Color: part.ColorAmber}
			}
			d.Cells[0], d.Cells[1], d.Cells[2] = part.Cell{
				Text: frame.DayYear(frame.Noon(day.Date.Year, day.Date.Month, day.Date.Day))}, what, part.Cell{
				Text: day.Name}
		})
	table.SetCount(len(t.Days))
	return table
}

// lacking warns of tables that do not name what a calendar has off every year.
func lacking(pack *rule.Pack, id string, tables []calendar.Table) (list []fyne.CanvasObject) {
	for _, t := range tables {
		var days []string
		for _, d := range pack.Lacking(id, t) {
			days = append(days, frame.DayYear(frame.Noon(d.Year, d.Month, d.Day)))
		}
		if len(days) == 0 {
			continue
		}
		list = append(list, part.NewBanner(part.BannerAmber, "warn",
			frame.L("The table of {{.A}} may not be whole.", strconv.Itoa(t.Year)),
			frame.L("It does not name {{.A}}, which these rules have off every year: they are counted as worked, and what depends on that year is marked as provisional.",
				frame.And(days...))))
	}
	return list
}

// maxHolidayFile bounds a file of holidays, in bytes.
const maxHolidayFile = 1 << 20

// chooseHolidays reads a file of holidays and shows what it names before anything is kept.
func (s *screen) chooseHolidays() {
	s.frame.AskFile(maxHolidayFile+1, func(name, _ string, data []byte) {
		tables, err := rulebook.ReadHolidays(name, data)
		if err != nil {
			s.frame.Fail(err)
			return
		}
		s.importHolidays(filepath.Base(name), tables)
	})
}

func (s *screen) importHolidays(name string, tables []calendar.Table) {
	pack, session, seen := s.state.Pack, s.frame.Session, s.state
	var names []string
	for _, c := range pack.Calendars {
		names = append(names, c.Name.In(frame.Language()))
	}
	choice := -1
	lacks := part.VBox(0)
	var d *part.Dialog
	of := part.NewClaimAmong(frame.L("Holidays of"), names, func(i int) {
		choice = i
		lacks.Objects = lacking(pack, pack.Calendars[i].ID, tables)
		d.Refresh()
	})
	why := part.NewEntry("")
	form := part.NewForm(of,
		part.NewField(frame.L("Why"), why).WithHint(frame.L("Such as where it was published.")).Required())
	body := part.VBox(10,
		part.NewBody(
			frame.L("{{.A}} names these years. Each stands in place of an earlier table of its year; then the due dates of open requests are counted again, and those that move are listed.", name)))
	for _, t := range tables {
		off, worked := t.Counts()
		body.Add(part.NewLine(frame.L("{{.A}}: {{.B}} days off, {{.C}} days of weekends worked", strconv.Itoa(t.Year),
			off, worked), ""))
	}
	body.Add(form)
	body.Add(lacks)
	d = part.NewDialog(part.DialogParts{Title: frame.L("Import holidays"), Body: body, Form: form,
		Confirm: frame.L("Import"), Cancel: frame.L("Cancel"), Width: 560,
		OnConfirm: func() bool {
			if choice < 0 {
				of.SetProblem(frame.L("Choose whose holidays they are."))
				return false
			}
			id, reason := pack.Calendars[choice].ID, why.Text
			return s.frame.SubmitTo(d, func(ctx context.Context) error {
				if err := rules.Import(ctx, session, seen, id, tables, reason); err != nil {
					return err
				}
				_, err := session.Recount(ctx, nil)
				return err
			}, func() {
				s.strip.Choose(slices.IndexFunc(s.strip.Tabs, func(t part.Tab) bool { return t.ID == "moved" }))
				s.reload()
			})
		}})
	s.frame.KeepForm(d, fmt.Sprint("holidays ", name))
	d.Show(s.frame.Window.Canvas())
}
