package request

import (
	"strings"

	"fyne.io/fyne/v2"

	"orangelab.cn/rightsdesk/app/collect"
	"orangelab.cn/rightsdesk/app/gate"
	"orangelab.cn/rightsdesk/model/compliance"
	"orangelab.cn/rightsdesk/model/policy"
	"orangelab.cn/rightsdesk/ui/frame"
	"orangelab.cn/rightsdesk/ui/part"
)

// fee is what the request costs; nil where it costs nothing.
func (v *View) fee() fyne.CanvasObject {
	fee := v.shown.Fee
	switch {
	case fee.Number == 0:
		return nil
	case fee.By == "":
		return part.NewBanner(part.BannerAmber, "warn", frame.L("A fee waits"),
			frame.L("{{.A}}. A second person approves it, or it is ended, under Compliance before a letter is written.", fee.Values["amount"]))
	}
	return part.NewBanner(part.BannerBlue, "info", frame.L("This request costs {{.A}}", fee.Values["amount"]),
		frame.L("Its letters say so, with the reason and the rule."))
}

// promised says where the privacy statement grants what is asked, in the version that was in force when it arrived.
func (v *View) promised() [][2]string {
	c, lang := v.shown.Cited, frame.Language()
	if c == nil {
		return nil
	}
	rows := [][2]string{{frame.L("Promised in"), frame.L("{{.A}}, version {{.B}}", c.Title.In(lang), c.Label)}}
	for _, clause := range c.Clauses {
		rows = append(rows, [2]string{frame.L("Clause"), clause.ID + " " + policy.Plain(clause.Heading.In(lang))})
	}
	return rows
}

// ways are the ways that people have themselves in the product of the request; nil where none are recorded.
func (v *View) ways() fyne.CanvasObject {
	r := v.shown.Ways
	kind, ok := gate.Kinds().Kind(compliance.Products)
	if r.Number == 0 || !ok {
		return nil
	}
	rows := [][2]string{}
	for _, id := range []string{"see", "delete", "close", "withdraw"} {
		f, _ := kind.Field(id)
		if way := r.Values[id]; way != "" {
			rows = append(rows, [2]string{f.Title.In(frame.Language()), strings.ReplaceAll(way, "\n", frame.L("; "))})
		}
	}
	rows = append(rows, [2]string{frame.L("Operated by"), r.Values["operator"]})
	return part.VBox(4, sheetOf(frame.L("What people can do themselves"), rows))
}

// child says why all that is found of somebody counts as sensitive; nothing where they are no child.
func (v *View) child() [][2]string {
	if !collect.Child(v.shown.Request.Subject, v.frame.Session.Today()) {
		return nil
	}
	return [][2]string{{frame.L("Sensitive"), frame.L("everything: the person is under fourteen (PIPL 28)")}}
}
