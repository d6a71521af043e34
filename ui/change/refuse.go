package change

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"fyne.io/fyne/v2"

	"orangelab.cn/rightsdesk/app/change"
	"orangelab.cn/rightsdesk/app/desk"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/model/rule"
	"orangelab.cn/rightsdesk/ui/frame"
	"orangelab.cn/rightsdesk/ui/part"
	"orangelab.cn/rightsdesk/ui/work"
)

// MayRefuse reports whether the whole request can be refused now.
func (w Work) MayRefuse() bool { return w.Prepares(model.ActRefuse) && !w.Refusals.Whole() }

// Refuse prepares the refusal of the whole request.
func (w Work) Refuse() {
	w.askRefusal(frame.L("Refuse {{.A}}", w.Request.Reference), nil, func(d *part.Dialog, r model.Refusal) bool {
		return w.SubmitIn(d, func(ctx context.Context, s *desk.Session, rev model.Revision) (model.Request, error) {
			return change.Refuse(ctx, s, rev, "", r)
		}, nil)
	})
}

// TakeBack takes a refusal back: of a part, or of the whole where the item is empty.
func (w Work) TakeBack(item string) {
	w.Change(func(ctx context.Context, s *desk.Session, rev model.Revision) (model.Request, error) {
		return change.TakeBackRefusal(ctx, s, rev, item)
	})
}

// groundForm is one ground while a refusal is written.
type groundForm struct {
	ground   rule.Ground
	box      *part.Check
	facts    *part.Entry
	law      *part.Entry
	evidence *part.Entry
	warned   *part.Check
	sub      int
	fields   map[rule.RefusalField]*part.Field
	inside   *fyne.Container
}

// askRefusal asks for the grounds of a refusal. What the rule pack finds missing shows at its field; then says whether
// the dialog may close.
func (w Work) askRefusal(title string, old *model.Refusal, then func(*part.Dialog, model.Refusal) bool) {
	rules, kind := w.Session.Rules(), w.Request.Kind
	regimes := rules.RegimesOf(w.Request)
	var d *part.Dialog
	refresh := func() {
		if d != nil {
			d.Refresh()
		}
	}
	column := part.VBox(4,
		part.NewParagraph(
			frame.L("One ground or more; each with the facts of this very request. A second person approves it, and the letter names ground, law and where to complain.")),
		part.Space(1, 4))
	if w.Request.Kind.Erases() {
		column.Add(
			part.NewParagraph(
				frame.L("What the law has us keep, and what cannot be deleted by technical means, is not refused: settle it in the scope, as kept by a duty or as not used any more. Both stop every other use, as the law asks.")))
	}
	var forms []*groundForm
	for _, g := range rules.GroundsFor(kind, regimes) {
		f := newGroundForm(g, g.Cites(frame.Language(), "", kind, regimes), w.LetterLanguage(), refresh)
		if old != nil {
			f.fill(old.Grounds)
		}
		forms = append(forms, f)
		column.Add(f.box)
		column.Add(f.inside)
	}
	d = part.NewDialog(part.DialogParts{Title: title, Body: column, Confirm: frame.L("Refuse on these grounds"),
		Cancel: frame.L("Cancel"),
		Danger: true, Width: 640,
		OnConfirm: func() bool {
			var refusal model.Refusal
			for _, f := range forms {
				if f.box.Checked {
					refusal.Grounds = append(refusal.Grounds, f.given())
				}
			}
			var faults rule.RefusalFaults
			if errors.As(rules.CheckRefusal(kind, regimes, refusal), &faults) {
				showFaults(d, forms, faults)
				return false
			}
			return then(d, refusal)
		}})
	// its grounds are those of the rules
	w.KeepTyped(w.Opened, d, fmt.Sprint("refuse ", title, " ", kind, " ", rules.Version))
	d.Show(w.Window.Canvas())
}

func newGroundForm(g rule.Ground, law, letterLang string, refresh func()) *groundForm {
	lang := frame.Language()
	f := &groundForm{ground: g, sub: -1, facts: part.NewMultiLine("", 3), fields: map[rule.RefusalField]*part.Field{}}
	f.box = part.NewCheck(g.Title.In(lang), nil)
	f.box.Below = law
	inside := part.VBox(10)
	if len(g.Narrower) > 0 {
		f.warned = part.NewCheck(frame.L("I have read this and use the ground nevertheless"), nil)
		f.fields[rule.RefusalWarning] = part.NewField("", f.warned)
		inside.Add(part.HBoxTop(8, part.NewIcon("warn", part.ColorAmber, 14),
			part.Grow(part.VBox(2, part.NewBold(frame.L("The law is narrower than the statement.")),
				part.NewParagraph(g.Narrower.In(lang))))))
		inside.Add(f.fields[rule.RefusalWarning])
	}
	if len(g.Subs) > 0 {
		names := make([]string, len(g.Subs))
		for i, s := range g.Subs {
			names[i] = s.Title.In(lang)
		}
		choice := part.NewSelect(names, -1, func(i int) { f.sub = i })
		choice.Placeholder = frame.L("Choose one")
		f.fields[rule.RefusalSub] = part.NewField(frame.L("Which of its reasons"), choice)
		inside.Add(f.fields[rule.RefusalSub])
	}
	f.fields[rule.RefusalFacts] = work.ToPerson(frame.L("The facts of this request"), f.facts, letterLang)
	inside.Add(f.fields[rule.RefusalFacts])
	if g.NeedsLaw {
		f.law = part.NewEntry("")
		f.fields[rule.RefusalLaw] = work.ToPerson(frame.L("The law that says so, with its article"), f.law, letterLang)
		inside.Add(f.fields[rule.RefusalLaw])
	}
	if g.Evidence {
		f.evidence = part.NewEntry("")
		f.fields[rule.RefusalEvidence] = part.NewField(frame.L("Evidence"), f.evidence).
			WithHint(g.EvidenceHint.In(lang))
		inside.Add(f.fields[rule.RefusalEvidence])
	}
	if len(g.Alternative) > 0 {
		inside.Add(part.NewParagraph(frame.L("Offer instead: {{.A}}", g.Alternative.In(lang))))
	}
	f.inside = part.Inset(2, 0, 12, 24, inside)
	f.inside.Hide()
	f.box.OnChanged = func(on bool) {
		f.inside.Hidden = !on
		refresh()
	}
	return f
}

// fill shows a ground as it was given before.
func (f *groundForm) fill(given []model.GivenGround) {
	i := slices.IndexFunc(given, func(g model.GivenGround) bool { return g.ID == f.ground.ID })
	if i < 0 {
		return
	}
	g := given[i]
	f.facts.SetText(g.Facts)
	if f.law != nil {
		f.law.SetText(g.Law)
	}
	if f.evidence != nil {
		f.evidence.SetText(g.Evidence)
	}
	if f.warned != nil {
		f.warned.SetChecked(g.Warned)
	}
	if at := slices.IndexFunc(f.ground.Subs, func(s rule.Sub) bool { return s.ID == g.Sub }); at >= 0 {
		f.fields[rule.RefusalSub].Input.(*part.Select).Choose(at)
	}
	f.box.SetChecked(true)
}

func (f *groundForm) given() model.GivenGround {
	g := model.GivenGround{ID: f.ground.ID, Facts: f.facts.Text}
	if f.law != nil {
		g.Law = f.law.Text
	}
	if f.evidence != nil {
		g.Evidence = f.evidence.Text
	}
	if f.warned != nil {
		g.Warned = f.warned.Checked
	}
	if f.sub >= 0 {
		g.Sub = f.ground.Subs[f.sub].ID
	}
	return g
}

// showFaults puts what a refusal lacks at its fields.
func showFaults(d *part.Dialog, forms []*groundForm, faults rule.RefusalFaults) {
	var first *part.Field
	for _, f := range forms {
		for _, field := range f.fields {
			field.SetProblem("")
		}
		for _, fault := range faults {
			if field := f.fields[fault.Field]; field != nil && fault.Ground == f.ground.ID {
				field.SetProblem(frame.RefusalFault(fault))
				if first == nil {
					first = field
				}
			}
		}
	}
	if first == nil {
		d.SetProblem(frame.Sentence(faults))
		return
	}
	d.SetProblem(frame.L("Please correct"), frame.L("Something is missing; it is marked in red."))
	first.Focus()
}

// Refused shows what is refused of the request, and on which grounds; nil where nothing is.
func (w Work) Refused() fyne.CanvasObject {
	if len(w.Refusals) == 0 {
		return nil
	}
	rules, lang := w.Session.Rules(), frame.Language()
	column := part.VBox(4)
	for _, key := range sortedItems(w.Refusals) {
		title := frame.L("The whole request is to be refused")
		if w.Request.Outcome == model.Refused {
			title = frame.L("The whole request is refused")
		}
		if key != "" {
			title = frame.L("Refused: {{.A}}", key)
		}
		column.Add(part.NewBold(title))
		for _, given := range w.Refusals[key].Grounds {
			g, _ := rules.Ground(given.ID)
			column.Add(part.NewBody(g.Named(lang, given.Sub)))
			column.Add(part.NewParagraph(g.Cites(lang, given.Law, w.Request.Kind, rules.RegimesOf(w.Request))))
			column.Add(part.NewParagraph(given.Facts))
			if given.Evidence != "" {
				column.Add(part.NewParagraph(frame.L("Evidence: {{.A}}", given.Evidence)))
			}
		}
	}
	return part.NewCard(column)
}

func sortedItems(all model.Refusals) []string {
	keys := make([]string, 0, len(all))
	for k := range all {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}
