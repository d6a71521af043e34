package frame

import (
	"strings"

	"orangelab.cn/rightsdesk/app/notice"
	"orangelab.cn/rightsdesk/ui/part"
)

// Whoms are who of those affected by an incident may be told, with what the window calls them.
func Whoms() ([]notice.Whom, []part.Option) {
	return []notice.Whom{notice.Everybody, notice.Others, notice.Children},
		[]part.Option{{Text: L("everybody affected")}, {Text: L("those who are 14 or older, or of no known age")},
			{Text: L("those under 14: their guardians are written to")}}
}

// Listed returns the parts of a text between commas, of either script.
func Listed(text string) (list []string) {
	for _, one := range strings.FieldsFunc(text, func(r rune) bool { return r == ',' || r == '，' || r == '、' }) {
		if one = strings.TrimSpace(one); one != "" {
			list = append(list, one)
		}
	}
	return list
}
