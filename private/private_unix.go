//go:build !windows

package private

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
)

// OpenFile is os.OpenFile; a file that it makes is its owner's alone.
func OpenFile(path string, flag int) (*os.File, error) { return os.OpenFile(path, flag, 0o600) }

// Folder makes a folder, and those above it that are missing, for their owner alone. One that is there stays as it is.
func Folder(dir string) error { return os.MkdirAll(dir, 0o700) }

// Own makes a folder that was there before the owner's as far as its files need it: here a file's own mode is enough.
func Own(string) error { return nil }

// Examine returns what lets others reach a file, or put something into a folder, with the command that mends it; ""
// where nothing does, or where there is no such file.
func Examine(path string) (problem string, err error) {
	info, err := os.Stat(path)
	if errors.Is(err, fs.ErrNotExist) {
		return "", nil
	}
	if err != nil {
		return "", err
	}
	not := fs.FileMode(0o077)
	if info.IsDir() {
		not = 0o022 // may be seen by others, since the files in it are not
	}
	if mode := info.Mode().Perm(); mode&not != 0 {
		return fmt.Sprintf("%s is open to others (mode %04o): chmod go= %q", path, mode, path), nil
	}
	return "", nil
}
