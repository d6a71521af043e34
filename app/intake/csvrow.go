package intake

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"regexp"
	"slices"
	"strings"
	"time"

	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/model/identifier"
)

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
		case c.As == NotTaken:
		case c.As == "text":
			r.cells[c.As] = append(r.cells[c.As], cleanText(unguardText(field)))
		case c.As != "":
			v := unguard(field, numberLike(c.As))
			if c.As == "name" || c.As == "requester_name" {
				v = unguardName(field)
			}
			if v != "" {
				r.cells[c.As] = append(r.cells[c.As], v)
			}
		case clean(field) != "":
			head := c.Head
			if head == "" {
				head = because("column {{.A}}", i+1).Error()
			}
			r.others = append(r.others, head+": "+cleanText(field))
			if !t.named[i] { // once is enough: it is so on every line
				t.named[i] = true
				r.doubts = append(r.doubts, Doubt{Reason: because("the column “{{.A}}” is not in the template; its content is kept in the text", head)})
			}
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

// submission reads a record. Beside what is wrong with it comes what could be read.
func (t *csvTable) submission(record csvRecord) (Submission, error) {
	if record.err != nil {
		return Submission{}, record.err
	}
	r, err := t.row(record.fields)
	if err != nil {
		return Submission{}, err
	}
	sub := Submission{Channel: model.ByFile, Requester: requesterOf(r.get("requester")), Line: record.line,
		RequesterName: r.get("requester_name"), RequesterContact: r.get("requester_contact"), Doubts: r.doubts,
		Body: strings.Join(append(all(r.get("text")), r.others...), "\n")}
	// Without a number of its own a record is known by everything it says.
	if id := r.get("id"); id != "" {
		id, _ = whole(id)
		sub.External = "csv:" + id
	} else {
		sum := sha256.Sum256([]byte(strings.Join(record.fields, "\x00")))
		sub.External = "csv-row:" + hex.EncodeToString(sum[:])
	}
	errs := []error{sub.kindOfCell(r.get("kind"), r.get("text"))}
	sensitive := foldName(r.get("sensitive"))
	yes, known := answers[sensitive]
	if !known {
		errs = append(errs, wrong("sensitive", "write yes or no"))
	}
	sub.Sensitive, sub.AskedWithout = yes || !known, known && !yes && sensitive != "" // an empty cell says neither
	errs = append(errs, sub.receivedIn(r.get("received"), t.trust.zone()))
	errs = append(errs, r.person(&sub)...)
	if r.get("requester") == "" {
		sub.forWhom(r.get("text"), func(mail string) bool {
			return slices.ContainsFunc(sub.Subject.Emails(), func(own string) bool { return identifier.SpellingOf("email").Same(own, mail) })
		})
	}
	return sub, errors.Join(errs...)
}

// kindOfCell reads the kind: by its name, else by the words of the cell, where they ask for one thing; an empty cell leaves
// it to the text.
func (s *Submission) kindOfCell(cell, text string) error {
	if s.Kind = kindOf(cell); s.Kind.Valid() {
		s.against(text)
		return nil
	}
	switch found, not := kindsIn(cell); {
	case len(not) > 0 || len(found) > 0 && found[0].kind != model.Objection && negative.MatchString(cell):
		return wrong("kind", "“{{.A}}” says no to what it names: write what is asked for", cell)
	case cell == "" && text != "":
		s.suggest(text)
		s.Doubts = append(s.Doubts, doubt("kind", "the file names no kind; it was read from the text"))
	case len(found) == 1:
		s.Kind, s.Words = found[0].kind, found[0].words
		s.Doubts = append(s.Doubts, doubt("kind", "was read from “{{.A}}”", cell))
	case len(found) > 1:
		return wrong("kind", "“{{.A}}” asks for several things: make a record of each", cell)
	default:
		return wrong("kind", "choose one of {{.A}}", list(model.Kinds))
	}
	return nil
}

// against names what the person's text says otherwise than the column of kinds.
func (s *Submission) against(text string) {
	found, not := kindsIn(text)
	for _, n := range not {
		s.doubt(n)
	}
	if len(found) > 0 && !slices.ContainsFunc(found, func(a asked) bool { return a.kind == s.Kind }) {
		s.doubt(doubt("kind", "the table says {{.A}}, the text “{{.B}}” ({{.C}}): read what is wanted", string(s.Kind), found[0].words, string(found[0].kind)))
	}
	if words := overAll.FindString(simplify(strings.ToLower(text))); words != "" && len(found) > 0 {
		s.doubt(doubt("kind", "the text also says “{{.A}}”: find out whether the request is taken back", words))
	}
}

// negative is what a cell says that names a kind and means it not.
var negative = regexp.MustCompile(`(?i)[不勿毋别未无無没沒非禁拒停]|\b(?:no|not|never|none|without|keine?|nicht|pas|sans|sin)\b|n['’]t\b`)

// receivedIn reads when the person asked.
func (s *Submission) receivedIn(cell string, zone *time.Location) error {
	if cell == "" {
		return nil
	}
	at, ok := parseTime(cell, zone)
	if !ok {
		if at, ok = spreadsheetDay(cell, zone); !ok {
			reason := dayReason(cell, "write the time as 2026-11-23, 2026-11-23 09:30:00 or 2026-11-23T09:30:00+08:00")
			return &FieldError{"received", reason}
		}
		s.Doubts = append(s.Doubts, doubt("received", "“{{.A}}” is how a spreadsheet keeps a day; it was read as {{.B}}", cell, at.Format("2006-01-02 15:04")))
	}
	s.ReceivedAt = at
	return nil
}

// person reads who the data is about, with what a spreadsheet did to the numbers undone.
func (r row) person(sub *Submission) (errs []error) {
	var phones, accounts, emails []string
	for _, field := range []string{"email", "phone", "account"} {
		for _, cell := range r.cells[field] {
			if err := crowded(field, cell); err != nil {
				return []error{err}
			}
		}
	}
	for _, cell := range r.cells["email"] {
		list, doubts := mailsIn(cell)
		emails, sub.Doubts = append(emails, list...), append(sub.Doubts, doubts...)
	}
	for _, cell := range r.cells["phone"] {
		list, doubts := phonesIn(cell)
		sub.Doubts = append(sub.Doubts, doubts...)
		for _, v := range list {
			v, spoilt := whole(unguard(v, true))
			if spoilt {
				errs = append(errs, shortened("phone", v))
				continue
			}
			phones = append(phones, v)
		}
	}
	for _, cell := range r.cells["account"] {
		for _, v := range several(cell) {
			v, spoilt := whole(unguard(v, true))
			if spoilt {
				errs = append(errs, shortened("account", v))
				continue
			}
			if strings.ContainsAny(v, "|,，") {
				sub.Doubts = append(sub.Doubts, doubt("account", "“{{.A}}” is read as one account: if they are several, part them with semicolons", v))
			}
			accounts = append(accounts, v)
		}
	}
	number, _ := whole(identifier.BareIDNumber(r.get("id_number")))
	sub.Subject = model.Subject{Name: r.get("name"), IDNumber: number}.WithContacts(once("email", emails), once("phone_number", phones), accounts)
	if text := r.get("birth_date"); text != "" {
		day, ok := parseDay(text)
		if !ok {
			return append(errs, &FieldError{"birth_date", dayReason(text, "write it as 2012-05-31")})
		}
		sub.Subject.BirthDate = day.Format("2006-01-02")
	}
	return errs
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
