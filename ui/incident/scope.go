package incident

import (
	"cmp"
	"maps"
	"slices"

	"fyne.io/fyne/v2"

	app "orangelab.cn/rightsdesk/app/incident"
	"orangelab.cn/rightsdesk/app/naming"
	"orangelab.cn/rightsdesk/app/source/dataset"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/model/incident"
	"orangelab.cn/rightsdesk/ui/frame"
	"orangelab.cn/rightsdesk/ui/part"
)

// scope shows who is affected, as counted: by category, age and where they live, and what was counted.
func (s *screen) scope(st incident.Standing) []fyne.CanvasObject {
	total, counted := st.Scope()
	caption := frame.L("not counted yet")
	if counted {
		at := st.Opened().At
		for _, e := range st.Record {
			if e.Body.Scope != nil {
				at = e.At
			}
		}
		caption = frame.L("{{.A}} people, counted {{.B}}", total.People.String(),
			frame.Clock(at, s.frame.Session.Now()))
	}
	list := []fyne.CanvasObject{part.HBox(8, part.NewSubHeading(frame.L("Scope")),
		part.Grow(part.NewCaption(caption).Trailing().Short())), part.Space(0, 4)}
	if counted {
		list = append(list, s.figures(total)...)
		list = append(list, part.Space(0, 8), part.NewBold(frame.L("Counted from")))
		for _, m := range st.Measures() {
			list = append(list, s.measure(st, m))
		}
	} else {
		list = append(list,
			part.NewParagraph(
				frame.L("Which sources, tables and people? At first an estimate is enough: Facts takes a range. Then count, from the sources, a list or a log; whoever stands in several is counted once.")))
	}
	if st.Closing == nil && s.frame.May(model.ActCountIncident) {
		row := part.Flow(8, part.NewButton(frame.L("From a source…"), func() { s.countSource(st) }).AsSmall(),
			part.NewButton(frame.L("From a list…"), func() { s.countList(st) }).AsSmall(),
			part.NewButton(frame.L("From a log…"), func() { s.countLog(st) }).AsSmall())
		list = append(list, part.Space(0, 6), row)
	}
	return list
}

// figures are how many people are affected, by what.
func (s *screen) figures(n incident.Count) []fyne.CanvasObject {
	var list []fyne.CanvasObject
	most := n.People.Most
	add := func(name string, people int64, grave bool) {
		list = append(list, scopeLine(name, people, most, grave))
	}
	shown := map[string]bool{}
	for _, category := range mostFirst(n.Categories) {
		name := naming.TitleOf(nil, category, frame.Language())
		if shown[name] {
			continue // its sensitive part has the same name, and was at least as many
		}
		shown[name] = true
		add(name, n.Categories[category], dataset.CoversAny(dataset.SensitiveCategories, []string{category}))
	}
	if n.Sensitive > 0 {
		add(frame.L("Sensitive data in all"), n.Sensitive, true)
	}
	if n.Minors.Under14 > 0 {
		add(frame.L("Under 14, guardians"), n.Minors.Under14, true)
	}
	if n.Minors.Under18 > 0 {
		add(frame.L("14 to 17"), n.Minors.Under18, true)
	}
	if n.Minors.Unknown > 0 {
		add(frame.L("Age not known"), n.Minors.Unknown, false)
	}
	list = append(list, part.Space(0, 8), part.NewBold(frame.L("Where they live")))
	for _, regime := range mostFirst(n.Regimes) {
		add(s.regime(regime), n.Regimes[regime], false)
	}
	if n.Nowhere > 0 {
		add(frame.L("not known"), n.Nowhere, false)
	}
	list = append(list, part.Space(0, 8), part.NewBold(frame.L("How they are reached")))
	add(frame.L("E-mail"), n.Email, false)
	add(frame.L("Telephone"), n.Phone, false)
	if n.Unreached > 0 {
		add(frame.L("neither"), n.Unreached, true)
	}
	return list
}

// mostFirst are the names of counts, the largest first.
func mostFirst(counts map[string]int64) []string {
	return slices.SortedFunc(maps.Keys(counts), func(a, b string) int {
		return cmp.Or(cmp.Compare(counts[b], counts[a]), cmp.Compare(a, b))
	})
}

func (s *screen) regime(id string) string {
	if id == incident.Elsewhere {
		return frame.L("elsewhere")
	}
	r, _ := s.frame.Session.Rules().Regime(id)
	return r.Name.In(frame.Language())
}

// scopeLine is one figure with its share of all; a grave one is red.
func scopeLine(name string, people, of int64, grave bool) fyne.CanvasObject {
	text, color := part.NewText(name).Short(), fyne.ThemeColorName(part.ColorPrimary)
	if grave && people > 0 {
		text, color = part.NewBold(name).In(part.ColorRed).Short(), part.ColorRed
	}
	share := 0.0
	if of > 0 {
		share = float64(people) / float64(of)
	}
	return part.VBox(0, part.Inset(5, 0, 5, 0,
		part.HBox(10, part.Fixed(150, 0, text), part.Grow(part.NewBar(share, color)),
			part.Fixed(66, 0, part.NewBold(frame.Thousands(people)).Trailing()))), part.HLine())
}

// measure is one count, with what it read.
func (s *screen) measure(st incident.Standing, m incident.Measure) fyne.CanvasObject {
	what := m.Of
	switch {
	case m.Way == incident.ByLog && m.Mark != "":
		what = frame.And(m.Of, frame.L("behind “{{.A}}”", m.Mark))
	case m.Collection != "":
		what = frame.And(m.Of, m.Collection)
	}
	for _, column := range slices.Sorted(maps.Keys(m.Where)) {
		what = frame.And(what, frame.L("{{.A}}: {{.B}}", column, frame.And(m.Where[column]...)))
	}
	below := []string{wayName(m.Way), frame.L("{{.A}} lines", frame.Thousands(m.Lines))}
	if m.Nameless > 0 {
		below = append(below, frame.L("{{.A}} of them name nobody", frame.Thousands(m.Nameless)))
	}
	for _, source := range m.Unread {
		if source == app.Unopened {
			source = frame.L("the data map")
		}
		below = append(below, frame.L("not asked who they are: {{.A}}", source))
	}
	trailing := part.HBox(8, part.NewBold(m.Count.People.String()))
	if st.Closing == nil && s.frame.May(model.ActCountIncident) {
		trailing.Add(part.NewLink(frame.L("Take out…"), func() { s.dropCount(st, m) }).AsSmall())
	}
	words := part.VBox(0, part.NewBody(what), part.NewParagraph(frame.And(below...)))
	row := part.HBoxTop(8, part.Grow(words), trailing)
	return part.VBox(0, part.Inset(6, 0, 6, 0, row), part.HLine())
}

func wayName(w incident.Way) string {
	switch w {
	case incident.ByList:
		return frame.L("a list")
	case incident.ByLog:
		return frame.L("a log")
	}
	return frame.L("a source")
}
