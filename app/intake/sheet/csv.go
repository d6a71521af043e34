package sheet

import (
	"cmp"
	"strings"

	"orangelab.cn/rightsdesk/app/intake/record"
)

// IsCSV reports whether a file is a table of requests.
func IsCSV(f record.File) bool {
	if f.Rows || strings.HasSuffix(strings.ToLower(f.Name), ".csv") ||
		strings.HasSuffix(strings.ToLower(f.Name), ".tsv") {
		return true
	}
	first := FirstLine(f.Text)
	if strings.HasPrefix(first, "{") || strings.HasPrefix(first, "[") || len(first) > maxField {
		return false
	}
	_, known := csvHead(first, csvComma(first))
	return known > 1
}

// FirstLine returns the first line of a text, without its end.
func FirstLine(text string) string { return strings.TrimRight(text[:lineEnd(text)], "\r\n") }

// csvComma returns what parts the fields of a head: the one of comma, tab, semicolon and bar by which most of its
// columns are known.
func csvComma(head string) byte {
	best, most := byte(','), -1
	for _, comma := range []byte{',', '\t', ';', '|'} {
		if _, known := csvHead(head, comma); known > most {
			best, most = comma, known
		}
	}
	return best
}

// csvHead splits the head of a file and counts the columns that are known.
func csvHead(head string, comma byte) (fields []string, known int) {
	fields, _, err := SplitRecord(head, comma)
	if err != nil {
		return nil, 0
	}
	for _, f := range fields {
		if record.ColumnOf(f) != "" {
			known++
		}
	}
	return fields, known
}

// maxColumns is how many columns a spreadsheet can have.
const maxColumns = 16384

// csvTable is a CSV file whose head was read.
type csvTable struct {
	columns []record.Column
	heads   []string // the folded cells of the head, which a file put together from several repeats
	scan    csvScanner
	trust   record.Trust
	reading *record.Reading
	named   map[int]bool // columns that were named as not of the template
}

// ReadCSV reads the records of a table.
func ReadCSV(f record.File, t record.Trust, r *record.Reading) {
	text := Lines(f.Text)
	line := 1
	comma := byte(0)
	// A spreadsheet's own line that says what parts the fields.
	if first := FirstLine(text); len(first) == 5 && strings.EqualFold(first[:4], "sep=") {
		comma, text, line = first[4], text[lineEnd(text):], 2
	}
	text, line = headOfTable(text, line)
	if comma == 0 {
		comma = csvComma(FirstLine(text))
	}
	r.Text, r.Starts = text, map[int]int{}
	begin := csvScanner{rest: text, comma: comma, line: line, rows: f.Rows}
	table := csvTable{scan: begin, trust: t, named: map[int]bool{}, reading: r}
	r.Comma, r.Head = string(comma), line
	head, ok := table.scan.next()
	if !ok {
		return
	}
	err := table.readHead(head, f.As)
	r.Columns = table.columns
	if err != nil {
		r.Fail(record.Problem{Line: line, Err: err})
		return
	}
	if f.As.NoHead {
		table.heads, table.scan = nil, begin
	}
	table.scan.columns = len(table.columns)
	table.read(r)
}

// headOfTable passes over what stands above the head: empty lines, and a title or two with one cell each. Where no line
// names columns, the first that holds anything is the head.
func headOfTable(text string, line int) (string, int) {
	from, at := text, line
	none := true
	for n := 0; text != "" && n < 20; n++ {
		first := FirstLine(text)
		if len(first) > maxField {
			break
		}
		if cells := strings.FieldsFunc(first, func(r rune) bool {
			return strings.ContainsRune(",;\t|", r)
		}); strings.TrimSpace(strings.Join(cells, "")) != "" {
			if none {
				from, at, none = text, line, false
			}
			if _, known := csvHead(first, csvComma(first)); known > 1 {
				return text, line
			}
			if len(cells) > 1 {
				break
			}
		}
		text, line = text[lineEnd(text):], line+1
	}
	return from, at
}

func (t *csvTable) readHead(head csvRecord, as record.As) error {
	if head.err != nil {
		return head.err
	}
	seen := map[string]bool{}
	twice := ""
	for i, h := range head.fields {
		c := record.Column{Head: record.Clean(h), As: record.ColumnOf(h)}
		if as.NoHead {
			c = record.Column{Head: record.Because("column {{.A}}", i+1).Error()}
		}
		if chosen, ok := as.Columns[i]; ok {
			c.As = chosen
		}
		if seen[c.As] && c.As != record.KeptInText && c.As != record.NotTaken && !record.Repeats(c.As) {
			twice = cmp.Or(twice, c.Head)
		}
		seen[c.As] = true
		t.columns, t.heads = append(t.columns, c), append(t.heads, record.FoldName(h))
	}
	switch {
	case twice != "":
		return record.Because("column \"{{.A}}\" stands twice", twice)
	case !seen["kind"] && !seen["text"]:
		return record.Because("the column kind is missing; the first line names the columns, such as {{.A}}",
			strings.Join(record.CSVColumns, ", "))
	}
	return nil
}

func (t *csvTable) read(r *record.Reading) {
	for {
		start := len(r.Text) - len(t.scan.rest)
		rec, ok := t.scan.next()
		if !ok {
			return
		}
		if rec.err == nil && (blank(rec.fields) || t.isHead(rec.fields)) {
			continue
		}
		if r.Full(rec.line) {
			return
		}
		r.Starts[rec.line] = start
		sub, err := t.submission(rec)
		if rec.below > 0 {
			sub.Doubt(
				record.Doubt{
					Reason: record.Because("stands below line {{.A}}, where a quote is not closed in its place: it may belong to the text there", rec.below)})
		}
		if err == nil {
			r.Take(sub)
			continue
		}
		p := record.Failed(sub, err, t.trust.Now)
		p.Line = rec.line
		r.Fail(p)
	}
}

// isHead reports whether a record repeats the head, as in a file that was put together from several.
func (t *csvTable) isHead(fields []string) bool {
	if len(t.heads) == 0 || len(fields) != len(t.heads) {
		return false
	}
	for i, f := range fields {
		if len(f) > 200 || record.FoldName(f) != t.heads[i] {
			return false
		}
	}
	return true
}

// blank reports whether a record is what a spreadsheet leaves of a row that was emptied.
func blank(fields []string) bool {
	for _, f := range fields {
		if record.Clean(f) != "" {
			return false
		}
	}
	return true
}
