// Package compliance is the screen of the records that an organisation keeps of its own duties: their kinds at the
// left, the records of one, or all that is due, in the middle, and the chosen record with its next step at the right.
package compliance

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"fyne.io/fyne/v2"

	records "orangelab.cn/rightsdesk/app/compliance"
	"orangelab.cn/rightsdesk/app/gate"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/model/calendar"
	"orangelab.cn/rightsdesk/model/compliance"
	"orangelab.cn/rightsdesk/ui/frame"
	"orangelab.cn/rightsdesk/ui/part"
)

// screen shows the records.
type screen struct {
	frame    *frame.Frame
	state    records.State
	words    records.Words
	kind     string // whose records show; empty: what is due
	search   string
	rows     []row
	number   int64 // the chosen record
	versions []compliance.Record

	left, head, right *fyne.Container
	table             *part.DataTable
	middle, whole     *fyne.Container // the table, and all of the column
}

// row is one line of the list.
type row struct {
	record           compliance.Record
	name, kind, says string
	day              calendar.Date
	flaw             compliance.FlawKind
	without          string // a source that has no record yet
}

// Screen makes the screen.
func Screen(f *frame.Frame) fyne.CanvasObject { return ScreenAt(f, "") }

// ScreenAt makes the screen with the records of a kind.
func ScreenAt(f *frame.Frame, kind string) fyne.CanvasObject {
	s := newScreen(f, kind)
	s.reload()
	return s.body()
}

func newScreen(f *frame.Frame, kind string) *screen {
	s := &screen{frame: f, kind: kind, left: part.VBox(0), head: part.VBox(6), right: part.VBox(0),
		middle: part.Stack()}
	s.table = part.NewDataTable(s.columns(), s.fill)
	s.table.OnSelected = s.choose
	s.table.OnOpen = func(int) { s.edit() }
	return s
}

func (s *screen) body() fyne.CanvasObject {
	s.whole = part.VBox(0, part.Inset(12, 16, 8, 16, s.head), part.Grow(s.middle))
	return part.Workspace(part.PaddedPage(s.left), s.whole, part.PaddedPage(s.right), 212, 440, 316)
}

func (s *screen) columns() []part.Column {
	return []part.Column{{Title: frame.L("Which record"), Flex: 2, Min: 150}, {Title: frame.L("Due"), Width: 96},
		{Title: frame.L("State"), Width: 112}}
}

// reload reads the records again, and the chosen one with its versions.
func (s *screen) reload() {
	session := s.frame.Session
	var st records.State
	s.frame.Run(func(ctx context.Context) (err error) {
		st, err = records.Read(ctx, session)
		return err
	}, func() {
		s.state, s.words = st, s.frame.RecordWords(st.Sources)
		s.show()
	})
}

// show draws the lists and what is chosen.
func (s *screen) show() {
	s.left.Objects = s.kinds()
	s.left.Refresh()
	s.drawHead()
	s.list()
}

// kinds are the groups and their kinds, each with how many records are in use and whether one is overdue.
func (s *screen) kinds() (objects []fyne.CanvasObject) {
	objects = append(objects, part.NewSubHeading(frame.L("Compliance")), part.Space(0, 8),
		s.kindLine("", frame.L("What is due"), len(s.state.Due())))
	for _, g := range gate.Kinds().Groups {
		var lines []fyne.CanvasObject
		for _, k := range gate.Kinds().Kinds {
			if k.Group == g.ID && records.May(s.frame.Session.Staff().Role, k) {
				n := 0
				for _, r := range s.state.Of(k.ID) {
					if r.Open() {
						n++
					}
				}
				lines = append(lines, s.kindLine(k.ID, k.Title.In(frame.Language()), n))
			}
		}
		if len(lines) > 0 {
			objects = append(append(objects, part.Space(0, 12), part.NewCaption(g.Title.In(frame.Language())).Short(),
				part.Space(0, 2)), lines...)
		}
	}
	if s.frame.May(model.ActDemandRecords) {
		objects = append(objects, part.Space(0, 14),
			part.HBox(0, part.NewLink(frame.L("What is demanded of staff…"), s.demand).AsSmall(), part.Gap()))
	}
	return objects
}

func (s *screen) kindLine(id, title string, n int) fyne.CanvasObject {
	label := fyne.CanvasObject(part.NewLink(title, func() {
		s.kind, s.search, s.number = id, "", 0
		s.show()
	}))
	if id == s.kind {
		label = part.NewBold(title).Short()
	}
	count := part.NewCaption("")
	if n > 0 {
		count.SetText(strconv.Itoa(n))
	}
	if id != "" && slices.ContainsFunc(s.state.Of(id),
		func(r compliance.Record) bool { return pressing(s.state.Flaws(r)) }) || id == "" && n > 0 {
		count.In(part.ColorRed)
	}
	return part.HBox(6, part.Grow(part.Fixed(0, kindHeight, label)), count)
}

// kindHeight keeps all kinds in sight of a small window.
const kindHeight = 26

// pressing reports whether the worst flaw is one that somebody must act on at once.
func pressing(flaws []compliance.Flaw) bool {
	return len(flaws) > 0 && (flaws[0].Kind == compliance.FlawAbroad || flaws[0].Kind == compliance.FlawOverdue)
}

// drawHead is the title of the list, what the kind is for, the search and what can be done.
func (s *screen) drawHead() {
	kind, ok := gate.Kinds().Kind(s.kind)
	title, about := frame.L("What is due"), frame.L(
		"What is overdue, waits for a second person or comes within thirty days, of every kind.")
	if ok {
		title, about = kind.Title.In(frame.Language()), kind.About.In(frame.Language())
	}
	bar := part.HBox(8, part.Grow(part.NewHeading(title).Short()))
	if ok && s.frame.May(model.ActTableRecords) && len(s.state.Of(kind.ID)) > 0 {
		bar.Add(part.NewButton(frame.L("Table…"), s.saveTable).AsSmall())
	}
	if ok && records.MayKeep(s.frame.Session.Staff().Role, kind) {
		if kind.From != "" {
			bar.Add(part.NewButton(frame.L("From a notice…"), s.cease).AsSmall())
		}
		bar.Add(part.NewPrimary(frame.L("Add…"), "", func() { s.form(kind, compliance.Record{Kind: kind.ID}, nil) }))
	}
	search := part.NewSearchField(frame.L("Search these records"), "")
	search.OnChanged = func(text string) {
		s.search = text
		s.list()
	}
	s.head.Objects = []fyne.CanvasObject{bar, part.NewParagraph(about), search}
	s.head.Refresh()
	if s.whole != nil { // what a kind is for takes a line or two, and the table begins below
		s.whole.Refresh()
	}
}

// list are the records that show: those of the kind, or what is due, narrowed by the search.
func (s *screen) list() {
	rows := s.rowsOf()
	s.table.SetCount(min(len(rows), len(s.rows)))
	s.rows = rows
	chosen := slices.IndexFunc(s.rows, func(r row) bool { return r.without == "" && r.record.Number == s.number })
	switch {
	case len(s.rows) == 0 && s.search != "":
		s.middle.Objects = []fyne.CanvasObject{part.NewNothing("search", frame.L("Nothing found"),
			frame.L("No record here has these words."))}
	case len(s.rows) == 0 && s.kind == "":
		s.middle.Objects = []fyne.CanvasObject{part.NewNothing("check", frame.L("Nothing is due"),
			frame.L("Records with days of review or expiry show here before they run out."))}
	case len(s.rows) == 0:
		s.middle.Objects = []fyne.CanvasObject{part.NewNothing("doc", frame.L("No record yet"),
			frame.L("Add what the organisation has: agreements, documents, days. What is missing or runs out shows from then on."))}
	default:
		s.middle.Objects = []fyne.CanvasObject{s.table}
		if chosen < 0 {
			chosen = 0
		}
	}
	s.table.SetCount(len(s.rows))
	s.middle.Refresh()
	s.table.Select(chosen)
	s.choose(chosen)
}

func (s *screen) rowsOf() (rows []row) {
	list := s.state.Due()
	kind, ok := gate.Kinds().Kind(s.kind)
	if ok {
		list = s.state.Of(s.kind)
		for _, key := range s.state.Without(kind) {
			rows = append(rows, row{without: key, name: s.words.Source(key), says: frame.L("no record yet"),
				flaw: compliance.FlawMissing})
		}
	}
	for _, r := range list {
		rows = append(rows, s.row(r))
	}
	if text := strings.ToLower(strings.TrimSpace(s.search)); text != "" {
		rows = slices.DeleteFunc(rows, func(r row) bool { return !strings.Contains(s.haystack(r), text) })
	}
	return rows
}

// haystack is all that a search looks through, in small letters.
func (s *screen) haystack(r row) string {
	words := []string{r.name, r.kind, strconv.FormatInt(r.record.Number, 10)}
	if kind, ok := gate.Kinds().Kind(r.record.Kind); ok {
		for _, f := range kind.Fields {
			words = append(words, s.words.Value(f, r.record))
		}
	}
	return strings.ToLower(strings.Join(words, "\n"))
}

func (s *screen) row(r compliance.Record) row {
	kind, _ := gate.Kinds().Kind(r.Kind)
	line := row{record: r, name: s.name(kind, r), kind: kind.Title.In(frame.Language())}
	day, says := gate.Kinds().Due(r)
	line.day, line.says = day, says.In(frame.Language())
	if flaws := s.state.Flaws(r); len(flaws) > 0 {
		line.flaw = flaws[0].Kind
	}
	return line
}

// name is what a record is called.
func (s *screen) name(kind compliance.Kind, r compliance.Record) string {
	var words []string
	for _, id := range kind.Name {
		f, _ := kind.Field(id)
		if value := s.words.Value(f, r); value != "" {
			words = append(words, value)
		}
	}
	return strings.Join(words, " · ")
}

var flawChips = map[compliance.FlawKind]part.ChipState{compliance.FlawAbroad: part.ChipHigh,
	compliance.FlawOverdue: part.ChipHigh, compliance.FlawUnapproved: part.ChipReview,
	compliance.FlawFailed: part.ChipHigh, compliance.FlawMissing: part.ChipPlanned,
	compliance.FlawSoon: part.ChipWaiting}

// fill draws one row of the list.
func (s *screen) fill(i int, d *part.RowData) {
	r := s.rows[i]
	d.Cells[0] = part.Cell{Text: r.name}
	if s.kind == "" {
		d.Cells[0].Text = frame.L("{{.A}}: {{.B}}", r.kind, r.name)
	}
	if r.day != (calendar.Date{}) {
		d.Cells[1] = part.Cell{Text: r.day.String(), Color: part.ColorText2}
	}
	switch {
	case r.without != "":
		d.Cells[2] = part.Cell{Text: r.says, Color: part.ColorText3}
	case !r.record.Open():
		d.Cells[0].Color = part.ColorText3
		d.Cells[2] = part.Cell{Text: frame.L("ended"), Color: part.ColorText3}
	case r.flaw != "":
		d.Cells[2] = part.Cell{Text: frame.Flaw(r.flaw), Chip: flawChips[r.flaw]}
	default:
		d.Cells[2] = part.Cell{Text: frame.L("in order"), Icon: "check", IconColor: part.ColorGreen}
	}
}

// choose shows a record.
func (s *screen) choose(i int) {
	if i < 0 || i >= len(s.rows) {
		s.number, s.versions = 0, nil
		s.right.RemoveAll()
		s.right.Refresh()
		return
	}
	r := s.rows[i]
	if r.record.Number != s.number || r.without != "" {
		s.versions = nil
	}
	s.number = r.record.Number
	s.detail(r)
	if r.without != "" {
		return
	}
	session, number := s.frame.Session, r.record.Number
	var versions []compliance.Record
	s.frame.Run(func(ctx context.Context) (err error) {
		versions, err = records.Versions(ctx, session, number)
		return err
	}, func() {
		if s.number == number && len(versions) > 0 && versions[0].Version == r.record.Version {
			s.versions = versions
			s.detail(r)
		}
	})
}

// chosen is the record that shows.
func (s *screen) chosen() (r row, ok bool) {
	i := s.table.Selected()
	if i < 0 || i >= len(s.rows) {
		return row{}, false
	}
	return s.rows[i], true
}

// edit opens the form of the record that shows.
func (s *screen) edit() {
	r, ok := s.chosen()
	kind, there := gate.Kinds().Kind(r.record.Kind)
	if r.without != "" {
		kind, there = gate.Kinds().Kind(s.kind)
	}
	if !ok || !there || !records.MayKeep(s.frame.Session.Staff().Role, kind) || r.without == "" && !r.record.Open() {
		return
	}
	if r.without != "" {
		s.form(kind, compliance.Record{Kind: kind.ID}, map[string]string{"source": r.without})
		return
	}
	s.form(kind, r.record, nil)
}
