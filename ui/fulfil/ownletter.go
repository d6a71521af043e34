package fulfil

import (
	"fyne.io/fyne/v2"

	"orangelab.cn/rightsdesk/app/letter"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/ui/frame"
	"orangelab.cn/rightsdesk/ui/part"
)

// ownLetters offers the letters for which staff say what no fact of the request tells.
func (w Work) ownLetters() []fyne.CanvasObject {
	if !w.Request.Open() || w.Request.Status == model.Received {
		return nil
	}
	draft := func(kind letter.Kind) func() { return func() { w.draftLetter(kind, w.LetterLanguage()) } }
	elsewhere := part.NewButton(frame.L("Somebody else holds it…"), draft(letter.Redirected)).AsSmall().WithIcon("next")
	if !w.Extensible.Can {
		return []fyne.CanvasObject{elsewhere}
	}
	return []fyne.CanvasObject{part.NewButton(frame.L("The answer takes longer…"), draft(letter.Extended)).AsSmall().
		WithIcon("clock"), elsewhere}
}
