package request

import (
	"context"
	"fmt"

	"orangelab.cn/rightsdesk/app/desk"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/ui/frame"
	"orangelab.cn/rightsdesk/ui/part"
)

// linkComplaint asks which request a complaint is about; what its reference finds is linked as it stands then.
func (v *View) linkComplaint(o frame.Opened) {
	reference := part.NewEntry("R-")
	session := v.frame.Session
	var d *part.Dialog
	d = part.NewDialog(part.DialogParts{Title: frame.L("Which request is {{.A}} about?", o.Request.Reference),
		Confirm: frame.L("Link"), Cancel: frame.L("Cancel"),
		Body: part.NewField(frame.L("Reference"), reference).
			WithHint(frame.L("The two must share a phone, an e-mail, an account or an identity number.")),
		OnConfirm: func() bool {
			text := reference.Text
			return v.frame.Submit(d, &o, func(ctx context.Context, rev model.Revision) error {
				found, err := session.Search(ctx, text)
				if err != nil {
					return err
				}
				if len(found) != 1 {
					return desk.ErrOtherPerson
				}
				_, err = session.LinkComplaint(ctx, rev, found[0].Revision())
				return err
			}, v.done(o))
		}})
	v.frame.KeepTyped(o, d, "complaint")
	d.Show(v.frame.Window.Canvas())
}

// reopen opens the request again that a complaint is about, as the link shows it.
func (v *View) reopen(o frame.Opened, l model.Link) {
	why := part.NewMultiLine("", 3)
	session := v.frame.Session
	var d *part.Dialog
	d = part.NewDialog(part.DialogParts{Title: frame.L("Reopen {{.A}}", l.Reference), Confirm: frame.L("Reopen"),
		Cancel: frame.L("Cancel"),
		Body: part.VBox(12,
			part.NewBody(frame.L("It is worked on again. Its history and its clock stay what they are.")),
			part.NewField(frame.L("What was wrong with the answer"), why)),
		OnConfirm: func() bool {
			text := why.Text
			return v.frame.Submit(d, &o, func(ctx context.Context, rev model.Revision) error {
				_, err := session.Reopen(ctx, rev, l.Revision(), text)
				return err
			}, v.done(o))
		}})
	v.frame.KeepTyped(o, d, fmt.Sprint("reopen ", l.Request))
	d.Show(v.frame.Window.Canvas())
}
