package charset

import (
	"bytes"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/simplifiedchinese"
)

// broken returns the encoding that bytes are evidently in but for some of them, and where the first of those is: a file
// that was cut off, or put together from two. -1 where there is no such encoding.
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

// DecodeMost returns the text of bytes that are in the named encoding but for some that are damaged, which it shows as
// Escape does; ok is false where the rest is not evidently in it. The name may be empty: then the bytes have to tell.
// In UTF-8 bytes may be damaged anywhere, in GB18030 only at the end, since what follows them could be read in two
// ways.
func DecodeMost(data []byte, declared string) (text, name string, ok bool) {
	_, name = named(strings.ToLower(strings.Trim(strings.TrimSpace(declared), `"'`)))
	evident, at := broken(data)
	if at < 0 && name == UTF8 && wholeUTF8(data) {
		evident, at = UTF8, brokenUTF8(data)
	}
	if at < 0 || name != "" && name != evident {
		return "", "", false
	}
	if evident == GB18030 {
		text, ok := strict(simplifiedchinese.GB18030, data[:at])
		return text + Escape(data[at:]), evident, ok
	}
	var b strings.Builder
	for len(data) > 0 {
		at := brokenUTF8(data)
		b.Write(data[:at])
		if data = data[at:]; len(data) > 0 {
			b.WriteString(Escape(data[:1]))
			data = data[1:]
		}
	}
	return b.String(), UTF8, true
}

// wholeUTF8 reports whether of the characters above ASCII at least half are whole.
func wholeUTF8(data []byte) bool {
	whole, bad, inside := 0, 0, false
	for i := 0; i < len(data); {
		r, n := utf8.DecodeRune(data[i:])
		broken := r == utf8.RuneError && n <= 1
		if broken && !inside {
			bad++
		} else if n > 1 {
			whole++
		}
		inside = broken
		i += n
	}
	return whole > 0 && whole >= bad
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
