package request

import (
	"context"
	"slices"

	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/ui/frame"
	"orangelab.cn/rightsdesk/ui/part"
)

// labels settles the product that a request is about and its tags, out of the words of the desk.
func (v *View) labels(o frame.Opened) {
	session := v.frame.Session
	var org model.Organisation
	v.frame.Prepare(func(ctx context.Context) (err error) {
		org, err = session.Organisation(ctx)
		return err
	}, func() {
		if len(org.Products)+len(org.Tags) == 0 {
			part.NewDialog(part.DialogParts{Title: frame.L("Product and tags"), Cancel: frame.L("Close"),
				Body: part.NewBody(
					frame.L(
						"The desk has none yet. A lead or an administrator names them on the screen Organisation."))}).
				Show(v.frame.Window.Canvas())
			return
		}
		product := part.NewSelect(append([]string{frame.L("None")}, org.Products...),
			slices.Index(org.Products, o.Request.Product)+1, nil)
		tags := part.VBox(6)
		checks := make([]*part.Check, len(org.Tags))
		for i, tag := range org.Tags {
			checks[i] = part.NewCheck(tag, nil)
			checks[i].SetChecked(slices.Contains(o.Request.Tags, tag))
			tags.Add(checks[i])
		}
		body := part.VBox(12, part.NewField(frame.L("Product"), product))
		if len(checks) > 0 {
			body.Add(part.NewField(frame.L("Tags"), tags))
		}
		var d *part.Dialog
		d = part.NewDialog(part.DialogParts{Title: frame.L("Product and tags of {{.A}}", o.Request.Reference),
			Body: body, Confirm: frame.L("Save"), Cancel: frame.L("Cancel"),
			OnConfirm: func() bool {
				var labels model.Labels
				if i := product.Current(); i > 0 {
					labels.Product = org.Products[i-1]
				}
				for i, c := range checks {
					if c.Checked {
						labels.Tags = append(labels.Tags, org.Tags[i])
					}
				}
				return v.frame.Submit(d, &o, func(ctx context.Context, rev model.Revision) error {
					_, err := session.SetLabels(ctx, rev, labels)
					return err
				}, v.done(o))
			}})
		d.Show(v.frame.Window.Canvas())
	})
}
