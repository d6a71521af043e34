package charset

import (
	"encoding/base64"
	"unicode"
	"unicode/utf16"

	"orangelab.cn/rightsdesk/model/pattern"
)

// shiftedRun is how UTF-7 writes what is no ASCII: UTF-16 in base64 between a plus and a minus.
var shiftedRun = pattern.New(`\+([A-Za-z0-9+/]{3,})-`)

// shifted reports whether text of ASCII alone is UTF-7: every such run in it is whole text of letters that are no
// ASCII, and there are several. A number as +86-138 or a word in base64 is none.
func shifted(data []byte) bool {
	runs := shiftedRun.FindAllSubmatchIndex(data, 50)
	for _, run := range runs {
		bytes, err := base64.RawStdEncoding.Strict().DecodeString(string(data[run[2]:run[3]]))
		if err != nil || len(bytes)%2 != 0 {
			return false
		}
		units := make([]uint16, len(bytes)/2)
		for i := range units {
			units[i] = uint16(bytes[2*i])<<8 | uint16(bytes[2*i+1])
		}
		for _, r := range utf16.Decode(units) {
			if r < 0x80 || !unicode.In(r, unicode.Latin, unicode.Han, unicode.Hiragana, unicode.Katakana,
				unicode.Hangul, unicode.Cyrillic, unicode.Greek, unicode.Punct) {
				return false
			}
		}
	}
	return len(runs) >= 3
}
