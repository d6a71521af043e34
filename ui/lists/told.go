package lists

import (
	"slices"
	"strings"

	"orangelab.cn/rightsdesk/app/desk"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/ui/frame"
)

// DueWords say until when a clock ends.
var DueWords = map[desk.Due]string{desk.DueLate: "Late", desk.DueToday: "Late or today",
	desk.DueWeek: "Late or within 7 days"}

// Told says what a list holds: the name of its queue and everything that narrows it, so that who gives it knows what
// they give.
func Told(f *frame.Frame, name string, n desk.Narrow) string {
	parts := []string{name}
	switch {
	case n.Mine:
		parts = append(parts, frame.L("held by {{.A}} or unclaimed", f.StaffWithin(n.Of)))
	case n.Holder != "":
		parts = append(parts, frame.L("held by {{.A}}", f.StaffWithin(n.Holder)))
	case n.Unclaimed:
		parts = append(parts, frame.L("unclaimed"))
	}
	parts = append(parts, worded(n.Kinds), worded(n.Statuses))
	for _, r := range f.Session.Rules().Regimes {
		if slices.Contains(n.Regimes, r.ID) {
			parts = append(parts, r.Name.In(frame.Language()))
		}
	}
	parts = append(append(append(parts, worded(n.Channels)), n.Products...), n.Tags...)
	if n.Due != desk.DueAny {
		parts = append(parts, frame.L(DueWords[n.Due]))
	}
	return strings.Join(slices.DeleteFunc(parts, func(p string) bool { return p == "" }), " · ")
}

// worded are codes in the language of the window, any of which will do.
func worded[T model.Kind | model.Status | model.Channel](codes []T) string {
	words := make([]string, len(codes))
	for i, c := range codes {
		words[i] = frame.W(c)
	}
	return strings.Join(words, " / ")
}
