package datamap

import (
	"slices"
	"strings"

	"fyne.io/fyne/v2"

	"orangelab.cn/rightsdesk/app/datamap"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/model/mapreview"
	"orangelab.cn/rightsdesk/ui/frame"
	"orangelab.cn/rightsdesk/ui/part"
)

// newColumns makes the list of the chosen table's columns.
func (r *review) newColumns() {
	r.columns = part.NewDataTable([]part.Column{{Title: frame.L("Column"), Width: 128},
		{Title: frame.L("What it holds"), Min: 130}, {Title: frame.L("Samples, masked"), Min: 130}, {Width: 18}},
		r.fillColumn)
	r.columns.SetRowHeight(part.TwoLineHeight)
	r.columns.OnSelected = func(row int) {
		if row >= 0 && row != r.column {
			r.column = row
			r.drawStrip()
		}
	}
}

func (r *review) fillColumn(row int, d *part.RowData) {
	t := r.chosen()
	if t == nil || row >= len(t.Columns) {
		return
	}
	c := t.Columns[row]
	holds := part.Cell{Text: meaning(c)}
	if !c.Personal() && len(c.References) == 0 {
		holds.Color = part.ColorText3
	}
	d.Cells[0], d.Cells[1] = part.Cell{Text: c.Name, Bold: !c.State.Settled() && c.Doubt}, holds
	d.Cells[2] = part.Cell{Text: r.sampleText(t.Name, c.Name), Color: part.ColorText2}
	switch {
	case !c.State.Settled() && c.Doubt:
		d.Cells[3] = part.Cell{Icon: "info", IconColor: part.ColorMarkAmber}
	case !c.State.Settled():
		d.Cells[3] = part.Cell{Icon: "more", IconColor: part.ColorMarkGrey}
	case c.State == mapreview.NotPersonal || c.State == mapreview.Gone || !c.Personal() && len(c.References) == 0:
		d.Cells[3] = part.Cell{Icon: "x", IconColor: part.ColorText3}
	default:
		d.Cells[3] = part.Cell{Icon: "check", IconColor: part.ColorGreen}
	}
	d.Below = strings.Join(r.about(t.Name, c), " · ")
	if c.Difference != "" && !c.State.Settled() {
		d.BelowColor = part.ColorAmber
	}
}

// about is the second line of a column: what changed, its type, its category, why.
func (r *review) about(table string, c datamap.ReviewedColumn) (list []string) {
	if c.Difference != "" && !c.State.Settled() {
		list = append(list, frame.L(differenceWords[c.Difference]))
	}
	list = append(list, strings.ToLower(c.Type))
	if remark := r.samples[table].columns[c.Name].Remark; remark != "" {
		list = append(list, remark)
	}
	if because := why(c); because != "" {
		list = append(list, because)
	}
	return list
}

// differenceWords name how a column differs from when the tables were read before.
var differenceWords = map[mapreview.Difference]string{mapreview.New: "new", mapreview.Retyped: "another type now",
	mapreview.Missing: "no more in the source"}

// stateWords name what became of a column; who did it follows.
var stateWords = map[mapreview.State]string{mapreview.Accepted: "Accepted by {{.A}}",
	mapreview.Changed: "Changed by {{.A}}", mapreview.NotPersonal: "Found not personal by {{.A}}",
	mapreview.Recognised: "Recognised as the tables were read by {{.A}}",
	mapreview.Written:    "Written into the dataset file, noted by {{.A}}", mapreview.Gone: "Taken out by {{.A}}"}

// why says why a column was guessed to hold what it does.
func why(c datamap.ReviewedColumn) string {
	var list []string
	for _, reason := range c.Reasons {
		list = append(list, reason.In(frame.Language()))
	}
	return strings.Join(list, frame.L("; "))
}

// meaning is what a column holds, for people.
func meaning(c datamap.ReviewedColumn) string {
	var list []string
	for _, category := range c.Categories {
		if strings.HasPrefix(category, "user") {
			list = append(list, frame.CategoryTitle(category))
		}
	}
	if len(c.References) > 0 {
		list = append(list, frame.L("leads to {{.A}}",
			strings.Join(slices.Compact(slices.Clone(c.References)), frame.L(", "))))
	}
	if len(list) == 0 {
		return frame.L("Nothing personal")
	}
	return strings.Join(list, frame.L(", "))
}

// sampleText is what a few rows hold, masked.
func (r *review) sampleText(table, column string) string {
	s, looked := r.samples[table]
	switch of := s.columns[column]; {
	case s.failed:
		return frame.L("not readable now")
	case !looked || s.columns == nil:
		return "…"
	case of.Hidden > 0:
		return frame.L("hidden, {{.A}} values", of.Hidden)
	case len(of.Masked) == 0:
		return frame.L("empty")
	default:
		return strings.Join(of.Masked, " · ")
	}
}

// drawStrip holds what is decided about the chosen column, and the keys.
func (r *review) drawStrip() {
	c := r.selected()
	column := part.VBox(8)
	if c != nil {
		state := frame.L("nobody settled it yet")
		if stateWords[c.State] != "" {
			state = frame.L(stateWords[c.State], r.frame.StaffWithin(c.By))
		}
		category := strings.Join(c.Categories, frame.L(", "))
		if c.Identity != "" {
			category += " · " + frame.L("a search begins here by {{.A}}", c.Identity)
		}
		column.Add(part.VBox(2,
			part.HBox(8, part.NewBold(c.Name), part.Grow(part.NewCaption(category).In(part.ColorText2).Short()),
				part.NewCaption(state)), part.NewParagraph(why(*c))))
	}
	if c != nil && r.frame.May(model.ActSettleMap) {
		button := func(text, key string, do func()) fyne.CanvasObject {
			b := part.NewButton(text, do).AsSmall()
			b.Key = key
			return b
		}
		row := []fyne.CanvasObject{button(frame.L("Accept"), "Y", r.accept)}
		if c.Difference == mapreview.Missing {
			row = []fyne.CanvasObject{button(frame.L("Take out of the map"), "Y", r.accept)}
		} else {
			row = append(row, button(frame.L("Change…"), "E", r.change),
				button(frame.L("Not personal"), "X", r.notPersonal))
		}
		row = append(row, button(frame.L("Next doubt"), "N", r.nextDoubt))
		if len(r.undo)+len(r.waiting) > 0 || r.keeping {
			row = append(row, button(frame.L("Undo"), "U", r.takeBack))
		}
		column.Add(part.Flow(8, row...))
	}
	put(r.pieces.strip, part.Inset(10, 20, 12, 20, column))
}
