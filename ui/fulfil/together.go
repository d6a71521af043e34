package fulfil

import (
	"context"

	"fyne.io/fyne/v2"

	"orangelab.cn/rightsdesk/app/desk"
	"orangelab.cn/rightsdesk/app/fulfil"
	"orangelab.cn/rightsdesk/app/letter"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/ui/frame"
	"orangelab.cn/rightsdesk/ui/part"
)

// answersAll says which requests the letter for several answers, and what becomes of it.
func (v *LetterView) answersAll() fyne.CanvasObject {
	return part.NewParagraph(frame.Sentences(
		frame.L("It answers {{.A}}, which are finished and yours.", v.draft.Reference),
		frame.L("What it says of each comes from that request alone."),
		frame.L("It goes out once, and closes all that it answers.")))
}

// keepLetter writes the letter as it was drafted.
func keepLetter(ctx context.Context, s *desk.Session, rev model.Revision, ask fulfil.Ask,
	with []model.Revision) (fulfil.Written, error) {
	if ask.Kind == letter.Common {
		return fulfil.WriteTogether(ctx, s, rev, with, ask.Lang, ask.Own)
	}
	return fulfil.WriteLetter(ctx, s, rev, ask)
}
