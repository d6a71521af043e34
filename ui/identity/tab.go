package identity

import (
	"time"

	"fyne.io/fyne/v2"

	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/model/identifier"
	"orangelab.cn/rightsdesk/ui/frame"
	"orangelab.cn/rightsdesk/ui/part"
)

// Tab shows the level needed, the evidence so far and the data points compared.
func Tab(f *frame.Frame, o frame.Opened, done func()) fyne.CanvasObject {
	st := o.Standing
	column := part.VBox(0)
	for _, e := range st.Evidence {
		if e.Discounted {
			column.Add(part.NewBanner(part.BannerAmber, "warn",
				frame.L("The contact changed shortly before the request."),
				frame.L("A code to it counts for nothing here.")))
			column.Add(part.Space(1, 12))
			break
		}
	}
	levels := make([]part.Level, 3)
	for i := range levels {
		l := model.Level(i + 1)
		switch {
		case l <= st.Reached:
			levels[i] = part.Level{Caption: frame.L("Level {{.A}} reached", int(l)), Color: part.ColorGreen, Value: 1}
		case l <= st.Needed:
			lacks, all := len(st.Proof.Lacks(l)), len(
				model.Proof{Requester: st.Proof.Requester, Age: st.Proof.Age}.Lacks(l))
			levels[i] = part.Level{Caption: frame.L("Level {{.A}}: {{.B}} left", int(l), lacks),
				Color: part.ColorPrimary, Bold: true, Value: 1 - float64(lacks)/float64(all)}
		default:
			levels[i] = part.Level{Caption: frame.L("Level {{.A}} not needed", int(l)), Color: part.ColorText3}
		}
	}
	column.Add(part.HBoxTop(12,
		part.Fixed(264, 0, part.VBox(0, part.NewBold(frame.L("Level {{.A}} of 3 required", int(st.Needed))),
			part.NewCaption(frame.W(o.Request.Kind)))),
		part.Grow(part.Inset(5, 0, 0, 0, part.NewLevelBar(levels...)))))
	column.Add(part.Space(1, 10))
	var proofs, points []part.RowData
	matches := 0
	for i, e := range st.Evidence {
		if e.Kind == model.EvidenceDataPoint {
			row := part.Cell{Text: frame.L("No match"), Color: part.ColorRed, Icon: "x"}
			if e.Result == model.Passed {
				row = part.Cell{Text: frame.L("Match"), Color: part.ColorGreen, Icon: "check"}
				if why := idle(st.Evidence, i); why != "" {
					row = part.Cell{Text: why, Color: part.ColorAmber, Icon: "check"}
				} else {
					matches++
					if written(o.Request.Subject, e.Point) {
						row.Text = frame.L("Match; the request said it too")
					}
				}
			}
			points = append(points,
				part.RowData{Cells: []part.Cell{{Text: pointName(e.Point)},
					{Text: f.StaffName(e.By), Color: part.ColorText2}, row, when(f, e)}})
			continue
		}
		proofs = append(proofs, part.RowData{Cells: append(proof(o, e, f.Session.Now()), when(f, e))})
	}
	columns := func(a, b, c string, first, second, third float32) []part.Column {
		return []part.Column{{Title: a, Flex: first, BoldHead: true}, {Title: b, Flex: second}, {Title: c, Flex: third},
			{Title: frame.When(f.Session.Now()), Width: 130, Align: fyne.TextAlignTrailing}}
	}
	if len(proofs)+len(points) == 0 {
		column.Add(part.NewText(frame.L("Nothing has been shown yet.")).In(part.ColorText3))
		return column
	}
	if len(proofs) > 0 {
		column.Add(part.NewSheet(
			columns(frame.L("Evidence so far"), frame.L("On file"), frame.L("Result"), 230, 150, 180), proofs))
		column.Add(part.Space(1, 14))
	}
	if len(points) > 0 {
		column.Add(part.NewSheet(columns(frame.L("Data points, values never shown"), frame.L("By"),
			frame.L("counted: {{.A}}", matches), 200, 80, 280), points))
	}
	return column
}

// idle says why a match counts for nothing, as model.Proof counts them; empty where it counts.
func idle(all []model.EvidenceRecord, at int) string {
	code := contactCodes[all[at].Point]
	for i, e := range all {
		switch {
		case e.Result != model.Passed || e.Discounted:
		case code != "" && e.Kind == code:
			return frame.L("Match, does not count: the code went to the same contact")
		case i < at && e.Kind == model.EvidenceDataPoint && e.Point == all[at].Point:
			return frame.L("Match, does not count: compared before")
		}
	}
	return ""
}

func when(f *frame.Frame, e model.EvidenceRecord) part.Cell {
	return part.Cell{Text: frame.ColumnClock(e.At, f.Session.Now()), Color: part.ColorText3}
}

// proof is a line of evidence as it stands now: a code that ran out is waited for no longer.
func proof(o frame.Opened, e model.EvidenceRecord, now time.Time) []part.Cell {
	name := frame.W(e.Kind)
	switch e.Kind {
	case model.EvidenceEmailCode:
		name = frame.And(name, identifier.MaskEmail(o.Request.Subject.Email))
	case model.EvidencePhoneCode:
		name = frame.And(name, identifier.MaskPhone(o.Request.Subject.Phone))
	}
	held := part.Cell{Text: "–", Color: part.ColorText3}
	switch {
	case e.Discounted:
		held = part.Cell{Text: frame.L("changed shortly before"), Color: part.ColorAmber}
	case e.Kind == model.EvidenceEmailCode, e.Kind == model.EvidencePhoneCode: // no code goes anywhere else
		held = part.Cell{Text: frame.L("on file"), Color: part.ColorText2}
	}
	switch {
	case e.Result == model.Pending && now.After(e.ExpiresAt):
		return []part.Cell{{Text: name, Icon: "clock", IconColor: part.ColorText3}, held,
			{Text: frame.L("Code expired"), Color: part.ColorAmber}}
	case e.Result == model.Pending:
		return []part.Cell{{Text: name, Icon: "clock", IconColor: part.ColorPrimary}, held,
			{Text: frame.L("Waiting for the code"), Color: part.ColorPrimary, Bold: true}}
	case e.Result == model.Failed:
		return []part.Cell{{Text: name, Icon: "x", IconColor: part.ColorText2}, held,
			{Text: frame.L("Not proven"), Color: part.ColorText3}}
	case e.Discounted:
		return []part.Cell{{Text: name, Icon: "check", IconColor: part.ColorText2}, held,
			{Text: frame.L("Passed, does not count"), Color: part.ColorAmber}}
	}
	return []part.Cell{{Text: name, Icon: "check", IconColor: part.ColorGreen}, held,
		{Text: frame.L("Passed"), Color: part.ColorGreen}}
}
