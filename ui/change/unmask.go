package change

import (
	"context"

	"fyne.io/fyne/v2"

	"orangelab.cn/rightsdesk/app/change"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/ui/frame"
	"orangelab.cn/rightsdesk/ui/part"
	"orangelab.cn/rightsdesk/ui/work"
)

// unmaskPlan reveals what a plan writes to the person who is to approve it, for a reason, in one go.
func (w Work) unmaskPlan() {
	why := -1
	form := part.NewForm(work.RevealWhy(&why))
	var d *part.Dialog
	d = part.NewDialog(part.DialogParts{Title: frame.L("Reveal what the plan writes"), Body: form, Form: form,
		Confirm: frame.L("Reveal"), Cancel: frame.L("Cancel"),
		OnConfirm: func() bool {
			rev, session, reason := w.Revision(), w.Session, model.RevealReasons[why]
			var u change.Unmasked
			return w.SubmitTo(d, func(ctx context.Context) (err error) {
				u, err = change.UnmaskPlan(ctx, session, rev, reason)
				return err
			}, func() { w.showUnmasked(u) })
		}})
	d.Show(w.Window.Canvas())
}

// showUnmasked shows the values that a plan writes until they are hidden; then the plan can be approved.
func (w Work) showUnmasked(u change.Unmasked) {
	line := func(where string, before, after fyne.CanvasObject) fyne.CanvasObject {
		return part.HBoxTop(12, part.Fixed(190, 0, part.NewParagraph(where)), part.Grow(before), part.Grow(after))
	}
	body := part.VBox(6)
	if u.Sampled() {
		body.Add(part.NewBanner(part.BannerAmber, "info", frame.L("A sample: {{.A}} of {{.B}} rows", len(u.Rows), u.Of),
			frame.L("Spread over the whole plan, with every column in it. This many rows are written:")))
		for _, c := range u.Columns {
			body.Add(part.NewCaption(frame.L("{{.A}}: {{.B}} rows",
				frame.SourceTitle(c.Source)+" · "+frame.CollectionTitle(c.Source,
					c.Collection)+" · "+frame.ColumnTitle(c.Source, c.Collection, c.Column), c.Rows)))
		}
		body.Add(part.HLine())
	}
	body.Add(line(frame.L("Row"), part.NewCaption(frame.L("Before")), part.NewCaption(frame.L("After"))))
	body.Add(part.HLine())
	for _, v := range u.Values {
		body.Add(line(frame.And(frame.CollectionTitle(v.Source, v.Collection)+" "+v.Key,
			frame.ColumnTitle(v.Source, v.Collection, v.Column)), part.NewBody(work.OrEmpty(v.Before)),
			part.NewBody(work.OrEmpty(v.After))))
		body.Add(part.HLine())
	}
	part.NewDialog(part.DialogParts{Title: frame.L("What the plan writes"),
		Body:   part.Fixed(0, 380, frame.Scroll(part.Inset(0, 12, 0, 0, body))),
		Cancel: frame.L("Hide"), Width: 720, OnCancel: w.Again}).Show(w.Window.Canvas())
}
