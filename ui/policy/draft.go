package policy

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"fyne.io/fyne/v2"

	library "orangelab.cn/rightsdesk/app/policy"
	"orangelab.cn/rightsdesk/app/policy/paper"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/model/calendar"
	"orangelab.cn/rightsdesk/model/policy"
	"orangelab.cn/rightsdesk/ui/frame"
	"orangelab.cn/rightsdesk/ui/part"
)

func (s *screen) importButtons() []*part.Button {
	if !s.frame.May(model.ActDraftPolicy) {
		return nil
	}
	return []*part.Button{part.NewPrimary(frame.L("Import…"), "Ctrl Enter", func() { s.importText(false) })}
}

// importText asks for a text, from a file or pasted, and saves it as the next draft.
func (s *screen) importText(supplement bool) {
	text, label, from := part.NewMultiLine(frame.L("Paste the text here, or choose a file"),
		6), part.NewEntry("3.2"), part.NewDateField(s.frame.Session.Now())
	in := library.Import{Document: s.seen.Document, Language: s.lang, Format: paper.Markdown}
	chosen := part.NewParagraph("")
	var file []byte
	choose := part.NewButton(frame.L("Choose a file…"), func() {
		s.frame.AskFile(paper.MaxFile+1, func(name, _ string, data []byte) {
			file, in.Name = data, name
			chosen.SetText(name)
		})
	})
	formats := []paper.Format{paper.Markdown, paper.Text, paper.HTML}
	fields := []*part.Field{
		part.NewField(frame.L("Wording"), text).
			WithHint(frame.L("Markdown, plain text, HTML, or a Word document as a file")),
		part.NewField(frame.L("What is pasted"),
			part.NewSelect([]string{"Markdown", frame.L("plain text"), "HTML"}, 0, func(i int) {
				in.Format = formats[i]
			})),
		part.NewField(frame.L("Language"),
			part.NewSelect(languageNames(), slices.Index(model.Languages, in.Language), func(i int) {
				in.Language = model.Languages[i]
			})),
		part.NewField(frame.L("Name of the version"), label).WithHint(frame.L("As it is cited, such as 3.2")),
		part.NewField(frame.L("In force from"), from),
	}
	service := part.NewEntry("")
	if supplement {
		in.Supplements = library.Statement
		fields = append(fields, part.NewField(frame.L("Service"), service).
			WithHint(frame.L("That the supplement is for, as requests name their product")))
	}
	body := part.VBox(8, part.HBox(8, choose, part.Grow(chosen)))
	if v, ok := s.version(); ok && !supplement && v.By == "" {
		body.Add(part.NewCheck(frame.L("It is the newest draft in another language"), func(on bool) { in.Beside = on }))
	}
	form := part.NewForm(fields...)
	body.Add(form)
	var saved policy.Version
	var d *part.Dialog
	d = part.NewDialog(part.DialogParts{Title: frame.L("Import a privacy statement"), Body: body, Form: form,
		Confirm: frame.L("Save as draft"), Cancel: frame.L("Cancel"), Width: 620, Long: true,
		OnConfirm: func() bool {
			in := in
			in.Label, in.From, in.Data = label.Text, readDay(from), file
			if in.Name == "" {
				in.Data = []byte(text.Text)
			} else {
				in.Format = ""
			}
			if supplement {
				in.Service = strings.TrimSpace(service.Text)
				in.Document = library.Supplement(in.Service)
			}
			return s.frame.SubmitTo(d, func(ctx context.Context) error {
				v, seen, _, err := library.Look(ctx, s.frame.Session, in)
				if err != nil {
					return err
				}
				saved, err = library.Draft(ctx, s.frame.Session, v, seen)
				return err
			}, func() { s.drafted(saved) })
		}})
	s.frame.KeepForm(d, fmt.Sprint("statement ", supplement))
	d.Show(s.frame.Window.Canvas())
}

// drafted shows a draft after it was saved.
func (s *screen) drafted(v policy.Version) {
	s.seen, s.against = v.Ref(), 0
	s.reload()
}

func languageNames() (names []string) {
	for _, lang := range model.Languages {
		names = append(names, frame.LanguageName(lang))
	}
	return names
}

// readDay is the day that was typed; none where it is no day.
func readDay(field *part.DateField) calendar.Date {
	t, ok := field.Date()
	if !ok {
		return calendar.Date{}
	}
	return calendar.Date{Year: t.Year(), Month: t.Month(), Day: t.Day()}
}

// save saves a changed draft as the next one.
func (s *screen) save(title string, form *part.Form, body fyne.CanvasObject, v policy.Published,
	changed func() policy.Version) {
	var saved policy.Version
	var d *part.Dialog
	d = part.NewDialog(part.DialogParts{Title: title, Body: body, Form: form, Confirm: frame.L("Save as draft"),
		Cancel: frame.L("Cancel"), Width: 620, Long: true,
		OnConfirm: func() bool {
			next := changed()
			return s.frame.SubmitTo(d, func(ctx context.Context) (err error) {
				saved, err = library.Draft(ctx, s.frame.Session, next, v.Ref())
				return err
			}, func() { s.drafted(saved) })
		}})
	s.frame.KeepForm(d, fmt.Sprint("statement ", v.Document, " ", s.lang, " ", title))
	d.Show(s.frame.Window.Canvas())
}

// editFacts asks what a version is called and from when it is in force.
func (s *screen) editFacts(v policy.Published) {
	label, from := part.NewEntry("3.2"), part.NewDateField(s.frame.Session.Now())
	label.SetText(v.Label)
	if v.From != (calendar.Date{}) {
		from.SetDate(noon(v.From))
	}
	form := part.NewForm(part.NewField(frame.L("Name of the version"), label).
		WithHint(frame.L("As it is cited, such as 3.2")), part.NewField(frame.L("In force from"), from))
	s.save(frame.L("Name and day"), form, form, v, func() policy.Version {
		next := v.Version
		next.Label, next.From = label.Text, readDay(from)
		return next
	})
}

// editClause asks for the text of one clause, in the language that shows.
func (s *screen) editClause(v policy.Published, c policy.Clause) {
	id, heading, text, categories := part.NewEntry(""), part.NewEntry(""), part.NewMultiLine("", 10), part.NewEntry("")
	id.SetText(c.ID)
	heading.SetText(c.Heading[s.lang])
	text.SetText(c.Body[s.lang])
	categories.SetText(strings.Join(c.Categories, frame.L(", ")))
	important := part.NewCheck(frame.L("Important: it concerns people’s interests much"), nil)
	important.Checked = c.Important
	form := part.NewForm(part.NewField(frame.L("Clause number"), id), part.NewField(frame.L("Heading"), heading),
		part.NewField(frame.L("Wording"), text).
			WithHint(
				frame.L(
					"A paragraph or an item a line; items begin with •, and what stands between ** and ** is bold")),
		part.NewField(frame.L("Kinds of data"), categories).
			WithHint(frame.L("As the register calls them, with commas between")))
	grants, granted := grantChecks(c)
	lang, body := s.lang, part.VBox(8, form, important, grants)
	s.save(frame.L("Clause {{.A}}", c.ID), form, body, v, func() policy.Version {
		next := v.Version
		next.Clauses = slices.Clone(v.Clauses)
		for i := range next.Clauses {
			if next.Clauses[i].ID == c.ID {
				edited := policy.Clause{ID: strings.TrimSpace(id.Text), Heading: with(c.Heading, lang, heading.Text),
					Body: with(c.Body, lang, text.Text), Important: important.Checked, Grants: granted()}
				for _, category := range strings.FieldsFunc(categories.Text,
					func(r rune) bool { return strings.ContainsRune(",，、", r) }) {
					if category = strings.TrimSpace(category); category != "" {
						edited.Categories = append(edited.Categories, category)
					}
				}
				next.Clauses[i] = edited
			}
		}
		return next
	})
}

// grantChecks are the kinds of request for which a clause is cited, to be ticked, and those that are.
func grantChecks(c policy.Clause) (o fyne.CanvasObject, ticked func() []model.Kind) {
	row, checks := part.Flow(12), map[model.Kind]*part.Check{}
	for _, k := range model.Kinds {
		checks[k] = part.NewCheck(frame.W(k), nil)
		checks[k].Checked = slices.Contains(c.Grants, k)
		row.Add(checks[k])
	}
	return part.VBox(4, part.NewText(frame.L("Requests whose letters cite it")), row), func() (list []model.Kind) {
		for _, k := range model.Kinds {
			if checks[k].Checked {
				list = append(list, k)
			}
		}
		return list
	}
}

// with is a text with another one in a language.
func with(text model.Text, lang, words string) model.Text {
	next := model.Text{}
	for l, s := range text {
		next[l] = s
	}
	if next[lang] = strings.TrimSpace(words); next[lang] == "" {
		delete(next, lang)
	}
	return next
}
