package record

import (
	"slices"
	"strings"
	"time"

	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/model/identifier"
)

// spoilt marks a reason as that a spreadsheet lost what the value was, which is the first of the values: whoever has
// the paper can type it.
func (r Reason) spoilt() Reason {
	r.Lost = true
	return r
}

// Shortened returns the *FieldError of a number that a spreadsheet shortened.
func Shortened(field, value string) error {
	return &FieldError{field,
		Because("a spreadsheet shortened the number to {{.A}}: format the column as text and save it again", value).
			spoilt()}
}

// typable are the fields that a member of staff can type in the place of what a file said and nobody can read.
var typable = []string{"subject", "name", "email", "phone", "account", "id_number", "birth_date", "kind", "received",
	"requester", "requester_name", "channel", "sensitive"}

// Typable reports whether a field can be typed in the place of what a file said.
func Typable(field string) bool { return slices.Contains(typable, field) }

// PutTyped sets a field, where a value stood that cannot be read; a time of receipt is set by who knows its zone.
func (s *Submission) PutTyped(field, value string, said []string, now time.Time) error {
	p := s.Subject
	without := func(list []string) []string {
		return append(slices.DeleteFunc(slices.Clone(list), func(v string) bool { return slices.Contains(said, v) }),
			value)
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
		s.Subject = p.WithContacts(p.Emails(), slices.DeleteFunc(without(p.Phones()), notPhone), p.Accounts())
	case "account":
		if d := accountDoubts(model.Subject{}.WithContacts(nil, nil, []string{value})); len(d) > 0 {
			return (*FieldError)(&d[0])
		}
		s.Subject = p.WithContacts(p.Emails(), p.Phones(), without(p.Accounts()))
	case "subject", "name":
		s.Subject.Name = value
	case "email":
		if NotMail(value) {
			return Wrong("email", "not an e-mail address")
		}
		s.Subject = p.WithContacts(slices.DeleteFunc(without(p.Emails()), NotMail), p.Phones(), p.Accounts())
	case "birth_date":
		day, ok := ParseDay(value)
		if !ok {
			return &FieldError{"birth_date", DayReason(value, "write it as 2012-05-31")}
		}
		s.Subject.BirthDate = day.Format("2006-01-02")
		return checkBirthDate(s.Subject.BirthDate, now)
	default:
		return s.putChosen(field, value)
	}
	return nil
}

// putChosen sets a field that is one of a few words.
func (s *Submission) putChosen(field, value string) error {
	switch field {
	case "kind":
		if s.Kind = KindOf(value); !s.Kind.Valid() {
			return Wrong("kind", "choose one of {{.A}}", List(model.Kinds))
		}
		s.Words = ""
	case "requester":
		if s.Requester = RequesterOf(value); !slices.Contains(model.RequesterKinds, s.Requester) {
			return Wrong("requester", "choose one of {{.A}}", List(model.RequesterKinds))
		}
	case "requester_name":
		s.RequesterName = value
	case "channel":
		if s.Channel = model.Channel(value); !slices.Contains(model.Channels, s.Channel) {
			return Wrong("channel", "choose one of {{.A}}", List(model.Channels))
		}
	case "sensitive":
		yes, known := Answers[FoldName(value)]
		if !known {
			return Wrong("sensitive", "write yes or no")
		}
		s.Sensitive, s.AskedWithout = yes, !yes
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
			list = append(list,
				Doubt{"account",
					Because("{{.A}}: behind its fifteenth digit stand nothing but zeros, as a spreadsheet leaves them: ask for the number again", account).spoilt()})
		case dayOfAccount(account):
			list = append(list,
				Doubt{"account",
					Because(
						"“{{.A}}” is a day, as a spreadsheet makes of an account such as 3-4: ask for the account again", account).spoilt()})
		}
	}
	return list
}
