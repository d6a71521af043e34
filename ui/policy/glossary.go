package policy

import (
	"slices"
	"strings"

	"fyne.io/fyne/v2"

	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/model/policy"
	"orangelab.cn/rightsdesk/ui/frame"
	"orangelab.cn/rightsdesk/ui/part"
)

// glossary are the expressions that a version explains, below its clauses.
func (s *screen) glossary(v policy.Published, edits bool) []fyne.CanvasObject {
	if len(v.Glossary) == 0 && !edits {
		return nil
	}
	head := part.HBox(8, part.Grow(part.NewSubHeading(frame.L("Words explained"))))
	if edits {
		head.Add(part.NewLink(frame.L("Explain a word…"), func() { s.editTerm(v, len(v.Glossary)) }).AsSmall())
	}
	list := []fyne.CanvasObject{part.Inset(16, 0, 4, 0, head)}
	if len(v.Glossary) == 0 {
		return append(list, part.NewParagraph(frame.L("No word is explained yet. Explain what readers may not know.")))
	}
	for i, term := range v.Glossary {
		row := part.HBox(8, part.Grow(part.NewBold(term.Word.In(s.lang)).Short()))
		if edits {
			row.Add(part.NewLink(frame.L("Edit…"), func() { s.editTerm(v, i) }).AsSmall())
		}
		list = append(list, part.Inset(6, 0, 2, 0, row), part.NewParagraph(term.Meaning.In(s.lang)))
		if term.Link != "" {
			list = append(list, part.NewParagraph(term.Link))
		}
	}
	return list
}

// editTerm asks for an expression in the language that shows; i may be the one behind the last. One whose word is taken
// away is taken out.
func (s *screen) editTerm(v policy.Published, i int) {
	var term policy.Term
	title := frame.L("Explain a word…")
	if i < len(v.Glossary) {
		term = v.Glossary[i]
		title = term.Word.In(s.lang)
	}
	word, meaning, link := part.NewEntry(""), part.NewMultiLine("", 4), part.NewEntry("https://…")
	word.SetText(term.Word[s.lang])
	meaning.SetText(term.Meaning[s.lang])
	link.SetText(term.Link)
	form := part.NewForm(
		part.NewField(frame.L("Word"), word).WithHint(frame.L("Empty takes the word out in this language")),
		part.NewField(frame.L("What it means"), meaning).WithHint(frame.L("In words that everybody knows")).
			WithCheck(func() string {
				if strings.TrimSpace(word.Text) != "" && strings.TrimSpace(meaning.Text) == "" {
					return frame.L("Say what the word means.")
				}
				return ""
			}),
		part.NewField(frame.L("Where more is said"), link).WithHint(frame.L("An address on the web, or nothing")))
	lang := s.lang
	s.save(title, form, form, v, func() policy.Version {
		next := v.Version
		next.Glossary = explained(v.Glossary, i, lang, word.Text, meaning.Text, link.Text)
		return next
	})
}

// explained is a glossary in which the i-th expression stands so in a language.
func explained(list []policy.Term, i int, lang, word, meaning, link string) []policy.Term {
	list = slices.Clone(list)
	if i >= len(list) {
		list = append(list, policy.Term{Word: model.Text{}, Meaning: model.Text{}})
	}
	if strings.TrimSpace(word) == "" {
		meaning = ""
	}
	list[i] = policy.Term{Word: with(list[i].Word, lang, word), Meaning: with(list[i].Meaning, lang, meaning),
		Link: strings.TrimSpace(link)}
	return slices.DeleteFunc(list, func(t policy.Term) bool { return len(t.Word) == 0 })
}
