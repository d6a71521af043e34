package change

import (
	"strconv"
	"time"

	"fyne.io/fyne/v2"

	"orangelab.cn/rightsdesk/app/result"
	"orangelab.cn/rightsdesk/ui/frame"
	"orangelab.cn/rightsdesk/ui/part"
	"orangelab.cn/rightsdesk/ui/work"
)

// showResidue lists what a search found and why it is right that it is there, where something says so.
func (w Work) showResidue(r result.Residue) {
	column := part.VBox(0,
		part.NewBody(frame.L("{{.A}} tables, {{.B}} texts read.", r.Tables, strconv.FormatInt(r.Texts, 10))),
		part.Space(1, 8))
	for _, key := range r.Failed {
		column.Add(part.NewLine(frame.L("{{.A}} could not be searched", frame.SourceTitle(key)), "").
			WithIcon("warn", part.ColorRed))
	}
	for _, h := range r.Hits {
		line := part.NewLine(frame.PlaceTitle(h.Source, h.Collection, h.Column), frame.L("{{.A}} rows", h.Rows)).
			WithIcon("scan", part.ColorAmber).WithBelow(work.IdentityWord(h.Kind))
		if h.Kept != "" {
			line = line.WithIcon("check", part.ColorGreen).
				WithBelow(work.IdentityWord(h.Kind) + " · " + keptWord(h.Kept))
		}
		column.Add(line)
	}
	if len(r.Hits) == 0 && len(r.Failed) == 0 {
		column.Add(part.NewLine(frame.L("Nothing of the person was found."), "").WithIcon("check", part.ColorGreen))
	}
	part.NewDialog(part.DialogParts{Title: frame.L("Residue scan"),
		Body:   part.Fixed(0, 320, frame.Scroll(part.Inset(0, 12, 0, 0, column))),
		Cancel: frame.L("Close"), Width: 560}).Show(w.Window.Canvas())
}

// residueMark says in a word what a search came to.
func residueMark(r result.Residue) (icon string, color fyne.ThemeColorName, title string) {
	switch {
	case len(r.Failed) > 0:
		return "warn", part.ColorAmber, frame.L("{{.A}} sources not searched", len(r.Failed))
	case !r.Passed():
		return "scan", part.ColorAmber, frame.L("found in {{.A}} places", r.Remaining())
	}
	return "check", part.ColorGreen, frame.L("nothing left out")
}

// searched says when, and over how much.
func searched(r result.Residue, now time.Time) string {
	return frame.L("{{.A}} · {{.B}} tables, {{.C}} texts read", frame.Clock(r.At, now), r.Tables, r.Texts)
}
