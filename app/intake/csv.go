package intake

import "strings"

func isCSV(f file) bool {
	if strings.HasSuffix(strings.ToLower(f.name), ".csv") || strings.HasSuffix(strings.ToLower(f.name), ".tsv") {
		return true
	}
	first := firstLine(f.text)
	if strings.HasPrefix(first, "{") || strings.HasPrefix(first, "[") || len(first) > maxField {
		return false
	}
	_, known := csvHead(first, csvComma(first))
	return known > 1
}

func firstLine(text string) string { return strings.TrimRight(text[:lineEnd(text)], "\r\n") }

// csvComma returns what parts the fields of a head: the one of comma, tab, semicolon and bar by which most of its columns are
// known.
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
	fields, _, err := splitRecord(head, comma)
	if err != nil {
		return nil, 0
	}
	for _, f := range fields {
		if columnOf(f) != "" {
			known++
		}
	}
	return fields, known
}

// maxColumns is how many columns a spreadsheet can have.
const maxColumns = 16384

// Column is one column of a CSV file and what it is read as.
type Column struct {
	Head string
	// As is the column of the template, KeptInText or NotTaken.
	As string
}

// What a column can be read as that is none of the template.
const (
	KeptInText = ""  // its content is kept in the text of the request
	NotTaken   = "-" // nothing of it is taken
)

// csvTable is a CSV file whose head was read.
type csvTable struct {
	columns []Column
	heads   []string // the folded cells of the head, which a file put together from several repeats
	scan    csvScanner
	trust   Trust
	named   map[int]bool // columns that were named as not of the template
}

func readCSV(f file, t Trust, r *reading) {
	text := f.text
	if !strings.Contains(text, "\n") {
		text = strings.ReplaceAll(text, "\r", "\n")
	}
	line := 1
	comma := byte(0)
	// A spreadsheet's own line that says what parts the fields.
	if first := firstLine(text); len(first) == 5 && strings.EqualFold(first[:4], "sep=") {
		comma, text, line = first[4], text[lineEnd(text):], 2
	}
	text, line = headOfTable(text, line)
	if comma == 0 {
		comma = csvComma(firstLine(text))
	}
	r.text, r.starts = text, map[int]int{}
	table := csvTable{scan: csvScanner{rest: text, comma: comma, line: line}, trust: t, named: map[int]bool{}}
	r.comma, r.head = string(comma), line
	head, ok := table.scan.next()
	if !ok {
		return
	}
	err := table.readHead(head, f.as)
	r.columns = table.columns
	if err != nil {
		r.fail(Problem{Line: line, Err: err})
		return
	}
	if f.as.NoHead {
		table.heads = nil
		table.scan = csvScanner{rest: text, comma: comma, line: line}
	}
	table.scan.columns = len(table.columns)
	table.read(r)
}

// headOfTable passes over what stands above the head: empty lines, and a title or two with one cell each. Where no line names
// columns, the first that holds anything is the head.
func headOfTable(text string, line int) (string, int) {
	from, at := text, line
	none := true
	for n := 0; text != "" && n < 20; n++ {
		first := firstLine(text)
		if len(first) > maxField {
			break
		}
		if cells := strings.FieldsFunc(first, func(r rune) bool { return strings.ContainsRune(",;\t|", r) }); strings.TrimSpace(strings.Join(cells, "")) != "" {
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

func (t *csvTable) readHead(head csvRecord, as As) error {
	if head.err != nil {
		return head.err
	}
	seen := map[string]bool{}
	twice := ""
	for i, h := range head.fields {
		c := Column{Head: clean(h), As: columnOf(h)}
		if as.NoHead {
			c = Column{Head: because("column {{.A}}", i+1).Error()}
		}
		if chosen, ok := as.Columns[i]; ok {
			c.As = chosen
		}
		if seen[c.As] && c.As != KeptInText && c.As != NotTaken && !repeats(c.As) {
			twice = firstOf(twice, c.Head)
		}
		seen[c.As] = true
		t.columns, t.heads = append(t.columns, c), append(t.heads, foldName(h))
	}
	switch {
	case twice != "":
		return because("column \"{{.A}}\" stands twice", twice)
	case !seen["kind"] && !seen["text"]:
		return because("the column kind is missing; the first line names the columns, such as {{.A}}", strings.Join(CSVColumns, ", "))
	}
	return nil
}

func (t *csvTable) read(r *reading) {
	for {
		start := len(r.text) - len(t.scan.rest)
		record, ok := t.scan.next()
		if !ok {
			return
		}
		if record.err == nil && (blank(record.fields) || t.isHead(record.fields)) {
			continue
		}
		if r.full(record.line) {
			return
		}
		r.starts[record.line] = start
		sub, err := t.submission(record)
		if record.below > 0 {
			sub.doubt(Doubt{Reason: because("stands below line {{.A}}, where a quote is not closed in its place: it may belong to the text there", record.below)})
		}
		if err == nil {
			r.take(sub)
			continue
		}
		r.fail(Problem{Line: record.line, Err: err, rest: withoutFields(sub, err, t.trust.Now)})
	}
}

// isHead reports whether a record repeats the head, as in a file that was put together from several.
func (t *csvTable) isHead(fields []string) bool {
	if len(t.heads) == 0 || len(fields) != len(t.heads) {
		return false
	}
	for i, f := range fields {
		if len(f) > 200 || foldName(f) != t.heads[i] {
			return false
		}
	}
	return true
}

// blank reports whether a record is what a spreadsheet leaves of a row that was emptied.
func blank(fields []string) bool {
	for _, f := range fields {
		if clean(f) != "" {
			return false
		}
	}
	return true
}
