package charset

import (
	"io"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/transform"
)

// inPieces are the encodings that read alike in pieces and in one.
var inPieces = map[string]encoding.Encoding{
	UTF8: encoding.Nop, GB18030: simplifiedchinese.GB18030,
	UTF16LE: unicode.UTF16(unicode.LittleEndian, unicode.IgnoreBOM),
	UTF16BE: unicode.UTF16(unicode.BigEndian, unicode.IgnoreBOM),
	UTF32LE: wideEncodings[UTF32LE], UTF32BE: wideEncodings[UTF32BE],
}

// Pieces reads a text too large to be held in an encoding that Decode named for a part of it; nil for one that is not
// read so. What it reads may begin with a mark and may hold what is no text of the encoding: see Torn.
func Pieces(in io.Reader, name string) io.Reader {
	enc := inPieces[name]
	if enc == nil {
		return nil
	}
	if name == UTF8 {
		return in
	}
	return transform.NewReader(in, enc.NewDecoder())
}

// Torn returns where a piece that Pieces read stops being text of its encoding, -1 where all of it is. A character that
// the end of the piece cuts is none of its own; whole says that nothing follows.
func Torn(piece []byte, name string, whole bool) int {
	for at := 0; at < len(piece); {
		if piece[at] < utf8.RuneSelf {
			at++
			continue
		}
		r, size := utf8.DecodeRune(piece[at:])
		switch {
		case r == utf8.RuneError && size == 1 && !whole && !utf8.FullRune(piece[at:]):
			return -1
		case r == utf8.RuneError && (size == 1 || name != UTF8):
			return at
		}
		at += size
	}
	return -1
}
