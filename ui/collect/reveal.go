package collect

import (
	"context"

	"orangelab.cn/rightsdesk/app/collect"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/ui/frame"
	"orangelab.cn/rightsdesk/ui/part"
	"orangelab.cn/rightsdesk/ui/work"
)

// reveal shows values of a row for a reason, as many at once as are ticked; the log keeps who, each column and why.
func (v *Findings) reveal(f collect.Finding) {
	if len(f.Found.Columns) == 0 {
		return
	}
	columns, why := work.NewTicked(f.Found.Columns, columnTitles(f)), -1
	if len(columns.Checks) == 1 {
		columns.Checks[0].SetChecked(true)
	}
	which := part.NewField(frame.L("Columns"), columns.Body).WithCheck(func() string {
		if len(columns.Chosen()) == 0 {
			return frame.L("Tick at least one")
		}
		return ""
	})
	form := part.NewForm(work.RevealWhy(&why), which)
	var d *part.Dialog
	d = part.NewDialog(part.DialogParts{Title: frame.L("Reveal values"), Body: form, Form: form,
		Confirm: frame.L("Reveal"), Cancel: frame.L("Cancel"),
		OnConfirm: func() bool {
			rev, session, chosen, reason :=
				v.work.Revision(), v.work.Session, columns.Chosen(), model.RevealReasons[why]
			var values []work.Revealed
			return v.work.SubmitTo(d, func(ctx context.Context) error {
				for _, name := range chosen {
					text, err := collect.Reveal(ctx, session, rev, f.Seen(), name, reason)
					if err != nil {
						return err
					}
					values = append(values, work.Revealed{Column: work.ColumnTitle(f, name), Text: text})
				}
				return nil
			}, func() { v.work.ShowValues(work.RowTitle(f), values) })
		}})
	d.Show(v.work.Window.Canvas())
}
