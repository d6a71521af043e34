package sqldb

// FatalError marks what must stop the whole run rather than one collection.
type FatalError struct{ Cause error }

// Fatal returns err as a FatalError.
func Fatal(err error) error { return FatalError{err} }

// Error returns the words of the cause.
func (e FatalError) Error() string { return e.Cause.Error() }

// Unwrap returns the cause.
func (e FatalError) Unwrap() error { return e.Cause }

// Sentence marks the text as one of ours.
func (e FatalError) Sentence() {}

// MismatchError reports that the data map and the database disagree; the connection is sound.
type MismatchError struct{ cause error }

// Mismatch returns err, whose text must be a sentence of ours, as a *MismatchError.
func Mismatch(err error) error { return &MismatchError{err} }

// Error returns the words of the cause.
func (e *MismatchError) Error() string { return e.cause.Error() }

// Unwrap returns the cause.
func (e *MismatchError) Unwrap() error { return e.cause }

// Sentence marks the text as one of ours.
func (e *MismatchError) Sentence() {}
