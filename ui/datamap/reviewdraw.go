package datamap

import (
	"fmt"
	"strings"

	"fyne.io/fyne/v2"

	"orangelab.cn/rightsdesk/app/datamap"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/model/mapreview"
	"orangelab.cn/rightsdesk/ui/frame"
	"orangelab.cn/rightsdesk/ui/part"
)

// tableRow is a row of the list on the left: a group, or a table.
type tableRow struct {
	group          string
	title, summary string
	table          *datamap.ReviewedTable
}

// newTables makes the list of tables.
func (r *review) newTables() {
	r.tables = part.NewDataTable([]part.Column{{Title: ""}, {Width: 34, Align: fyne.TextAlignTrailing}},
		func(row int, d *part.RowData) {
			w := r.rows[row]
			if w.table == nil {
				d.Group, d.Folded, d.Title, d.Summary = true, r.folded[w.group], w.title, w.summary
				return
			}
			d.Cells[0] = part.Cell{Text: w.table.Name, Bold: w.table.Name == r.table}
			if w.table.Open == 0 {
				d.Cells[0].Icon, d.Cells[0].IconColor = "check", part.ColorGreen
			}
			d.Cells[1] = part.Cell{Text: fmt.Sprint(len(w.table.Columns)), Color: part.ColorText3}
		})
	r.tables.SetHeadHeight(0)
	r.tables.SetEdge(16, 8)
	r.tables.SetKey(func(row int) string {
		if t := r.rows[row].table; t != nil {
			return t.Name
		}
		return "\x00" + r.rows[row].group
	})
	r.tables.OnFold = func(row int) {
		g := r.rows[row].group
		r.folded[g] = !r.folded[g]
		r.listTables()
	}
	r.tables.OnSelected = func(row int) {
		if row >= 0 && row < len(r.rows) && r.rows[row].table != nil && r.rows[row].table.Name != r.table {
			r.choose(r.rows[row].table.Name)
		}
	}
}

// listTables groups the tables: what is to settle, what people settled, what was recognised.
func (r *review) listTables() {
	var open, people, known []*datamap.ReviewedTable
	for i := range r.shown.Tables {
		switch t := &r.shown.Tables[i]; {
		case t.Open > 0:
			open = append(open, t)
		case t.Program != "" && byProgram(t):
			known = append(known, t)
		default:
			people = append(people, t)
		}
	}
	r.rows = nil
	for _, g := range []struct {
		key, title string
		tables     []*datamap.ReviewedTable
	}{{"open", frame.L("To settle, {{.A}}", len(open)), open},
		{"people", frame.L("Settled by people, {{.A}}", len(people)), people},
		{"known", frame.L("Recognised, {{.A}}", len(known)), known}} {
		if len(g.tables) == 0 {
			continue
		}
		columns := 0
		for _, t := range g.tables {
			columns += len(t.Columns)
		}
		r.rows = append(r.rows, tableRow{group: g.key, title: g.title, summary: frame.L("{{.A}} columns", columns)})
		if r.folded[g.key] {
			continue
		}
		for _, t := range g.tables {
			r.rows = append(r.rows, tableRow{table: t})
		}
	}
	r.tables.SetCount(len(r.rows))
	for i, row := range r.rows {
		if row.table != nil && row.table.Name == r.table && r.tables.Selected() != i {
			r.tables.Select(i)
		}
	}
	r.tables.Refresh()
}

// byProgram reports whether nobody but the map of a program settled a table.
func byProgram(t *datamap.ReviewedTable) bool {
	for _, c := range t.Columns {
		if c.State != mapreview.Recognised {
			return false
		}
	}
	return true
}

// drawHead names the source, and says how much of it is settled.
func (r *review) drawHead() {
	v, c := r.shown, r.shown.Coverage
	state, chip := frame.L("draft"), part.ChipClosed
	if v.InUse {
		state, chip = frame.L("in use"), part.ChipAnswering
	}
	about := []string{frame.EngineName(v.Source.Engine), frame.L("{{.A}} tables", len(v.Tables)),
		frame.L("{{.A}} columns", c.Columns)}
	if !v.InUse {
		about = append(about, frame.L("no request goes by a draft"))
	}
	left := part.VBox(2,
		part.HBox(8, part.NewHeading(frame.L("Data map")+" · "+frame.SourceTitle(v.Source.Key)),
			part.NewChip(chip, state), part.Gap()),
		part.NewCaption(strings.Join(about, " · ")).In(part.ColorText2).Short())
	right := part.VBox(6,
		part.HBox(8, part.Gap(), part.NewText(frame.L("{{.A}} of {{.B}} columns", c.Settled, c.Columns)).
			In(part.ColorText2), part.NewSubHeading(covered(c))),
		part.Fixed(236, 6, part.NewBar(share(c), part.ColorPrimary)))
	put(r.pieces.head, part.HBox(12, part.NewIconButton("back", frame.L("Back"), r.leave), part.Grow(left), right))
}

func share(c mapreview.Coverage) float64 {
	if c.Columns == 0 {
		return 1
	}
	return float64(c.Settled) / float64(c.Columns)
}

// drawTitle names the chosen table, and says how it is reached.
func (r *review) drawTitle() {
	t := r.chosen()
	if t == nil {
		put(r.pieces.title, part.NewCaption(frame.L("This source has no tables.")))
		return
	}
	about := frame.L("{{.A}} columns", len(t.Columns))
	if t.Program != "" {
		about += " · " + frame.L("a table of {{.A}}", t.Program)
	}
	how := frame.L("Nothing leads here, and nothing of it is personal as the map stands.")
	switch {
	case t.Steps == 1:
		how = frame.L("A search begins here.")
	case t.Steps > 1:
		how = frame.L("A search reaches it in step {{.A}}.", t.Steps)
	case r.shown.Reach.Unknown:
		how = frame.L("The file has errors: nothing can be said of how it is reached.")
	case t.Personal:
		how = frame.L("It holds something of a person, and nothing leads here.")
	}
	put(r.pieces.title,
		part.VBox(2, part.HBox(8, part.NewSubHeading(t.Name), part.NewCaption(about).In(part.ColorText2), part.Gap()),
			part.NewCaption(how).In(part.ColorText2).Short()))
}

// drawFoot says what is settled in all, what is in use, and holds what ends the work.
func (r *review) drawFoot() {
	v := r.shown
	open, known := 0, 0
	for i := range v.Tables {
		switch t := &v.Tables[i]; {
		case t.Open > 0:
			open++
		case byProgram(t):
			known++
		}
	}
	settled := len(v.Tables) - open
	lead := frame.L("{{.A}} of {{.B}} tables settled: {{.C}} recognised, {{.D}} by people", settled, len(v.Tables),
		known, settled-known)
	below := frame.L("requests go by what is settled here")
	switch {
	case v.Source.Dataset == "":
		below = frame.L("no request looks into this source until it is put in use")
	case !v.InUse:
		below = frame.L("requests go by the dataset file from before until this is put in use")
	}
	row := part.HBox(12, part.NewIcon("db", part.ColorText2, 20),
		part.Grow(part.VBox(0, part.NewBold(lead).Short(), part.NewCaption(below).In(part.ColorText2).Short())))
	if open > 0 {
		row.Add(part.NewCaption(frame.L("{{.A}} tables to settle", open)).In(part.ColorAmber))
	}
	if r.frame.May(model.ActSettleMap) {
		row.Add(part.NewButton(frame.L("Read the tables again"), func() {
			r.Leave(func() {
				r.takeStock(r.shown.Source, func() {
					r.samples = map[string]sample{}
					r.draw()
					r.look(r.table)
				})
			})
		}))
		row.Add(part.NewButton(frame.L("As text…"), r.leave))
		if use := part.NewButton(frame.L("Put in use"), r.putInUse); open > 0 || v.InUse || !v.Begun {
			use.Lock(frame.L("Every table is settled first."))
			if v.InUse {
				use.Lock(frame.L("It is in use."))
			}
			row.Add(use)
		} else if open == 0 {
			row.Add(use)
		}
	}
	put(r.pieces.foot, part.Ground(part.ColorRaised,
		part.VBox(0, part.HLine(), part.Fixed(0, 59, part.Inset(0, 20, 0, 20, row)))))
}

// drawPanel says what comes next, draws the references, and names what is not reached.
func (r *review) drawPanel() {
	column := part.VBox(14, r.step())
	open := map[string]bool{}
	reached, lost := 0, r.shown.Reach.Lost
	for _, t := range r.shown.Tables {
		open[t.Name] = t.Open > 0
	}
	for _, s := range r.shown.Reach.Steps {
		reached += len(s)
	}
	// What holds nothing of a person, as far as is known, counts as a table all the same: an unfinished map must not
	// look whole.
	all := max(len(r.shown.Tables), reached+len(lost))
	if reached > 0 {
		column.Add(part.HBox(8, part.NewBold(frame.L("From the person outwards")), part.Gap(),
			part.NewCaption(frame.L("{{.A}} of {{.B}} tables reached", reached, all)).In(part.ColorText2)))
		column.Add(newOutward(r.shown.Reach, open, r.table))
		column.Add(part.HBox(6, part.NewMark(part.ColorPrimary), part.NewCaption(frame.L("settled")), part.Space(8, 1),
			part.NewMark(part.ColorMarkAmber), part.NewCaption(frame.L("guessed")), part.Gap()))
	}
	if len(lost) > 0 {
		column.Add(part.HBox(8, part.NewBold(frame.L("Not reached")), part.Gap(),
			part.NewCaption(frame.L("{{.A}} of {{.B}}", len(lost), all)).In(part.ColorText2)))
		list := part.VBox(0)
		const named = 6
		for _, name := range lost[:min(len(lost), named)] {
			list.Add(part.NewLine(name, "").WithBelow(frame.L("nothing says whose its rows are")).
				WithTrailing(part.NewLink(frame.L("Link…"), func() { r.link(name) }).AsSmall()))
		}
		column.Add(list)
		if left := len(lost) - named; left > 0 {
			column.Add(part.NewCaption(frame.L("and {{.A}} more", left)))
		}
	}
	if rest := all - reached - len(lost); rest > 0 {
		column.Add(part.NewCaption(frame.L("Nothing of a person, as the map says: {{.A}}", rest)))
	}
	put(r.pieces.panel, part.Inset(14, 16, 14, 16, column))
}

// link looks at a table to which nothing leads, at the column that is likeliest to say whose its rows are.
func (r *review) link(table string) {
	r.choose(table)
	t := r.chosen()
	for i, c := range t.Columns {
		if !c.Key && strings.HasSuffix(strings.ToLower(c.Name), "id") {
			r.column = i
			break
		}
	}
	r.drawTable()
	if r.selected() != nil {
		r.change()
	}
}

// step is the card of what comes next.
func (r *review) step() fyne.CanvasObject {
	t, c := r.chosen(), r.shown.Coverage
	then := ""
	for _, row := range r.rows {
		if row.table != nil && row.table.Open > 0 && row.table.Name != r.table {
			then = frame.L("then: {{.A}}", row.table.Name)
			break
		}
	}
	p := part.NextStepParts{Caption: frame.L("Next step"), Then: then, Narrow: true}
	switch {
	case !r.frame.May(model.ActSettleMap):
		p.Title, p.Why = frame.L("{{.A}} columns are open",
			c.Columns-c.Settled), frame.L("A lead or an administrator settles them.")
	case t != nil && t.Open > 0:
		p.Title = frame.L("Settle {{.A}} columns of {{.B}}", t.Open, t.Name)
		p.Why = frame.L(
			"Accept them all if they are right, or go through them with N. Nothing counts as searched in full before.")
		p.Primary = part.NewPrimary(frame.L("Accept {{.A}}", t.Open), "Ctrl Enter", r.acceptAll)
		p.Others = []fyne.CanvasObject{part.NewButton(frame.L("None is personal…"), r.noneIsPersonal)}
	case !c.Whole():
		p.Title, p.Why = frame.L("Go on with the next table"), frame.L("{{.A}} columns are open", c.Columns-c.Settled)
		p.Primary = part.NewPrimary(frame.L("Next table"), "Ctrl Enter", r.onward)
	case r.shown.InUse:
		p.Title, p.Why = frame.L("Nothing is left to settle"), frame.L(
			"Read the tables again when the system changes: what is new then is shown as a difference to settle.")
	default:
		p.Title, p.Why = frame.L("Put the data map in use"), frame.L(
			"Every column is settled. From then on requests go by it.")
		p.Primary = part.NewPrimary(frame.L("Put in use"), "Ctrl Enter", r.putInUse)
	}
	r.next = part.NewNextStep(p)
	return r.next
}
