package sheet

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"slices"
	"strings"
	"time"

	"orangelab.cn/rightsdesk/app/intake/record"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/model/identifier"
	"orangelab.cn/rightsdesk/model/pattern"
)

// row is the cells of a record by column, cleaned.
type row struct {
	cells  map[string][]string
	others []string // what stands in columns that the template does not know
	doubts []record.Doubt
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
			if record.Clean(field) != "" {
				return r,
					record.Because(
						"has {{.A}} fields, the first line names {{.B}}: put quotes around a field that holds a comma",
						len(fields), len(t.columns))
			}
			continue
		}
		c := t.columns[i]
		switch {
		case c.As == record.NotTaken:
		case c.As == "text":
			r.cells[c.As] = append(r.cells[c.As], record.CleanText(unguardText(field)))
		case c.As != "":
			v := record.Unguard(field, numberLike(c.As))
			if c.As == "name" || c.As == "requester_name" {
				v = record.UnguardName(field)
			}
			if v != "" {
				r.cells[c.As] = append(r.cells[c.As], v)
			}
		case record.Clean(field) != "":
			head := c.Head
			if head == "" {
				head = record.Because("column {{.A}}", i+1).Error()
			}
			r.others = append(r.others, head+": "+record.CleanText(field))
			if !t.named[i] { // once is enough: it is so on every line
				t.named[i] = true
				r.doubts = append(r.doubts,
					record.Doubt{Reason: record.Because(
						"the column “{{.A}}” is not in the template; its content is kept in the text", head)})
			}
		}
	}
	if missing := len(t.columns) - len(fields); missing > 1 {
		r.doubts = append(r.doubts,
			record.Doubt{Reason: record.Because("the line has {{.A}} of {{.B}} fields", len(fields), len(t.columns))})
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
	if v := record.Unguard(field, false); record.FormulaText.MatchString(record.Clean(field)) {
		return v
	}
	return field
}

// submission reads a record. Beside what is wrong with it comes what could be read.
func (t *csvTable) submission(rec csvRecord) (record.Submission, error) {
	if rec.err != nil {
		return record.Submission{}, rec.err
	}
	r, err := t.row(rec.fields)
	if err != nil {
		return record.Submission{}, err
	}
	sub := record.Submission{Channel: model.ByFile, Requester: record.RequesterOf(r.get("requester")), Line: rec.line,
		RequesterName: r.get("requester_name"), RequesterContact: r.get("requester_contact"), Doubts: r.doubts,
		Body: strings.Join(append(record.All(r.get("text")), r.others...), "\n")}
	// Without a number of its own a record is known by everything it says.
	if id := r.get("id"); id != "" {
		id, _ = record.Whole(id)
		sub.External = "csv:" + id
	} else {
		sum := sha256.Sum256([]byte(strings.Join(rec.fields, "\x00")))
		sub.External = "csv-row:" + hex.EncodeToString(sum[:])
	}
	text := t.reading.Begin(&sub, r.get("text"))
	errs := []error{kindOfCell(&sub, r.get("kind"), text)}
	sensitive := record.FoldName(r.get("sensitive"))
	yes, known := record.Answers[sensitive]
	if !known {
		errs = append(errs, record.Wrong("sensitive", "write yes or no"))
	}
	switch {
	case sensitive != "":
		sub.Sensitive, sub.AskedWithout = yes || !known, known && !yes
	case sub.Kind.Copies(): // an empty cell leaves it to the text
		sub.SetExtent(record.ExtentIn(text))
	}
	errs = append(errs, receivedIn(&sub, r.get("received"), t.trust.Location()))
	errs = append(errs, r.person(&sub)...)
	if r.get("requester") == "" {
		sub.ForWhom(text, func(mail string) bool {
			return slices.ContainsFunc(sub.Subject.Emails(), func(own string) bool {
				return identifier.SpellingOf("email").Same(own, mail)
			})
		})
	}
	if who := sub.RequesterName; sub.Requester == model.Self && who != "" &&
		!identifier.SpellingOf("name").Same(who, sub.Subject.Name) {
		sub.Doubts = append(sub.Doubts, record.Doubtful("requester",
			"“{{.A}}” stands as the name of who asks, and the person is said to ask for themselves: find out who asks", who))
	}
	return sub, errors.Join(errs...)
}

// kindOfCell reads the kind: by its name, else by the words of the cell, where they ask for one thing; an empty cell
// leaves it to the text.
func kindOfCell(s *record.Submission, cell, text string) error {
	if s.Kind = record.KindOf(cell); s.Kind.Valid() {
		saidOtherwise(s, text)
		return nil
	}
	switch found, not := record.KindsIn(cell); {
	case severalKinds(cell):
		return record.Wrong("kind", "“{{.A}}” asks for several things: make a record of each", cell)
	case len(not) > 0 || len(found) > 0 && found[0].Kind != model.Objection && negative.MatchString(cell):
		return record.Wrong("kind", "“{{.A}}” says no to what it names: write what is asked for", cell)
	case cell == "" && text != "":
		s.Suggest(text)
		s.Doubts = append(s.Doubts, record.Doubtful("kind", "the file names no kind; it was read from the text"))
	case len(found) == 1:
		s.Kind, s.Words = found[0].Kind, found[0].Words
		s.Doubts = append(s.Doubts, record.Doubtful("kind", "was read from “{{.A}}”", cell))
	case len(found) > 1:
		return record.Wrong("kind", "“{{.A}}” asks for several things: make a record of each", cell)
	default:
		return record.Wrong("kind", "choose one of {{.A}}", record.List(model.Kinds))
	}
	return nil
}

// severalKinds reports whether a cell lists the names of several kinds: access;deletion.
func severalKinds(cell string) bool {
	var list []model.Kind
	parts := func(r rune) bool { return strings.ContainsRune(";,/|+&；，、／＋＆", r) }
	for _, name := range strings.FieldsFunc(cell, parts) {
		if kind := record.KindOf(name); kind.Valid() && !slices.Contains(list, kind) {
			list = append(list, kind)
		}
	}
	return len(list) > 1
}

// saidOtherwise names what the person's text says otherwise than the column of kinds.
func saidOtherwise(s *record.Submission, text string) {
	found, not := record.KindsIn(text)
	for _, n := range not {
		s.Doubt(n)
	}
	if len(found) > 0 && !slices.ContainsFunc(found, func(a record.Asked) bool { return a.Kind == s.Kind }) {
		s.Doubt(record.Doubtful("kind", "the table says {{.A}}, the text “{{.B}}” ({{.C}}): read what is wanted",
			string(s.Kind), found[0].Words, string(found[0].Kind)))
	}
	if words := record.OverAll.FindString(record.Simplify(strings.ToLower(text))); words != "" && len(found) > 0 {
		s.Doubt(record.Doubtful("kind", "the text also says “{{.A}}”: find out whether the request is taken back",
			words))
	}
}

// negative is what a cell says that names a kind and means it not.
var negative = pattern.New(`(?i)[不勿毋别未无無没沒非禁拒停]|\b(?:no|not|never|none|without|keine?|nicht|pas|sans|sin)\b|n['’]t\b`)

// receivedIn reads when the person asked.
func receivedIn(s *record.Submission, cell string, zone *time.Location) error {
	if cell == "" {
		return nil
	}
	at, ok := record.ParseTime(cell, zone)
	if !ok {
		if at, ok = record.SpreadsheetDay(cell, zone); !ok {
			reason := record.DayReason(cell,
				"write the time as 2026-11-23, 2026-11-23 09:30:00 or 2026-11-23T09:30:00+08:00")
			return &record.FieldError{Field: "received", Reason: reason}
		}
		s.Doubts = append(s.Doubts,
			record.Doubtful("received", "“{{.A}}” is how a spreadsheet keeps a day; it was read as {{.B}}", cell,
				at.Format("2006-01-02 15:04")))
	}
	s.ReceivedAt = at
	return nil
}

// person reads who the data is about, with what a spreadsheet did to the numbers undone.
func (r row) person(sub *record.Submission) (errs []error) {
	var phones, accounts, emails []string
	for _, field := range []string{"email", "phone", "account"} {
		for _, cell := range r.cells[field] {
			if err := record.Crowded(field, cell); err != nil {
				return []error{err}
			}
		}
	}
	for _, cell := range r.cells["email"] {
		list, doubts := record.MailsIn(cell)
		emails, sub.Doubts = append(emails, list...), append(sub.Doubts, doubts...)
	}
	for _, cell := range r.cells["phone"] {
		list, doubts := record.PhonesIn(cell)
		sub.Doubts = append(sub.Doubts, doubts...)
		for _, v := range list {
			v, spoilt := record.Whole(record.Unguard(v, true))
			if spoilt {
				errs = append(errs, record.Shortened("phone", v))
				continue
			}
			phones = append(phones, v)
		}
	}
	for _, cell := range r.cells["account"] {
		for _, v := range record.Several(cell) {
			v, spoilt := record.Whole(record.Unguard(v, true))
			if spoilt {
				errs = append(errs, record.Shortened("account", v))
				continue
			}
			if strings.ContainsAny(v, "|,，") {
				sub.Doubts = append(sub.Doubts,
					record.Doubtful("account",
						"“{{.A}}” is read as one account: if they are several, part them with semicolons", v))
			}
			accounts = append(accounts, v)
		}
	}
	number, _ := record.Whole(identifier.BareIDNumber(r.get("id_number")))
	sub.Subject = model.Subject{Name: r.get("name"), IDNumber: number}.WithContacts(record.Once("email", emails),
		record.Once("phone_number", phones), accounts)
	if text := r.get("birth_date"); text != "" {
		day, ok := record.ParseDay(text)
		if !ok {
			return append(errs, &record.FieldError{Field: "birth_date",
				Reason: record.DayReason(text, "write it as 2012-05-31")})
		}
		sub.Subject.BirthDate = day.Format("2006-01-02")
	}
	return errs
}
