package intake

import (
	"context"
	"strconv"
	"strings"

	"fyne.io/fyne/v2"

	"orangelab.cn/rightsdesk/app/intake"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/ui/frame"
	"orangelab.cn/rightsdesk/ui/part"
)

// previewed is a file that was read, with what the desk knows of its records. Nothing of it is taken in yet.
type previewed struct {
	contents intake.Contents
	known    []intake.Known
}

// tally counts what the files hold.
type tally struct{ fresh, same, other, aside, problems int }

func tallyOf(files []previewed) (t tally) {
	for _, file := range files {
		t.problems += len(file.contents.Problems)
		for i, s := range file.contents.Submissions {
			switch k := file.known[i]; {
			case k == intake.Same:
				t.same++
			case s.Automatic != "":
				t.aside++
			case k == intake.OtherContent:
				t.other++
			default:
				t.fresh++
			}
		}
	}
	return t
}

func (t tally) text() string {
	list := []string{frame.L("{{.A}} new", t.fresh), frame.L("{{.A}} known, left out", t.same)}
	if t.other > 0 {
		list = append(list, frame.L("{{.A}} with a known number and other content", t.other))
	}
	if t.aside > 0 {
		list = append(list, frame.L("{{.A}} automatic", t.aside))
	}
	if t.problems > 0 {
		list = append(list, frame.L("{{.A}} not readable", t.problems))
	}
	return strings.Join(list, ", ")
}

// shownLines is how many records and problems of a preview are shown.
const shownLines = 100

// TakeFiles reads files of requests, chosen or dropped on the window, and shows what they hold; they are taken in once
// somebody says so.
func TakeFiles(f *frame.Frame, files []fyne.URI) {
	var list []previewed
	f.Run(func(ctx context.Context) error {
		for _, u := range files {
			data, err := readURI(u)
			if err != nil {
				return err
			}
			c, known, err := intake.PreviewFor(ctx, f.Session, u.Name(), data)
			if err != nil {
				return err
			}
			list = append(list, previewed{c, known})
		}
		return nil
	}, func() { preview(f, list) })
}

func preview(f *frame.Frame, files []previewed) {
	t := tallyOf(files)
	column := part.VBox(10)
	for _, file := range files {
		column.Add(fileHead(file.contents))
		if len(file.contents.Submissions) > 0 {
			column.Add(recordSheet(file))
		}
		column.Add(notes(file))
	}
	var d *part.Dialog
	parts := part.DialogParts{Title: frame.L("What the file holds"), Cancel: frame.L("Take nothing"), Width: 860,
		Body: part.VBox(10, part.NewBold(t.text()), part.NewCaption(frame.L("Nothing is taken in yet.")), part.Fixed(0, 380, part.Page(part.Inset(0, 10, 0, 0, column))))}
	if n := t.fresh + t.other; n+t.aside > 0 {
		parts.Confirm = frame.L("Take in {{.A}} requests", n)
		if n == 0 {
			parts.Confirm = frame.L("Put the automatic mail aside")
		}
		parts.OnConfirm = func() bool {
			takeIn(f, d, files)
			return false
		}
	} else {
		parts.Cancel = frame.L("Close")
	}
	d = part.NewDialog(parts)
	d.Show(f.Window.Canvas())
}

// takeIn takes in what was previewed, whose dialog stays until that has ended.
func takeIn(f *frame.Frame, d *part.Dialog, files []previewed) {
	var total intake.Report
	f.Try(func(ctx context.Context) error {
		for _, file := range files {
			report, err := intake.TakeContents(ctx, f.Session, file.contents)
			total.Taken = append(total.Taken, report.Taken...)
			total.Duplicates += report.Duplicates
			total.Aside += report.Aside
			total.Numbers = append(total.Numbers, report.Numbers...)
			total.Problems = append(total.Problems, report.Problems...)
			if err != nil {
				return err
			}
		}
		return nil
	}, func(err error) {
		d.Close()
		f.Changed(0)
		show(f, total, err)
	})
}

// commaNames are what parts the fields of a file.
var commaNames = map[string]string{",": "comma", ";": "semicolon", "\t": "tab"}

// fileHead says how a file is read: its encoding, what parts its fields, and which columns are not taken as such.
func fileHead(c intake.Contents) fyne.CanvasObject {
	how := []string{c.Format, c.Encoding}
	if name := commaNames[c.Comma]; name != "" {
		how = append(how, frame.L("columns by {{.A}}", frame.L(name)))
	}
	var kept []string
	taken := 0
	for _, col := range c.Columns {
		if col.As != "" {
			taken++
		} else if col.Head != "" {
			kept = append(kept, col.Head)
		}
	}
	if len(c.Columns) > 0 {
		how = append(how, frame.L("{{.A}} of {{.B}} columns taken", taken, taken+len(kept)))
	}
	box := part.VBox(2, part.NewSubHeading(c.File), part.NewCaption(strings.Join(nonEmpty(how), " · ")))
	if len(kept) > 0 {
		box.Add(part.NewParagraph(frame.L("Kept in the text: {{.A}}", strings.Join(kept, ", "))))
	}
	return box
}

func nonEmpty(texts []string) []string {
	var list []string
	for _, t := range texts {
		if t != "" {
			list = append(list, t)
		}
	}
	return list
}

// recordSheet shows the first records, masked, and what each is to the desk.
func recordSheet(file previewed) fyne.CanvasObject {
	var rows []part.RowData
	for i, s := range file.contents.Submissions[:min(len(file.contents.Submissions), shownLines)] {
		received := frame.L("from the taking")
		if !s.ReceivedAt.IsZero() {
			received = frame.DayYear(s.ReceivedAt)
		}
		rows = append(rows, part.RowData{Cells: []part.Cell{{Text: strconv.Itoa(s.Line), Color: part.ColorText3}, {Text: frame.W(s.Kind)}, {Text: s.Subject.Masked()},
			{Text: contact(s.Subject)}, standing(s, file.known[i]), {Text: received, Color: part.ColorText2}}})
	}
	return part.NewSheet([]part.Column{{Title: frame.L("Line"), Width: 44}, {Title: frame.L("Kind"), Width: 120}, {Title: frame.L("Name"), Width: 110},
		{Title: frame.L("Phone or e-mail")}, {Title: frame.L("What it is"), Width: 190}, {Title: frame.L("Received"), Width: 120}}, rows)
}

// contact is the first of what the person can be reached or found by, masked.
func contact(s model.Subject) string {
	switch {
	case s.Phone != "":
		return model.MaskPhone(s.Phone)
	case s.Email != "":
		return model.MaskEmail(s.Email)
	case s.Account != "":
		return model.MaskText(s.Account)
	}
	return model.MaskIDNumber(s.IDNumber)
}

// standing says what a record is to the desk.
func standing(s intake.Submission, k intake.Known) part.Cell {
	switch {
	case k == intake.Same:
		return part.Cell{Text: frame.L("Known, left out"), Icon: "x", Color: part.ColorText3}
	case s.Automatic != "":
		return part.Cell{Text: frame.L("Automatic mail"), Icon: "mail", Color: part.ColorText2}
	case k == intake.OtherContent:
		return part.Cell{Text: frame.L("Known number, other content"), Icon: "warn", IconColor: part.ColorAmber, Bold: true}
	case len(s.Doubts) > 0:
		return part.Cell{Text: frame.L("New, doubtful"), Icon: "warn", IconColor: part.ColorAmber}
	}
	return part.Cell{Text: frame.L("New"), Icon: "check", IconColor: part.ColorGreen}
}

// notes are what cannot be read of a file, and what may not be so.
func notes(file previewed) fyne.CanvasObject {
	lines := part.VBox(4)
	for _, p := range file.contents.Problems[:min(len(file.contents.Problems), shownLines)] {
		text := frame.Reasons(p.Err)
		if p.Line > 0 {
			text = frame.L("line {{.A}}: {{.B}}", p.Line, text)
		}
		lines.Add(part.NewParagraph(frame.L("Not taken in, {{.A}}", text)))
	}
	shown := 0
	for i, s := range file.contents.Submissions {
		if file.known[i] == intake.Same {
			continue
		}
		for _, d := range s.Doubts {
			if shown++; shown > shownLines {
				return lines
			}
			lines.Add(part.NewParagraph(frame.L("line {{.A}}: {{.B}}", s.Line, doubtText(d.Field, d.Reason.Text, d.Reason.Values))))
		}
	}
	return lines
}
