package files

import (
	"fmt"
	"slices"
	"strings"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/htmlindex"
	"golang.org/x/text/encoding/unicode"

	"orangelab.cn/rightsdesk/app/charset"
	"orangelab.cn/rightsdesk/app/source/mirror"
)

// content is what a file holds.
type content struct {
	tables []table
	// anew returns the bytes of the file with changes in them, by table.
	anew func(changes map[string][]mirror.Change) ([]byte, error)
}

// table is one table of a file.
type table struct {
	name    string // within the file; empty for the file itself
	columns []mirror.Column
	rows    [][]any
	closed  string // why nothing of it can be written: a key of change.ObstacleTexts
}

// notAnew says that a file cannot be written with everything else as it is; it is a key of change.ObstacleTexts.
const notAnew = "not_anew"

// text is a file of text.
type text struct {
	string
	name  string // of its encoding
	mark  string // the bytes before the text that name its encoding
	exact bool   // its bytes can be made anew from the text
}

// storable are the encodings by the names that value.Storable knows; what is missing here holds every character. A file
// in GBK is not told from one in GB18030, and its reader may know no more than GBK.
var storable = map[string]string{"GB18030": "gbk", "Big5": "big5", "Shift_JIS": "sjis", "EUC-JP": "ujis",
	"EUC-KR": "euckr", "windows-1252": "latin1", "windows-1251": "cp1251",
	"windows-1250": "cp1250", "KOI8-R": "koi8r", "ISO-8859-2": "latin2", "ISO-8859-15": "latin9"}

var marks = []string{"\xef\xbb\xbf", "\xff\xfe\x00\x00", "\x00\x00\xfe\xff", "\xff\xfe", "\xfe\xff"}

// readText decodes a file whose encoding is certain.
func readText(data []byte) (text, error) {
	decoded, name, err := charset.Decode(data)
	if err != nil {
		return text{}, err
	}
	t := text{string: strings.TrimPrefix(decoded, "\ufeff"), name: name}
	for _, mark := range marks {
		if strings.HasPrefix(string(data), mark) {
			t.mark = mark
			break
		}
	}
	again, err := t.encode(t.string)
	t.exact = err == nil && string(again) == string(data)
	return t, nil
}

// charset is the name of the encoding as columns have it; one that is known nowhere holds ASCII alone.
func (t text) charset() string {
	name, some := storable[t.name]
	if _, known := t.encoder(); !some && !known {
		return t.name
	}
	return name
}

func (t text) encoder() (encoding.Encoding, bool) {
	switch t.name {
	case charset.UTF8:
		return encoding.Nop, true
	case charset.UTF16LE:
		return unicode.UTF16(unicode.LittleEndian, unicode.IgnoreBOM), true
	case "UTF-16BE":
		return unicode.UTF16(unicode.BigEndian, unicode.IgnoreBOM), true
	}
	enc, err := htmlindex.Get(t.name)
	return enc, err == nil
}

// encode returns a text as the bytes of the file.
func (t text) encode(s string) ([]byte, error) {
	enc, known := t.encoder()
	if !known {
		return nil, fmt.Errorf("nothing is written in %s here", t.name)
	}
	out, err := enc.NewEncoder().String(s)
	return []byte(t.mark + out), err
}

// edit is a piece of a text and what takes its place.
type edit struct {
	from, to int
	with     string
}

// edited returns the bytes of the file with pieces of its text replaced.
func (t text) edited(edits []edit) ([]byte, error) {
	slices.SortStableFunc(edits, func(a, b edit) int { return a.from - b.from })
	var b strings.Builder
	at := 0
	for _, e := range edits {
		if e.from < at {
			return nil, fmt.Errorf("two changes of the file lie in one place")
		}
		b.WriteString(t.string[at:e.from])
		b.WriteString(e.with)
		at = e.to
	}
	b.WriteString(t.string[at:])
	return t.encode(b.String())
}

// after returns the rows of a table once changes are made.
func (t table) after(changes []mirror.Change) [][]any {
	rows := slices.Clone(t.rows)
	for _, c := range changes {
		if rows[c.Row-1] = c.New; c.Deleted {
			rows[c.Row-1] = nil
		}
	}
	return slices.DeleteFunc(rows, func(r []any) bool { return r == nil })
}
