// Package kept names files that the desk keeps with something as they came: evidence of an incident, the picture of a
// notice on a page.
package kept

import "errors"

// File names something that the desk keeps as it came, sealed.
type File struct {
	ID     string `json:"id"`
	Name   string `json:"name"`
	Size   int64  `json:"size"`
	SHA256 string `json:"sha256"`
}

// MaxFile is how large a file may be that is kept, in bytes.
const MaxFile = 32 << 20

// ErrSize says that a file is empty or too large to be kept.
var ErrSize = errors.New("the file is empty or too large to be kept")

// Check refuses what names no file that the desk keeps.
func (f File) Check() error {
	if f.ID == "" || f.Size <= 0 || f.Size > MaxFile || len(f.SHA256) != 64 {
		return ErrSize
	}
	return nil
}
