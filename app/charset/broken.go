package charset

import (
	"bytes"
	"unicode/utf8"
)

// broken returns the encoding that bytes are evidently in but for some of them, and where the first of those is: a file that
// was cut off, or put together from two. -1 where there is no such encoding.
func broken(data []byte) (name string, at int) {
	whole, bad := 0, 0
	for i := 0; i < len(data); {
		r, n := utf8.DecodeRune(data[i:])
		switch {
		case r == utf8.RuneError && n <= 1:
			bad++
		case n >= 3:
			whole++
		}
		i += n
	}
	if whole >= 3 && whole*2 >= bad {
		return UTF8, brokenUTF8(data)
	}
	// A character of GB18030 that is cut off at the end lacks one to three bytes.
	for cut := 1; cut <= 3 && cut < len(data); cut++ {
		end := len(data) - cut
		if data[end] >= 0x80 && chinese(data[:end]) > likely && !maybeKorean(data[:end]) {
			return GB18030, end
		}
	}
	return "", -1
}

// brokenUTF8 returns where the first byte is that is not in UTF-8; the length where there is none.
func brokenUTF8(data []byte) int {
	for i := 0; i < len(data); {
		r, n := utf8.DecodeRune(data[i:])
		if r == utf8.RuneError && n <= 1 {
			return i
		}
		i += n
	}
	return len(data)
}

// lineOf returns the line, from 1, of a place in the text.
func lineOf(data []byte, at int) int { return bytes.Count(data[:at], []byte("\n")) + 1 }
