package request

import (
	"context"
	"slices"

	take "orangelab.cn/rightsdesk/app/intake"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/ui/frame"
	"orangelab.cn/rightsdesk/ui/part"
)

// asksAlso reports whether a request can still be taken apart into several.
func asksAlso(r model.Request) bool {
	return r.Status == model.Received || r.Status == model.Verifying || r.Status == model.Working
}

// askAlso asks what else the person asks for: each becomes a request of its own, and who asks is proven once.
func (v *View) askAlso(o frame.Opened) {
	asked := []model.Kind{o.Request.Kind}
	for _, l := range o.Links {
		if l.Why == model.TieAlso {
			asked = append(asked, l.Kind)
		}
	}
	checks, column := map[model.Kind]*part.Check{}, part.VBox(6)
	for _, k := range model.Kinds {
		if !slices.Contains(asked, k) {
			checks[k] = part.NewCheck(frame.W(k), nil)
			column.Add(checks[k])
		}
	}
	session := v.frame.Session
	var d *part.Dialog
	d = part.NewDialog(part.DialogParts{Title: frame.L("{{.A}} also asks for", o.Request.Reference),
		Confirm: frame.L("Open a request for each"), Cancel: frame.L("Cancel"),
		Body: part.VBox(12,
			part.NewBody(
				frame.L(
					"Each has a clock of its own, from the same receipt. Who asks is proven once, for all of them.")),
			column),
		OnConfirm: func() bool {
			var kinds []model.Kind
			for _, k := range model.Kinds {
				if c := checks[k]; c != nil && c.Checked {
					kinds = append(kinds, k)
				}
			}
			return v.frame.Submit(d, &o, func(ctx context.Context, rev model.Revision) error {
				_, err := take.AskAlso(ctx, session, rev, kinds)
				return err
			}, v.done(o))
		}})
	d.Show(v.frame.Window.Canvas())
}
