package change

import (
	"context"

	"fyne.io/fyne/v2"

	"orangelab.cn/rightsdesk/app/datamap"
	"orangelab.cn/rightsdesk/app/desk"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/ui/frame"
	"orangelab.cn/rightsdesk/ui/part"
)

// drawSettled shows what is settled about the change, as forms while it may still be settled.
func (v *PlanView) drawSettled() {
	w := v.work
	meaning := w.Request.Kind.Means()
	head := part.HBox(8, part.Grow(part.NewSubHeading(frame.L(meaning.Heading)).Short()))
	if v.planned() {
		head.Add(part.NewButton(frame.L("Rows of the plan"), func() { v.flip(false) }).AsSmall())
	}
	column := part.VBox(0)
	switch {
	case w.Results == nil:
		column.Add(part.NewText(frame.L("Nothing was collected yet.")).In(part.ColorText3))
	case meaning.Settles == model.SettlesCorrections:
		v.drawCorrections(column)
	case meaning.Settles == model.SettlesScope:
		v.drawErasure(column)
	default:
		v.drawPurposes(column)
	}
	v.middle.Objects = []fyne.CanvasObject{part.VBox(0, part.Fixed(0, 43, part.Inset(0, 16, 0, 20, head)), part.HLine(),
		part.Grow(part.Page(part.Inset(12, 16, 16, 20, column))))}
}

// drawErasure shows, for an account, what stands in its way and what the person confirmed; then the scope.
func (v *PlanView) drawErasure(column *fyne.Container) {
	if v.work.Request.Kind.Clears() {
		v.drawBlockers(column)
		if v.made.blockers.Open() > 0 {
			return // the rest is settled when nothing stands in the way
		}
		v.drawConfirmation(column)
		if v.made.confirmation.At.IsZero() {
			return
		}
	}
	v.drawScope(column)
}

// engines reads which engine each source has; empty for those answered by hand.
func engines(ctx context.Context, s *desk.Session) (map[string]string, error) {
	list, err := datamap.List(ctx, s)
	out := make(map[string]string, len(list))
	for _, e := range list {
		out[e.Key] = e.Engine
	}
	return out, err
}

// sectionHead is the head of a part of a page, with a note at its right edge.
func sectionHead(title, note string) fyne.CanvasObject {
	return part.VBox(0, part.Fixed(0, 26, part.HBox(8, part.NewBold(title), part.Gap(), part.NewCaption(note))),
		part.HLine())
}
