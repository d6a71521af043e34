package mail

import (
	"orangelab.cn/rightsdesk/app/intake/record"
	"orangelab.cn/rightsdesk/model/identifier"
)

// fromForm reads the lines of a web form, such as "Phone: 138…", by the names of the columns.
func fromForm(s *record.Submission, l letter) {
	emails, phones, accounts := []string{}, s.Subject.Phones(), s.Subject.Accounts()
	if !(Address{Mail: s.Subject.Email}).unread() {
		emails = s.Subject.Emails()
	}
	const longest = 2000 // lines of a form
	for _, line := range firstLines(l.own, longest) {
		column, value, is := record.FormLine(line)
		if !is {
			continue
		}
		if role, _ := headOf(line); role == "subject" {
			continue // of the mail that the form made, and nobody's name
		}
		if column != "" && !l.parts.inEveryForm(value) {
			s.Doubt(record.OneForm(value))
			continue
		}
		switch column {
		case "name":
			s.Subject.Name = value
		case "email":
			if (Address{Mail: value}).valid() {
				emails = append(emails, value)
			}
		case "phone":
			if _, err := identifier.NormalisePhone(value); err == nil {
				phones = append(phones, value)
			}
		case "account":
			accounts = append(accounts, value)
		case "id_number":
			s.Subject.IDNumber = value
		}
	}
	if len(emails)+len(phones)+len(accounts) == 0 {
		s.Doubts = append(s.Doubts,
			record.Doubtful("email", "nobody reads what is sent to this address: find the person’s own in the text"))
		return
	}
	s.Subject = s.Subject.WithContacts(emails, phones, accounts)
}
