package request

import (
	"context"

	"fyne.io/fyne/v2"

	"orangelab.cn/rightsdesk/app/remark"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/ui/frame"
	"orangelab.cn/rightsdesk/ui/part"
	"orangelab.cn/rightsdesk/ui/work"
)

// remark asks for a remark for colleagues. It looks like no letter: what is written here never goes out.
func (v *View) remark(o frame.Opened) {
	entry := part.NewMultiLine("", 4)
	form := part.NewForm(work.Filled(frame.L("What colleagues should know"), entry))
	inside := part.NewBanner(part.BannerAmber, "lock", frame.L("Internal."),
		frame.L("It stays at the desk; the person never sees it. What the person is to read is written as a letter."))
	session := v.frame.Session
	var d *part.Dialog
	d = part.NewDialog(part.DialogParts{Title: frame.L("Remark on {{.A}}", o.Request.Reference),
		Body: part.VBox(12, inside, form), Form: form,
		Confirm: frame.L("Keep the remark"), Cancel: frame.L("Cancel"), Width: 560,
		OnConfirm: func() bool {
			text := entry.Text
			return v.frame.Submit(d, &o,
				func(ctx context.Context, rev model.Revision) error { return remark.Leave(ctx, session, rev, text) },
				v.done(o))
		}})
	v.frame.KeepTyped(o, d, "remark")
	d.Show(v.frame.Window.Canvas())
}

// remarks are what colleagues left on the request, newest first, marked so that nobody takes them for words to the
// person; nil where there are none.
func (v *View) remarks() fyne.CanvasObject {
	if len(v.shown.Comments) == 0 {
		return nil
	}
	column := part.VBox(6, part.NewBold(frame.L("Internal remarks")),
		part.NewCaption(frame.L("They stay at the desk; the person never sees them.")))
	for _, c := range v.shown.Comments {
		column.Add(part.NewBanner(part.BannerAmber, "lock",
			frame.L("{{.A}}, {{.B}}:", v.frame.StaffName(c.By), frame.Clock(c.At, v.frame.Session.Now())), c.Text))
	}
	return column
}
