package incident

import (
	"strings"
	"time"

	app "orangelab.cn/rightsdesk/app/incident"
	"orangelab.cn/rightsdesk/model/incident"
	"orangelab.cn/rightsdesk/model/rule"
	"orangelab.cn/rightsdesk/ui/frame"
	"orangelab.cn/rightsdesk/ui/part"
)

// factsForm are the inputs of what is known. What is empty is not known.
type factsForm struct {
	kept   incident.Facts
	fields []*part.Field
	read   []func(*incident.Facts)
}

// facts asks for what is known now: a new version of it.
func (s *screen) facts(st incident.Standing) {
	f := newFactsForm(st.Facts, s.frame.Session.Rules())
	form := part.NewForm(f.fields...)
	s.askOf(st, frame.L("What is known"), form, form, frame.L("Keep as the newest version"), func() writing {
		facts := f.facts()
		return func(ctx ctxt) (incident.Standing, error) {
			return app.State(ctx, s.frame.Session, app.SeenOf(st.Incident), facts)
		}
	})
}

// facts are the facts as the form has them, on top of what it does not show.
func (f *factsForm) facts() incident.Facts {
	facts := f.kept
	facts.Places, facts.Answers = map[string]incident.Range{}, map[string]incident.Answer{}
	for _, read := range f.read {
		read(&facts)
	}
	return facts
}

func newFactsForm(kept incident.Facts, pack *rule.Pack) *factsForm {
	f := &factsForm{kept: kept}
	lang, rules := frame.Language(), app.Rules()
	f.text(frame.L("What happened?"), 2, func(k *incident.Facts) *string { return &k.Title })
	f.choice(frame.L("Is it known or suspected?"), []string{"suspected", "known"},
		[]string{frame.L("suspected"), frame.L("known to have happened")},
		map[bool]string{false: "suspected", true: "known"}[kept.Known],
		func(k *incident.Facts, id string) { k.Known = id == "known" })
	f.text(frame.L("Found by"), 1, func(k *incident.Facts) *string { return &k.FoundBy })
	f.moments()
	f.text(frame.L("System"), 1, func(k *incident.Facts) *string { return &k.System })
	f.text(frame.L("Cause"), 2, func(k *incident.Facts) *string { return &k.Cause })
	f.number(frame.L("How many people in all?"), kept.People, func(k *incident.Facts, r incident.Range) {
		k.People = r
	})
	f.number(frame.L("Loss in yuan"), kept.Loss, func(k *incident.Facts, r incident.Range) { k.Loss = r })
	ids, names := []string{""}, []string{frame.L("not known")}
	for _, o := range rules.Operators {
		ids, names = append(ids, o.ID), append(names, o.Name.In(lang))
	}
	f.choice(frame.L("Kind of operator"), ids, names, kept.Operator, func(k *incident.Facts, id string) {
		k.Operator = id
	})
	ids, names = []string{""}, []string{frame.L("not judged")}
	for _, g := range rules.Grades {
		ids, names = append(ids, g.ID), append(names, g.Name.In(lang))
	}
	f.choice(frame.L("Chinese grade, as judged"), ids, names, kept.Judged, func(k *incident.Facts, id string) {
		k.Judged = id
	})
	for _, id := range rules.Regimes() {
		if id == "cn" {
			continue // it applies wherever the people live
		}
		regime, _ := pack.Regime(id)
		f.number(frame.L("People: {{.A}}", regime.Name.In(lang)), kept.Places[id],
			func(k *incident.Facts, r incident.Range) {
				if r.Known {
					k.Places[id] = r
				}
			})
	}
	answers := []string{frame.L("not known"), frame.L("yes"), frame.L("no")}
	for _, q := range rules.Questions {
		f.choice(q.Ask.In(lang), []string{"", "yes", "no"}, answers, string(kept.Answers[q.ID]),
			func(k *incident.Facts, id string) {
				if id != "" {
					k.Answers[q.ID] = incident.Answer(id)
				}
			})
	}
	return f
}

func (f *factsForm) moments() {
	for _, m := range []struct {
		label string
		of    func(*incident.Facts) *time.Time
	}{
		{frame.L("When was it found?"), func(k *incident.Facts) *time.Time { return &k.Aware }},
		{frame.L("When did it happen?"), func(k *incident.Facts) *time.Time { return &k.Happened }},
		{frame.L("When was it contained?"), func(k *incident.Facts) *time.Time { return &k.Contained }},
		{frame.L("When was it assessed to be notifiable?"), func(k *incident.Facts) *time.Time { return &k.Assessed }},
		{frame.L("When did the handling end?"), func(k *incident.Facts) *time.Time { return &k.Handled }},
	} {
		was := *m.of(&f.kept)
		field, e := frame.NewMomentField(m.label, was)
		f.fields = append(f.fields, field)
		f.read = append(f.read, func(k *incident.Facts) {
			if e.Text != frame.TypedMoment(was) { // the seconds of what was not touched stay
				*m.of(k) = frame.TypedInto(e)
			}
		})
	}
}

func (f *factsForm) text(label string, lines int, of func(*incident.Facts) *string) {
	e := part.NewEntry("")
	if lines > 1 {
		e = part.NewMultiLine("", lines)
	}
	e.SetText(*of(&f.kept))
	f.fields = append(f.fields, part.NewField(label, e))
	f.read = append(f.read, func(k *incident.Facts) { *of(k) = strings.TrimSpace(e.Text) })
}

func (f *factsForm) number(label string, kept incident.Range, set func(*incident.Facts, incident.Range)) {
	e := part.NewEntry("")
	e.SetText(kept.String())
	f.fields = append(f.fields, part.NewField(label, e).
		WithHint(frame.L("A number, or the least and the most as 200-500; empty: not known")).WithCheck(func() string {
		if _, ok := readSpan(e.Text); !ok {
			return frame.L("Not a number")
		}
		return ""
	}))
	f.read = append(f.read, func(k *incident.Facts) {
		r, _ := readSpan(e.Text)
		set(k, r)
	})
}

// choice stands as it was stated before; not known where it never was.
func (f *factsForm) choice(label string, ids, names []string, kept string, set func(*incident.Facts, string)) {
	at := 0
	for i, id := range ids {
		if id == kept {
			at = i
		}
	}
	s := part.NewSelect(names, at, nil)
	f.fields = append(f.fields, part.NewField(label, s))
	f.read = append(f.read, func(k *incident.Facts) { set(k, ids[s.Current()]) })
}
