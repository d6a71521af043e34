package collect

import (
	"strings"

	"orangelab.cn/rightsdesk/app/collect"
	"orangelab.cn/rightsdesk/app/source/search"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/ui/frame"
	"orangelab.cn/rightsdesk/ui/part"
	"orangelab.cn/rightsdesk/ui/work"
)

// fill writes a finding's row of the table.
func (v *Findings) fill(row int, d *part.RowData) {
	if row >= len(v.rows) {
		return
	}
	f := v.rows[row]
	d.Cells[0] = part.Cell{Text: frame.SourceTitle(f.Source), Color: part.ColorText2}
	d.Cells[1] = part.Cell{Text: frame.CollectionTitle(f.Source, f.Collection), Bold: f.Seq == v.selected}
	d.Cells[2] = part.Cell{Text: work.Key(f.Found.Key), Color: part.ColorText2, Tail: true}
	if f.Shared > 0 {
		d.Cells[1].Mark, d.Cells[1].MarkColor = "users", part.ColorAmber
	}
	d.Cells[3] = part.Cell{Text: reached(f.Found.Reached), Color: part.ColorText2}
	d.Cells[4] = part.Cell{Text: categories(f.Found)}
	if d.Cells[4].Text == "" {
		d.Cells[4] = part.Cell{Text: frame.L("keys only"), Color: part.ColorText3}
	}
	d.Cells[5] = part.Cell{Text: frame.L("Normal"), Color: part.ColorText3}
	if f.Sensitive {
		d.Cells[5] = part.Cell{Text: frame.L("Sensitive"), Bold: true}
	}
	d.Cells[6] = decision(v.work.Request.Kind, f)
}

// decision says what becomes of a row: in a copy everything but shared rows goes along; a change says it in its plan.
func decision(kind model.Kind, f collect.Finding) part.Cell {
	switch {
	case f.Hangs:
		return part.Cell{Text: frame.L("Goes with a row left to another"), Color: part.ColorText2, Icon: "x"}
	case f.Decision == model.Undecided && (f.Shared == 0 || !kind.Copies() && !kind.Erases()):
		return part.Cell{Text: frame.L("left alone"), Color: part.ColorText3}
	case f.Decision == model.Undecided:
		return part.Cell{Text: frame.L("Decide"), Color: part.ColorAmber, Bold: true, Icon: "users",
			IconColor: part.ColorAmber}
	case f.Shared == 0 && !kind.Copies():
		return part.Cell{Text: frame.L("by the plan"), Color: part.ColorText3}
	case f.Decision == model.MaskSome && !f.Choice.Detach:
		return part.Cell{Text: frame.L("Mask {{.A}} columns", len(f.Choice.Columns)), Icon: "eye",
			IconColor: part.ColorAmber}
	case f.Decision == model.MaskSome:
		return part.Cell{Text: decisionWord(kind, f), Icon: "eye", IconColor: part.ColorAmber}
	case f.Decision == model.LeaveOut:
		return part.Cell{Text: decisionWord(kind, f), Color: part.ColorText2, Icon: "x"}
	}
	return part.Cell{Text: decisionWord(kind, f), Icon: "check", IconColor: part.ColorGreen}
}

func reached(list []search.Reach) string {
	var out []string
	for _, r := range list {
		text := frame.CollectionOf(r.From.Dataset, r.From.Collection)
		if r.Identity != "" {
			text, _ = frame.IdentityName(r.Identity)
		}
		if len(out) == 0 || out[len(out)-1] != text {
			out = append(out, text)
		}
	}
	return strings.Join(out, frame.L(", "))
}

func categories(f collect.Found) string {
	seen := map[string]bool{}
	var out []string
	for _, c := range f.Columns {
		for _, cat := range f.Categories[c] {
			if word, ok := work.Topic(cat); ok && !seen[word] && word != frame.L("Reference") {
				seen[word] = true
				out = append(out, word)
			}
		}
	}
	if f.Attachment != nil {
		return frame.L("File")
	}
	return strings.Join(out, frame.L(", "))
}
