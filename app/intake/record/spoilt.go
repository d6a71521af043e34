package record

import (
	"slices"
	"strings"
	"time"

	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/model/identifier"
)

// spoilt marks a reason as that a spreadsheet lost what the value was, which is the first of the values: whoever has the paper
// can type it.
func (r Reason) spoilt() Reason {
	r.Lost = true
	return r
}

// Shortened returns the *FieldError of a number that a spreadsheet shortened.
func Shortened(field, value string) error {
	return &FieldError{field, Because("a spreadsheet shortened the number to {{.A}}: format the column as text and save it again", value).spoilt()}
}

// PutTyped sets a field, where a spoilt value stood.
func (s *Submission) PutTyped(field, value string, said []string, now time.Time) error {
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
			return Wrong("phone", "not a telephone number; write it with its area code")
		}
		s.Subject = p.WithContacts(p.Emails(), without(p.Phones()), p.Accounts())
	case "account":
		if d := accountDoubts(model.Subject{}.WithContacts(nil, nil, []string{value})); len(d) > 0 {
			return (*FieldError)(&d[0])
		}
		s.Subject = p.WithContacts(p.Emails(), p.Phones(), without(p.Accounts()))
	default:
		return Wrong(field, "is not what the file spoilt")
	}
	return nil
}

// accountDoubts finds accounts that a spreadsheet spoilt without leaving a trace of what they were.
func accountDoubts(s model.Subject) (list []Doubt) {
	for _, account := range s.Accounts() {
		switch {
		case len(account) > 15 && allDigits.MatchString(account) && strings.Trim(account[15:], "0") == "":
			list = append(list, Doubt{"account", Because("{{.A}}: behind its fifteenth digit stand nothing but zeros, as a spreadsheet leaves them: ask for the number again", account).spoilt()})
		case dayOfAccount(account):
			list = append(list, Doubt{"account", Because("“{{.A}}” is a day, as a spreadsheet makes of an account such as 3-4: ask for the account again", account).spoilt()})
		}
	}
	return list
}
