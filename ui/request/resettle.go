package request

import (
	"context"
	"slices"
	"strings"

	take "orangelab.cn/rightsdesk/app/intake"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/ui/frame"
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
	kind, sensitive := r.Kind, r.Sensitive
	names := make([]string, len(model.Kinds))
	for i, k := range model.Kinds {
		names[i] = frame.W(k)
	}
	var d *part.Dialog
	check := part.NewCheck(frame.L("with sensitive data (needs a higher identity level)"), func(on bool) { sensitive = on })
	check.SetChecked(r.Sensitive)
	scope := part.NewField("", check) // only a copy leaves anything out because it is sensitive
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
		Body:    part.VBox(12, part.NewBody(frame.L("What was collected, settled and planned for the wrong kind falls away. What was proven of the identity stays.")), form),
		Confirm: frame.L("Settle it again"), Cancel: frame.L("Cancel"),
		OnConfirm: func() bool {
			k, s, text := kind, sensitive && kind.Copies(), why.Text
			return v.frame.Submit(d, &o, func(ctx context.Context, rev model.Revision) error {
				_, err := take.Resettle(ctx, session, rev, k, s, text)
				return err
			}, v.done(o))
		}})
	d.Show(v.frame.Window.Canvas())
}
