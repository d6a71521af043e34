// Package chooser asks for a file or a folder in the dialog that the system has for that.
package chooser

import (
	"errors"
	"os/exec"
	"runtime"

	"github.com/ncruces/zenity"
)

// Wanted is what a person is asked to choose.
type Wanted struct {
	Title      string
	Folder     bool
	Extensions []string // with their dots; empty: any file
}

// ErrNone says that this system has no dialog of its own for files.
var ErrNone = errors.New("this system has no dialog of its own for files")

// Ask asks in the system's own dialog and waits for the answer: Windows, macOS, zenity and its kin, or the
// desktop portal; ErrNone where there is none of them. An empty path means that nothing was chosen.
func Ask(w Wanted) (path string, err error) {
	if !hasZenity() {
		return portal(w)
	}
	options := []zenity.Option{zenity.Title(w.Title)}
	if w.Folder {
		options = append(options, zenity.Directory())
	}
	if len(w.Extensions) > 0 {
		options = append(options, zenity.FileFilters{{Name: w.Title, Patterns: patterns(w.Extensions), CaseFold: true}})
	}
	path, err = zenity.SelectFile(options...)
	if errors.Is(err, zenity.ErrCanceled) {
		return "", nil
	}
	return path, err
}

func hasZenity() bool {
	if runtime.GOOS == "windows" || runtime.GOOS == "darwin" {
		return true
	}
	for _, tool := range []string{"zenity", "qarma", "matedialog"} {
		if _, err := exec.LookPath(tool); err == nil {
			return true
		}
	}
	return false
}

func patterns(extensions []string) []string {
	list := make([]string, len(extensions))
	for i, e := range extensions {
		list[i] = "*" + e
	}
	return list
}
