package policy

import (
	"strings"

	"fyne.io/fyne/v2"

	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/model/policy"
	"orangelab.cn/rightsdesk/ui/frame"
	"orangelab.cn/rightsdesk/ui/part"
)

// page is the version that shows: its head, and below its text, its changes or what is wrong with it.
func (s *screen) page(v policy.Published) []fyne.CanvasObject {
	head := part.HBox(8, part.Grow(part.NewHeading(name(v.Version)+" · "+called(v.Version)).Short()),
		stateChip(s.library.State(v)))
	about := []string{frame.L("{{.A}} clauses", len(v.Clauses)),
		frame.L("saved by {{.A}}", s.frame.StaffWithin(v.SavedBy))}
	if v.By != "" {
		about = append(about, frame.L("published by {{.A}}", s.frame.StaffWithin(v.By)))
	}
	modes := part.NewSegment([]string{frame.L("Clauses"), frame.L("Changes"), frame.L("Checks")}, s.mode, func(i int) {
		s.mode = i
		s.show()
	})
	bar := part.HBox(8, modes, part.Gap())
	if languages := v.Languages(); len(languages) > 1 {
		var names []string
		current := 0
		for i, lang := range languages {
			names = append(names, frame.LanguageName(lang))
			if lang == s.lang {
				current = i
			}
		}
		bar.Add(part.NewSegment(names, current, func(i int) {
			s.lang = languages[i]
			s.show()
		}))
	}
	list := []fyne.CanvasObject{head, part.Space(0, 4), part.NewParagraph(frame.And(about...)), part.Space(0, 10), bar,
		part.Space(0, 10)}
	switch s.mode {
	case showText:
		return append(list, s.text(v)...)
	case showChanges:
		return append(list, s.comparison(v)...)
	}
	return append(list, s.checks(v)...)
}

// text is the whole text, clause by clause, and the words that it explains.
func (s *screen) text(v policy.Published) (list []fyne.CanvasObject) {
	edits := s.frame.May(model.ActDraftPolicy) && policy.Newest(s.library.Of(v.Document)).Number == v.Number
	for i := range v.Clauses {
		c := v.Clauses[i]
		head := s.clauseHead(&c)
		if c.Important {
			head.Add(part.NewChip(part.ChipHigh, frame.L("important")))
		}
		if edits {
			head.Add(part.NewLink(frame.L("Edit…"), func() { s.editClause(v, c) }).AsSmall())
		}
		list = append(list, part.Inset(6, 0, 2, 0, head))
		for _, line := range c.Lines(s.lang) {
			list = append(list, part.Inset(1, 0, 3, 44, part.NewWorded(runs(line, "", false)...)))
		}
		if about := aboutClause(c); about != "" {
			list = append(list, part.Inset(0, 0, 4, 44, part.NewParagraph(about)))
		}
	}
	return append(list, s.glossary(v, edits)...)
}

// aboutClause says what is recorded of a clause beside its words; empty where nothing is.
func aboutClause(c policy.Clause) string {
	var parts, kinds []string
	if len(c.Categories) > 0 {
		parts = append(parts, frame.L("about {{.A}}", strings.Join(c.Categories, frame.L(", "))))
	}
	for _, k := range c.Grants {
		kinds = append(kinds, frame.W(k))
	}
	if len(kinds) > 0 {
		parts = append(parts, frame.L("cited for {{.A}}", strings.Join(kinds, frame.L(", "))))
	}
	return frame.And(parts...)
}

func (s *screen) clauseHead(c *policy.Clause) *fyne.Container {
	return part.HBox(8, part.Fixed(36, 0, part.NewBold(c.ID)),
		part.Grow(part.NewBold(policy.Plain(c.Heading[s.lang])).Short()))
}

// runs are the words of a line, what lies between the marks of bold in bold.
func runs(line string, color fyne.ThemeColorName, bold bool) (list []part.Run) {
	for i, text := range strings.Split(line, policy.Bold) {
		if text != "" {
			list = append(list, part.Run{Text: text, Color: color, Bold: bold || i%2 == 1})
		}
	}
	return list
}

// checks are what is wrong with the text, each with its place and what to do.
func (s *screen) checks(v policy.Published) []fyne.CanvasObject {
	if len(s.defects) == 0 {
		return []fyne.CanvasObject{part.NewNothing("check", frame.L("No flaw found"),
			frame.L("Nothing was found that keeps the text back. A person still reads it before it is published."))}
	}
	blocking := len(policy.Blocking(s.defects))
	list := []fyne.CanvasObject{
		part.NewParagraph(frame.L("{{.A}} flaws, of which {{.B}} keep the text back", len(s.defects), blocking)),
		part.Space(0, 6)}
	for _, d := range s.defects {
		chip := part.NewChip(part.ChipPlanned, frame.L("look"))
		if d.Kind.Blocks() {
			chip = part.NewChip(part.ChipHigh, frame.L("keeps back"))
		}
		place := frame.DefectPlace(d)
		if d.Lang != "" && len(v.Languages()) > 1 {
			place = frame.And(place, frame.LanguageName(d.Lang))
		}
		column := part.VBox(2, part.HBox(8, part.Grow(part.NewBold(frame.Defect(d.Kind)).Short()), chip),
			part.NewParagraph(place))
		if d.Quote != "" {
			column.Add(part.NewBody("“" + d.Quote + "”"))
		}
		action := part.HBoxTop(8, part.Grow(part.NewParagraph(frame.DefectRemedy(d.Kind))))
		if c := v.Clause(d.Clause); c != nil && s.frame.May(model.ActDraftPolicy) &&
			policy.Newest(s.library.Of(v.Document)).Number == v.Number {
			edited := *c
			action.Add(part.NewLink(frame.L("Edit…"), func() { s.editClause(v, edited) }).AsSmall())
		}
		column.Add(action)
		list = append(list, part.Inset(6, 0, 6, 0, column), part.HLine())
	}
	return list
}
