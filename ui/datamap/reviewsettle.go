package datamap

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"orangelab.cn/rightsdesk/app/datamap"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/model/mapreview"
	"orangelab.cn/rightsdesk/ui/frame"
	"orangelab.cn/rightsdesk/ui/part"
)

// job is something that was settled on the screen and is kept in its turn: whoever goes through columns by keys does
// not wait for each.
type job struct {
	list []datamap.Settling
	undo bool
	then func() // what waits for what is kept, nothing else
}

// state is what a column is settled as, on the screen at once and at the desk in its turn.
func (r *review) settle(table string, columns []string, state mapreview.State, edit func(*datamap.Settling)) {
	t := r.shown.Table(table)
	if t == nil || !r.frame.May(model.ActSettleMap) {
		return
	}
	var list []datamap.Settling
	for i := range t.Columns {
		c := &t.Columns[i]
		for _, name := range columns {
			if c.Name != name {
				continue
			}
			one := datamap.Settling{Table: table, Column: c.Name, Said: c.Said, State: state}
			if edit != nil {
				edit(&one)
			}
			list = append(list, one)
			if c.State, c.By = state, r.frame.Session.Staff().ID; c.Overruled() {
				c.Reasons = nil
			}
		}
	}
	if len(list) == 0 {
		return
	}
	r.keep(job{list: list})
	r.shown.Count()
}

// keep puts a job at the end of those that wait.
func (r *review) keep(j job) {
	r.waiting = append(r.waiting, j)
	r.work()
}

// work keeps what was settled, one after the other.
func (r *review) work() {
	if r.keeping {
		return
	}
	if len(r.waiting) == 0 {
		r.reload()
		return
	}
	j := r.waiting[0]
	r.waiting = r.waiting[1:]
	if j.undo {
		if len(r.undo) == 0 {
			r.work()
			return
		}
		j.list = r.undo[len(r.undo)-1]
		r.undo = r.undo[:len(r.undo)-1]
	}
	if j.then != nil {
		j.then()
		return
	}
	r.keeping = true
	key := r.shown.Source.Key
	var back []datamap.Settling
	r.frame.Try(func(ctx context.Context) (err error) {
		back, err = datamap.Settle(ctx, r.frame.Session, key, j.list)
		return err
	}, func(err error) {
		r.keeping = false
		if err != nil {
			r.waiting = nil // what came after was settled on a screen that was wrong
			r.frame.Fail(err)
			r.reload()
			return
		}
		if !j.undo {
			r.undo = append(r.undo, back)
		} else if len(j.list) > 0 {
			r.lookAt(j.list[0].Table, j.list[0].Column)
		}
		r.work()
	})
}

// selected is the column that is looked at; nil where there is none.
func (r *review) selected() *datamap.ReviewedColumn {
	if t := r.chosen(); t != nil && r.column >= 0 && r.column < len(t.Columns) {
		return &t.Columns[r.column]
	}
	return nil
}

// accept and notPersonal settle the column that is looked at, and go on to the next that is open.
func (r *review) accept() { r.say(mapreview.Accepted) }

func (r *review) notPersonal() { r.say(mapreview.NotPersonal) }

func (r *review) say(state mapreview.State) {
	if c := r.selected(); c != nil {
		r.settle(r.table, []string{c.Name}, state, nil)
		r.onward()
	}
}

// acceptAll settles everything of the table that is open as it was guessed.
func (r *review) acceptAll() { r.sayAll(mapreview.Accepted) }

func (r *review) sayAll(state mapreview.State) {
	t := r.chosen()
	if t == nil {
		return
	}
	var names []string
	for _, c := range t.Columns {
		if !c.State.Settled() {
			names = append(names, c.Name)
		}
	}
	r.settle(t.Name, names, state, nil)
	r.onward()
}

// noneIsPersonal asks before a whole table is taken out of what is searched.
func (r *review) noneIsPersonal() {
	t := r.chosen()
	if t == nil {
		return
	}
	var d *part.Dialog
	d = part.NewDialog(part.DialogParts{Title: frame.L("Nothing of {{.A}} is personal", t.Name),
		Body: part.NewBody(
			frame.L("No request looks into this table any more, and neither a copy nor an erasure touches it. What leads from it to other tables ends here.")), Danger: true,
		Confirm: frame.L("None is personal"), Cancel: frame.L("Cancel"),
		OnConfirm: func() bool {
			d.Close()
			r.sayAll(mapreview.NotPersonal)
			return false
		}})
	d.Show(r.frame.Window.Canvas())
}

// onward goes to the next column that is open, and from the last of a table to the next table.
func (r *review) onward() {
	t := r.chosen()
	if t == nil {
		return
	}
	for i := range t.Columns {
		at := (r.column + 1 + i) % len(t.Columns)
		if !t.Columns[at].State.Settled() {
			r.column = at
			r.draw()
			return
		}
	}
	for _, row := range r.rows {
		if row.table != nil && row.table.Open > 0 {
			r.choose(row.table.Name)
			return
		}
	}
	r.draw()
}

// nextDoubt goes to the next column that a person should look at, in this table or another.
func (r *review) nextDoubt() {
	if t := r.chosen(); t != nil {
		for i := range t.Columns {
			at := (r.column + 1 + i) % len(t.Columns)
			if c := t.Columns[at]; c.Doubt && !c.State.Settled() && at != r.column {
				r.column = at
				r.drawTable()
				return
			}
		}
	}
	for _, row := range r.rows {
		if row.table != nil && row.table.Doubts > 0 && row.table.Name != r.table {
			r.choose(row.table.Name)
			return
		}
	}
}

// takeBack undoes what was settled here last.
func (r *review) takeBack() {
	if len(r.undo)+len(r.waiting) > 0 || r.keeping {
		r.keep(job{undo: true})
	}
}

// lookAt goes to a column: what was taken back is what is settled next.
func (r *review) lookAt(table, column string) {
	t := r.shown.Table(table)
	if t == nil {
		return
	}
	if r.table != table {
		r.choose(table)
	}
	if i := slices.IndexFunc(t.Columns, func(c datamap.ReviewedColumn) bool { return c.Name == column }); i >= 0 {
		r.column = i
	}
}

// choose looks at a table.
func (r *review) choose(table string) {
	r.table, r.column = table, -1
	r.draw()
	r.look(table)
}

func (r *review) firstOpen(t *datamap.ReviewedTable) int {
	first := -1
	for i, c := range t.Columns {
		if c.State.Settled() {
			continue
		}
		if c.Doubt {
			return i
		}
		if first < 0 {
			first = i
		}
	}
	return first
}

// change asks what the column that is looked at holds, and where it leads.
func (r *review) change() {
	c := r.selected()
	if c == nil || !r.frame.May(model.ActSettleMap) || c.Difference == mapreview.Missing {
		return
	}
	table, name := r.table, c.Name
	category, identity, leads := part.NewEntry("user.contact.email"), part.NewEntry("email"), part.NewEntry("member.id")
	if len(c.Categories) > 0 {
		category.SetText(c.Categories[0])
	}
	identity.SetText(c.Identity)
	if len(c.References) > 0 {
		leads.SetText(c.References[0])
	}
	called, choose := part.NewCaption(""), part.NewLink(frame.L("Choose…"),
		func() { r.frame.ChooseCategory(category.Retype) }).AsSmall()
	tell := func(text string) {
		if text = strings.TrimSpace(text); text != "" {
			text = frame.CategoryTitle(text)
		}
		called.SetText(text)
	}
	category.OnChanged = tell
	tell(category.Text)
	form := part.NewForm(part.NewField(frame.L("Data category"), category).
		WithHint(frame.L("Empty: it holds nothing that a copy or an erasure touches.")),
		part.NewField(frame.L("A search begins here with"), identity).
			WithHint(frame.L("email, phone_number, user_id and the like; empty: none does.")),
		part.NewField(frame.L("Its rows belong to"), leads).
			WithHint(frame.L("The column whose values lead here, as member.id; empty: none.")))
	var d *part.Dialog
	d = part.NewDialog(part.DialogParts{Title: frame.L("What {{.A}} holds", table+"."+name),
		Body: part.VBox(10, part.HBox(8, choose, part.Grow(called.Short())), form), Form: form,
		Confirm: frame.L("Change"), Cancel: frame.L("Cancel"),
		OnConfirm: func() bool {
			one := datamap.Settling{Table: table, Column: name, State: mapreview.Changed, Said: c.Said,
				Category: strings.TrimSpace(category.Text), Identity: strings.TrimSpace(identity.Text),
				LeadsTo: strings.TrimSpace(leads.Text)}
			var back []datamap.Settling
			return r.frame.SubmitTo(d, func(ctx context.Context) (err error) {
				back, err = datamap.Settle(ctx, r.frame.Session, r.shown.Source.Key, []datamap.Settling{one})
				return err
			}, func() {
				r.undo = append(r.undo, back)
				delete(r.samples, table)
				r.onward()
				r.reload()
				r.look(table)
			})
		}})
	r.frame.KeepForm(d, fmt.Sprint("column ", r.shown.Source.Key, " ", table, ".", name))
	d.Show(r.frame.Window.Canvas())
}

// putInUse puts what was settled into use.
func (r *review) putInUse() {
	src := r.shown.Source
	r.frame.Run(func(ctx context.Context) error { return datamap.PutInUse(ctx, r.frame.Session, src) }, func() {
		r.undo = nil
		r.reload()
	})
}
