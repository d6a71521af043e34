package value

// Error keeps the cause for errors.Is while its text is ours.
type Error struct {
	Message string
	Cause   error
}

// Error returns our sentence.
func (e *Error) Error() string { return e.Message }

// Unwrap returns the cause, which is for errors.Is and errors.As alone.
func (e *Error) Unwrap() error { return e.Cause }

// Sentence marks the text as one of ours.
func (e *Error) Sentence() {}

// Sentence is an error whose text is one of ours: it names the place and the remedy, and no value of a row.
type Sentence interface {
	error
	// Sentence does nothing; it marks the text as one of ours.
	Sentence()
}
