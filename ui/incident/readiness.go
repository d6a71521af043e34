package incident

import (
	"strings"

	"fyne.io/fyne/v2"

	records "orangelab.cn/rightsdesk/app/compliance"
	"orangelab.cn/rightsdesk/model/compliance"
	"orangelab.cn/rightsdesk/ui/frame"
	"orangelab.cn/rightsdesk/ui/part"
)

// readiness is how far the organisation is prepared, by its own records: the emergency plans with their versions and
// days of review, the last drill, and the next. What is late is red; that there is no plan, too.
func readiness(st records.State) []fyne.CanvasObject {
	list := []fyne.CanvasObject{part.NewSubHeading(frame.L("Readiness"))}
	add := func(title, below string, late bool) {
		note := part.NewParagraph(below)
		if late {
			note.Color = part.ColorRed
		}
		list = append(list, part.VBox(0, part.Inset(6, 0, 6, 0, part.VBox(2, part.NewBody(title), note)), part.HLine()))
	}
	planned := false
	for _, r := range st.Of(compliance.Documents) {
		if r.Values["type"] != compliance.EmergencyPlan || !r.Open() {
			continue
		}
		planned = true
		by := r.Day("review")
		add(r.Values["title"], frame.And(frame.L("version {{.A}}", r.Values["version"]),
			frame.L("review by {{.A}}", by)), by.Before(st.Today))
	}
	if !planned {
		add(frame.L("Emergency plan"), frame.L("none is recorded: add it in Compliance"), true)
	}
	last, next := drills(st)
	if last != nil {
		found := frame.L("no findings")
		if n := len(strings.Split(strings.TrimSpace(last.Values["findings"]), "\n")); last.Values["findings"] != "" {
			found = frame.L("findings: {{.A}}", n)
		}
		add(frame.L("Last drill {{.A}}", last.Day("held")), frame.And(last.Values["scenario"], found), false)
	}
	switch {
	case next != nil && next.Day("planned").Before(st.Today):
		add(frame.L("Drill overdue"), frame.L("planned for {{.A}}", next.Day("planned")), true)
	case next != nil:
		add(frame.L("Next drill {{.A}}", next.Day("planned")), next.Values["scenario"], false)
	default:
		add(frame.L("Next drill"), frame.L("none is planned"), true)
	}
	return list
}

// drills are the one that was held last and the one that is to be held first; nil where there is none.
func drills(st records.State) (last, next *compliance.Record) {
	for _, r := range st.Of(compliance.Drills) {
		switch held := r.Values["held"] != ""; {
		case held && (last == nil || last.Day("held").Before(r.Day("held"))):
			last = &r
		case !held && r.Open() && (next == nil || r.Day("planned").Before(next.Day("planned"))):
			next = &r
		}
	}
	return last, next
}
