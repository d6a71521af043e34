package datamap

import (
	"fmt"
	"strings"

	"fyne.io/fyne/v2"

	"orangelab.cn/rightsdesk/app/source/dataset"
	"orangelab.cn/rightsdesk/ui/frame"
	"orangelab.cn/rightsdesk/ui/part"
)

// problemWords are the window's words for problems whose sentence comes from elsewhere, by their code.
var problemWords = map[string]string{
	"after-unreachable": "a collection must come after one that is reached only through it",
}

// partWords are what a sentence of app/source calls the parts of a dataset file.
var partWords = map[string]string{"the file": "the file", "the configuration": "the configuration",
	"a dataset": "a dataset", "a collection": "a collection",
	"a field": "a field", "a reference": "a reference", "a data category": "a data category", "a blocker": "a blocker"}

// problemText is a problem of the data map and what to do about it, in the window's language.
func problemText(p dataset.Problem) (message, remedy string) {
	values := make([]any, len(p.Values))
	for i, v := range p.Values {
		values[i] = where(fmt.Sprint(v))
	}
	message = frame.L(p.Sentence, values...)
	if w, ok := problemWords[p.Code]; ok {
		message = frame.L(w)
	}
	if p.Remedy != "" {
		remedy = frame.L(p.Remedy)
	}
	return message, remedy
}

// where says where in a dataset file something is, such as "fides_meta of a dataset"; what the file itself says stays.
func where(text string) string {
	if w, ok := partWords[text]; ok {
		return frame.L(w)
	}
	if key, of, ok := strings.Cut(text, " of "); ok && where(of) != of {
		return frame.L("{{.A}} of {{.B}}", key, where(of))
	}
	if name, ok := strings.CutPrefix(text, `collection "`); ok && strings.HasSuffix(name, `"`) {
		return frame.L("collection “{{.A}}”", strings.TrimSuffix(name, `"`))
	}
	if name, ok := strings.CutPrefix(text, `field "`); ok && strings.HasSuffix(name, `"`) {
		return frame.L("field “{{.A}}”", strings.TrimSuffix(name, `"`))
	}
	return text
}

// marks are the lines of a source's dataset file that have problems, are still guesses, or name a column without a
// category, with their colours.
func marks(key string, problems dataset.Problems, guessed, bare []int) map[int]fyne.ThemeColorName {
	lines := map[int]fyne.ThemeColorName{}
	for _, line := range bare {
		lines[line] = part.ColorText2
	}
	for _, line := range guessed {
		lines[line] = part.ColorAmber
	}
	for _, p := range problems {
		if p.File == key+".yml" && lines[p.Line] != part.ColorRed {
			lines[p.Line] = problemColor(p)
		}
	}
	return lines
}

func problemColor(p dataset.Problem) fyne.ThemeColorName {
	if p.Severity == dataset.Error {
		return part.ColorRed
	}
	return part.ColorAmber
}

// problemList names every problem with its line and its remedy; a click shows the line.
func problemList(key string, problems dataset.Problems, showLine func(int)) fyne.CanvasObject {
	const seen = 4
	column := part.VBox(0)
	for _, p := range problems {
		message, remedy := problemText(p)
		line := frame.L("Line {{.A}}", p.Line)
		if p.File != key+".yml" {
			line = frame.L("{{.A}}, line {{.B}}", p.File, p.Line)
		}
		jump := part.NewLink(line, func() { showLine(p.Line) }).AsSmall()
		if p.File != key+".yml" {
			jump.Lock(frame.L("It is in the dataset file of another source."))
		}
		column.Add(part.NewLine(message, "").WithIcon("warn", problemColor(p)).WithBelow(remedy).WithTrailing(jump))
	}
	return part.Fixed(0, float32(min(len(problems), seen))*part.TwoLineHeight,
		part.Page(part.Inset(0, 14, 0, 0, column)))
}
