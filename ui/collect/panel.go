package collect

import (
	"slices"

	"fyne.io/fyne/v2"

	"orangelab.cn/rightsdesk/app/collect"
	"orangelab.cn/rightsdesk/app/source/shared"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/ui/frame"
	"orangelab.cn/rightsdesk/ui/part"
	"orangelab.cn/rightsdesk/ui/work"
)

// drawPanel shows the chosen row: its columns masked, whose else it may be, and the decision.
func (v *Findings) drawPanel(f collect.Finding) {
	v.choice = nil
	part.UnfocusIn(v.work.Window.Canvas(), v.panel)
	column := part.VBox(0)
	icon, color, title := "doc", part.ColorText2, work.RowTitle(f)
	if f.Shared > 0 {
		icon, color, title = "users", part.ColorAmber, othersTitle(f.Shared)
	}
	column.Add(part.Fixed(0, 22,
		part.HBox(8, part.NewIcon(icon, color, 16), part.Grow(part.NewSubHeading(title).Short()))))
	column.Add(
		part.NewParagraph(
			frame.Sentences(append([]string{frame.L("{{.A}} ({{.B}}).", work.RowTitle(f), frame.SourceTitle(f.Source))},
				whose(f)...)...)))
	if kinds := categories(f.Found); kinds != "" {
		column.Add(part.NewParagraph(kinds))
	}
	if s := v.work.Session; collect.Child(v.work.Request.Subject, s.Today()) {
		column.Add(part.NewParagraph(frame.L("Sensitive: the person is under fourteen, so everything about them is (PIPL 28).")))
	}
	column.Add(part.Space(1, 8))
	if f.Shared > 0 {
		// Before what the row holds, so that the button to decide stands in sight.
		switch r := v.work.Request; {
		case r.Status == model.Working && v.work.Mine(r) && v.work.May(model.ActDecide):
			v.decide(column, f)
		default:
			v.decided(column, f)
		}
		column.Add(part.Space(1, 12))
	}
	if f.Hangs {
		column.Add(
			part.NewParagraph(
				frame.L("Only a row that is left to somebody else led here, so this row is left to them too. If it is the person’s, decide that the row that led here is.")))
		column.Add(part.Space(1, 12))
	}
	column.Add(v.columns(f))
	if f.Found.Attachment != nil {
		column.Add(part.NewLine(f.Found.Attachment.Name, frame.L("{{.A}} bytes", f.Found.Attachment.Size)))
	}
	var acts []fyne.CanvasObject
	if len(f.Found.Columns) > 0 && v.work.May(model.ActReveal) {
		acts = append(acts,
			keyed("R", part.NewButton(frame.L("Reveal a value…"), func() { v.reveal(f) }).AsSmall().WithIcon("eye")))
	}
	if v.work.Request.Kind.Means().Settles == model.SettlesCorrections && len(f.Found.Columns) > 0 &&
		v.work.Prepares(model.ActCorrect) {
		acts = append(acts, v.correctButton(f))
	}
	if v.work.withholds(f) {
		acts = append(acts,
			keyed("O", part.NewButton(frame.L("Leave out or mask…"), func() { v.work.withhold(f) }).AsSmall()))
	}
	if len(acts) > 0 {
		column.Add(part.Space(1, 6))
		column.Add(part.Flow(8, acts...))
	}
	if f.Shared == 0 && f.Choice.Why != "" {
		column.Add(part.Space(1, 12))
		column.Add(part.NewParagraph(frame.L("{{.A}}: {{.B}}", frame.L(withholdWords[f.Choice.Why]), f.Choice.Reason)))
	}
	v.panel.Objects = []fyne.CanvasObject{part.Inset(14, 16, 14, 16, column)}
	v.showStepKey()
	v.panel.Refresh()
}

// keyed shows the key of a button, and so lets it work.
func keyed(key string, b *part.Button) *part.Button {
	b.Key = key
	return b
}

// othersTitle says how many other people a row may be about.
func othersTitle(people int) string {
	if people == 1 {
		return frame.L("This row may also be somebody else’s")
	}
	return frame.L("This row may also be {{.A}} other people’s", people)
}

// whose says why a row may be somebody else's.
func whose(f collect.Finding) []string {
	var out []string
	for _, w := range f.Found.Whose {
		switch w.Kind {
		case shared.ReferencedByOthers:
			out = append(out, frame.L("{{.A}} rows of {{.B}} belong to somebody else and lead to it.", w.Rows,
				frame.CollectionOf(w.Collection.Dataset, w.Collection.Collection)))
		case shared.PointsAtOthers:
			out = append(out, frame.L("Its {{.A}} points at another person’s {{.B}}.",
				frame.ColumnTitle(f.Source, f.Collection, w.OwnField),
				frame.CollectionOf(w.Collection.Dataset, w.Collection.Collection)))
		case shared.OtherIdentity:
			out = append(out, frame.L("Its {{.A}} holds a contact that is not this person’s.",
				frame.ColumnTitle(f.Source, f.Collection, w.OwnField)))
		}
	}
	return out
}

// columns shows what the row holds, masked, and what becomes of each column.
func (v *Findings) columns(f collect.Finding) fyne.CanvasObject {
	copies := v.work.Request.Kind.Copies()
	var rows []part.RowData
	for _, name := range f.Found.Columns {
		state := part.Cell{}
		every, held := v.work.columnWithheld(f, name)
		switch {
		case held && every.Masked:
			state = part.Cell{Text: frame.L("masked"), Color: part.ColorAmber, Bold: true, Small: true}
		case (f.Decision == model.LeaveOut || f.Hangs) && copies, held:
			state = part.Cell{Text: frame.L("left out"), Color: part.ColorText2, Small: true}
		case f.Decision == model.MaskSome && slices.Contains(f.Choice.Columns, name):
			state = part.Cell{Text: frame.L("masked"), Color: part.ColorAmber, Bold: true, Small: true}
		case f.Decision == model.LeaveOut || f.Hangs || copies:
			state = part.Cell{Text: frame.L("as it is"), Color: part.ColorText3, Small: true}
		}
		rows = append(rows,
			part.RowData{Cells: []part.Cell{{Text: work.ColumnTitle(f, name), Color: part.ColorText2},
				{Text: f.Masked(name)}, state}})
	}
	last := frame.L("In the copy")
	if !copies {
		last = ""
	}
	return part.NewSheet([]part.Column{{Title: frame.L("Column"), Flex: 1}, {Title: frame.L("Value"), Flex: 1},
		{Title: last, Width: 80, Align: fyne.TextAlignTrailing}}, rows).SetHeights(24, 28)
}

// correctButton offers the row's columns to be corrected.
func (v *Findings) correctButton(f collect.Finding) fyne.CanvasObject {
	b := part.NewButton(frame.L("Correct a value…"), nil).AsSmall().WithIcon("pen")
	if !f.Theirs() {
		b.Lock(frame.L("Decide first that the row is the person’s own"))
		return b
	}
	b.OnTap = func() {
		var items []part.MenuItem
		for _, name := range f.Found.Columns {
			items = append(items,
				part.MenuItem{Label: work.ColumnTitle(f, name) + " · " + work.OrEmpty(f.Masked(name)), Run: func() {
					v.work.Correct(model.Place{Seq: f.Seq, Column: name})
				}})
		}
		part.ShowMenu(v.work.Window.Canvas(), fyne.CurrentApp().Driver().AbsolutePositionForObject(b).AddXY(0, 28), 200,
			items)
	}
	return b
}
