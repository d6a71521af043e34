package value

import (
	_ "modernc.org/sqlite"
)

// Error keeps the cause for errors.Is while its text is ours.
type Error struct {
	Message string
	Cause   error
}

func (e *Error) Error() string { return e.Message }

func (e *Error) Unwrap() error { return e.Cause }

func (e *Error) Sentence() {}

// Sentence is an error whose text is one of ours: it names the place and the remedy, and no value of a row.
type Sentence interface {
	error
	Sentence()
}
