package change

import (
	"context"
	"errors"
	"fmt"

	"fyne.io/fyne/v2"

	"orangelab.cn/rightsdesk/app/change"
	"orangelab.cn/rightsdesk/app/collect"
	"orangelab.cn/rightsdesk/app/desk"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/model/identifier"
	"orangelab.cn/rightsdesk/ui/frame"
	"orangelab.cn/rightsdesk/ui/part"
	"orangelab.cn/rightsdesk/ui/work"
)

// correction is one value that is put right, with where it stands.
type correction struct {
	model.CorrectionItem
	where string // where it was pointed out; empty once that is not among the findings any more
	held  string // masked
}

func readCorrections(ctx context.Context, s *desk.Session, request int64) (list []correction, err error) {
	all, err := change.ReadCorrections(ctx, s, request)
	if err != nil {
		return nil, err
	}
	for _, item := range all.Items {
		c := correction{CorrectionItem: item}
		found, err := collect.List(ctx, s, request, model.FindingFilter{Seq: item.Places[0].Seq}, 0, 1)
		if err != nil {
			return nil, err
		}
		if len(found) > 0 {
			c.where, c.held = placeWord(found[0], item.Places[0].Column), found[0].Masked(item.Places[0].Column)
		}
		list = append(list, c)
	}
	return list, nil
}

func placeWord(f collect.Finding, column string) string {
	return frame.SourceTitle(f.Source) + " · " + work.RowTitle(f) + " · " + work.ColumnTitle(f, column)
}

// drawCorrections lists what is put right.
func (v *PlanView) drawCorrections(column *fyne.Container) {
	w := v.work
	edits := w.Prepares(model.ActCorrect)
	for _, c := range v.made.corrections {
		column.Add(v.correctionCard(c, edits))
		column.Add(part.Space(1, 10))
	}
	if len(v.made.corrections) == 0 {
		column.Add(part.NewText(frame.L("Nothing is corrected yet.")).In(part.ColorText3))
		column.Add(part.Space(1, 10))
	}
	if edits && w.Request.Step != model.StepCorrect {
		column.Add(part.HBox(8, part.NewButton(frame.L("Add a correction…"), w.PickWrong).WithIcon("plus"), part.Gap()))
	}
}

func (v *PlanView) correctionCard(c correction, edits bool) fyne.CanvasObject {
	head := part.HBox(8, part.Grow(part.NewBold(work.TopicWord(c.Category)).Short()))
	if edits {
		head.Add(part.NewButton(frame.L("Take it back"), func() {
			v.work.Change(func(ctx context.Context, s *desk.Session, rev model.Revision) (model.Request, error) {
				return change.DropCorrection(ctx, s, rev, c.ID)
			})
		}).AsSmall())
	}
	where := c.where
	if where == "" {
		where = frame.L("not among the findings any more")
	}
	if n := len(c.Places) - 1; n > 0 {
		where = frame.L("{{.A}}, and {{.B}} more places", where, n)
	}
	change := part.HBox(8, part.NewChip(part.ChipOld, work.OrEmpty(c.held)), part.NewIcon("arrow", part.ColorText3, 14),
		part.NewChip(part.ChipNew, identifier.MaskCategory(c.Category, c.Value)), part.Gap())
	if c.Supplement != "" {
		change = part.HBox(8, part.NewChip(part.ChipDraft, work.OrEmpty(c.held)),
			part.NewCaption(frame.L("stays as first registered, with the person’s statement beside it")), part.Gap())
	}
	body := part.VBox(4, head, part.NewCaption(where).In(part.ColorText2).Short(), change)
	if c.Supplement != "" {
		body.Add(part.NewParagraph(frame.L("Statement: {{.A}}", c.Supplement)))
	}
	body.Add(part.NewParagraph(frame.L("Shown by: {{.A}}", c.Evidence)))
	return part.NewCard(body)
}

// CorrectAt asks for the right value in place of one that the sources hold, after finding every place that holds the
// same.
func (w Work) CorrectAt(at model.Place) {
	session, id := w.Session, w.Request.ID
	var places []change.FoundPlace
	w.Prepare(func(ctx context.Context) (err error) {
		places, err = change.SamePlaces(ctx, session, id, at)
		return err
	}, func() { w.askCorrection(places) })
}

// askCorrection is the dialog; the first place is where the value was pointed out.
func (w Work) askCorrection(places []change.FoundPlace) {
	first := places[0]
	value, statement, evidence := part.NewEntry(""), part.NewMultiLine("", 3), part.NewMultiLine("", 2)
	valueField := work.Filled(frame.L("The right value"), value)
	proof := work.Filled(frame.L("What shows that it is right"), evidence).
		WithHint(frame.L("A document seen and its number, a confirmation, a file of the request."))
	fields := []*part.Field{part.NewField(foundTitle(first),
		part.HBox(0, part.NewChip(part.ChipOld, work.OrEmpty(first.Masked)), part.Gap()))}
	stays := first.Immutable != ""
	var also []*part.Check
	var offered []change.FoundPlace
	body := part.VBox(12)
	if stays {
		banner := part.NewBanner(part.BannerAmber, "lock", frame.L("This value stays as first registered."),
			first.Immutable)
		banner.Below = true
		body.Add(banner)
		fields = append(fields,
			work.Must(work.ToPerson(frame.L("Supplementary statement, kept beside it"), statement, w.LetterLanguage())))
	} else {
		fields = append(fields, valueField)
		if boxes := same(places[1:], &offered, &also); len(boxes) > 0 {
			fields = append(fields, part.NewField(frame.L("The same value also stands in"), part.VBox(4, boxes...)))
		}
	}
	form := part.NewForm(append(fields, proof)...)
	body.Add(form)
	var d *part.Dialog
	d = part.NewDialog(part.DialogParts{Title: frame.L("Correct a value"), Body: body, Form: form,
		Confirm: frame.L("Keep the correction"),
		Cancel:  frame.L("Cancel"), Width: 560,
		OnConfirm: func() bool {
			item := model.CorrectionItem{Run: w.Results.Run.ID, Category: first.Category,
				Places: []model.Place{first.Place}, Evidence: evidence.Text}
			if stays {
				item.Supplement = statement.Text
			} else {
				item.Value = value.Text
				for i, box := range also {
					if box.Checked {
						item.Places = append(item.Places, offered[i].Place)
					}
				}
			}
			return w.SubmitIn(d, func(ctx context.Context, s *desk.Session, rev model.Revision) (model.Request, error) {
				return change.Correct(ctx, s, rev, item)
			}, func(err error) bool {
				switch {
				case errors.Is(err, change.ErrValue):
					valueField.SetProblem(frame.L("It must differ from the value held"))
				case errors.Is(err, change.ErrEvidence):
					proof.SetProblem(frame.L("Fill this in"))
				default:
					return false
				}
				return true
			})
		}})
	w.KeepTyped(w.Opened, d, fmt.Sprint("correct ", first.Place)) // a value typed for one place never stands at another
	d.Show(w.Window.Canvas())
}

// foundTitle is what people call a place that a value was found in.
func foundTitle(p change.FoundPlace) string {
	return frame.SourceTitle(p.Source) + " · " + frame.CollectionTitle(p.Source, p.Collection) + " " + p.Key + " · " +
		frame.ColumnTitle(p.Source, p.Collection, p.Column)
}

// same offers the other places that hold a value: ticked where they can simply be corrected, locked where they may not.
func same(places []change.FoundPlace, offered *[]change.FoundPlace, boxes *[]*part.Check) []fyne.CanvasObject {
	var out []fyne.CanvasObject
	for _, p := range places {
		box := part.NewCheck(foundTitle(p), nil)
		switch {
		case p.Immutable != "":
			box.Below = frame.L("stays as first registered: {{.A}}", p.Immutable)
			box.Disable()
		case p.Shared > 0:
			box.Below = frame.L("may be somebody else’s: decide first among the findings that it is the person’s own")
		default:
			box.SetChecked(true)
		}
		*offered, *boxes = append(*offered, p), append(*boxes, box)
		out = append(out, box)
	}
	return out
}
