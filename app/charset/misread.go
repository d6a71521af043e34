package charset

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/simplifiedchinese"
)

// Misread returns what a text may have said before another program read its UTF-8 as Windows-1252 or GBK: JosÃ© as
// José, 鐜嬪皬鏄 as 王小; empty where it reads as it is meant. It is a guess for people to look at, and nothing is read by
// it.
func Misread(text string) string {
	text = text[:min(len(text), 1<<10)]
	if ascii([]byte(text)) {
		return ""
	}
	if said, share := rereadWestern(text); share > .9 {
		return said
	}
	if said, share := rereadChinese(text); share > .7 {
		return said
	}
	return ""
}

// rereadWestern reads the letters of Windows-1252 as the bytes they stand for; share is how much of what is no ASCII
// becomes characters so. One pair alone counts only where no word has it: Ã or Â before a sign.
func rereadWestern(text string) (said string, share float64) {
	var raw []byte
	all, telling := 0, false
	before := rune(0)
	for _, r := range text {
		if r < 0x80 {
			raw = append(raw, byte(r))
			before = r
			continue
		}
		all++
		c, ok := charmap.Windows1252.EncodeRune(r)
		if r < 0x100 {
			c, ok = byte(r), true
		}
		if !ok {
			return "", 0
		}
		telling = telling || (before == 'Ã' || before == 'Â' || before >= 'à' && before <= 'é') && !unicode.IsLetter(r)
		raw, before = append(raw, c), r
	}
	within := 0
	var b strings.Builder
	for len(raw) > 0 {
		r, n := utf8.DecodeRune(raw)
		if n > 1 {
			within += n
		}
		if r != utf8.RuneError {
			b.WriteRune(r)
		}
		raw = raw[n:]
	}
	if !telling || all == 0 {
		return "", 0
	}
	// Characters that show nothing were lost on the way, and with them one or two of a character.
	return b.String(), float64(within) / float64(all) * 1.4
}

// rereadChinese reads the characters of GBK as the bytes they stand for; share is how many of these are whole
// characters of three bytes, of which there have to be two.
func rereadChinese(text string) (said string, share float64) {
	raw, err := simplifiedchinese.GB18030.NewEncoder().Bytes([]byte(text))
	if err != nil {
		return "", 0
	}
	all, whole := 0, 0
	var b strings.Builder
	for len(raw) > 0 {
		r, n := utf8.DecodeRune(raw)
		if raw[0] >= 0x80 {
			all++
		}
		if n == 3 {
			all += 2
			if unicode.Is(unicode.Han, r) || unicode.IsPunct(r) {
				whole++
			}
		}
		if r != utf8.RuneError {
			b.WriteRune(r)
		}
		raw = raw[n:]
	}
	if whole < 2 {
		return "", 0
	}
	return b.String(), float64(whole*3) / float64(all)
}
