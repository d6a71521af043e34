package fulfil

import (
	"fmt"

	"fyne.io/fyne/v2"

	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/store"
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
	for _, src := range v.opened.Results.Run.Sources {
		total := int64(0)
		for _, c := range v.opened.Results.Counts {
			if c.Source == src.Source {
				total += c.Rows
			}
		}
		state, color := "", part.ColorText2
		switch src.State {
		case store.SourceFailed:
			state, color = frame.L("did not answer"), part.ColorRed
		case store.SourceIncomplete:
			state, color = frame.L("incomplete"), part.ColorRed
		case store.SourceManual:
			state, color = frame.L("owner asked"), part.ColorAmber
		}
		v.tree.Add(part.Fixed(0, 30, part.Inset(0, 18, 0, 13, part.HBox(6, part.NewIcon("db", part.ColorText2, 14), part.NewBold(src.Source), part.Grow(part.NewCaption(state).In(color).Short()), part.NewBold(fmt.Sprint(total)).In(part.ColorText2)))))
		for _, c := range v.opened.Results.Counts {
			if c.Source != src.Source {
				continue
			}
			row := part.NewRailRow("", c.Collection, func() { v.narrow(c.Source, c.Collection) })
			row.Count, row.Selected = fmt.Sprint(c.Rows), v.filter.Source == c.Source && v.filter.Collection == c.Collection
			mark := fyne.CanvasObject(part.Space(8, 8))
			if c.Shared > 0 {
				color := part.ColorMarkGreen
				if c.Undecided > 0 || (v.opened.Request.Status == model.Review && c.Unagreed > 0) {
					color = part.ColorMarkAmber
				}
				mark = part.NewMark(color)
			}
			v.tree.Add(part.Inset(0, 8, 0, 14, part.HBox(4, mark, part.Grow(part.Fixed(0, 28, row)))))
		}
	}
	v.tree.Refresh()
}

func (v *Findings) narrow(src, collection string) {
	v.filter.Source, v.filter.Collection, v.selected = src, collection, 0
	v.drawTree()
	v.reload()
}

// drawScan shows what the scan pointed out: a column without a category that holds the person's own values.
func (v *Findings) drawScan() {
	v.scan.RemoveAll()
	for i, r := range v.opened.Results.Notes.Uncategorised {
		if i == 2 {
			break
		}
		what := r.Kind
		if n, ok := identityNames[what]; ok {
			what = frame.L(n)
		} else if what == "name" {
			what = frame.L("name")
		}
		b := part.NewBanner(part.BannerAmber, "scan", frame.L("{{.A}} has no category, yet holds the person’s {{.B}} in {{.C}} rows.", r.Dataset+"."+r.Collection+"."+r.Column, what, r.Rows),
			frame.L("Found by the scan. Tell whoever keeps the data map."))
		b.Below = true
		v.scan.Add(part.Inset(0, 0, 4, 0, b))
	}
	v.scan.Refresh()
}

// drawFoot says what goes out, and carries the button that sends it on.
func (v *Findings) drawFoot() {
	r, s := v.opened.Request, v.sums()
	v.primary = nil
	left := part.HBox(20, part.NewIcon("pack", part.ColorText2, 20), part.VBox(0,
		part.NewBold(frame.L("{{.A}} rows in the packet, {{.B}} of them masked; {{.C}} withheld", s.rows-s.left, s.masked, s.left)),
		part.NewCaption(frame.L("sealed with a password that travels another way, kept 14 days")).In(part.ColorText2)), part.Gap())
	switch {
	case r.Status == model.Review && v.frame.Second(r) && v.frame.May(model.ActReleaseCopy):
		left.Add(part.NewButton(frame.L("Return with comment…"), v.returnIt))
		v.primary = part.NewPrimary(frame.L("Release the copy"), "Ctrl Enter", v.release)
		if s.unagreed > 0 {
			left.Objects = append(left.Objects[:len(left.Objects)-1], part.NewCaption(frame.L("{{.A}} shared rows not agreed", s.unagreed)).In(part.ColorAmber), left.Objects[len(left.Objects)-1])
			v.primary = nil
			locked := part.NewButton(frame.L("Release the copy"), nil)
			locked.Lock(frame.L("{{.A}} shared rows not agreed", s.unagreed))
			left.Add(locked)
		} else {
			left.Add(v.primary)
		}
	case r.Status == model.Working && v.frame.Mine(r) && v.frame.May(model.ActSendReview):
		left.Add(part.NewButton(frame.L("Collect again"), func() { Collect(v.frame, r.ID, v.done) }))
		if r.Step == model.StepSendToReview {
			v.primary = part.NewPrimary(frame.L("Send to review"), "Ctrl Enter", func() { sendToReview(v.frame, r.ID, v.done) })
			left.Add(v.primary)
		} else {
			why := frame.StepTitle(r.Step)
			left.Objects = append(left.Objects[:len(left.Objects)-1], part.NewCaption(why).In(part.ColorAmber), left.Objects[len(left.Objects)-1])
			locked := part.NewButton(frame.L("Send to review"), nil)
			locked.Lock(why)
			left.Add(locked)
			switch r.Step {
			case model.StepManualSources:
				v.primary = part.NewPrimary(frame.L("Record the owner’s answer…"), "Ctrl Enter", func() { answerManual(v.frame, v.opened, v.done) })
				left.Add(v.primary)
			case model.StepRetrySources:
				if v.frame.May(model.ActMissing) {
					left.Add(part.NewButton(frame.L("Accept that it is missing…"), func() { acceptMissing(v.frame, r.ID, v.done) }))
				}
			}
		}
	case r.Status == model.Review:
		left.Add(part.NewCaption(frame.L("A second person looks at this")).In(part.ColorText2))
	}
	v.foot.Objects = []fyne.CanvasObject{part.Ground(part.ColorRaised, part.VBox(0, part.HLine(), part.Fixed(0, 63, part.Inset(0, 20, 0, 20, left))))}
	v.foot.Refresh()
}
