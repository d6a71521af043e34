package frame

import (
	"errors"
	"strings"

	"orangelab.cn/rightsdesk/app/intake/record"
)

// fieldNames are what the window calls the fields of a submission; those of a file's format keep their own names.
var fieldNames = map[string]string{"kind": "Kind", "channel": "Channel", "subject": "Name", "name": "Name",
	"sensitive": "With sensitive data", "age": "Age", "email": "E-mail", "phone": "Phone", "account": "Account",
	"id_number": "Identity number", "birth_date": "Date of birth", "requester": "Who asks",
	"requester_name": "Name of who asks for the person",
	"body":           "In the person’s words", "text": "In the person’s words", "received": "Time of receipt",
	"id": "Their number"}

// FieldName returns what the window calls a field of a submission.
func FieldName(field string) string {
	if w, ok := fieldNames[field]; ok {
		return L(w)
	}
	return field
}

// Reasons says why something cannot be taken in, one reason after the other.
func Reasons(err error) string {
	if several, ok := err.(interface{ Unwrap() []error }); ok {
		var texts []string
		for _, e := range several.Unwrap() {
			texts = append(texts, Reasons(e))
		}
		return strings.Join(texts, "; ")
	}
	var field *record.FieldError
	var reason record.Reason
	switch {
	case errors.As(err, &field):
		return L("{{.A}}: {{.B}}", FieldName(field.Field), L(field.Reason.Text, field.Reason.Values...))
	case errors.As(err, &reason):
		return L(reason.Text, reason.Values...)
	}
	return err.Error()
}
