package files

import (
	"fmt"
	"strings"

	"orangelab.cn/rightsdesk/app/intake/sheet"
	"orangelab.cn/rightsdesk/app/source/mirror"
)

// record is one record of a CSV file: where it lies in the text, and its fields.
type record struct {
	from, to int // with its line break
	fields   []string
}

// readCSV reads a file of RFC 4180 whose first line names the columns.
func readCSV(data []byte, comma byte) (*content, error) {
	t, err := readText(data)
	if err != nil {
		return nil, err
	}
	begin := 0
	// a spreadsheet's own line
	if first := sheet.FirstLine(t.string); len(first) == 5 && strings.EqualFold(first[:4], "sep=") {
		comma, begin = first[4], len(t.string)-len(strings.TrimLeft(t.string[len(first):], "\r\n"))
	}
	if comma == 0 {
		comma = commaOf(t.string[begin:])
	}
	var head record
	var records []record
	columns := 0
	for at := begin; at < len(t.string); {
		fields, used, err := sheet.SplitRecord(t.string[at:], comma)
		if err != nil {
			return nil, fmt.Errorf("line %d: %w", 1+strings.Count(t.string[:at], "\n"), err)
		}
		r := record{at, at + used, fields}
		at += used
		if strings.Trim(t.string[r.from:r.to], "\r\n") == "" {
			continue // an empty line
		}
		if columns = max(columns, len(fields)); head.fields == nil {
			head = r
			continue
		}
		records = append(records, r)
	}
	if head.fields == nil {
		// an empty file holds nothing
		return &content{anew: func(map[string][]mirror.Change) ([]byte, error) { return data, nil }}, nil
	}
	out := table{}
	for i := range columns {
		name := fmt.Sprintf("column %d", i+1)
		if i < len(head.fields) && strings.TrimSpace(head.fields[i]) != "" {
			name = strings.TrimSpace(head.fields[i])
		}
		out.columns = append(out.columns, mirror.Column{Name: name, Type: mirror.Text, Charset: t.charset()})
	}
	if !t.exact {
		out.closed = notAnew
	}
	for _, r := range records {
		row := make([]any, columns)
		for i, f := range r.fields {
			if f != "" { // the format does not tell an empty text from none
				row[i] = f
			}
		}
		out.rows = append(out.rows, row)
	}
	return &content{tables: []table{out}, anew: func(changes map[string][]mirror.Change) ([]byte, error) {
		var edits []edit
		for _, c := range changes[""] {
			r := records[c.Row-1]
			if c.Deleted {
				edits = append(edits, edit{r.from, r.to, ""})
				continue
			}
			edits = append(edits, r.edits(t.string, comma, c)...)
		}
		return t.edited(edits)
	}}, nil
}

// commaOf returns what parts the fields of a head: that which gives the most of them.
func commaOf(s string) byte {
	best, most := byte(','), 0
	for _, comma := range []byte{',', ';', '\t', '|'} {
		if fields, _, err := sheet.SplitRecord(s, comma); err == nil && len(fields) > most {
			best, most = comma, len(fields)
		}
	}
	return best
}

// edits returns what of a record is written.
func (r record) edits(s string, comma byte, c mirror.Change) (out []edit) {
	at, width := r.from, 0
	for i, f := range r.fields {
		quoted := strings.HasPrefix(s[at:], `"`)
		if width = len(f); quoted {
			width += 2 + strings.Count(f, `"`)
		}
		if c.New[i] != c.Old[i] {
			out = append(out, edit{at, at + width, field(c.New[i], comma, quoted || len(r.fields) == 1)})
		}
		at += width + 1
	}
	more, some := "", false
	for i := len(r.fields); i < len(c.New); i++ { // fields that the record lacks
		more += string(comma) + field(c.New[i], comma, false)
		some = some || c.New[i] != nil
	}
	if some {
		out = append(out, edit{at - 1, at - 1, more})
	}
	return out
}

// field writes a field, in quotes where it needs them.
func field(v any, comma byte, quoted bool) string {
	s, _ := v.(string)
	if v != nil && s == "" {
		s = fmt.Sprint(v)
	}
	if quoted || strings.ContainsAny(s, string(comma)+"\"\r\n") || strings.TrimSpace(s) != s {
		return `"` + strings.ReplaceAll(s, `"`, `""`) + `"`
	}
	return s
}
