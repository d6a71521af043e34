package request

import (
	"context"
	"slices"
	"time"

	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/model/rule"
	"orangelab.cn/rightsdesk/ui/frame"
	"orangelab.cn/rightsdesk/ui/part"
)

// regimes shows the day that each set of rules gives for a request, and settles which of them it falls under.
func (v *View) regimes(o frame.Opened) {
	r, session, lang := o.Request, v.frame.Session, frame.Language()
	rules := session.Rules().Of(r)
	may := r.Open() && v.frame.Mine(r) && v.frame.May(model.ActRegimes)
	chosen := slices.Clone(rules.RegimesOf(r))
	body := part.VBox(10)
	for _, regime := range rules.Regimes {
		id := regime.ID
		box := part.NewCheck(regime.Name.In(lang), func(on bool) {
			chosen = slices.DeleteFunc(chosen, func(c string) bool { return c == id })
			if on {
				chosen = append(chosen, id)
			}
		})
		box.Below = regimeLine(rules, regime, r, session.Now(), lang)
		box.SetChecked(slices.Contains(chosen, id))
		if !may {
			box.Disable()
		}
		body.Add(box)
	}
	text := frame.L("The day that ends first counts. Whoever turns rules off or on here is named in the log.")
	if newest := session.Rules().Version; rules.Version != newest {
		text = frame.Sentences(text,
			frame.L(
				"The request goes by the rules that it was opened under, version {{.A}}; the newest version is {{.B}}.",
				rules.Version, newest))
	}
	parts := part.DialogParts{Title: frame.L("Rules for {{.A}}", r.Reference), Width: 640, Cancel: frame.L("Close"),
		Body: part.VBox(12, part.NewBody(text), body)}
	var d *part.Dialog
	if may {
		parts.Confirm, parts.Cancel = frame.L("Apply these rules"), frame.L("Cancel")
		parts.OnConfirm = func() bool {
			list := slices.Clone(chosen)
			return v.frame.Submit(d, &o, func(ctx context.Context, rev model.Revision) error {
				_, err := session.SetRegimes(ctx, rev, list)
				return err
			}, v.done(o))
		}
	}
	d = part.NewDialog(parts)
	d.Show(v.frame.Window.Canvas())
}

// regimeLine says by when a request is answered under one set of rules, how that was counted, and how sure the figure
// is.
func regimeLine(rules *rule.Pack, regime rule.Regime, r model.Request, now time.Time, lang string) string {
	dates, err := rules.DatesUnder([]string{regime.ID}, r.Kind,
		rule.Moments{Received: r.ReceivedAt, Verified: r.VerifiedAt, Pauses: r.Pauses, Now: now})
	if err != nil {
		return frame.L("no rule for such a request")
	}
	a := dates.Answer
	parts := []string{frame.DayYear(a.At), a.Text().In(lang), a.Limit.Source.In(lang),
		frame.Confidence(a.Limit.Confidence)}
	if a.Limit.Practical() {
		parts = append(parts, frame.L("a figure of practice; the law says “{{.A}}”", a.Limit.Word.In(lang)))
	}
	if dates.CanExtend() {
		parts = append(parts, frame.L("can be put off to {{.A}}", frame.DayYear(dates.Extended.At)))
	}
	if regime.AppliesFrom != "" {
		parts = append(parts, frame.L("in force from {{.A}}", regime.AppliesFrom))
	}
	return frame.And(parts...)
}
