package change

import (
	"context"
	"slices"
	"strings"

	"orangelab.cn/rightsdesk/app/collect"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/ui/frame"
	"orangelab.cn/rightsdesk/ui/part"
	"orangelab.cn/rightsdesk/ui/work"
)

// maxPick is how many findings are offered to choose a wrong value from; more are found by the table of findings.
const maxPick = 2000

// PickWrong lets staff choose the wrong value among everything that was found.
func (w Work) PickWrong() {
	session, id := w.Session, w.Request.ID
	var all []pick
	w.Prepare(func(ctx context.Context) error {
		found, err := collect.List(ctx, session, id, model.FindingFilter{}, 0, maxPick)
		for _, f := range found {
			if !f.Theirs() {
				continue // decided first that it is the person's own
			}
			for _, column := range f.Found.Columns {
				all = append(all, pick{model.Place{Seq: f.Seq, Column: column},
					frame.SourceTitle(f.Source) + " · " + work.RowTitle(f), work.ColumnTitle(f, column),
					f.Masked(column)})
			}
		}
		return err
	}, func() { w.showPicks(all) })
}

// pick is a value to choose from, masked.
type pick struct {
	place                model.Place
	where, column, value string
}

func (w Work) showPicks(all []pick) {
	shown := all
	columns := []part.Column{{Title: frame.L("Where"), Min: 160, Flex: 1.4}, {Title: frame.L("Column"), Min: 90},
		{Title: frame.L("Value"), Min: 110}}
	table := part.NewDataTable(columns, func(row int, d *part.RowData) {
		if row < len(shown) {
			p := shown[row]
			d.Cells[0] = part.Cell{Text: p.where, Color: part.ColorText2}
			d.Cells[1], d.Cells[2] = part.Cell{Text: p.column}, part.Cell{Text: p.value}
		}
	})
	table.SetEdge(4, 12)
	table.SetCount(len(shown))
	if len(shown) > 0 {
		table.Select(0)
	}
	filter := part.NewSearchField(frame.L("Collection, column or value"), "")
	filter.OnMove = table.Step
	filter.OnChanged = func(text string) {
		text = strings.ToLower(strings.TrimSpace(text))
		shown = slices.DeleteFunc(slices.Clone(all), func(p pick) bool {
			return !strings.Contains(strings.ToLower(p.where+" "+p.column+" "+p.place.Column+" "+p.value), text)
		})
		table.SetCount(len(shown))
		table.Select(min(0, len(shown)-1))
		table.Refresh()
	}
	var d *part.Dialog
	choose := func() bool {
		row := table.Selected()
		if row < 0 || row >= len(shown) {
			d.SetProblem(frame.L("Choose the wrong value"), "")
			return false
		}
		d.Close()
		w.CorrectAt(shown[row].place)
		return false
	}
	table.OnOpen = func(int) { choose() }
	filter.OnSubmitted = func(string) { choose() }
	filter.OnEsc = func() { d.Cancel() }
	d = part.NewDialog(part.DialogParts{Title: frame.L("Which value is wrong?"), Width: 640,
		Confirm: frame.L("Correct it…"),
		Cancel:  frame.L("Cancel"), OnConfirm: choose,
		Body: part.VBox(8, filter, part.Fixed(0, 320, table))})
	d.Show(w.Window.Canvas())
}
