package record

import (
	"fmt"
	"strings"
)

// Reason is why something cannot be taken in: a text with {{.A}}, {{.B}}… for its values, so that the window can say it
// in its own language. Text is the key of its translation.
type Reason struct {
	Text   string
	Values []any
	// Lost says that a spreadsheet lost what the value was.
	Lost bool
}

// Because makes a reason; its values become texts and numbers, so that it can be kept.
func Because(text string, values ...any) Reason {
	for i, v := range values {
		if s, ok := v.(fmt.Stringer); ok {
			values[i] = s.String()
		}
	}
	return Reason{Text: text, Values: values}
}

// Error is the reason in English.
func (r Reason) Error() string {
	text := r.Text
	for i, v := range r.Values {
		text = strings.ReplaceAll(text, fmt.Sprintf("{{.%c}}", 'A'+i), fmt.Sprint(v))
	}
	return text
}

// FieldError says which field of a submission is wrong and what to do.
type FieldError struct {
	Field  string
	Reason Reason
}

// Error is the reason in English, behind its field.
func (e *FieldError) Error() string { return e.Field + ": " + e.Reason.Error() }

// Wrong returns a *FieldError; the text is a key of the translations, with {{.A}}, {{.B}}… for its values.
func Wrong(field, text string, values ...any) error {
	return &FieldError{field, Because(text, values...)}
}
