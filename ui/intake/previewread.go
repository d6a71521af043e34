package intake

import (
	"strconv"
	"strings"
	"time"

	"fyne.io/fyne/v2"

	"orangelab.cn/rightsdesk/app/intake"
	"orangelab.cn/rightsdesk/app/intake/record"
	"orangelab.cn/rightsdesk/ui/frame"
	"orangelab.cn/rightsdesk/ui/part"
)

// commaNames are what parts the fields of a file.
var commaNames = map[string]string{",": "comma", ";": "semicolon", "\t": "tab", "|": "bar"}

// howRead says how the file is read, each of which can be changed: then it is read again at once.
func (p *preview) howRead() fyne.CanvasObject {
	v := p.shown
	column := part.VBox(8, part.NewBold(frame.L("How it is read")))
	line := func(name, value string, change fyne.CanvasObject) {
		row := part.HBox(8, part.Fixed(86, 0, part.NewText(name).In(part.ColorText2).Short()),
			part.Grow(part.NewBold(value).Short()))
		if change != nil {
			row.Add(change)
		}
		column.Add(row)
	}
	encoding := v.Encoding
	if encoding == "" {
		encoding = frame.L("not certain")
	}
	var changeEncoding fyne.CanvasObject
	if v.Format != "e-mail" { // each part of a mail has its own
		changeEncoding = p.change(p.askEncoding)
	}
	format := v.Format
	switch format {
	case "":
		format = frame.L("not known")
	case "e-mail":
		format = frame.L("e-mail")
	}
	line(frame.L("Format"), format, nil)
	line(frame.L("Encoding"), encoding, changeEncoding)
	if v.As.Encoding == "" && v.Encoding != "" {
		column.Add(part.Inset(0, 0, 0, 94, part.NewCaption(frame.L("every byte fits")).Short()))
	}
	line(frame.L("Time zone"), offsetOf(v.As.Zone), p.change(p.askZone))
	column.Add(part.Inset(0, 0, 0, 94, part.NewCaption(v.As.Zone).Short()))
	column.Add(part.Inset(0, 0, 0, 94, part.NewCaption(frame.L("where none is said")).Short()))
	if name := commaNames[v.Comma]; name != "" {
		line(frame.L("Columns by"), frame.L(name), nil)
		head := frame.L("line {{.A}}", v.Head)
		if v.As.NoHead {
			head = frame.L("none")
		}
		line(frame.L("Head"), head, nil)
	}
	if len(v.Columns) > 0 {
		column.Add(part.Inset(6, 0, 6, 0, part.HLine()))
		column.Add(p.columns())
	}
	return column
}

// change is the link that asks for another way to read the file; nil where it stays as it was read, as one that the
// desk keeps.
func (p *preview) change(ask func()) fyne.CanvasObject {
	if p.path == "" {
		return nil
	}
	return part.NewLink(frame.L("Change…"), ask).AsSmall()
}

// offsetOf is how far a zone is from UTC on this day.
func offsetOf(name string) string {
	zone, err := record.ZoneNamed(name)
	if err != nil || zone == nil {
		return name
	}
	return time.Now().In(zone).Format("UTC-07:00")
}

// maxShownColumns is how many columns the screen lists.
const maxShownColumns = 60

// columns lists what each column is taken for.
func (p *preview) columns() fyne.CanvasObject {
	v := p.shown
	taken, all := 0, 0
	list := part.VBox(6)
	for i, c := range v.Columns {
		if c.Head == "" && c.As == record.KeptInText {
			continue // a column that was emptied
		}
		if all++; c.As != record.KeptInText && c.As != record.NotTaken {
			taken++
		}
		if i >= maxShownColumns {
			continue
		}
		as := part.NewText(columnName(c.As)).Short()
		if c.As == record.KeptInText || c.As == record.NotTaken {
			as.In(part.ColorText3)
		}
		list.Add(part.HBox(6, part.Fixed(86, 0, part.NewText(c.Head).In(part.ColorText2).Short()),
			part.NewIcon("arrow", part.ColorText3, 14), part.Grow(as)))
	}
	head := part.HBox(6, part.NewBold(frame.L("Columns")),
		part.NewCaption(frame.L("{{.A}} of {{.B}} taken", taken, all)), part.Gap())
	if change := p.change(p.askColumns); change != nil {
		head.Add(change)
	}
	return part.VBox(8, head, list)
}

// columnName is what the window calls a column of the template.
func columnName(as string) string {
	switch as {
	case record.KeptInText:
		return frame.L("kept in the text")
	case record.NotTaken:
		return frame.L("not taken")
	}
	return frame.FieldName(as)
}

// ask asks for another way to read the file, and reads it so. Decisions that were made belong to the records as they
// were read.
func (p *preview) ask(title string, body fyne.CanvasObject, as func() record.As) {
	p.askChecked(title, body, nil, as)
}

// askChecked is ask with fields that are checked before the file is read.
func (p *preview) askChecked(title string, body fyne.CanvasObject, form *part.Form, as func() record.As) {
	if len(p.done) > 0 || p.work != nil || p.path == "" {
		return
	}
	part.NewDialog(part.DialogParts{Title: title, Body: body, Form: form, Confirm: frame.L("Read it like this"),
		Cancel: frame.L("Cancel"), Width: 520, OnConfirm: func() bool {
			p.read(as(), p.draw)
			return true
		}}).Show(p.frame.Window.Canvas())
}

func (p *preview) askEncoding() {
	if p.shown.Format == "e-mail" {
		return
	}
	names := append([]string{frame.L("as it is recognised")}, intake.Encodings()...)
	current := 0
	for i, name := range names {
		if i > 0 && name == p.shown.As.Encoding {
			current = i
		}
	}
	choice := part.NewSelect(names, current, nil)
	body := part.VBox(10, part.NewField(frame.L("Encoding"), choice),
		part.NewParagraph(
			frame.L("The file is read again at once. Where a byte is no character of the encoding, it is refused.")))
	p.ask(frame.L("Encoding of the file"), body, func() record.As {
		as := p.shown.As
		as.Encoding = ""
		if i := choice.Current(); i > 0 {
			as.Encoding = names[i]
		}
		return as
	})
}

// askZone asks where times are meant that name no zone.
func (p *preview) askZone() {
	zone := part.NewEntry("")
	zone.SetText(p.shown.As.Zone)
	field := part.NewField(frame.L("Time zone"), zone).WithHint("Europe/Berlin, UTC+8").WithCheck(func() string {
		if _, err := record.ZoneNamed(zone.Text); err != nil {
			return frame.Reasons(err)
		}
		return ""
	})
	body := part.VBox(10, field,
		part.NewParagraph(frame.L(
			"Times without a zone are read as meant there; the days of the law are counted in the desk’s own zone.")))
	p.askChecked(frame.L("Time zone of the file"), body, part.NewForm(field), func() record.As {
		as := p.shown.As
		as.Zone = zone.Text
		return as
	})
}

func (p *preview) askColumns() {
	if len(p.shown.Columns) == 0 {
		return
	}
	values := append([]string{record.KeptInText, record.NotTaken}, record.CSVColumns...)
	names := make([]string, len(values))
	for i, v := range values {
		names[i] = columnName(v)
	}
	columns := p.shown.Columns[:min(len(p.shown.Columns), maxShownColumns)]
	choices := make([]*part.Select, len(columns))
	list := part.VBox(6)
	for i, c := range columns {
		current := 0
		for k, v := range values {
			if v == c.As {
				current = k
			}
		}
		choices[i] = part.NewSelect(names, current, nil)
		head := c.Head
		if head == "" {
			head = strconv.Itoa(i + 1)
		}
		list.Add(part.HBox(10, part.Fixed(200, 0, part.NewText(head).Short()),
			part.NewIcon("arrow", part.ColorText3, 14), part.Grow(choices[i])))
	}
	noHead := part.NewCheck(frame.L("The first line is a record already"), nil)
	noHead.SetChecked(p.shown.As.NoHead)
	p.ask(frame.L("What the columns are taken for"), part.VBox(12, list, noHead), func() record.As {
		as := p.shown.As
		as.NoHead, as.Columns = noHead.Checked, map[int]string{}
		for i, c := range choices {
			as.Columns[i] = values[c.Current()]
		}
		return as
	})
}

// raw shows the chosen record as it stands in its file, its cells masked by what they are taken for.
func (p *preview) raw() fyne.CanvasObject {
	if p.selected < 0 {
		return part.NewCaption(frame.L("Choose a record to see it as it stands in the file."))
	}
	r := p.shown.Rows[p.selected]
	cells := p.shown.Cells(p.selected)
	if len(cells) == 0 {
		return part.NewCaption(frame.L("line {{.A}}", r.Line))
	}
	var parts []string
	for _, c := range cells {
		parts = append(parts, strings.Join(strings.Fields(maskedCell(c)), " "))
	}
	text := strings.Join(parts, p.shown.Comma+" ")
	if runes := []rune(text); len(runes) > 220 {
		text = string(runes[:220]) + "…"
	}
	return part.VBox(4, part.NewBold(frame.L("Line {{.A}} as it stands in the file, masked", r.Line)),
		part.NewParagraph(text))
}

// maskedCell masks a cell by its column. Of a column that is none of the template nothing shows but how long it is.
func maskedCell(c intake.Cell) string {
	switch c.As {
	case "name", "requester_name":
		return maskName(c.Value)
	case "email", "requester_contact":
		return maskMail(c.Value)
	case "phone":
		return maskPhone(c.Value)
	case "id_number":
		return maskNumber(c.Value)
	case "birth_date":
		return maskDate(c.Value)
	case "account", record.KeptInText, record.NotTaken:
		return maskWord(c.Value)
	}
	return c.Value
}
