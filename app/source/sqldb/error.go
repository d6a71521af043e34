package sqldb

// FatalError marks what must stop the whole run rather than one collection.
type FatalError struct{ Cause error }

func Fatal(err error) error { return FatalError{err} }

func (e FatalError) Error() string { return e.Cause.Error() }

func (e FatalError) Unwrap() error { return e.Cause }

func (e FatalError) Sentence() {}

// MapError says that the data map and the database disagree; the connection is sound.
type MapError struct{ cause error }

func Mismatch(err error) error { return &MapError{err} }

func (e *MapError) Error() string { return e.cause.Error() }

func (e *MapError) Unwrap() error { return e.cause }

func (e *MapError) Sentence() {}
