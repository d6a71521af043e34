package collect

import (
	"fmt"

	"fyne.io/fyne/v2"

	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/ui/frame"
	"orangelab.cn/rightsdesk/ui/part"
)

// drawTree lists the sources with their collections; an amber mark is a shared row that waits.
func (v *Findings) drawTree() {
	s := v.sums()
	v.tree.RemoveAll()
	all := part.NewRailRow("", frame.L("All sources"), func() { v.narrow("", "") })
	all.Count, all.Selected = fmt.Sprint(s.rows), v.filter.Source == ""
	v.tree.Add(part.Inset(10, 8, 2, 8, part.Fixed(0, 28, all)))
	for _, src := range v.work.Results.Run.Sources {
		total := int64(0)
		for _, c := range v.work.Results.Counts {
			if c.Source == src.Source {
				total += c.Rows
			}
		}
		state, color := "", part.ColorText2
		switch src.State {
		case model.SourceFailed:
			state, color = frame.L("did not answer"), part.ColorRed
		case model.SourceIncomplete:
			state, color = frame.L("incomplete"), part.ColorRed
		case model.SourceManual:
			state, color = frame.L("owner asked"), part.ColorAmber
		}
		fold, folded := "chevd", v.folded[src.Source]
		if folded {
			fold = "chev"
		}
		turn := part.NewIconButton(fold, frame.L("Fold or unfold"), func() { v.fold(src.Source) }).AsSmall()
		v.tree.Add(part.Fixed(0, 30,
			part.Inset(0, 18, 0, 8,
				part.HBox(2, turn, part.Grow(part.NewBold(frame.SourceTitle(src.Source)).Short()),
					part.NewCaption(state).In(color), part.NewBold(fmt.Sprint(total)).In(part.ColorText2)))))
		if folded {
			continue
		}
		for _, c := range v.work.Results.Counts {
			if c.Source != src.Source {
				continue
			}
			row := part.NewRailRow("", frame.CollectionTitle(c.Source, c.Collection), func() {
				v.narrow(c.Source, c.Collection)
			})
			row.Count, row.Selected = fmt.Sprint(c.Rows), v.filter.Source == c.Source &&
				v.filter.Collection == c.Collection
			mark := fyne.CanvasObject(part.Space(8, 8))
			if c.Shared > 0 {
				color := part.ColorMarkGreen
				if c.Undecided > 0 || (v.work.Request.Status == model.Review && c.Unagreed > 0) {
					color = part.ColorMarkAmber
				}
				mark = part.NewMark(color)
			}
			v.tree.Add(part.Inset(0, 8, 0, 14, part.HBox(4, mark, part.Grow(part.Fixed(0, 28, row)))))
		}
	}
	v.tree.Refresh()
}

// fold hides the collections of a source, or shows them.
func (v *Findings) fold(source string) {
	if v.folded == nil {
		v.folded = map[string]bool{}
	}
	v.folded[source] = !v.folded[source]
	v.drawTree()
}

func (v *Findings) narrow(src, collection string) {
	v.filter.Source, v.filter.Collection, v.selected = src, collection, 0
	v.drawTree()
	v.reload()
}
