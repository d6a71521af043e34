// Package lists keeps lists of requests under a name, and writes them as a register.
package lists

import (
	"context"

	"orangelab.cn/rightsdesk/app/desk"
	"orangelab.cn/rightsdesk/app/register"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/ui/frame"
	"orangelab.cn/rightsdesk/ui/part"
)

// AskView keeps a narrowed queue under a name; a lead may share it at once.
func AskView(f *frame.Frame, q desk.Queue, n desk.Narrow) {
	name := part.NewEntry("")
	share := part.NewCheck(frame.L("Everybody sees it"), nil)
	form := part.NewForm(part.NewField(frame.L("Name of the view"), name).Required())
	body := part.VBox(12, form)
	if f.May(model.ActShareView) {
		body.Add(share)
	}
	session := f.Session
	var d *part.Dialog
	d = part.NewDialog(part.DialogParts{Title: frame.L("Keep this view"), Body: body, Form: form,
		Confirm: frame.L("Keep"), Cancel: frame.L("Cancel"),
		OnConfirm: func() bool {
			text, shared := name.Text, share.Checked
			return f.SubmitTo(d, func(ctx context.Context) error {
				id, err := register.SaveView(ctx, session, text, q, n)
				if err == nil && shared {
					err = register.ShareView(ctx, session, id, true)
				}
				return err
			}, func() {
				part.NewDialog(part.DialogParts{Title: frame.L("Kept: {{.A}}", text), Cancel: frame.L("Close"),
					Body: part.NewBody(frame.L("The view stands in the menu of the filter."))}).Show(f.Window.Canvas())
			})
		}})
	d.Show(f.Window.Canvas())
}

// ShowViews lists the views with what can be done about each.
func ShowViews(f *frame.Frame, views []model.SavedView) {
	session, me := f.Session, f.Session.Staff().ID
	lines := part.VBox(0)
	var d *part.Dialog
	act := func(do func(ctx context.Context) error) func() {
		return func() {
			f.Run(do, func() { d.Close() })
		}
	}
	for _, v := range views {
		below := frame.L("yours")
		if v.Shared {
			below = frame.L("shared by {{.A}}", f.StaffWithin(v.Owner))
		}
		buttons := part.HBox(6)
		if f.May(model.ActShareView) && (v.Shared || v.Owner == me) {
			text := frame.L("Share")
			if v.Shared {
				text = frame.L("Share no longer")
			}
			buttons.Add(part.NewButton(text,
				act(func(ctx context.Context) error { return register.ShareView(ctx, session, v.ID, !v.Shared) })).
				AsSmall())
		}
		if v.Owner == me || v.Shared && f.May(model.ActShareView) {
			buttons.Add(part.NewButton(frame.L("Delete"),
				act(func(ctx context.Context) error { return register.DropView(ctx, session, v.ID) })).AsSmall())
		}
		lines.Add(part.NewLine(v.Name, "").WithIcon("filter", part.ColorText2).WithBelow(below).WithTrailing(buttons))
	}
	d = part.NewDialog(part.DialogParts{Title: frame.L("Views"), Body: lines, Width: 560, Cancel: frame.L("Close")})
	d.Show(f.Window.Canvas())
}
