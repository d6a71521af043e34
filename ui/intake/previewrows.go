package intake

import (
	"strconv"
	"strings"

	"fyne.io/fyne/v2"

	"orangelab.cn/rightsdesk/app/intake"
	"orangelab.cn/rightsdesk/app/intake/record"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/model/identifier"
	"orangelab.cn/rightsdesk/ui/frame"
	"orangelab.cn/rightsdesk/ui/part"
)

// filter is which records the list shows.
type filter int

// The filters, in their order.
const (
	showAll filter = iota
	showNew
	showKnown
	showOther
	showDoubtful
	showUnread
	showAutomatic
)

// tally counts what a file holds, each record in one sort, and what is decided about it. Head, foot, filters and the
// next step all say what it says.
type tally struct {
	fresh, same, other, automatic, spoilt, unread int
	doubtful                                      int // of those that are fresh
	take, undecided, left                         int
	aside                                         int // of those to take
}

// sort counts a record in its one sort.
func (t *tally) sort(r intake.Row) *int {
	switch {
	case r.Known == record.Same:
		return &t.same
	case r.Submission == nil:
		return &t.unread
	case r.Problem != nil:
		return &t.spoilt
	case r.Submission.Automatic != "":
		return &t.automatic
	case r.Known == record.OtherContent:
		return &t.other
	}
	return &t.fresh
}

// decision is what becomes of a row: as decided by hand, else as proposed.
func (p *preview) decision(row int) intake.Decision {
	if d, ok := p.do[row]; ok {
		return d.Do
	}
	return p.shown.Rows[row].Proposed()
}

// leavesOut reports whether a row that waited is to be left out by decision, with a reason, and was not yet.
func (p *preview) leavesOut(row int) bool {
	_, done := p.done[row]
	return !done && p.do[row].Do == intake.LeaveOut && p.do[row].Reason != ""
}

// takes reports whether a row is to be taken in and was not yet.
func (p *preview) takes(row int) bool {
	if _, done := p.done[row]; done {
		return false
	}
	d := p.decision(row)
	return d != intake.LeaveOut && d != intake.Undecided
}

func (p *preview) tally() (t tally) {
	for i, r := range p.shown.Rows {
		of := t.sort(r)
		*of++
		if of == &t.fresh && len(r.Submission.Doubts) > 0 {
			t.doubtful++
		}
		_, done := p.done[i]
		switch d := p.decision(i); {
		case done:
		case p.takes(i):
			t.take++
			if d == intake.PutAside {
				t.aside++
			}
		case d == intake.Undecided:
			t.undecided++
		case len(r.Choices()) > 0:
			t.left++
		}
	}
	return t
}

// holds reports whether a filter shows a row.
func (f filter) holds(r intake.Row) bool {
	var t tally
	of := t.sort(r)
	switch f {
	case showNew:
		return of == &t.fresh
	case showKnown:
		return of == &t.same
	case showOther:
		return of == &t.other
	case showDoubtful:
		return of == &t.fresh && len(r.Submission.Doubts) > 0
	case showUnread:
		return of == &t.spoilt || of == &t.unread
	case showAutomatic:
		return of == &t.automatic
	}
	return true
}

// text says what the file holds, and what is decided about it.
func (t tally) text() string {
	list := []string{frame.L("{{.A}} new", frame.Thousands(t.fresh)), frame.L("{{.A}} known", frame.Thousands(t.same))}
	for _, one := range []struct {
		n    int
		text string
	}{{t.other, frame.L("{{.A}} with a known number and other content", frame.Thousands(t.other))},
		{t.doubtful, frame.L("{{.A}} of the new doubtful", frame.Thousands(t.doubtful))},
		{t.automatic, frame.L("{{.A}} automatic", frame.Thousands(t.automatic))},
		{t.spoilt, frame.L("{{.A}} spoilt", frame.Thousands(t.spoilt))},
		{t.unread, frame.L("{{.A}} not readable", frame.Thousands(t.unread))}} {
		if one.n > 0 {
			list = append(list, one.text)
		}
	}
	return strings.Join(list, frame.L(", "))
}

func (p *preview) filters(t tally) fyne.CanvasObject {
	texts := []string{frame.L("All {{.A}}", frame.Thousands(len(p.shown.Rows))),
		frame.L("New {{.A}}", frame.Thousands(t.fresh)), frame.L("Known {{.A}}", frame.Thousands(t.same)),
		frame.L("Other content {{.A}}", frame.Thousands(t.other)),
		frame.L("Doubtful {{.A}}", frame.Thousands(t.doubtful)),
		frame.L("Spoilt {{.A}}", frame.Thousands(t.spoilt+t.unread))}
	if t.automatic > 0 {
		texts = append(texts, frame.L("Automatic {{.A}}", frame.Thousands(t.automatic)))
	}
	return part.NewSegment(texts, int(p.filter), func(i int) {
		p.filter = filter(i)
		p.narrow()
	})
}

// narrow shows the rows that filter and search leave.
func (p *preview) narrow() {
	p.rows = p.rows[:0]
	text := strings.ToLower(strings.TrimSpace(p.find))
	for i, r := range p.shown.Rows {
		if p.filter.holds(r) && (text == "" || contains(r, text)) {
			p.rows = append(p.rows, i)
		}
	}
	p.table.SetCount(len(p.rows))
	p.table.Refresh()
}

func contains(r intake.Row, text string) bool {
	if strconv.Itoa(r.Line) == text {
		return true
	}
	s := r.Submission
	if s == nil {
		return r.Problem != nil && strings.Contains(strings.ToLower(frame.Reasons(r.Problem)), text)
	}
	for _, v := range append(
		append(append([]string{s.Number(), s.Subject.Name, s.Subject.IDNumber, s.Body, frame.W(s.Kind)},
			s.Subject.Emails()...), s.Subject.Phones()...), s.Subject.Accounts()...) {
		if strings.Contains(strings.ToLower(v), text) {
			return true
		}
	}
	return false
}

func (p *preview) newTable() {
	p.table = part.NewDataTable([]part.Column{{Title: frame.L("Line"), Width: 44},
		{Title: frame.L("Their no."), Width: 70}, {Title: frame.L("Kind"), Width: 84},
		{Title: frame.L("Name"), Width: 64},
		{Title: frame.L("Known by"), Min: 112}, {Title: frame.L("What it is"), Flex: 1.2, Min: 96},
		{Title: frame.When(p.frame.Session.Now()), Width: 132, Align: fyne.TextAlignTrailing}}, p.fill)
	p.table.SetRowHeight(44)
	p.table.SetEdge(16, 12)
	p.table.OnKey = func(ev *fyne.KeyEvent) bool {
		if ev.Name == fyne.KeySpace {
			p.toggle()
			return true
		}
		return false
	}
	p.table.OnSelected = func(row int) {
		p.selected = -1
		if row >= 0 && row < len(p.rows) {
			p.selected = p.rows[row]
		}
		p.drawChosen(p.sums)
	}
}

// doubts returns the fields of a record that are doubted or cannot be read.
func doubts(r intake.Row) map[string]bool {
	fields := map[string]bool{}
	if r.Submission != nil {
		for _, d := range r.Submission.Doubts {
			fields[d.Field] = true
		}
	}
	for _, f := range intake.Fields(r.Problem) {
		fields[f] = true
	}
	return fields
}

func (p *preview) fill(row int, d *part.RowData) {
	if row >= len(p.rows) {
		return
	}
	i := p.rows[row]
	r := p.shown.Rows[i]
	d.Cells[0] = part.Cell{Text: strconv.Itoa(r.Line), Color: part.ColorText3}
	if r.Line == 0 {
		d.Cells[0].Text = "–"
	}
	d.Cells[5] = p.standing(i)
	s := r.Submission
	if s == nil {
		d.Below, d.BelowColor = frame.Reasons(r.Problem), part.ColorRed
		return
	}
	color := part.ColorText
	if !p.takes(i) && p.decision(i) == intake.LeaveOut {
		color = part.ColorText3
	}
	marked := doubts(r)
	cell := func(text string, fields ...string) part.Cell {
		c := part.Cell{Text: text, Color: color}
		for _, f := range fields {
			if marked[f] {
				c.Mark, c.MarkColor = "warn", part.ColorAmber
			}
		}
		return c
	}
	received := frame.L("the taking")
	if !s.ReceivedAt.IsZero() {
		received = frame.ColumnArrival(s.ReceivedAt, p.frame.Session.Now())
	}
	d.Cells[1], d.Cells[2], d.Cells[3] = cell(s.Number(), "id"), cell(frame.W(s.Kind),
		"kind"), cell(identifier.MaskName(s.Subject.Name), "name", "subject")
	d.Cells[4], d.Cells[6] = cell(contact(s.Subject), "email", "phone", "account",
		"id_number"), part.Cell{Text: received, Color: color}
	if marked["received"] { // a mark behind the text would lie in it: the column stands at the right edge
		d.Cells[6].Icon, d.Cells[6].IconColor = "warn", part.ColorAmber
	}
	d.Below, d.BelowColor = p.below(i)
}

// below is the second line of a record: why it is not simply new, else its own words.
func (p *preview) below(row int) (string, fyne.ThemeColorName) {
	r := p.shown.Rows[row]
	switch {
	case r.Problem != nil && r.Known != record.Same:
		return frame.Reasons(r.Problem), part.ColorRed
	case r.Known == record.Same:
		return frame.L("The same record is there already, number and content"), part.ColorText3
	case len(r.Earlier) > 0 && r.Known == record.OtherContent:
		return frame.L("This number is {{.A}}, which says something else", r.Earlier[0].Reference), part.ColorAmber
	case len(r.Earlier) > 0:
		return frame.L("may belong to {{.A}}", r.Earlier[0].Reference), part.ColorAmber
	}
	text, _, _ := strings.Cut(r.Submission.Body, "\n")
	if doubts := r.Submission.Doubts; len(doubts) > 0 {
		text = doubtText(doubts[0].Field, doubts[0].Reason.Text, doubts[0].Reason.Values)
	}
	if runes := []rune(text); len(runes) > 160 {
		text = string(runes[:160])
	}
	return text, part.ColorText2
}

// standing says what a record is to the desk, and what becomes of it.
func (p *preview) standing(row int) part.Cell {
	r := p.shown.Rows[row]
	if b, ok := p.done[row]; ok {
		switch {
		case b.Before:
			return part.Cell{Text: frame.L("Was there before"), Icon: "x", Color: part.ColorText3}
		case b.Do == intake.LeaveOut:
			return part.Cell{Text: frame.L("Left out"), Icon: "x", Color: part.ColorText3}
		case b.Do == intake.PutAside:
			return part.Cell{Text: frame.L("Put aside"), Icon: "mail", Color: part.ColorText2}
		}
		return part.Cell{Text: b.Reference, Icon: "check", IconColor: part.ColorGreen, Bold: true}
	}
	left := part.Cell{Text: frame.L("Left out"), Icon: "x", Color: part.ColorText3}
	switch d := p.decision(row); {
	case r.Known == record.Same:
		return part.Cell{Text: frame.L("Known, left out"), Icon: "x", Color: part.ColorText3}
	case d == intake.LeaveOut && (r.Submission != nil || p.leavesOut(row)):
		return left
	case d == intake.TakeTyped:
		return part.Cell{Text: frame.L("New, as typed"), Icon: "check", IconColor: part.ColorAmber}
	case r.Submission == nil:
		return part.Cell{Text: frame.L("Not readable"), Icon: "warn", Color: part.ColorRed, Bold: true}
	case d == intake.Undecided && r.Problem != nil:
		return part.Cell{Text: frame.L("Decide: spoilt"), Icon: "warn", Color: part.ColorRed, Bold: true}
	case d == intake.Undecided:
		return part.Cell{Text: frame.L("Decide: other text"), Icon: "warn", Color: part.ColorAmber, Bold: true}
	case d == intake.SameAs:
		return part.Cell{Text: frame.L("Same as {{.A}}", r.Earlier[0].Reference), Icon: "check",
			IconColor: part.ColorAmber}
	case d == intake.PutAside:
		return part.Cell{Text: frame.L("Automatic mail"), Icon: "mail", Color: part.ColorText2}
	case d == intake.TakeWithout:
		return part.Cell{Text: frame.L("New, without it"), Icon: "check", IconColor: part.ColorAmber}
	case len(r.Submission.Doubts) > 0:
		return part.Cell{Text: frame.L("New, doubtful"), Icon: "warn", IconColor: part.ColorAmber}
	}
	return part.Cell{Text: frame.L("New"), Icon: "check", IconColor: part.ColorGreen}
}

// contact is the first of what the person can be reached or found by, masked.
func contact(s model.Subject) string {
	switch {
	case s.Phone != "":
		return identifier.MaskPhone(s.Phone)
	case s.Email != "":
		return identifier.MaskEmail(s.Email)
	case s.Account != "":
		return identifier.MaskText(s.Account)
	}
	return identifier.MaskIDNumber(s.IDNumber)
}
