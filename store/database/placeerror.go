package database

import (
	"errors"
	"fmt"
	"io/fs"
	"syscall"
)

// placeError is a sentence about a file or a folder. What the system said names its calls and repeats the path: it is
// kept for programs and not shown.
type placeError struct {
	text string
	err  error
}

func (e *placeError) Error() string { return e.text }

func (e *placeError) Unwrap() error { return e.err }

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
	return &placeError{fmt.Sprintf(format, a...) + ": " + reason, err}
}

// Said returns a sentence of ours in the place of what the system said, which is kept for programs.
func Said(text string, err error) error { return &placeError{text, err} }
