// Package remembered keeps what this computer remembers of desks: small files in one folder, each replaced whole or not
// at all.
package remembered

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"time"

	"github.com/gofrs/flock"

	"orangelab.cn/rightsdesk/private"
)

// Alone runs fn while no other desktop of this computer reads or writes what is remembered in a folder: several sign in
// at once, and the newest of what they saw must stay.
func Alone(dir string, fn func() error) (err error) {
	if err := private.Folder(dir); err != nil {
		return fmt.Errorf("make the folder of what this computer remembers of desks: %w", err)
	}
	f := flock.New(filepath.Join(dir, "remembered.lock"), flock.SetPermissions(0o600))
	if err := f.Lock(); err != nil {
		return fmt.Errorf("lock what this computer remembers of desks: %w", err)
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	return fn()
}

// Read returns what was remembered in a file; the empty text where nothing was.
func Read(path string) (string, error) {
	text, err := os.ReadFile(path)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return "", fmt.Errorf("read what this computer remembers of the desk: %w", err)
	}
	return string(text), nil
}

// Keep replaces what is remembered in a file, whole or not at all.
func Keep(path, text string) (err error) {
	defer func() {
		if err != nil {
			err = fmt.Errorf("keep what this computer remembers of the desk: %w", err)
		}
	}()
	if err := private.Folder(filepath.Dir(path)); err != nil {
		return err
	}
	if err := private.Write(path+".new", []byte(text)); err != nil {
		return err
	}
	return patiently(func() error { return os.Rename(path+".new", path) })
}

// patience is how long a file may be held open by a scanner of viruses or an indexer, which Windows reports as a
// refusal.
const patience = 2 * time.Second

// patiently tries again for a moment what Windows refuses while somebody else looks at the file.
func patiently(try func() error) error {
	for until := time.Now().Add(patience); ; time.Sleep(20 * time.Millisecond) {
		err := try()
		if err == nil || runtime.GOOS != "windows" || !errors.Is(err, fs.ErrPermission) || time.Now().After(until) {
			return err
		}
	}
}
