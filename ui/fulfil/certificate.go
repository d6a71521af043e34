package fulfil

import (
	"context"

	"fyne.io/fyne/v2"

	"orangelab.cn/rightsdesk/app/collect"
	"orangelab.cn/rightsdesk/app/desk"
	"orangelab.cn/rightsdesk/app/letter"
	"orangelab.cn/rightsdesk/app/result"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/ui/frame"
	"orangelab.cn/rightsdesk/ui/part"
)

// certificates lists the certificates of erasure: passed in green; what remains, and what is not done, in amber.
func (w Work) certificates() []fyne.CanvasObject {
	var out []fyne.CanvasObject
	for _, c := range w.Certificates {
		icon, color, state := "shieldc", part.ColorGreen, frame.L("nothing remains but what is kept for a reason")
		switch {
		case !c.Residue.Passed():
			icon, color, state = "warn", part.ColorAmber, frame.L(
				"{{.A}} places still hold something, {{.B}} sources could not be searched",
				c.Residue.Remaining(), len(c.Residue.Failed))
		case !c.Result.Certifies():
			icon, color, state = "warn", part.ColorAmber, frame.L("not passed as a whole: not done in every system")
		case len(c.Residue.ByHand) > 0:
			state = frame.L("passed in the systems that were searched")
		}
		out = append(out, part.NewLine(frame.L("Certificate of erasure {{.A}}", c.Number), "").WithIcon(icon, color).
			WithBelow(frame.Clock(c.At, w.Session.Now())+" · "+state).
			WithTrailing(part.HBox(6,
				part.NewButton(frame.L("Read"), func() { w.document(c, func(l letter.Forms) { w.read(l.Letter) }) }).
					AsSmall(),
				part.NewButton("PDF", func() { w.document(c, func(l letter.Forms) { w.save(l, c.Number, "pdf") }) }).
					AsSmall(),
				part.NewButton("HTML", func() { w.document(c, func(l letter.Forms) { w.save(l, c.Number, "html") }) }).
					AsSmall())))
	}
	return out
}

// document goes on with a certificate as it was issued, in the person's language.
func (w Work) document(c result.Certified, then func(letter.Forms)) {
	paper, err := c.Paper(w.LetterLanguage())
	if err != nil {
		w.Fail(err)
		return
	}
	then(paper)
}

func (w Work) certify() {
	w.Search(frame.L("Searching the sources for what remains"),
		func(ctx context.Context, s *desk.Session, rev model.Revision, progress func(collect.Progress)) error {
			_, err := result.Certify(ctx, s, rev, progress)
			return err
		}, w.Reread)
}
