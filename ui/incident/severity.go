package incident

import (
	"maps"
	"slices"
	"strings"

	"fyne.io/fyne/v2"

	app "orangelab.cn/rightsdesk/app/incident"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/model/incident"
	"orangelab.cn/rightsdesk/ui/frame"
	"orangelab.cn/rightsdesk/ui/part"
)

// severity shows the score with the wording of each factor, and how it moved.
func (s *screen) severity(st incident.Standing) []fyne.CanvasObject {
	list := []fyne.CanvasObject{part.HBox(8, part.NewSubHeading(frame.L("Severity")), part.Gap(),
		part.NewCaption("ENISA: SE = DPC × EI + CB")), part.Space(0, 6)}
	change := part.NewLink(frame.L("Choose the factors…"), func() { s.score(st) }).AsSmall()
	if len(st.Scores) == 0 {
		list = append(list, part.NewParagraph(frame.L("Not scored yet.")))
	} else {
		if st.Outdated() && st.Closing == nil {
			list = append(list, part.NewBanner(part.BannerAmber, "clock",
				frame.L("The facts or the scope changed since"),
				frame.L("Look at the factors again, and keep the score anew.")), part.Space(0, 6))
		}
		list = append(list, scoreLines(st.Scores[len(st.Scores)-1].Score)...)
		list = append(list, s.flags(st)...)
		change = part.NewLink(frame.L("Change factors…"), func() { s.score(st) }).AsSmall()
	}
	if st.Closing == nil && s.frame.May(model.ActScoreIncident) {
		list = append(list, part.HBox(0, change, part.Gap()))
	}
	if len(st.Scores) > 1 {
		list = append(list, s.history(st))
	}
	return list
}

// scoreLines are the score, where it lies on the scale, and each factor with its wording and points.
func scoreLines(score incident.Score) []fyne.CanvasObject {
	lang, severity := frame.Language(), app.Rules().Severity
	sum := part.HBox(8, part.NewHeading(incident.Points(score.SE)), bandChip(score.Band),
		part.NewCaption(score.Formula()), part.Gap())
	adjust := ""
	if score.Adjust != nil {
		adjust = score.Adjust.Text.In(lang)
	}
	list := []fyne.CanvasObject{sum, part.NewBar(float64(score.SE)/float64(severity.Top()), bandColor(score.Band)),
		factorLine("DPC", score.Category.Name.In(lang)+" "+incident.Points(score.Category.Base), adjust,
			incident.Points(score.DPC)),
		factorLine("EI", score.Ease.Text.In(lang), "", incident.Points(score.EI))}
	var without []string // circumstances that add nothing
	for _, p := range score.Parts {
		if p.Chosen.Points == 0 {
			without = append(without, frame.L("{{.A}}: {{.B}}", p.Name.In(lang), p.Chosen.Text.In(lang)))
			continue
		}
		list = append(list, factorLine("CB", p.Name.In(lang), p.Chosen.Text.In(lang),
			"+"+incident.Points(p.Chosen.Points)))
	}
	if len(without) > 0 {
		list = append(list, factorLine("CB", strings.Join(without, frame.L("; ")), "", "+"+incident.Points(0)))
	}
	return append(list, part.Space(0, 6),
		part.NewParagraph(frame.Sentences(score.Band.Practice.In(lang),
			frame.L("This is practice, not the method’s own text."))))
}

// factorLine is one factor of the score with its wording, in full, and its points.
func factorLine(code, text, below, points string) fyne.CanvasObject {
	words := part.VBox(0, part.NewBody(text))
	if below != "" {
		words.Add(part.NewParagraph(below))
	}
	row := part.HBoxTop(8, part.Fixed(34, 0, part.NewBold(code)), part.Grow(words),
		part.Fixed(40, 0, part.NewBold(points).Trailing()))
	return part.VBox(0, part.Inset(6, 0, 6, 0, row), part.HLine())
}

// flags say what the score does not: they change nothing in it.
func (s *screen) flags(st incident.Standing) (list []fyne.CanvasObject) {
	if limit := app.Rules().Severity.FlagPeople; st.Facts.People.AtLeast(limit+1) == incident.Yes {
		list = append(list, part.NewLine(frame.L("More than {{.A}} people", limit), "").
			WithIcon("flag", part.ColorAmber))
	}
	if st.Facts.Answers["unintelligible"] == incident.Yes {
		list = append(list, part.NewLine(frame.L("The data is unreadable to others"), "").
			WithIcon("flag", part.ColorAmber))
	}
	return list
}

func bandColor(b incident.Band) fyne.ThemeColorName {
	switch {
	case b.From >= 300:
		return part.ColorRed
	case b.From >= 200:
		return part.ColorAmber
	}
	return part.ColorText3
}

func bandChip(b incident.Band) fyne.CanvasObject {
	state := part.ChipClosed
	switch {
	case b.From >= 300:
		state = part.ChipHigh
	case b.From >= 200:
		state = part.ChipWaiting
	}
	return part.NewChip(state, b.Name.In(frame.Language()))
}

// history is how the score moved, the newest first.
func (s *screen) history(st incident.Standing) fyne.CanvasObject {
	column := part.VBox(0, part.NewBold(frame.L("How it moved")))
	for n := len(st.Scores) - 1; n >= 0; n-- {
		h := st.Scores[n]
		column.Add(part.NewLine(incident.Points(h.Score.SE)+" · "+h.Score.Band.Name.In(frame.Language()),
			frame.Clock(h.At, s.frame.Session.Now())).
			WithBelow(frame.And(h.Score.Formula(), s.frame.StaffName(h.By))))
	}
	return column
}

// scoreForm is the choice of every factor, with what it comes to beside it.
type scoreForm struct {
	factors incident.Factors
	adjust  *part.Select
	total   *fyne.Container
	rules   incident.Severity
}

// score asks for the factors. Nothing stands chosen.
func (s *screen) score(st incident.Standing) {
	lang := frame.Language()
	f := &scoreForm{rules: app.Rules().Severity, total: part.VBox(4),
		factors: incident.Factors{Contexts: []incident.Context{{}}, Circumstances: map[string]string{}}}
	var names, ease []string
	for _, c := range f.rules.Categories {
		names = append(names, c.Name.In(lang))
	}
	for _, o := range f.rules.Identification {
		ease = append(ease, o.Text.In(lang))
	}
	adjust := part.NewClaimAmong(frame.L("What moves it"), nil, f.chooseAdjust)
	f.adjust, _ = adjust.Input.(*part.Select)
	fields := []*part.Field{
		part.NewClaimAmong(frame.L("Kind of data; of several the one that scores highest"), names, f.chooseCategory),
		adjust,
		part.NewClaimAmong(frame.L("How easily people are identified"), ease, func(i int) {
			f.factors.Identification = f.rules.Identification[i].ID
			f.follow()
		})}
	for _, c := range f.rules.Circumstances {
		var options []string
		for _, o := range c.Options {
			options = append(options, o.Text.In(lang))
		}
		fields = append(fields, part.NewClaimAmong(c.Name.In(lang), options, func(i int) {
			f.factors.Circumstances[c.ID] = c.Options[i].ID
			f.follow()
		}))
	}
	form := part.NewForm(fields...)
	f.follow()
	s.askOf(st, frame.L("Severity"), form, part.VBox(12, form, f.total), frame.L("Keep the score"), func() writing {
		factors := f.factors
		factors.Contexts, factors.Circumstances = slices.Clone(factors.Contexts), maps.Clone(factors.Circumstances)
		return func(ctx ctxt) (incident.Standing, error) {
			return app.Score(ctx, s.frame.Session, app.SeenOf(st.Incident), factors)
		}
	})
}

func (f *scoreForm) chooseCategory(i int) {
	category := f.rules.Categories[i]
	options := []string{frame.L("nothing: {{.A}}", incident.Points(category.Base))}
	for _, o := range category.Adjust {
		options = append(options, o.Text.In(frame.Language()))
	}
	f.factors.Contexts[0] = incident.Context{Category: category.ID}
	f.adjust.SetOptions(options)
	f.follow()
}

func (f *scoreForm) chooseAdjust(i int) {
	f.factors.Contexts[0].Adjust = ""
	for _, c := range f.rules.Categories {
		if c.ID == f.factors.Contexts[0].Category && i > 0 && i <= len(c.Adjust) {
			f.factors.Contexts[0].Adjust = c.Adjust[i-1].ID
		}
	}
	f.follow()
}

// follow shows what the factors come to once all are chosen.
func (f *scoreForm) follow() {
	score, err := f.rules.Score(f.factors)
	if err != nil {
		f.total.Objects = []fyne.CanvasObject{
			part.NewParagraph(frame.L("The score shows once every factor is chosen."))}
	} else {
		f.total.Objects = []fyne.CanvasObject{part.HBox(8, part.NewHeading(incident.Points(score.SE)),
			bandChip(score.Band), part.NewCaption(score.Formula()), part.Gap())}
	}
	f.total.Refresh()
}
