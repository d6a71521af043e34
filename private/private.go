// Package private makes files and folders that their owner alone may read, on every system: by their mode where there
// are modes, by an access list of one person on Windows, where a mode says nothing. It is the one way in which the
// program makes them.
package private

import (
	"crypto/rand"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// ErrStream says that a name would be read by Windows as a stream hidden in another file, or against the folder of
// another drive.
var ErrStream = errors.New("on Windows a name with a colon is a part hidden inside another file: choose a name without one, and write a drive with its whole path, such as D:\\backups\\desk.sqlite")

// Create makes a new file and opens it for reading and writing; fs.ErrExist where there is one.
func Create(path string) (*os.File, error) {
	return OpenFile(path, os.O_RDWR|os.O_CREATE|os.O_EXCL)
}

// Write makes a file with a text, or gives one that is there another text.
func Write(path string, text []byte) error {
	f, err := OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_TRUNC)
	if err != nil {
		return err
	}
	return fill(f, text)
}

// WriteNew makes a file with a text; fs.ErrExist where there is one.
func WriteNew(path string, text []byte) error {
	f, err := Create(path)
	if err != nil {
		return err
	}
	return fill(f, text)
}

func fill(f *os.File, text []byte) (err error) {
	defer func() { err = errors.Join(err, f.Close()) }()
	_, err = f.Write(text)
	return err
}

// CreateTemp is os.CreateTemp, in a folder that others may read too.
func CreateTemp(dir, pattern string) (*os.File, error) {
	before, after, _ := strings.Cut(pattern, "*")
	for {
		f, err := Create(filepath.Join(dir, before+rand.Text()+after))
		if !errors.Is(err, fs.ErrExist) {
			return f, err
		}
	}
}

// Remove removes a file, or a folder that is empty; nothing there is no error.
func Remove(path string) error {
	if err := os.Remove(path); !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return nil
}

// RemoveAll removes a path with everything below it, and follows no link; nothing there is no error. It asks for no
// more than every file system can do: folders shared with a virtual machine or a remote desktop, and Wine, refuse the
// calls of os.RemoveAll.
func RemoveAll(path string) error {
	info, err := os.Lstat(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	if info.IsDir() {
		below, err := os.ReadDir(path)
		if err != nil {
			return err
		}
		for _, entry := range below {
			err = errors.Join(err, RemoveAll(filepath.Join(path, entry.Name())))
		}
		if err != nil {
			return err
		}
	}
	return os.Remove(path)
}
