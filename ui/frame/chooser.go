package frame

import (
	"errors"
	"os/exec"
	"runtime"

	"github.com/ncruces/zenity"
)

// wanted is what a person is asked to choose.
type wanted struct {
	title      string
	folder     bool
	extensions []string // with their dots; empty: any file
}

// errNoChooser says that this system has no dialog of its own for files.
var errNoChooser = errors.New("this system has no dialog of its own for files")

// systemChooser asks in the system's own dialog and waits for the answer: Windows, macOS, zenity and its kin, or the
// desktop portal; errNoChooser where there is none of them. An empty path means that nothing was chosen.
func systemChooser(w wanted) (path string, err error) {
	if !hasZenity() {
		return portal(w)
	}
	options := []zenity.Option{zenity.Title(w.title)}
	if w.folder {
		options = append(options, zenity.Directory())
	}
	if len(w.extensions) > 0 {
		options = append(options, zenity.FileFilters{{Name: w.title, Patterns: patterns(w.extensions), CaseFold: true}})
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
