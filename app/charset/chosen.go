package charset

import (
	"bytes"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/htmlindex"
)

// Encodings are the encodings that a file can be said to be in, those of the desk's own languages first.
var Encodings = []string{UTF8, GB18030, "Big5", UTF16LE, UTF16BE, UTF32LE, UTF32BE, "Shift_JIS", "EUC-JP", "EUC-KR",
	"windows-1252", "windows-1251", "windows-1250", "KOI8-R", "ISO-8859-2", "ISO-8859-15"}

// DecodeIn returns the text of bytes that somebody says are in one of Encodings; *Error where a byte has no character
// in it.
func DecodeIn(data []byte, name string) (string, string, error) {
	for mark, of := range map[string]string{"\xef\xbb\xbf": UTF8, "\xff\xfe": UTF16LE, "\xfe\xff": UTF16BE,
		"\xff\xfe\x00\x00": UTF32LE, "\x00\x00\xfe\xff": UTF32BE} {
		if of == name {
			data = bytes.TrimPrefix(data, []byte(mark))
		}
	}
	text, ok := "", false
	switch name {
	case UTF8:
		text, ok = string(data), utf8.Valid(data)
	case UTF16LE, UTF16BE:
		text, ok = utf16Text(data, name == UTF16LE)
	case UTF32LE, UTF32BE:
		text, ok = strict(wideEncodings[name], data)
	default:
		if enc, err := htmlindex.Get(strings.ToLower(name)); err == nil {
			text, ok = strict(enc, data)
		}
	}
	return text, name, refused(ok && !strings.ContainsRune(text, 0), name)
}
