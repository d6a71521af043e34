package policy

import (
	"strings"

	"fyne.io/fyne/v2"

	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/model/policy"
	"orangelab.cn/rightsdesk/ui/frame"
	"orangelab.cn/rightsdesk/ui/part"
)

// comparison is what became of each clause since the version that it is compared with.
func (s *screen) comparison(v policy.Published) []fyne.CanvasObject {
	if s.changes == nil {
		return []fyne.CanvasObject{part.NewNothing("doc", frame.L("Nothing to compare with"),
			frame.L("This is the only version. Import the next one, and the differences show here."))}
	}
	views := part.NewSegment([]string{frame.L("In one column"), frame.L("Side by side")}, index(s.beside), func(i int) {
		s.beside = i == 1
		s.show()
	})
	extent := part.NewSegment([]string{frame.L("Changed {{.A}}", len(s.changes.List)), frame.L("Whole text")},
		index(s.whole), func(i int) {
			s.whole = i == 1
			s.show()
		})
	list := []fyne.CanvasObject{part.Flow(8, s.compared(v), views, extent), part.Space(0, 8)}
	shown := 0
	for _, change := range s.changes.Comparison.Changes {
		classed := s.classOf(change)
		if classed == nil && !s.whole {
			continue
		}
		shown++
		list = append(list, part.Ground(part.ColorRaised, part.Inset(4, 4, 4, 4, s.changeHead(change, classed))))
		if s.beside {
			list = append(list, s.sideBySide(change))
		} else {
			list = append(list, s.inline(change)...)
		}
		list = append(list, part.Space(0, 6))
	}
	if shown == 0 {
		list = append(list, part.NewParagraph(frame.L("No word of any clause changed.")))
	}
	return list
}

func index(second bool) int {
	if second {
		return 1
	}
	return 0
}

// compared chooses the version that this one is compared with.
func (s *screen) compared(v policy.Published) fyne.CanvasObject {
	var names []string
	var numbers []int64
	current := -1
	for _, o := range s.library.Of(v.Document) {
		if o.Number == v.Number {
			continue
		}
		if o.Number == s.changes.From.Number {
			current = len(names)
		}
		names, numbers = append(names, frame.L("since {{.A}}", called(o.Version))), append(numbers, o.Number)
	}
	return part.Fixed(170, 0, part.NewSelect(names, current, func(i int) {
		s.against = numbers[i]
		s.reload()
	}))
}

// classOf is how a change is classed; nil where nothing is to class.
func (s *screen) classOf(change policy.Change) *policy.ClassedChange {
	for i := range s.changes.List {
		if s.changes.List[i].Key() == change.Key() {
			return &s.changes.List[i]
		}
	}
	return nil
}

// changeHead names the clause, what became of it, and how that is classed.
func (s *screen) changeHead(change policy.Change, classed *policy.ClassedChange) fyne.CanvasObject {
	clause := change.Now
	if clause == nil {
		clause = change.Was
	}
	row := part.VBox(4, s.clauseHead(clause))
	var marks []fyne.CanvasObject
	mark := func(look part.ChipState, text string) { marks = append(marks, part.NewChip(look, text)) }
	switch {
	case change.Added():
		mark(part.ChipNew, frame.L("new"))
	case change.Removed():
		mark(part.ChipOld, frame.L("taken out"))
	}
	if change.Moved {
		mark(part.ChipPlanned, frame.L("moved from {{.A}}", change.Was.ID))
	}
	if classed != nil {
		for _, e := range classed.Effects {
			mark(part.ChipReduces, frame.Effect(e))
		}
		for _, t := range classed.Triggers {
			mark(part.ChipTrigger, frame.Trigger(t))
		}
		switch {
		case !classed.Settled && len(classed.Triggers) == 0:
			mark(part.ChipUnused, frame.L("not told by its words: read it"))
		case !classed.Settled:
			mark(part.ChipUnused, frame.L("proposed"))
		}
		if s.frame.May(model.ActClassPolicy) {
			marks = append(marks, part.NewLink(frame.L("Class…"), func() { s.class(*classed) }).AsSmall())
		}
	}
	if len(marks) > 0 {
		row.Add(part.Inset(0, 0, 0, 44, part.Flow(6, marks...)))
	}
	return row
}

// sides are a clause as it was and as it is, with the words that changed in colour; its heading only where that
// changed.
func (s *screen) sides(change policy.Change) (was, now []part.Run) {
	texts := []policy.Pieces{change.Body[s.lang]}
	if heading := change.Heading[s.lang]; heading.Changed() && !change.Added() && !change.Removed() {
		texts = []policy.Pieces{heading, {{Op: policy.Kept, Text: "\n"}}, change.Body[s.lang]}
	}
	for _, pieces := range texts {
		for _, p := range pieces {
			text := policy.Plain(p.Text)
			switch p.Op {
			case policy.Kept:
				was, now = append(was, part.Run{Text: text}), append(now, part.Run{Text: text})
			case policy.Deleted:
				was = append(was, part.Run{Text: text, Color: part.ColorRed, Bold: true})
			case policy.Inserted:
				now = append(now, part.Run{Text: text, Color: part.ColorGreen, Bold: true})
			}
		}
	}
	return was, now
}

// inline shows the old text above the new one, line by line as the picture of a notice does.
func (s *screen) inline(change policy.Change) (rows []fyne.CanvasObject) {
	was, now := s.sides(change)
	signed := func(sign string, ground, color fyne.ThemeColorName, words []part.Run) {
		if strings.TrimSpace(spell(words)) == "" {
			return
		}
		row := part.HBoxTop(8, part.Fixed(36, 0, part.NewBold(sign).In(color).Trailing()),
			part.Grow(part.NewWorded(words...)))
		rows = append(rows, part.Ground(ground, part.Inset(4, 8, 4, 0, row)))
	}
	if !change.Reworded() && !change.Added() && !change.Removed() {
		return []fyne.CanvasObject{part.Inset(4, 8, 4, 44, part.NewWorded(now...))}
	}
	signed("−", part.ColorDiffOld, part.ColorRed, was)
	signed("+", part.ColorDiffNew, part.ColorGreen, now)
	return rows
}

func spell(words []part.Run) string {
	var b strings.Builder
	for _, r := range words {
		b.WriteString(r.Text)
	}
	return b.String()
}

// sideBySide shows the old text left of the new one.
func (s *screen) sideBySide(change policy.Change) fyne.CanvasObject {
	was, now := s.sides(change)
	ground := func(changed bool, tint fyne.ThemeColorName, words []part.Run) fyne.CanvasObject {
		body := part.Inset(4, 8, 4, 8, part.NewWorded(words...))
		if changed {
			return part.Ground(tint, body)
		}
		return body
	}
	changed := change.Reworded() || change.Added() || change.Removed()
	return part.HBoxTop(8, part.Grow(ground(changed && len(was) > 0, part.ColorDiffOld, was)),
		part.Grow(ground(changed && len(now) > 0, part.ColorDiffNew, now)))
}
