package intake

import (
	"errors"
	"maps"
	"slices"
	"strings"
	"time"

	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/model/identifier"
)

// spoilt marks a reason as that a spreadsheet lost what the value was, which is the first of the values: whoever has the paper
// can type it.
func (r Reason) spoilt() Reason {
	r.lost = true
	return r
}

func shortened(field, value string) error {
	return &FieldError{field, because("a spreadsheet shortened the number to {{.A}}: format the column as text and save it again", value).spoilt()}
}

// Spoilt returns the fields of a row that a spreadsheet spoilt, and that whoever has the paper can type.
func (r Row) Spoilt() (fields []string) {
	add := func(field string, why Reason) {
		if why.lost && !slices.Contains(fields, field) {
			fields = append(fields, field)
		}
	}
	for _, f := range fieldErrors(r.Problem) {
		add(f.Field, f.Reason)
	}
	if r.Submission != nil {
		for _, d := range r.Submission.Doubts {
			add(d.Field, d.Reason)
		}
	}
	return fields
}

// fieldErrors returns what an error says of fields.
func fieldErrors(err error) (list []*FieldError) {
	all := []error{err}
	if joined, ok := err.(interface{ Unwrap() []error }); ok {
		all = joined.Unwrap()
	}
	for _, e := range all {
		var field *FieldError
		if errors.As(e, &field) {
			list = append(list, field)
		}
	}
	return list
}

// WithTyped returns what can be taken in of a row with what was typed in the place of what a spreadsheet spoilt, by field. It is
// checked more strictly than a file: an identity number that breaks its own rules is refused, with a *FieldError. What the file
// said stays with it as a doubt.
func (r Row) WithTyped(typed map[string]string, now time.Time) (Submission, error) {
	if r.Submission == nil {
		return Submission{}, wrong("id_number", "of this record nothing can be read")
	}
	sub := *r.Submission
	var err error
	if sub.came, err = r.Submission.record(); err != nil {
		return sub, err
	}
	sub.Doubts = slices.Clone(sub.Doubts)
	for _, field := range slices.Sorted(maps.Keys(typed)) {
		value := clean(typed[field])
		if !slices.Contains(r.Spoilt(), field) {
			return sub, wrong(field, "is not what the file spoilt")
		}
		if value == "" {
			return sub, wrong(field, "type it from the person’s paper, or take the record without it")
		}
		said := r.said(field)
		sub.Doubts = slices.DeleteFunc(sub.Doubts, func(d Doubt) bool { return d.Field == field })
		if err := sub.putTyped(field, value, said, now); err != nil {
			return sub, err
		}
		sub.Doubts = append(sub.Doubts, doubt(field, "was typed in by hand; the file said “{{.A}}”", strings.Join(said, "; ")))
		sub.typed = append(sub.typed, field)
	}
	return sub, sub.Check(now)
}

// said is what the file says in a field that it spoilt.
func (r Row) said(field string) (list []string) {
	add := func(f string, why Reason) {
		if f != field {
			return
		}
		for _, v := range why.Values {
			if text, ok := v.(string); ok && !slices.Contains(list, text) {
				list = append(list, text)
			}
		}
	}
	for _, f := range fieldErrors(r.Problem) {
		add(f.Field, f.Reason)
	}
	for _, d := range r.Submission.Doubts {
		add(d.Field, d.Reason)
	}
	return list
}

// putTyped sets a field, where a spoilt value stood.
func (s *Submission) putTyped(field, value string, said []string, now time.Time) error {
	p := s.Subject
	without := func(list []string) []string {
		return append(slices.DeleteFunc(slices.Clone(list), func(v string) bool { return slices.Contains(said, v) }), value)
	}
	switch field {
	case "id_number":
		s.Subject.IDNumber = identifier.BareIDNumber(value)
		if d := idDoubts(s.Subject, now); len(d) > 0 {
			return (*FieldError)(&d[0])
		}
	case "phone":
		if notPhone(value) {
			return wrong("phone", "not a telephone number; write it with its area code")
		}
		s.Subject = p.WithContacts(p.Emails(), without(p.Phones()), p.Accounts())
	case "account":
		if d := accountDoubts(model.Subject{}.WithContacts(nil, nil, []string{value})); len(d) > 0 {
			return (*FieldError)(&d[0])
		}
		s.Subject = p.WithContacts(p.Emails(), p.Phones(), without(p.Accounts()))
	default:
		return wrong(field, "is not what the file spoilt")
	}
	return nil
}

// accountDoubts finds accounts that a spreadsheet spoilt without leaving a trace of what they were.
func accountDoubts(s model.Subject) (list []Doubt) {
	for _, account := range s.Accounts() {
		switch {
		case len(account) > 15 && allDigits.MatchString(account) && strings.Trim(account[15:], "0") == "":
			list = append(list, Doubt{"account", because("{{.A}}: behind its fifteenth digit stand nothing but zeros, as a spreadsheet leaves them: ask for the number again", account).spoilt()})
		case dayOfAccount(account):
			list = append(list, Doubt{"account", because("“{{.A}}” is a day, as a spreadsheet makes of an account such as 3-4: ask for the account again", account).spoilt()})
		}
	}
	return list
}
