package change

import (
	"context"
	"slices"

	"fyne.io/fyne/v2"

	"orangelab.cn/rightsdesk/app/change"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/ui/frame"
	"orangelab.cn/rightsdesk/ui/part"
	"orangelab.cn/rightsdesk/ui/work"
)

// reveal shows values of the chosen row for a reason, as they are and as they will be; of the first row where none is
// chosen.
func (t *planTable) reveal() bool {
	at := t.table.Selected()
	if !t.revealable(at) {
		at = slices.IndexFunc(t.shown, func(s planShow) bool { return s.line >= 0 })
	}
	if !t.revealable(at) {
		return false
	}
	t.view.work.revealPlan(t.groups[t.shown[at].group].lines[t.shown[at].line])
	return true
}

// revealable reports whether a row of the table is one of the plan's, and not a head or what is kept.
func (t *planTable) revealable(at int) bool {
	return at >= 0 && at < len(t.shown) && t.shown[at].line >= 0 &&
		!t.groups[t.shown[at].group].lines[t.shown[at].line].kept
}

// revealPlan asks which columns of a row of the plan are revealed, and why. The log keeps who, which and why.
func (w Work) revealPlan(l planLine) {
	columns, why := work.NewTicked(l.columns, l.titles()), -1
	for i, name := range l.columns {
		columns.Checks[i].SetChecked(name == l.column || len(l.columns) == 1)
	}
	which := part.NewField(frame.L("Columns, now and after the run"), columns.Body).WithCheck(func() string {
		if len(columns.Chosen()) == 0 {
			return frame.L("Tick at least one")
		}
		return ""
	})
	form := part.NewForm(work.RevealWhy(&why), which)
	var d *part.Dialog
	d = part.NewDialog(part.DialogParts{Title: frame.L("Reveal values") + " · " + l.where, Body: form, Form: form,
		Confirm: frame.L("Reveal"), Cancel: frame.L("Cancel"),
		OnConfirm: func() bool {
			rev, session, chosen, reason := w.Revision(), w.Session, columns.Chosen(), model.RevealReasons[why]
			var values []change.Revealed
			return w.SubmitTo(d, func(ctx context.Context) (err error) {
				values, err = change.RevealPlan(ctx, session, rev, l.row, chosen, reason)
				return err
			}, func() { w.showPlanned(l, values) })
		}})
	d.Show(w.Window.Canvas())
}

// showPlanned shows revealed columns of a row, before beside after, until they are hidden.
func (w Work) showPlanned(l planLine, values []change.Revealed) {
	line := func(column string, before, after fyne.CanvasObject) fyne.CanvasObject {
		return part.HBoxTop(12, part.Fixed(120, 0, part.NewCaption(column).In(part.ColorText2).Short()),
			part.Grow(before), part.Grow(after))
	}
	body := part.VBox(6, line(frame.L("Column"), part.NewCaption(frame.L("Before")), part.NewCaption(frame.L("After"))),
		part.HLine())
	for _, v := range values {
		after := work.OrEmpty(v.After)
		if l.deletes && v.Column != change.RequestColumn {
			after = frame.L("row deleted")
		}
		body.Add(line(l.titleOf(v.Column), part.NewBody(work.OrEmpty(v.Before)), part.NewBody(after)))
		body.Add(part.HLine())
	}
	part.NewDialog(part.DialogParts{Title: l.where,
		Body: part.Fixed(0, 320, frame.Scroll(part.Inset(0, 12, 0, 0, body))), Cancel: frame.L("Hide"), Width: 640}).
		Show(w.Window.Canvas())
}
