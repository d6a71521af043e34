package store

import (
	"errors"
	"fmt"
	"io/fs"
	"syscall"
)

// PlaceError is a sentence about a file or a folder. What the system said names its calls and repeats the path: it is kept for
// programs and not shown.
type PlaceError struct {
	text string
	err  error
}

func (e *PlaceError) Error() string { return e.text }

func (e *PlaceError) Unwrap() error { return e.err }

// AtPlace returns nil for nil, and otherwise what could not be done with a file or a folder, and why.
func AtPlace(err error, format string, a ...any) error {
	if err == nil {
		return nil
	}
	reason := "the system refuses it"
	switch {
	case errors.Is(err, fs.ErrNotExist):
		reason = "there is no such file or folder"
	case errors.Is(err, fs.ErrPermission), errors.Is(err, syscall.EROFS):
		reason = "this user may not do that there"
	case errors.Is(err, syscall.ENOTDIR):
		reason = "part of the path is a file and not a folder"
	case errors.Is(err, syscall.EISDIR):
		reason = "that is a folder and not a file"
	case errors.Is(err, syscall.ENOSPC):
		reason = "the disk is full"
	}
	return &PlaceError{fmt.Sprintf(format, a...) + ": " + reason, err}
}
