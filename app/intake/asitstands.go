package intake

import (
	"context"
	"fmt"
	"strings"

	"orangelab.cn/rightsdesk/app/charset"
	"orangelab.cn/rightsdesk/app/desk"
	"orangelab.cn/rightsdesk/app/intake/sheet"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/store"
)

// maxRaw is the longest record that is handed out as it stands, in bytes.
const maxRaw = 64 << 10

// AsItStands returns the record of a row as it stands in the file, whole and in the clear, so that somebody can put
// right what cannot be read; it leaves an entry.
func AsItStands(ctx context.Context, s *desk.Session, v Shown, row int) (text string, err error) {
	if err := s.Allow(ctx, model.ActReveal); err != nil {
		return "", err
	}
	if row < 0 || row >= len(v.Rows) {
		return "", nil
	}
	err = s.Write(ctx, model.ActReveal, func(_ *store.Tx, entry *model.Entry) error {
		entry.Detail["records"], entry.Detail["lines"] = 1, fmt.Sprint(v.Rows[row].Line)
		text = v.asItStands(row)
		return nil
	})
	return text, err
}

// asItStands are the lines of a file from that of a row up to the next that holds a record, taken in or not.
func (v Shown) asItStands(row int) string {
	line, next := v.Rows[row].Line, 0
	for _, other := range v.Contents.rows() {
		if other.Line > line && (next == 0 || other.Line < next) {
			next = other.Line
		}
	}
	text := sheet.Lines(v.whole())
	at, begin := 1, -1
	for i := range len(text) + 1 {
		if begin < 0 && at >= line {
			begin = i
		}
		if i == len(text) || next > 0 && at >= next {
			return strings.ToValidUTF8(text[max(begin, 0):min(i, max(begin, 0)+maxRaw)], "")
		}
		if text[i] == '\n' {
			at++
		}
	}
	return ""
}

// whole is the text of the file, in the encoding that it was read in; bytes of none are shown as such.
func (v Shown) whole() string {
	text, _, err := charset.Decode(v.data)
	if v.As.Encoding != "" {
		text, _, err = charset.DecodeIn(v.data, v.As.Encoding)
	}
	if err != nil {
		return charset.Escape(v.data)
	}
	return text
}
