package fulfil

import (
	"context"
	"strings"

	"orangelab.cn/rightsdesk/app/desk"
	"orangelab.cn/rightsdesk/app/fulfil"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/ui/frame"
	"orangelab.cn/rightsdesk/ui/part"
)

// answerTogether writes one letter for this request and those that were asked for together with it, as far as each can
// be answered.
func (w Work) answerTogether() {
	var names []string
	for _, l := range w.Links {
		if l.Why == model.TieAlso && l.Status == model.Answering {
			names = append(names, frame.And(l.Reference, frame.W(l.Kind)))
		}
	}
	lang, text := w.LetterLanguage(), ""
	w.Prepare(func(ctx context.Context) (err error) {
		text, err = fulfil.ReadTogether(ctx, w.Session, w.Request.ID, lang)
		return err
	}, func() { w.showTogether(strings.Join(names, "; "), lang, text) })
}

// showTogether shows the letter as it would go out, before it is written.
func (w Work) showTogether(names, lang, text string) {
	var d *part.Dialog
	d = part.NewDialog(part.DialogParts{Title: frame.L("One letter for all"), Confirm: frame.L("Write the letter"),
		Cancel: frame.L("Cancel"), Width: 720,
		Body: part.VBox(12,
			part.NewBody(frame.L("It answers {{.A}} and, as far as they are finished and yours: {{.B}}.",
				w.Request.Reference, names)),
			part.NewParagraph(
				frame.L("What it says of each comes from that request alone. It goes out once, and closes all that it answers; own words are written in a letter of one request.")),
			part.Fixed(0, 320, frame.Scroll(part.NewParagraph(text)))),
		OnConfirm: func() bool {
			return w.SubmitIn(d, func(ctx context.Context, s *desk.Session, rev model.Revision) (model.Request, error) {
				if _, err := fulfil.WriteTogether(ctx, s, rev, lang); err != nil {
					return model.Request{}, err
				}
				return s.Request(ctx, rev.Request)
			}, nil)
		}})
	d.Show(w.Window.Canvas())
}
