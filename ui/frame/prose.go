package frame

import (
	"slices"
	"strings"

	"orangelab.cn/rightsdesk/model/pattern"
)

// And joins parts of one sentence, those that are not empty, as the language of the window does.
func And(parts ...string) (text string) {
	for _, p := range parts {
		switch {
		case p == "":
		case text == "":
			text = p
		default:
			text = L("{{.A}}, {{.B}}", text, p)
		}
	}
	return text
}

// Sentences puts whole sentences one after the other; Chinese leaves no space between them.
func Sentences(list ...string) string {
	list = slices.DeleteFunc(slices.Clone(list), func(sentence string) bool { return sentence == "" })
	if language == Chinese {
		return strings.Join(list, "")
	}
	return strings.Join(list, " ")
}

// A value in a Chinese text stands between marks until the space around it has been looked at.
var (
	spaceBefore = pattern.New(`([\p{Han}，。：；、（）“”《》]) ` + mark + `([\p{Han}（“《])`)
	spaceAfter  = pattern.New(`([\p{Han}）”》…])` + mark + ` ([\p{Han}，。：；、（）“”《》])`)
)

// closeUp takes away the space that a Chinese text has around a value, as Latin letters and figures want it, where the
// value begins or ends in Chinese; and the marks.
func closeUp(text string) string {
	text = spaceBefore.ReplaceAllString(text, "$1"+mark+"$2")
	text = spaceAfter.ReplaceAllString(text, "$1"+mark+"$2")
	return marked.Replace(text)
}
