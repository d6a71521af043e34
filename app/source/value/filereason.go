package value

import (
	"errors"
	"io/fs"
)

// FileReason returns, as the end of a sentence, why the system does not give a file; the words of the system repeat the
// path and name its calls.
func FileReason(err error) string {
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return "there is no such file"
	case errors.Is(err, fs.ErrPermission):
		return "this user may not open it"
	}
	return "the system cannot read it"
}
