package policy

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"fyne.io/fyne/v2"

	library "orangelab.cn/rightsdesk/app/policy"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/model/policy"
	"orangelab.cn/rightsdesk/ui/frame"
	"orangelab.cn/rightsdesk/ui/part"
)

func (s *screen) classFirst() {
	for _, c := range s.changes.List {
		if !c.Settled {
			s.class(c)
			return
		}
	}
}

// class asks how a change is classed: under which trigger, with which effect, and in which plain words.
func (s *screen) class(c policy.ClassedChange) {
	seen := *s.changes
	class := policy.Class{Change: c.Change.Key(), Triggers: slices.Clone(c.Triggers), Effects: slices.Clone(c.Effects),
		Words: model.Text{}}
	triggers, effects := part.VBox(2), part.VBox(2)
	for _, t := range policy.Triggers {
		triggers.Add(ticked(frame.Trigger(t), slices.Contains(class.Triggers, t), func(on bool) {
			class.Triggers = toggled(class.Triggers, t, on, policy.Triggers)
		}))
	}
	for _, e := range policy.Effects {
		effects.Add(ticked(frame.Effect(e), slices.Contains(class.Effects, e), func(on bool) {
			class.Effects = toggled(class.Effects, e, on, policy.Effects)
		}))
	}
	var above fyne.CanvasObject = part.Space(0, 0)
	if len(class.Triggers) == 0 {
		above = part.NewParagraph(frame.L(
			"The words do not tell what this change does, so nothing is proposed. Read both texts, and say also whether people must agree."))
	}
	var fields []*part.Field
	words := map[string]*part.Entry{}
	for _, lang := range seen.Comparison.To.Languages() {
		words[lang] = part.NewMultiLine("", 3)
		words[lang].SetText(c.Words[lang])
		fields = append(fields,
			part.NewField(frame.L("What changes, in plain words, {{.A}}", frame.LanguageName(lang)), words[lang]))
	}
	form := part.NewForm(fields...)
	body := part.VBox(8, above, part.HBoxTop(16,
		part.Grow(part.VBox(4, part.NewBold(frame.L("Why it must be told")), triggers)),
		part.Grow(part.VBox(4, part.NewBold(frame.L("People must agree, since it brings")), effects))), form)
	var changes library.Changes
	var d *part.Dialog
	d = part.NewDialog(part.DialogParts{Title: frame.L("Class the change of clause {{.A}}", c.ID()), Body: body,
		Form: form, Confirm: frame.L("Class"), Cancel: frame.L("Cancel"), Width: 620,
		OnConfirm: func() bool {
			settled := class
			settled.Words = model.Text{}
			for lang, e := range words {
				settled.Words[lang] = strings.TrimSpace(e.Text)
			}
			return s.frame.SubmitTo(d, func(ctx context.Context) (err error) {
				changes, err = library.Class(ctx, s.frame.Session, seen, []policy.Class{settled})
				return err
			}, func() {
				s.changes = &changes
				s.show()
			})
		}})
	s.frame.KeepForm(d, fmt.Sprint("class ", c.ID()))
	d.Show(s.frame.Window.Canvas())
}

func ticked(text string, on bool, changed func(bool)) fyne.CanvasObject {
	c := part.NewCheck(text, nil)
	c.Checked, c.OnChanged = on, changed
	return c
}

// toggled is a list with a value in it or not, in the order of all of them.
func toggled[T comparable](list []T, value T, on bool, order []T) (next []T) {
	for _, v := range order {
		if v == value && on || v != value && slices.Contains(list, v) {
			next = append(next, v)
		}
	}
	return next
}
