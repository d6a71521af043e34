package frame

import (
	"errors"
	"slices"

	"orangelab.cn/rightsdesk/app/source/dataset"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/model/calendar"
	"orangelab.cn/rightsdesk/model/pattern"
	"orangelab.cn/rightsdesk/model/rule"
)

// confidenceWords say how sure a figure is.
var confidenceWords = map[rule.Confidence]string{rule.ConfidenceHigh: "sure", rule.ConfidenceMediumHigh: "fairly sure",
	rule.ConfidenceMedium: "not quite sure", rule.ConfidenceLow: "unsure: have it checked"}

// Confidence says how sure a figure is; empty for what is no figure.
func Confidence(c rule.Confidence) string {
	if confidenceWords[c] == "" {
		return ""
	}
	return L(confidenceWords[c])
}

// Worded says what is wrong in the window's language, from without to within.
func Worded(words []model.Worded) string {
	if len(words) == 0 {
		return ""
	}
	parts := make([]string, 0, len(words))
	for _, w := range words {
		values := make([]any, len(w.Values))
		for i, v := range w.Values {
			values[i] = v
			if kind, is := v.(model.Kind); is {
				values[i] = string(kind) // as the text of the rules has it
			}
		}
		key := dataset.TranslationKey(w.Format)
		if key == "{{.A}}" {
			parts = append(parts, w.Error())
			continue
		}
		parts = append(parts, L(key, values...))
	}
	text := parts[len(parts)-1]
	for _, part := range slices.Backward(parts[:len(parts)-1]) {
		text = L("{{.A}}: {{.B}}", part, text)
	}
	return text
}

var linePlace = pattern.New(`^line (\d+)`)

// ruleSentence says what is wrong with the text of a rule pack or with a file of holidays, and where; empty for another
// error.
func ruleSentence(err error) (title, text string) {
	var pack *rule.Fault
	var file *calendar.FileError
	switch {
	case errors.As(err, &pack) && pack.Line == 0:
		return L("The rules cannot be counted by"), L("{{.A}}. Nothing was saved.", Worded(pack.Words))
	case errors.As(err, &pack):
		return L("The rules, line {{.A}}", pack.Line), L("{{.A}}. Nothing was saved.", Worded(pack.Words))
	case errors.As(err, &file):
		place := ""
		if m := linePlace.FindStringSubmatch(file.Place); m != nil {
			place = L("Line {{.A}}", m[1])
		} else if file.Place != "" {
			place = file.Place
		}
		text = Worded(file.Words)
		if place != "" {
			text = L("{{.A}}: {{.B}}", place, text)
		}
		return L("The file of holidays cannot be read"), L("{{.A}}. Nothing was imported.", text)
	}
	return "", ""
}
