package record

import (
	"errors"
	"slices"
	"time"

	"orangelab.cn/rightsdesk/model"
)

// WithoutFields returns a submission without what is wrong with it, each of which becomes a doubt; nil where what is
// left is no request. Nobody takes it in like that but a member of staff who decides so.
func WithoutFields(s Submission, err error, now time.Time) *Submission {
	left := s
	left.Doubts = slices.Clone(s.Doubts)
	for _, e := range eachOf(err) {
		var field *FieldError
		if !errors.As(e, &field) || !left.leaveOut(field.Field) {
			return nil
		}
		left.Doubts = append(left.Doubts, Doubt(*field))
	}
	if left.Check(now) != nil {
		return nil
	}
	return &left
}

func eachOf(err error) []error {
	if joined, ok := err.(interface{ Unwrap() []error }); ok {
		return joined.Unwrap()
	}
	return []error{err}
}

// leftOf returns a submission without what is wrong with it, as far as it can do without; nil where something is wrong
// that nobody can type.
func leftOf(s Submission, err error) *Submission {
	left := s
	left.Doubts = slices.Clone(s.Doubts)
	for _, e := range eachOf(err) {
		var field *FieldError
		if !errors.As(e, &field) || !Typable(field.Field) {
			return nil
		}
		if left.leaveOut(field.Field) {
			left.Doubts = append(left.Doubts, Doubt(*field))
		}
	}
	return &left
}

// leaveOut takes a field out of a submission; false where it cannot do without.
func (s *Submission) leaveOut(field string) bool {
	p := s.Subject
	switch field {
	case "kind":
		s.Kind = model.SelfService
	case "sensitive":
		s.SetExtent(model.ExtentAll) // the higher level is the safe side
	case "received":
		s.ReceivedAt = time.Time{}
	case "email":
		s.Subject = p.WithContacts(slices.DeleteFunc(slices.Clone(p.Emails()),
			func(v string) bool { return NotMail(v) || masked.MatchString(v) }), p.Phones(), p.Accounts())
	case "phone":
		s.Subject = p.WithContacts(p.Emails(),
			slices.DeleteFunc(slices.Clone(p.Phones()),
				func(v string) bool { return notPhone(v) || masked.MatchString(v) }), p.Accounts())
	case "account":
	case "id_number":
		s.Subject.IDNumber = ""
	case "birth_date":
		s.Subject.BirthDate = ""
	default:
		return false
	}
	return true
}
