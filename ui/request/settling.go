package request

import (
	"context"

	"orangelab.cn/rightsdesk/app/desk"
	take "orangelab.cn/rightsdesk/app/intake"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/ui/frame"
	"orangelab.cn/rightsdesk/ui/intake"
	"orangelab.cn/rightsdesk/ui/part"
)

// triage settles a request as it came in. How far a copy reaches is asked where the person did not say, and what may
// not be so is shown once more before it counts.
func (v *View) triage(o frame.Opened) {
	if asksToSettle(o) {
		v.askSettling(o)
		return
	}
	v.change(o, func(ctx context.Context, s *desk.Session, rev model.Revision) error {
		_, err := take.Triage(ctx, s, rev, submission(o.Request))
		return err
	})
}

// asksToSettle reports whether settling needs more than a key: something is doubtful, or how far a copy reaches was not
// said.
func asksToSettle(o frame.Opened) bool {
	return len(o.Arrival.Doubts) > 0 || o.Request.Kind.Copies() && o.Request.Extent() == model.ExtentUnsaid
}

// askSettling shows what is doubtful about a request and what the person wrote, and asks of a copy how far it reaches.
func (v *View) askSettling(o frame.Opened) {
	sub := submission(o.Request)
	words, form := part.VBox(12), part.NewForm()
	if doubts := intake.Doubts(o.Arrival); doubts != nil {
		words.Add(doubts)
		words.Add(part.NewField(frame.L("Kind"), part.NewBody(frame.W(sub.Kind))))
	}
	if sub.Body != "" {
		words.Add(part.NewField(frame.L("In the person’s words"), part.NewBody(sub.Body)))
	}
	if sub.Kind.Copies() && sub.Extent() == model.ExtentUnsaid {
		form = part.NewForm(intake.ExtentField(sub.Extent(), func(e model.Extent) { sub.SetExtent(e) }))
		words.Add(form)
	}
	session := v.frame.Session
	var d *part.Dialog
	d = part.NewDialog(part.DialogParts{Title: frame.L("Settle the request"), Form: form, Body: words,
		Confirm: frame.L("Settled, go on"), Cancel: frame.L("Cancel"),
		OnConfirm: func() bool {
			return v.frame.Submit(d, &o, func(ctx context.Context, rev model.Revision) error {
				_, err := take.Triage(ctx, session, rev, sub)
				return err
			}, v.done(o))
		}})
	d.Show(v.frame.Window.Canvas())
}
