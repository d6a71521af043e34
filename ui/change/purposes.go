package change

import (
	"context"
	"slices"
	"strings"

	"fyne.io/fyne/v2"

	"orangelab.cn/rightsdesk/app/change"
	"orangelab.cn/rightsdesk/app/desk"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/ui/frame"
	"orangelab.cn/rightsdesk/ui/part"
)

// purposeForm says which consents are withdrawn, or which uses stop.
type purposeForm struct {
	work  Work
	was   []string
	ids   []string
	boxes []*part.Check
}

func (f *purposeForm) chosen() []string {
	out := []string{}
	for i, b := range f.boxes {
		if b.Checked {
			out = append(out, f.ids[i])
		}
	}
	return out
}

func (f *purposeForm) begun() bool { return !slices.Equal(f.was, f.chosen()) }

func (f *purposeForm) save() {
	ids := f.chosen()
	f.was = ids
	f.work.Change(func(ctx context.Context, s *desk.Session, rev model.Revision) (model.Request, error) {
		return change.SetPurposes(ctx, s, rev, ids)
	})
}

// drawPurposes offers what can be ended, with the services that go with it, and shows the consent ledger.
func (v *PlanView) drawPurposes(column *fyne.Container) {
	w, lang := v.work, frame.Language()
	edits := w.Prepares(model.ActPurposes)
	f := &purposeForm{work: w}
	for _, p := range w.Session.Rules().PurposesOf(w.Request.Kind) {
		box := part.NewCheck(p.Title.In(lang), nil)
		box.SetChecked(slices.Contains(v.made.purposes.IDs, p.ID))
		if !edits {
			box.Disable()
		}
		f.ids, f.boxes = append(f.ids, p.ID), append(f.boxes, box)
		lost := p.ServicesLost[lang]
		if len(lost) == 0 {
			lost = p.ServicesLost[frame.English]
		}
		said := part.VBox(2, part.NewParagraph(frame.L("Ends with it: {{.A}}.", strings.Join(lost, "; "))))
		if p.Deletes {
			said.Add(
				part.NewParagraph(frame.L("What was collected for it is deleted with it, as a request of its own.")))
		}
		column.Add(part.VBox(2, box, part.Inset(0, 0, 8, 24, said)))
	}
	f.was = f.chosen()
	if edits {
		v.form = f
		if w.Request.Step == model.StepPurposes && len(f.boxes) > 0 {
			part.AfterKey(func() { // once it is on the screen; whoever types elsewhere meanwhile goes on there
				if c := w.Window.Canvas(); v.form == f && c.Focused() == nil && c.Overlays().Top() == nil {
					c.Focus(f.boxes[0])
				}
			})
		}
		if w.Request.Step != model.StepPurposes {
			column.Add(part.HBox(8, part.Gap(), part.NewCaption(frame.L("A plan made before falls away.")),
				part.NewButton(frame.L("Settle it anew"), f.save)))
		}
	}
	column.Add(part.Space(1, 12))
	column.Add(sectionHead(frame.L("Consent ledger"), ""))
	for _, c := range v.made.consents {
		column.Add(v.consentLine(c))
	}
	if len(v.made.consents) == 0 {
		column.Add(part.Inset(6, 0, 0, 0, part.NewCaption(frame.L("Nothing is recorded of this person’s consents."))))
	}
}

func (v *PlanView) consentLine(c model.Consent) fyne.CanvasObject {
	rule, _ := v.work.Session.Rules().Purpose(c.Purpose)
	event := frame.L(map[model.ConsentEvent]string{model.ConsentGiven: "consent given",
		model.ConsentWithdrawn: "consent withdrawn",
		model.ConsentObjected:  "objected to"}[c.Event])
	below := event
	if c.Channel != "" {
		below += " · " + frame.W(model.Channel(c.Channel))
	}
	if name := v.work.StaffName(c.By); name != "" {
		below += " · " + name
	}
	icon, color := "x", part.ColorText2
	if c.Event == model.ConsentGiven {
		icon, color = "check", part.ColorGreen
	}
	return part.NewLine(rule.Title.In(frame.Language()), frame.DayYear(c.At)).WithIcon(icon, color).WithBelow(below)
}
