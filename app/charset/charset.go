// Package charset turns bytes into text without ever replacing one of them: what it gives is certain, and what is not
// certain it refuses with the name of the encoding that the bytes seem to be in. It knows nothing of files and mails.
package charset

import (
	"bytes"
	"fmt"
	"strings"
	"unicode/utf16"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/htmlindex"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/unicode/utf32"
)

// The names of the encodings that are recognised without being declared.
const (
	UTF8    = "UTF-8"
	UTF16LE = "UTF-16LE"
	UTF16BE = "UTF-16BE"
	UTF32LE = "UTF-32LE"
	UTF32BE = "UTF-32BE"
	GB18030 = "GB18030" // and its subsets GBK and GB2312
)

var wideEncodings = map[string]encoding.Encoding{UTF32LE: utf32.UTF32(utf32.LittleEndian, utf32.IgnoreBOM),
	UTF32BE: utf32.UTF32(utf32.BigEndian, utf32.IgnoreBOM)}

// Error says that bytes are not text of any encoding that can be told with certainty.
type Error struct {
	// Seems names the encodings the bytes may be in, the likeliest first; empty where there is no guess.
	Seems []string
	// Broken is the line, from 1, of the first byte that is not in the encoding the rest evidently is in, Seems[0]; 0
	// where there is no such one.
	Broken int
	// Declared is the encoding that was named and does not fit; empty where none was.
	Declared string
}

func (e *Error) Error() string {
	switch {
	case e.Broken > 0:
		return fmt.Sprintf("the text is in %s but for bytes on line %d", e.Seems[0], e.Broken)
	case len(e.Seems) > 1:
		return "the text may be in " + strings.Join(e.Seems, " or in ")
	case len(e.Seems) == 1:
		return "the text seems to be in " + e.Seems[0]
	case e.Declared != "":
		return "the text is not in " + e.Declared + ", which it names"
	}
	return "the text is in no encoding that is known here"
}

// Decode returns the text of bytes whose encoding nobody named, and the name of the encoding; *Error where it is not
// certain.
func Decode(data []byte) (text, name string, err error) {
	if text, name, ok, err := marked(data); ok {
		return text, name, err
	}
	return guess(data)
}

// DecodeAs is Decode for bytes that come with the name of an encoding, as mails and web pages do. The name is believed
// where the bytes fit it; an empty or unknown name, or one that does not fit, leaves the bytes to be recognised.
func DecodeAs(data []byte, declared string) (text, name string, err error) {
	if text, name, ok, err := marked(data); ok {
		return text, name, err
	}
	declared = strings.ToLower(strings.Trim(strings.TrimSpace(declared), `"'`))
	if shifting(data, declared) {
		return "", "", &Error{Seems: []string{declared}, Declared: declared}
	}
	if declared == "utf-16le" || declared == "utf-16be" {
		if text, ok := utf16Text(data, declared == "utf-16le"); ok && plain(text) {
			return text, strings.ToUpper(declared), nil
		}
	}
	enc, name := named(declared)
	if enc == nil {
		return orDeclared(declared)(guess(data))
	}
	if name == UTF8 && utf8.Valid(data) {
		return string(data), UTF8, nil
	}
	text, fits := strict(enc, data)
	switch {
	case !fits:
		return orDeclared(declared)(guess(data))
	case mislabelled(data, name):
		if text, seen, err := guess(data); err == nil && (seen == UTF8 || seen == GB18030) {
			return text, seen, nil
		}
	}
	return text, name, nil
}

// shifting reports whether bytes are said to be in an encoding that writes everything in ASCII, is not decoded here,
// and would pass for plain text.
func shifting(data []byte, declared string) bool {
	switch declared {
	case "utf-7", "utf7", "x-utf-7", "unicode-1-1-utf-7", "unicode-2-0-utf-7", "csunicode11utf7", "utf-7-imap":
		return bytes.IndexByte(data, '+') >= 0 || bytes.IndexByte(data, '&') >= 0
	}
	return strings.HasPrefix(declared, "iso-2022-") && declared != "iso-2022-jp" && bytes.ContainsAny(data, "\x0e\x1b")
}

func orDeclared(declared string) func(string, string, error) (string, string, error) {
	return func(text, name string, err error) (string, string, error) {
		if e, ok := err.(*Error); ok {
			e.Declared = declared
		}
		return text, name, err
	}
}

// mislabelled reports whether bytes that fit the encoding they name are evidently in another one: senders name
// ISO-8859-1 or GBK as their program's default, and write UTF-8 or GBK.
func mislabelled(data []byte, name string) bool {
	switch {
	case ascii(data):
		return false
	case western(name):
		return utf8.Valid(data) || (evenRuns(data) && chinese(data) > likely)
	case name == GB18030:
		return utf8.Valid(data) && threeByte(data) && chinese(data) < likely
	}
	return false
}

func western(name string) bool {
	return name == "windows-1252" || strings.HasPrefix(strings.ToLower(name), "iso-8859-1")
}

// named returns the encoding of a declared name and its common name; nil where the name says nothing.
func named(declared string) (encoding.Encoding, string) {
	switch declared {
	case "", "us-ascii", "ascii", "unknown-8bit", "x-unknown", "unknown", "default", "8bit", "binary", "none":
		return nil, ""
	case "gb2312", "gbk", "gb18030", "cp936", "ms936", "windows-936", "x-gbk", "euc-cn", "gb_2312-80", "gb2312-80",
		"chinese", "csgb2312":
		return simplifiedchinese.GB18030, GB18030
	case "hz-gb-2312", "hz":
		return simplifiedchinese.HZGB2312, "HZ-GB-2312"
	case "utf8", "utf-8", "unicode-1-1-utf-8":
		return encoding.Nop, UTF8
	case "utf-16", "utf-16le", "utf-16be", "utf16", "unicode":
		return nil, "" // recognised by mark or zero bytes, strictly
	case "iso-8859-1", "latin1", "iso8859-1", "l1":
		return charmap.Windows1252, "windows-1252" // what is called ISO-8859-1 is Windows-1252 in practice
	}
	enc, err := htmlindex.Get(declared)
	if err != nil || enc == encoding.Replacement {
		return nil, ""
	}
	name, err := htmlindex.Name(enc)
	if err != nil || name == "replacement" || strings.HasPrefix(name, "utf-16") || name == "x-user-defined" {
		return nil, ""
	}
	return enc, name
}

// strict decodes where every byte has its character.
func strict(enc encoding.Encoding, data []byte) (string, bool) {
	out, err := enc.NewDecoder().Bytes(data)
	if err != nil || !utf8.Valid(out) || bytes.ContainsRune(out, utf8.RuneError) {
		return "", false
	}
	return string(out), true
}

// marked decodes text that begins with a byte order mark; ok is false where it has none.
func marked(data []byte) (text, name string, ok bool, err error) {
	switch {
	case bytes.HasPrefix(data, []byte("\xef\xbb\xbf")):
		if data = data[3:]; !utf8.Valid(data) {
			return "", "", true, &Error{Seems: []string{UTF8}, Broken: lineOf(data, brokenUTF8(data))}
		}
		return string(data), UTF8, true, nil
	case bytes.HasPrefix(data, []byte("\xff\xfe\x00\x00")):
		text, ok := strict(wideEncodings[UTF32LE], data[4:])
		return text, UTF32LE, true, refused(ok, UTF32LE)
	case bytes.HasPrefix(data, []byte("\x00\x00\xfe\xff")):
		text, ok := strict(wideEncodings[UTF32BE], data[4:])
		return text, UTF32BE, true, refused(ok, UTF32BE)
	case bytes.HasPrefix(data, []byte("\xff\xfe")):
		text, ok := utf16Text(data[2:], true)
		return text, UTF16LE, true, refused(ok, UTF16LE)
	case bytes.HasPrefix(data, []byte("\xfe\xff")):
		text, ok := utf16Text(data[2:], false)
		return text, UTF16BE, true, refused(ok, UTF16BE)
	}
	return "", "", false, nil
}

func refused(ok bool, name string) error {
	if ok {
		return nil
	}
	return &Error{Declared: name}
}

// utf16Text decodes whole UTF-16; false where it is cut off or half a pair stands alone.
func utf16Text(data []byte, little bool) (string, bool) {
	if len(data)%2 != 0 {
		return "", false
	}
	unit := func(i int) rune {
		if little {
			return rune(data[i]) | rune(data[i+1])<<8
		}
		return rune(data[i+1]) | rune(data[i])<<8
	}
	var b strings.Builder
	b.Grow(len(data))
	for i := 0; i < len(data); i += 2 {
		r := unit(i)
		if utf16.IsSurrogate(r) {
			if i+3 >= len(data) {
				return "", false
			}
			if r = utf16.DecodeRune(r, unit(i+2)); r == utf8.RuneError {
				return "", false
			}
			i += 2
		}
		b.WriteRune(r)
	}
	return b.String(), true
}

// Escape shows bytes that are in no known encoding so that none of them is lost: what is ASCII as it is, every other
// byte as \xE9.
func Escape(data []byte) string {
	const hexDigits = "0123456789ABCDEF"
	var b strings.Builder
	for _, c := range data {
		if c == '\n' || c == '\r' || c == '\t' || (c >= ' ' && c < 0x7f) {
			b.WriteByte(c)
		} else {
			b.WriteString(`\x`)
			b.WriteByte(hexDigits[c>>4])
			b.WriteByte(hexDigits[c&15])
		}
	}
	return b.String()
}

// Damaged reports whether text holds the character that another program put in the place of one it could not read.
func Damaged(text string) bool { return strings.ContainsRune(text, utf8.RuneError) }

// ShowDamage makes such places visible as \uFFFD, since what stood there cannot be known any more.
func ShowDamage(text string) string {
	return strings.ReplaceAll(text, string(utf8.RuneError), `\uFFFD`)
}
