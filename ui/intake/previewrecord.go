package intake

import (
	"context"
	"strconv"
	"strings"
	"time"

	"fyne.io/fyne/v2"

	"orangelab.cn/rightsdesk/app/intake"
	"orangelab.cn/rightsdesk/app/intake/record"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/model/identifier"
	"orangelab.cn/rightsdesk/ui/frame"
	"orangelab.cn/rightsdesk/ui/part"
)

func maskName(v string) string   { return identifier.MaskName(strings.TrimSpace(v)) }
func maskMail(v string) string   { return masking(v, identifier.MaskEmail) }
func maskPhone(v string) string  { return masking(v, identifier.MaskPhone) }
func maskNumber(v string) string { return masking(v, spoiltOr(identifier.MaskIDNumber)) }
func maskWord(v string) string   { return masking(v, identifier.MaskText) }

// masking masks what is there.
func masking(v string, mask func(string) string) string {
	if v = strings.TrimSpace(v); v == "" {
		return ""
	}
	return mask(v)
}

// spoiltOr shows a number that a spreadsheet shortened as it stands: what is left of it is no number of anybody.
func spoiltOr(mask func(string) string) func(string) string {
	return func(v string) string {
		if strings.ContainsAny(v, "eE") && strings.Contains(v, "+") {
			return v
		}
		return mask(v)
	}
}

// record shows the chosen record: what was read, what is doubted, and what can be decided.
func (p *preview) record(row int) fyne.CanvasObject {
	r := p.shown.Rows[row]
	column := part.VBox(10)
	if lead := p.lead(r); lead != "" {
		color := part.ColorAmber
		if r.Problem != nil {
			color = part.ColorRed
		}
		column.Add(part.HBox(8, part.NewIcon("warn", color, 16), part.Grow(part.NewSubHeading(lead).Short()),
			part.NewCaption(frame.L("line {{.A}}", r.Line))))
	} else {
		column.Add(part.HBox(8, part.Grow(part.NewSubHeading(frame.L("The record")).Short()),
			part.NewCaption(frame.L("line {{.A}}", r.Line))))
	}
	if r.Problem != nil {
		column.Add(part.NewParagraph(frame.Reasons(r.Problem)))
	}
	if r.Submission == nil && r.Line > 0 {
		column.Add(part.NewButton(frame.L("Copy it as it stands"), func() { p.copyRow(row) }).AsSmall())
		column.Add(
			part.NewParagraph(
				frame.L("It stays in the clipboard for ten seconds: put it right in a file of its own, or type the request in by hand. The log says that it was copied.")))
	}
	if r.Submission != nil {
		column.Add(p.values(r))
		if len(r.Earlier) > 0 {
			column.Add(earlier(r.Earlier[0]))
		}
		for _, d := range p.remarks(r) {
			column.Add(part.NewParagraph("· " + d))
		}
		if body := r.Submission.Body; body != "" {
			column.Add(part.NewBold(frame.L("In the person’s words")))
			column.Add(part.NewParagraph(beginning(body)))
		}
		for _, f := range r.Submission.Attachments {
			column.Add(part.NewLine(f.Name, "").WithIcon("doc", part.ColorText2).WithBelow(frame.Bytes(len(f.Data))))
		}
	}
	if choices := r.Choices(); len(choices) > 0 {
		if _, done := p.done[row]; !done {
			column.Add(p.decide(row, choices))
		}
	}
	return column
}

// copyRow puts a record as it stands in the file into the clipboard.
func (p *preview) copyRow(row int) {
	shown, text := *p.shown, ""
	p.frame.Run(func(ctx context.Context) (err error) {
		text, err = intake.AsItStands(ctx, p.frame.Session, shown, row)
		return err
	}, func() { part.CopySecret(text) })
}

// lead is what is to be said of a record first; empty where there is nothing but the record.
func (p *preview) lead(r intake.Row) string {
	switch {
	case r.Problem != nil && r.Submission == nil:
		return frame.L("Cannot be read")
	case r.Problem != nil:
		var names []string
		for _, f := range intake.Fields(r.Problem) {
			names = append(names, frame.FieldName(f))
		}
		return frame.L("Spoilt: {{.A}}", strings.Join(names, frame.L(", ")))
	case r.Known == record.Same:
		return frame.L("Known, left out")
	case r.Known == record.OtherContent:
		return frame.L("Known number, other content")
	case r.Submission.Automatic != "":
		return frame.L("Automatic mail: {{.A}}", frame.L(automaticWords[r.Submission.Automatic]))
	case len(r.Submission.Doubts) > 0:
		return frame.L("Doubtful")
	}
	return ""
}

// remarks are the doubts of a record, but for those that its problem says already.
func (p *preview) remarks(r intake.Row) (list []string) {
	said := map[string]bool{}
	if r.Problem != nil {
		for _, f := range intake.Fields(r.Problem) {
			said[f] = true
		}
	}
	for _, d := range r.Submission.Doubts {
		if !said[d.Field] {
			list = append(list, doubtText(d.Field, d.Reason.Text, d.Reason.Values))
		}
	}
	return list
}

// values lists what was read of each field, masked, and whether it is doubted.
func (p *preview) values(r intake.Row) fyne.CanvasObject {
	s := r.Submission
	marked := doubts(r)
	lost := map[string]bool{}
	for _, f := range intake.Fields(r.Problem) {
		lost[f] = true
	}
	var rows []part.RowData
	add := func(field, text string) {
		if text == "" && !lost[field] {
			return
		}
		check := part.Cell{Text: frame.L("fits"), Color: part.ColorText3}
		switch {
		case field == "received" && s.ReceivedAt.IsZero() && !marked[field]:
			check = part.Cell{Text: frame.L("not given"), Color: part.ColorText2}
		case lost[field]:
			check = part.Cell{Text: frame.L("not taken"), Color: part.ColorRed, Bold: true}
		case marked[field]:
			check = part.Cell{Text: frame.L("look"), Color: part.ColorAmber, Bold: true}
		}
		rows = append(rows,
			part.RowData{Cells: []part.Cell{{Text: frame.FieldName(field), Color: part.ColorText2}, {Text: text},
				check}})
	}
	each := func(field string, values []string, mask func(string) string) {
		for _, v := range values {
			add(field, mask(v))
		}
		if len(values) == 0 {
			add(field, "")
		}
	}
	add("id", s.Number())
	add("kind", frame.W(s.Kind))
	add("name", identifier.MaskName(s.Subject.Name))
	each("phone", s.Subject.Phones(), identifier.MaskPhone)
	each("email", s.Subject.Emails(), identifier.MaskEmail)
	each("account", s.Subject.Accounts(), identifier.MaskText)
	add("id_number", maskNumber(s.Subject.IDNumber))
	if s.Subject.BirthDate != "" || lost["birth_date"] {
		add("birth_date", maskDate(s.Subject.BirthDate))
	}
	if age := s.Subject.AgeOn(p.frame.Session.Today()); age >= 0 {
		add("age", strconv.Itoa(age))
	}
	if s.Requester != model.Self {
		add("requester", frame.W(s.Requester)+" "+identifier.MaskName(s.RequesterName))
	}
	received := frame.L("the taking")
	if !s.ReceivedAt.IsZero() {
		received = frame.ArrivalClock(s.ReceivedAt, time.Time{})
	}
	add("received", received)
	return part.NewSheet([]part.Column{{Title: frame.L("Column"), Width: 104}, {Title: frame.L("Read as"), Min: 100},
		{Title: frame.L("Check"), Width: 84, Align: fyne.TextAlignTrailing}}, rows)
}

// earlier shows what the request that carries the number of a record says, masked like the record, to be compared
// before anything is decided.
func earlier(e intake.Earlier) fyne.CanvasObject {
	said := e.Said
	var rows []part.RowData
	add := func(field, text string) {
		if text != "" {
			rows = append(rows,
				part.RowData{Cells: []part.Cell{{Text: frame.FieldName(field), Color: part.ColorText2}, {Text: text}}})
		}
	}
	each := func(field string, values []string, mask func(string) string) {
		for _, v := range values {
			add(field, mask(v))
		}
	}
	add("kind", frame.W(said.Kind))
	add("name", maskName(said.Subject.Name))
	each("phone", said.Subject.Phones(), maskPhone)
	each("email", said.Subject.Emails(), maskMail)
	each("account", said.Subject.Accounts(), maskWord)
	add("id_number", maskNumber(said.Subject.IDNumber))
	add("birth_date", maskedDate(said.Subject.BirthDate))
	add("received", frame.ArrivalClock(said.ReceivedAt, time.Time{}))
	column := part.VBox(6,
		part.NewSheet([]part.Column{{Title: frame.L("Column"), Width: 104},
			{Title: frame.L("{{.A}} says", e.Reference), Min: 100}}, rows))
	if said.Body != "" {
		column.Add(part.NewParagraph(beginning(said.Body)))
	}
	return column
}

// beginning returns what is shown of a request's words.
func beginning(body string) string {
	if runes := []rune(body); len(runes) > 400 {
		return string(runes[:400]) + "…"
	}
	return body
}

func maskedDate(date string) string { return masking(date, maskDate) }

// decisionWords are the decisions in words, and what each means.
var decisionWords = map[intake.Decision][2]string{
	intake.TakeIn:      {"Take it in", "A request of its own; what is doubted stays with it."},
	intake.TakeWithout: {"Take it without what is spoilt", "Enough to open it; the value is asked for later."},
	intake.TakeTyped:   {"Type what cannot be read", "From the person’s paper or the first file."},
	intake.PutAside:    {"Put it with the automatic mail", "No request and no clock; one click takes it in later."},
	intake.SameAs:      {"It belongs to {{.A}}", "What it says is added there; no second request."},
	intake.LeaveOut:    {"Leave it out", "Nothing of it is kept."},
}

// decide offers the decisions about a record, by key 1 to 3.
func (p *preview) decide(row int, choices []intake.Decision) fyne.CanvasObject {
	r := p.shown.Rows[row]
	options := make([]part.Option, len(choices))
	current := -1
	for i, c := range choices {
		words, reference := decisionWords[c], ""
		if c == intake.SameAs {
			reference = r.Earlier[0].Reference
		}
		options[i] = part.Option{Text: strconv.Itoa(i+1) + "  " + frame.L(words[0], reference),
			Below: frame.L(words[1])}
		if c == p.decision(row) {
			current = i
		}
	}
	return part.VBox(6, part.NewBold(frame.L("What to do with it")), part.NewRadio(options, current, func(i int) {
		p.choose(i)
	}))
}

// choose decides about the chosen record; false where there is no such choice.
func (p *preview) choose(choice int) bool {
	if p.selected < 0 || p.work != nil {
		return false
	}
	choices := p.shown.Rows[p.selected].Choices()
	if _, done := p.done[p.selected]; done || choice >= len(choices) {
		return false
	}
	p.settle(p.selected, choices[choice])
	return true
}

// toggle leaves the chosen record out, or takes it in again.
func (p *preview) toggle() {
	if p.selected < 0 || p.work != nil {
		return
	}
	choices := p.shown.Rows[p.selected].Choices()
	if _, done := p.done[p.selected]; done || len(choices) == 0 {
		return
	}
	if p.decision(p.selected) == intake.LeaveOut {
		p.settle(p.selected, choices[0])
	} else {
		p.settle(p.selected, intake.LeaveOut)
	}
}

// settle decides about a record: at once, or once what belongs to the decision was asked.
func (p *preview) settle(row int, do intake.Decision) {
	put := func(d intake.Decided) {
		p.do[row] = d
		p.decided()
	}
	switch {
	case do == intake.TakeTyped:
		p.askTyped(row, put)
	case do == intake.LeaveOut && p.waits(row):
		p.askReason(frame.L("Leave out line {{.A}}", p.shown.Rows[row].Line), func(why model.LeaveOutReason) {
			put(intake.Decided{Row: row, Do: do, Reason: why})
		})
	default:
		put(intake.Decided{Row: row, Do: do})
	}
}

// waits reports whether a record must be decided about: left out, it leaves a reason behind.
func (p *preview) waits(row int) bool {
	return p.shown.Kept() || p.shown.Rows[row].Proposed() == intake.Undecided
}

// decided shows what follows from a decision: the counts, the list, the step.
func (p *preview) decided() {
	p.sums = p.tally()
	t := p.sums
	for piece, o := range map[*fyne.Container]fyne.CanvasObject{p.pieces.head: p.head(t), p.pieces.foot: p.foot(t)} {
		piece.Objects = []fyne.CanvasObject{o}
		piece.Refresh()
	}
	p.table.Refresh()
	p.drawChosen(t)
}

// toUndecided chooses the next record that waits for a decision, from the chosen one on and round.
func (p *preview) toUndecided() {
	if p.filter != showAll || p.find != "" {
		p.filter, p.find = showAll, ""
		p.search.SetText("")
		p.draw()
	}
	n := len(p.rows)
	for k := 1; k <= n; k++ {
		at := (max(p.table.Selected(), -1) + k) % n
		if i := p.rows[at]; p.decision(i) == intake.Undecided {
			p.table.Select(at)
			return
		}
	}
}
