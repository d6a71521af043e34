package request

import (
	"context"
	"slices"
	"strings"

	"fyne.io/fyne/v2"

	draft "orangelab.cn/rightsdesk/app/fulfil"
	take "orangelab.cn/rightsdesk/app/intake"
	"orangelab.cn/rightsdesk/app/letter"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/ui/frame"
	"orangelab.cn/rightsdesk/ui/intake"
	"orangelab.cn/rightsdesk/ui/part"
)

// resettles reports whether what a request asks for can be settled again where it stands.
func resettles(r model.Request) bool {
	_, err := r.Next(model.Resettled)
	return err == nil
}

// resettle settles again what a request asks for; who it is about stays.
func (v *View) resettle(o frame.Opened) {
	r := o.Request
	kind, extent := r.Kind, r.Extent()
	names := make([]string, len(model.Kinds))
	for i, k := range model.Kinds {
		names[i] = frame.W(k)
	}
	var d *part.Dialog
	// only a copy leaves anything out because it is sensitive
	scope := intake.ExtentField(extent, func(e model.Extent) { extent = e })
	scope.Hidden = !r.Kind.Copies()
	kinds := part.NewSelect(names, slices.Index(model.Kinds, r.Kind), func(i int) {
		kind = model.Kinds[i]
		scope.Hidden = !kind.Copies()
		d.Refresh()
	})
	why := part.NewMultiLine("", 3)
	reason := part.NewField(frame.L("Why it was settled wrongly"), why).WithCheck(func() string {
		if strings.TrimSpace(why.Text) == "" {
			return frame.L("Fill this in")
		}
		return ""
	})
	form := part.NewForm(part.NewField(frame.L("Kind"), kinds), scope, reason)
	session := v.frame.Session
	d = part.NewDialog(part.DialogParts{Title: frame.L("Settle {{.A}} again", r.Reference), Form: form,
		Body: part.VBox(12,
			part.NewBody(
				frame.L("What was collected, settled and planned for the wrong kind falls away. What was proven of the identity stays.")), form),
		Confirm: frame.L("Settle it again"), Cancel: frame.L("Cancel"),
		OnConfirm: func() bool {
			k, e, text := kind, extent, why.Text
			if !kind.Copies() {
				e = model.ExtentUnsaid
			}
			return v.frame.Submit(d, &o, func(ctx context.Context, rev model.Revision) error {
				_, err := take.Resettle(ctx, session, rev, k, e, text)
				return err
			}, v.done(o))
		}})
	v.frame.KeepTyped(o, d, "settle again")
	d.Show(v.frame.Window.Canvas())
}

// misled offers a corrected acknowledgement where the one that went out names another kind of request; nil where none
// did.
func (v *View) misled() fyne.CanvasObject {
	o := v.shown
	if o.Misled.IsZero() || !v.frame.Mine(o.Request) || !v.frame.May(model.ActLetter) ||
		!slices.Contains(draft.LetterKinds(o.Request), letter.Acknowledgement) {
		return nil
	}
	banner := part.NewBanner(part.BannerAmber, "warn",
		frame.L("The acknowledgement sent {{.A}}: it is of another request", frame.Day(o.Misled)),
		frame.L("It went out before the request was settled again. Write a corrected one, which takes its place."))
	banner.Below = true
	write := part.NewButton(frame.L("Write the corrected letter…"), func() {
		v.draft(letter.Acknowledgement, v.work().LetterLanguage())
	})
	return part.VBox(6, banner, part.HBox(8, write, part.Gap()))
}
