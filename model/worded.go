package model

import (
	"errors"
	"fmt"
)

// Worded is an error whose words a window can say in its own language: the format is what translations are keyed by.
type Worded struct {
	Format string
	Values []any
	Then   error // what is wrong within what these words name; nil where they say it themselves
}

// Wrong returns an error of these words. The format knows %s, %q, %d and %v.
func Wrong(format string, values ...any) error { return &Worded{Format: format, Values: values} }

// Within puts words before an error, which name in what it lies; nil stays nil.
func Within(err error, format string, values ...any) error {
	if err == nil {
		return nil
	}
	return &Worded{Format: format, Values: values, Then: err}
}

func (w *Worded) Error() string {
	text := fmt.Sprintf(w.Format, w.Values...)
	if w.Then != nil {
		text += ": " + w.Then.Error()
	}
	return text
}

// Unwrap returns what is wrong within.
func (w *Worded) Unwrap() error { return w.Then }

// Words lists the words of an error from without to within; what is worded elsewhere comes as it is.
func Words(err error) (list []Worded) {
	for err != nil {
		var w *Worded
		if !errors.As(err, &w) {
			return append(list, Worded{Format: "%s", Values: []any{err.Error()}})
		}
		list = append(list, Worded{Format: w.Format, Values: w.Values})
		err = w.Then
	}
	return list
}
