package fulfil

import (
	"context"

	"fyne.io/fyne/v2"

	"orangelab.cn/rightsdesk/app/collect"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/ui/frame"
	"orangelab.cn/rightsdesk/ui/part"
)

// revealed is a value that was opened, with the column it stands in.
type revealed struct{ column, text string }

// ticked are the columns that are to be revealed, with a check for each and one for all of them.
type ticked struct {
	columns []string
	checks  []*part.Check
	body    fyne.CanvasObject
}

func newTicked(columns, titles []string) *ticked {
	t := &ticked{columns: columns}
	var halves [2][]fyne.CanvasObject
	for i := range columns {
		c := part.NewCheck(titles[i], nil)
		t.checks = append(t.checks, c)
		halves[i%2] = append(halves[i%2], c)
	}
	all := part.NewCheck(frame.L("All columns"), func(on bool) {
		for _, c := range t.checks {
			c.SetChecked(on)
		}
	})
	t.body = part.VBox(8, all, part.HBoxTop(16, part.Grow(part.VBox(6, halves[0]...)), part.Grow(part.VBox(6, halves[1]...))))
	return t
}

// chosen are the names that are ticked, in their order.
func (t *ticked) chosen() (list []string) {
	for i, c := range t.checks {
		if c.Checked {
			list = append(list, t.columns[i])
		}
	}
	return list
}

// reveal shows values of a row for a reason, as many at once as are ticked; the log keeps who, each column and why.
func (v *Findings) reveal(f collect.Finding) {
	if len(f.Found.Columns) == 0 {
		return
	}
	columns, why := newTicked(f.Found.Columns, columnTitles(f)), -1
	if len(columns.checks) == 1 {
		columns.checks[0].SetChecked(true)
	}
	which := part.NewField(frame.L("Columns"), columns.body).WithCheck(func() string {
		if len(columns.chosen()) == 0 {
			return frame.L("Tick at least one")
		}
		return ""
	})
	form := part.NewForm(revealWhy(&why), which)
	var d *part.Dialog
	d = part.NewDialog(part.DialogParts{Title: frame.L("Reveal values"), Body: form, Form: form, Confirm: frame.L("Reveal"), Cancel: frame.L("Cancel"),
		OnConfirm: func() bool {
			rev, session, chosen, reason := v.work.Revision(), v.work.Session, columns.chosen(), model.RevealReasons[why]
			var values []revealed
			return v.work.SubmitTo(d, func(ctx context.Context) error {
				for _, name := range chosen {
					text, err := collect.Reveal(ctx, session, rev, f.Seen(), name, reason)
					if err != nil {
						return err
					}
					values = append(values, revealed{columnTitle(f, name), text})
				}
				return nil
			}, func() { v.work.showValues(rowTitle(f), values) })
		}})
	d.Show(v.work.Window.Canvas())
}

// revealWhy asks for the reason, which the log keeps.
func revealWhy(why *int) *part.Field {
	reasons := make([]part.Option, len(model.RevealReasons))
	for i, r := range model.RevealReasons {
		reasons[i].Text = frame.W(r)
	}
	return part.NewClaim(frame.L("Why"), reasons, func(i int) { *why = i }).WithHint(frame.L("Who, which and why go into the log."))
}

// showValues shows revealed values until they are hidden.
func (w Work) showValues(title string, values []revealed) {
	if len(values) == 1 {
		w.showValue(title+" · "+values[0].column, values[0].text)
		return
	}
	column := part.VBox(6)
	for _, v := range values {
		text := v.text
		column.Add(part.HBoxTop(12, part.Fixed(130, 0, part.NewCaption(v.column).In(part.ColorText2).Short()), part.Grow(part.NewBody(orEmpty(text))),
			part.NewButton(frame.L("Copy"), func() { part.CopySecret(text) }).AsSmall()))
		column.Add(part.HLine())
	}
	part.NewDialog(part.DialogParts{Title: title, Body: column, Cancel: frame.L("Hide"), Width: 560}).Show(w.Window.Canvas())
}
