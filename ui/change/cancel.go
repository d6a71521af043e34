package change

import (
	"context"
	"errors"
	"fmt"

	"fyne.io/fyne/v2"

	"orangelab.cn/rightsdesk/app/change"
	"orangelab.cn/rightsdesk/app/desk"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/model/rule"
	"orangelab.cn/rightsdesk/ui/frame"
	"orangelab.cn/rightsdesk/ui/part"
	"orangelab.cn/rightsdesk/ui/work"
)

// drawBlockers lists what stands in the way of cancelling, how the person clears it, and who gave it up.
func (v *PlanView) drawBlockers(column *fyne.Container) {
	w, lang := v.work, frame.Language()
	if len(v.made.blockers.List) == 0 {
		return
	}
	column.Add(sectionHead(frame.L("What stands in the way"),
		frame.L("looked at {{.A}}", frame.Clock(v.made.blockers.At, w.Session.Now()))))
	for _, b := range v.made.blockers.List {
		rule, _ := w.Session.Rules().Blocker(b.Kind)
		icon, color := "lock", part.ColorAmber
		if b.Waived() {
			icon, color = "check", part.ColorGreen
		}
		title := rule.Title.In(lang)
		if b.Detail != "" {
			title += " · " + b.Detail
		}
		said := part.VBox(2, part.NewBold(title),
			part.NewParagraph(frame.L("To clear it: {{.A}}", rule.Clear.In(lang))))
		row := part.HBoxTop(10, part.Inset(2, 0, 0, 0, part.NewIcon(icon, color, 16)), part.Grow(said))
		switch {
		case b.Waived():
			said.Add(part.NewParagraph(frame.L("Given up: “{{.A}}” Taken down by {{.B}}, agreed by {{.C}}.", b.Waiver,
				w.StaffWithin(b.WaivedBy), w.StaffWithin(b.AgreedBy))))
		case b.Waiver != "":
			said.Add(part.NewParagraph(frame.L("Given up: “{{.A}}” Taken down by {{.B}}; a second person must agree.",
				b.Waiver, w.StaffWithin(b.WaivedBy))))
			if w.Request.Status == model.Working && w.May(model.ActAgreeWaiver) {
				row.Add(v.agreeWaiver(b))
			}
		case w.Prepares(model.ActWaive):
			row.Add(part.NewButton(frame.L("The person gives it up…"), func() { w.waive(b, rule) }).AsSmall())
		}
		column.Add(part.VBox(0, part.Inset(8, 0, 8, 0, row), part.HLine()))
	}
	column.Add(part.Space(1, 14))
}

// agreeWaiver is the second person's button; who took the waiver down sees why it is locked.
func (v *PlanView) agreeWaiver(b model.OpenBlocker) fyne.CanvasObject {
	w := v.work
	agree := part.NewButton(frame.L("Agree"), func() {
		w.Change(func(ctx context.Context, s *desk.Session, rev model.Revision) (model.Request, error) {
			return change.AgreeWaiver(ctx, s, rev, b)
		})
	}).AsSmall()
	if !model.SecondPerson(w.Session.Staff().ID, b.WaivedBy) {
		agree.Lock(frame.L("A second person agrees"))
	}
	return agree
}

func (w Work) waive(b model.OpenBlocker, rule rule.Blocker) {
	w.AskText(fmt.Sprint("waive ", b.Kind, " ", b.Key),
		frame.L("The person gives it up: {{.A}}", rule.Title.In(frame.Language())),
		frame.L("By which means, when, in which words"),
		rule.Waive.In(frame.Language()), frame.L("Take it down"), true,
		func(ctx context.Context, s *desk.Session, rev model.Revision, text string) (model.Request, error) {
			return change.Waive(ctx, s, rev, b, text)
		})
}

// drawConfirmation shows that the person knows what cancelling means, and what they chose.
func (v *PlanView) drawConfirmation(column *fyne.Container) {
	c := v.made.confirmation
	if c.At.IsZero() {
		column.Add(part.NewText(frame.L("The person has not confirmed the consequences yet.")).In(part.ColorText3))
		return
	}
	column.Add(sectionHead(frame.L("Confirmed by the person"), frame.Clock(c.At, v.work.Session.Now())))
	choice := frame.L("chosen: delete, not anonymise")
	if c.Choice == model.WayAnonymise {
		choice = frame.L("chosen: anonymise, not delete")
	}
	line := part.NewLine(choice, v.work.StaffName(c.By)).WithIcon("check", part.ColorGreen).WithBelow(c.How)
	if v.work.Prepares(model.ActConfirm) {
		line.WithTrailing(part.NewButton(frame.L("Confirm anew…"), v.work.Confirm).AsSmall())
	}
	column.Add(line)
	column.Add(part.Space(1, 14))
}

// Confirm takes down that every consequence was read out and what the person chose.
func (w Work) Confirm() {
	lang := frame.Language()
	var ids []string
	var boxes []*part.Check
	list := part.VBox(4)
	for _, c := range w.Session.Rules().Consequences {
		box := part.NewCheck("", nil)
		ids, boxes = append(ids, c.ID), append(boxes, box)
		list.Add(part.HBoxTop(4, part.Fixed(24, 0, box),
			part.Grow(part.Inset(5, 0, 0, 0, part.NewBody(c.Text.In(lang))))))
	}
	consequences := part.NewField(frame.L("Read out, and understood by the person"), list).WithCheck(func() string {
		for _, b := range boxes {
			if !b.Checked {
				return frame.L("Read out every consequence first")
			}
		}
		return ""
	})
	choice := model.Way("")
	choose := part.NewClaim(frame.L("What happens with the data, as the person chooses"), []part.Option{
		{Text: frame.L("Delete"), Below: frame.L("Rows go where nothing must stay.")},
		{Text: frame.L("Anonymise"), Below: frame.L("Rows stay, and nobody can be told from them.")}},
		func(i int) { choice = []model.Way{model.WayDelete, model.WayAnonymise}[i] })
	how := part.NewMultiLine("", 2)
	howField := work.Filled(frame.L("How it was confirmed"), how).
		WithHint(frame.L("A recorded call, a mail, at the counter; with its day."))
	form := part.NewForm(consequences, choose, howField)
	var d *part.Dialog
	d = part.NewDialog(part.DialogParts{Title: frame.L("The person’s confirmation"), Body: form, Form: form,
		Confirm: frame.L("Take it down"),
		Cancel:  frame.L("Cancel"), Width: 600,
		OnConfirm: func() bool {
			c := model.Confirmation{How: how.Text, Choice: choice, Clauses: ids}
			return w.SubmitIn(d, func(ctx context.Context, s *desk.Session, rev model.Revision) (model.Request, error) {
				return change.Confirm(ctx, s, rev, c)
			}, func(err error) bool {
				if !errors.Is(err, change.ErrHow) {
					return false
				}
				howField.SetProblem(frame.L("Fill this in"))
				return true
			})
		}})
	w.KeepTyped(w.Opened, d, "confirm")
	d.Show(w.Window.Canvas())
}
