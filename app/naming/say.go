package naming

import (
	"strconv"

	"orangelab.cn/rightsdesk/app/packet"
)

// Say returns the text in the language of a paper.
func Say(lang, en, zh string) string {
	if lang == packet.Chinese {
		return zh
	}
	return en
}

// Counted writes a number with its word: 1 record, 2 records.
func Counted(n int64, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return strconv.FormatInt(n, 10) + " " + many
}
