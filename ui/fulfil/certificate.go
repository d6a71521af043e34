package fulfil

import (
	"strconv"

	"fyne.io/fyne/v2"

	"orangelab.cn/rightsdesk/app/letter"
	"orangelab.cn/rightsdesk/app/result"
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
			icon, color, state = "warn", part.ColorAmber, frame.L("{{.A}} places still hold something, {{.B}} sources could not be searched",
				remaining(c.Residue), len(c.Residue.Failed))
		case !c.Result.Certifies():
			icon, color, state = "warn", part.ColorAmber, frame.L("not passed as a whole: not done in every system")
		case len(c.Residue.ByHand) > 0:
			state = frame.L("passed in the systems that were searched")
		}
		out = append(out, part.NewLine(frame.L("Certificate of erasure {{.A}}", c.Number), "").WithIcon(icon, color).
			WithBelow(frame.Clock(c.At, w.Session.Now())+" · "+state).
			WithTrailing(part.HBox(6, part.NewButton(frame.L("Read"), func() { w.document(c, func(l letter.Forms) { w.read(l.Letter) }) }).AsSmall(),
				part.NewButton("PDF", func() { w.document(c, func(l letter.Forms) { w.save(l, c.Number, "pdf") }) }).AsSmall(),
				part.NewButton("HTML", func() { w.document(c, func(l letter.Forms) { w.save(l, c.Number, "html") }) }).AsSmall())))
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

// remaining counts the places that nothing excuses.
func remaining(r result.Residue) int { return len(r.Search(nil).Remains) }

// showResidue lists what a search found and why it is right that it is there, where something says so.
func (w Work) showResidue(r result.Residue) {
	column := part.VBox(0, part.NewBody(frame.L("{{.A}} tables, {{.B}} texts read.", r.Tables, strconv.FormatInt(r.Texts, 10))), part.Space(1, 8))
	for _, key := range r.Failed {
		column.Add(part.NewLine(frame.L("{{.A}} could not be searched", frame.SourceTitle(key)), "").WithIcon("warn", part.ColorRed))
	}
	for _, h := range r.Hits {
		line := part.NewLine(frame.PlaceTitle(h.Source, h.Collection, h.Column), frame.L("{{.A}} rows", h.Rows)).
			WithIcon("scan", part.ColorAmber).WithBelow(identityWord(h.Kind))
		if h.Kept != "" {
			line = line.WithIcon("check", part.ColorGreen).WithBelow(identityWord(h.Kind) + " · " + keptWord(h.Kept))
		}
		column.Add(line)
	}
	if len(r.Hits) == 0 && len(r.Failed) == 0 {
		column.Add(part.NewLine(frame.L("Nothing of the person was found."), "").WithIcon("check", part.ColorGreen))
	}
	part.NewDialog(part.DialogParts{Title: frame.L("Residue scan"), Body: part.Fixed(0, 320, frame.Scroll(part.Inset(0, 12, 0, 0, column))),
		Cancel: frame.L("Close"), Width: 560}).Show(w.Window.Canvas())
}
