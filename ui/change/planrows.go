package change

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"orangelab.cn/rightsdesk/app/change"
	"orangelab.cn/rightsdesk/app/collect"
	"orangelab.cn/rightsdesk/app/source/dataset"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/ui/frame"
	"orangelab.cn/rightsdesk/ui/part"
	"orangelab.cn/rightsdesk/ui/work"
)

// planLine is one line of the plan's table: a column of a row, a row deleted as a whole, or what is kept.
type planLine struct {
	row                              collect.Row // of the plan's row; 0 for what is kept
	source, collection               string
	where, column, before, after, by string
	deletes, changed, shared, kept   bool
	columns                          []string // of the row, which can be revealed
}

// planGroup is the part of a plan that is written to one source in one transaction.
type planGroup struct {
	source model.PlanSource
	note   string
	kept   []planLine // stays in the source, with the reason
	left   int64      // rows that stay as they are
	lines  []planLine
	last   model.PlanFilter // where to read on
	whole  bool             // everything is read
	folded bool
}

// planTable shows the rows of a plan. They are read page by page as they come into sight: a plan may have 100,000.
type planTable struct {
	view    *PlanView
	table   *part.DataTable
	name    string // of the plan and what is marked in it
	groups  []*planGroup
	heads   bool       // by source
	changed bool       // only rows that changed since the preview
	shown   []planShow // what the table's rows are
	loading bool
	latest  frame.Generation
}

// planShow is a row of the table: a line of a group, or its head where line is -1.
type planShow struct{ group, line int32 }

// planPage is how many rows of a plan one reading brings.
const planPage = 200

func newPlanTable(v *PlanView) *planTable {
	t := &planTable{view: v, heads: true}
	t.table = part.NewDataTable([]part.Column{
		{ID: "row", Title: frame.L("Row"), Min: 120, Flex: 1.2},
		{ID: "column", Title: frame.L("Column"), Min: 104, Flex: 1.1},
		{ID: "before", Title: frame.L("Before"), Min: 96, Flex: 1},
		{ID: "to", Width: 16},
		{ID: "after", Title: frame.L("After"), Min: 100, Flex: 1.1},
		{ID: "how", Title: frame.L("How"), Min: 90, Flex: 1.2},
	}, t.fill)
	t.table.SetRowHeight(part.PlanRowHeight)
	t.table.SetKey(t.keyOf)
	t.table.OnFold = t.fold
	t.table.OnScroll = t.more
	t.table.OnOpen = func(int) { t.reveal() }
	return t
}

// keyOf names a line of the table, wherever it stands after more is read, folded or previewed again.
func (t *planTable) keyOf(row int) string {
	g := t.groups[t.shown[row].group]
	if t.shown[row].line < 0 {
		return g.source.Source
	}
	l := g.lines[t.shown[row].line]
	return fmt.Sprint(g.source.Source, "\x00", l.row.Seq, "\x00", l.where, "\x00", l.column)
}

// set shows a plan. What was read of it before, by the same name, is kept with the place in the table.
func (t *planTable) set(name string, groups []*planGroup) {
	t.latest.Next()
	for _, g := range groups {
		for _, old := range t.groups {
			if old.source.Source != g.source.Source {
				continue
			}
			g.folded = old.folded
			if t.name == name {
				g.lines, g.last, g.whole = old.lines, old.last, old.whole
			}
		}
	}
	t.name, t.groups, t.loading = name, groups, false
	t.show()
	t.more()
}

// restart reads the rows again, with another filter.
func (t *planTable) restart() {
	t.name = ""
	for _, g := range t.groups {
		g.lines, g.last, g.whole = nil, model.PlanFilter{}, false
	}
	t.set("", t.groups)
}

// show lays out what is read so far.
func (t *planTable) show() {
	t.shown = t.shown[:0]
	for i, g := range t.groups {
		if t.changed && g.whole && len(g.lines) == 0 {
			continue
		}
		if t.heads {
			t.shown = append(t.shown, planShow{int32(i), -1})
			if g.folded {
				continue
			}
		}
		for n := range g.lines {
			t.shown = append(t.shown, planShow{int32(i), int32(n)})
		}
		if !g.whole {
			break // what follows shows once this is read
		}
	}
	t.table.SetCount(len(t.shown))
	t.table.Refresh()
}

// next is the group to be read on, nil where all is read.
func (t *planTable) next() *planGroup {
	for _, g := range t.groups {
		if !g.whole && !(t.heads && g.folded) {
			return g
		}
	}
	return nil
}

func (t *planTable) more() {
	g := t.next()
	if g == nil || t.loading || t.view.work.Frame == nil {
		return
	}
	if _, end := t.table.VisibleRows(); end < len(t.shown)-20 {
		return
	}
	t.loading = true
	gen := t.latest.Now()
	id, session, filter := t.view.work.Request.ID, t.view.work.Session, g.last
	filter.Source, filter.ChangedOnly = g.source.Source, t.changed
	var rows []change.PlanRow
	var lines []planLine
	t.view.work.Try(func(ctx context.Context) (err error) {
		if rows, err = change.PlanRows(ctx, session, id, filter, planPage); err == nil {
			lines = linesOf(rows)
		}
		return err
	}, func(err error) {
		if !t.latest.Current(gen) {
			return
		}
		t.loading = false
		if err != nil {
			t.view.work.Fail(err)
			return
		}
		begun := t.begun()
		g.lines = append(g.lines, lines...)
		if n := len(rows); n > 0 {
			g.last = model.PlanFilter{AfterSource: rows[n-1].Source, AfterPlace: rows[n-1].Place,
				AfterSeq: rows[n-1].Seq}
		}
		if g.whole = len(rows) < planPage; g.whole && !t.changed {
			g.lines = append(g.lines, g.kept...)
		}
		t.show()
		if !begun {
			t.view.drawPanel() // now there is something to approve
		}
		t.more()
	})
}

// begun reports whether rows of the plan stand in the table; where there are none to be read, whether that is known.
func (t *planTable) begun() bool {
	return t.next() == nil || slices.ContainsFunc(t.groups, func(g *planGroup) bool { return len(g.lines) > 0 })
}

// titleOf is what people call a column of the line's row; a line of what is kept says so itself.
func (l planLine) titleOf(column string) string {
	if column == change.RequestColumn {
		return frame.L("Request to the system")
	}
	if l.kept {
		return column
	}
	return frame.ColumnTitle(l.source, l.collection, column)
}

func (l planLine) titles() []string {
	list := make([]string, len(l.columns))
	for i, name := range l.columns {
		list[i] = l.titleOf(name)
	}
	return list
}

// linesOf makes a line for every column that is written; a deleted row is one line.
func linesOf(rows []change.PlanRow) []planLine {
	lines := make([]planLine, 0, len(rows))
	for _, r := range rows {
		base := planLine{row: r.Seen(), source: r.Source, collection: r.Collection,
			where:   strings.TrimSpace(frame.CollectionTitle(r.Source, r.Collection) + " " + work.Key(r.Key())),
			changed: r.Changed, shared: r.Change.Shared > 0, deletes: r.Deletes}
		for _, cell := range r.Change.Before {
			base.columns = append(base.columns, cell.Name)
		}
		if len(r.Change.Calls) > 0 {
			base.columns = append(base.columns, change.RequestColumn)
		}
		if r.Deletes {
			base.before = telling(r)
			if len(r.Change.How) > 0 {
				base.by = r.Change.How[0]
			}
			lines = append(lines, base)
			continue
		}
		for _, i := range writes(r) {
			cell, l := r.Change.Before[i], base
			l.column, l.before, l.after, l.by = cell.Name, r.Before(i), r.After(i), r.How(i)
			lines = append(lines, l)
		}
	}
	return lines
}

// writes are the places of a row's columns that get a line: what is empty and is emptied is no change to look at, where
// another column of the row is one.
func writes(r change.PlanRow) (places []int) {
	for i := range r.Change.Before {
		if r.Before(i) != "" || r.After(i) != "" {
			places = append(places, i)
		}
	}
	if len(places) == 0 && len(r.Change.Before) > 0 {
		return []int{0}
	}
	return places
}

// telling is the masked value by which a deleted row is known best: the first about a person that is not a reference.
func telling(r change.PlanRow) string {
	for i, cell := range r.Change.Before {
		for _, category := range r.Change.Categories[cell.Name] {
			if text := r.Before(i); text != "" && !dataset.Covers("user.unique_id", category) {
				return text
			}
		}
	}
	return ""
}

func (t *planTable) fill(row int, d *part.RowData) {
	if row >= len(t.shown) {
		return
	}
	g := t.groups[t.shown[row].group]
	if t.shown[row].line < 0 {
		d.Group, d.Folded, d.Title, d.Note, d.Summary = true, g.folded, frame.SourceTitle(
			g.source.Source), g.note, groupSummary(g.source, g.left, t.view.work.Request.Kind)
		return
	}
	l := g.lines[t.shown[row].line]
	d.Cells[0] = part.Cell{Text: l.where}
	if l.shared {
		d.Cells[0].Mark, d.Cells[0].MarkColor = "users", part.ColorAmber
	}
	d.Cells[1] = part.Cell{Text: l.titleOf(l.column), Color: part.ColorText2}
	d.Cells[3] = part.Cell{Icon: "arrow", IconColor: part.ColorText3}
	d.Cells[5] = part.Cell{Text: howWord(l.by), Color: part.ColorText2, Small: true}
	switch {
	case l.kept:
		d.Cells[2] = part.Cell{Text: l.before, Color: part.ColorText2}
		d.Cells[4] = part.Cell{Text: l.after, Color: part.ColorText2, Icon: "lock", IconColor: part.ColorText2}
		d.Cells[5].Text = l.by
	case l.deletes:
		d.Cells[1].Text = frame.L("whole row")
		d.Cells[2] = part.Cell{Text: work.OrDash(l.before), Chip: part.ChipOld}
		d.Cells[4] = part.Cell{Text: frame.L("row deleted"), Color: part.ColorRed, Icon: "trash"}
	default:
		d.Cells[2] = part.Cell{Text: work.OrEmpty(l.before), Chip: part.ChipOld}
		d.Cells[4] = part.Cell{Text: work.OrEmpty(l.after), Chip: part.ChipNew}
	}
	if l.changed {
		d.Tint = part.ColorAmberTint
		d.Cells[5] = part.Cell{Text: frame.L("changed since the preview"), Color: part.ColorAmber, Bold: true,
			Small: true}
	}
}

// groupSummary counts what happens in a source. Only an erasure keeps rows: other changes simply do not concern them.
func groupSummary(s model.PlanSource, left int64, kind model.Kind) string {
	var parts []string
	if s.Updates > 0 {
		parts = append(parts, frame.L("{{.A}} rewritten", s.Updates))
	}
	if s.Deletes > 0 {
		parts = append(parts, frame.L("{{.A}} deleted", s.Deletes))
	}
	if left > 0 && kind.Erases() {
		parts = append(parts, frame.L("{{.A}} left as they are", left))
	}
	return strings.Join(parts, " · ")
}

func (t *planTable) fold(row int) {
	g := t.groups[t.shown[row].group]
	g.folded = !g.folded
	t.show()
	t.more()
}
