package model

import (
	"encoding/json"
	"time"
)

// WaitingFile is a file with records that nobody has decided about.
type WaitingFile struct {
	ID string
	// At is when it was read, and By who read it.
	At time.Time
	By string
	// Records is how many of its records wait.
	Records int
	Head    WaitingHead
}

// Draft reports whether nobody has decided about any of it: somebody opened it, and the program ended or went on to another file.
func (f WaitingFile) Draft() bool { return f.Head.Digest == "" }

// WaitingHead is what a list shows of a waiting file, and how it was read. It is kept sealed.
type WaitingHead struct {
	File   string          `json:"file"`
	As     json.RawMessage `json:"as"`
	Digest string          `json:"digest"` // of what was shown; empty for a draft
}
