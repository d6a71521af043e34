package intake

import (
	"crypto/sha256"
	"encoding/hex"
	"strings"

	"orangelab.cn/rightsdesk/model"
)

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

// csvComma returns what parts the fields of a head: the one of comma, tab and semicolon by which most of its columns are
// known.
func csvComma(head string) byte {
	best, most := byte(','), -1
	for _, comma := range []byte{',', '\t', ';'} {
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
	// As is the column of the template; empty where its content is kept in the text.
	As string
}

// csvTable is a CSV file whose head was read.
type csvTable struct {
	columns []Column
	scan    csvScanner
	trust   Trust
}

func readCSV(f file, t Trust) reading {
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
	for strings.TrimSpace(strings.Trim(firstLine(text), ",;\t")) == "" && text != "" {
		text, line = text[lineEnd(text):], line+1
	}
	if comma == 0 {
		comma = csvComma(firstLine(text))
	}
	table := csvTable{scan: csvScanner{rest: text, comma: comma, line: line}, trust: t}
	head, ok := table.scan.next()
	if !ok {
		return reading{}
	}
	if err := table.readHead(head); err != nil {
		return reading{problems: []Problem{{Line: line, Err: err}}}
	}
	r := table.read()
	r.columns, r.comma = table.columns, string(comma)
	return r
}

func (t *csvTable) readHead(head csvRecord) error {
	if head.err != nil {
		return head.err
	}
	seen := map[string]bool{}
	for _, h := range head.fields {
		c := Column{Head: clean(h), As: columnOf(h)}
		if seen[c.As] && c.As != "" && !repeats(c.As) {
			return because("column \"{{.A}}\" stands twice", c.Head)
		}
		seen[c.As] = true
		t.columns = append(t.columns, c)
	}
	if !seen["kind"] {
		return because("the column kind is missing; the first line names the columns, such as {{.A}}", strings.Join(CSVColumns, ", "))
	}
	return nil
}

func (t *csvTable) read() (r reading) {
	for n := 0; ; {
		record, ok := t.scan.next()
		if !ok {
			return r
		}
		if record.err == nil && blank(record.fields) {
			continue
		}
		if n++; n > maxRecords {
			r.problems = append(r.problems, tooMany(record.line))
			return r
		}
		sub, err := t.submission(record)
		if err != nil {
			r.problems = append(r.problems, Problem{Line: record.line, Err: err})
			continue
		}
		r.subs = append(r.subs, sub)
	}
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

// row is the cells of a record by column, cleaned.
type row struct {
	cells  map[string][]string
	others []string // what stands in columns that the template does not know
	doubts []Doubt
}

func (r row) get(column string) string {
	if v := r.cells[column]; len(v) > 0 {
		return v[0]
	}
	return ""
}

func (t *csvTable) row(fields []string) (row, error) {
	r := row{cells: map[string][]string{}}
	for i, field := range fields {
		if i >= len(t.columns) {
			if clean(field) != "" {
				return r, because("has {{.A}} fields, the first line names {{.B}}: put quotes around a field that holds a comma", len(fields), len(t.columns))
			}
			continue
		}
		c := t.columns[i]
		switch {
		case c.As == "text":
			r.cells[c.As] = append(r.cells[c.As], cleanText(unguardText(field)))
		case c.As != "":
			if v := unguard(field, numberLike(c.As)); v != "" {
				r.cells[c.As] = append(r.cells[c.As], v)
			}
		case clean(field) != "":
			head := c.Head
			if head == "" {
				head = because("column {{.A}}", i+1).Error()
			}
			r.others = append(r.others, head+": "+cleanText(field))
			r.doubts = append(r.doubts, Doubt{Reason: because("the column “{{.A}}” is not in the template; its content is kept in the text", head)})
		}
	}
	if missing := len(t.columns) - len(fields); missing > 1 {
		r.doubts = append(r.doubts, Doubt{Reason: because("the line has {{.A}} of {{.B}} fields", len(fields), len(t.columns))})
	}
	return r, nil
}

func numberLike(column string) bool {
	switch column {
	case "id", "email", "phone", "account", "id_number", "birth_date", "received":
		return true
	}
	return false
}

func unguardText(field string) string {
	if v := unguard(field, false); formulaText.MatchString(clean(field)) {
		return v
	}
	return field
}

func (t *csvTable) submission(record csvRecord) (Submission, error) {
	if record.err != nil {
		return Submission{}, record.err
	}
	r, err := t.row(record.fields)
	if err != nil {
		return Submission{}, err
	}
	sub := Submission{Kind: kindOf(r.get("kind")), Channel: model.ByFile, Requester: requesterOf(r.get("requester")), Line: record.line,
		RequesterName: r.get("requester_name"), RequesterContact: r.get("requester_contact"), Doubts: r.doubts,
		Body: strings.Join(append(all(r.get("text")), r.others...), "\n")}
	yes, known := answers[foldName(r.get("sensitive"))]
	if !known {
		return sub, wrong("sensitive", "write yes or no")
	}
	sub.Sensitive = yes
	if text := r.get("received"); text != "" {
		at, ok := parseTime(text, t.trust.zone())
		if !ok {
			return sub, wrong("received", "write the time as 2026-11-23, 2026-11-23 09:30:00 or 2026-11-23T09:30:00+08:00")
		}
		sub.ReceivedAt = at
	}
	if err := r.person(&sub); err != nil {
		return sub, err
	}
	// Without a number of its own a record is known by everything it says.
	if id := r.get("id"); id != "" {
		id, _ = whole(id)
		sub.External = "csv:" + id
	} else {
		sum := sha256.Sum256([]byte(strings.Join(record.fields, "\x00")))
		sub.External = "csv-row:" + hex.EncodeToString(sum[:])
	}
	return sub, nil
}

// person reads who the data is about, with what a spreadsheet did to the numbers undone.
func (r row) person(sub *Submission) error {
	var phones, accounts, emails []string
	for _, cell := range r.cells["email"] {
		emails = append(emails, several(cell, ",，")...)
	}
	for _, cell := range r.cells["phone"] {
		for _, v := range several(ungrouped(cell), ",，/") {
			v, spoilt := whole(unguard(v, true))
			if spoilt {
				return wrong("phone", "a spreadsheet shortened the number to {{.A}}: format the column as text and save it again", v)
			}
			phones = append(phones, v)
		}
	}
	for _, cell := range r.cells["account"] {
		for _, v := range several(cell, "") {
			v, spoilt := whole(unguard(v, true))
			if spoilt {
				return wrong("account", "a spreadsheet shortened the number to {{.A}}: format the column as text and save it again", v)
			}
			accounts = append(accounts, v)
		}
	}
	number, _ := whole(r.get("id_number"))
	sub.Subject = model.Subject{Name: r.get("name"), IDNumber: number, BirthDate: r.get("birth_date")}.WithContacts(emails, phones, accounts)
	if day, ok := parseDay(sub.Subject.BirthDate); ok {
		sub.Subject.BirthDate = day.Format("2006-01-02")
	}
	return nil
}

func all(texts ...string) []string {
	var list []string
	for _, t := range texts {
		if t != "" {
			list = append(list, t)
		}
	}
	return list
}
