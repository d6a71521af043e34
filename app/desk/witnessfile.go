package desk

import (
	"context"
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

// alone runs fn while no other desktop of this computer reads or writes what it remembers: several sign in at once, and the
// newest of what they saw must stay.
func (w witness) alone(fn func() error) (err error) {
	if err := private.Folder(w.dir); err != nil {
		return fmt.Errorf("make the folder of what this computer remembers of desks: %w", err)
	}
	f := flock.New(filepath.Join(w.dir, "remembered.lock"), flock.SetPermissions(0o600))
	if err := f.Lock(); err != nil {
		return fmt.Errorf("lock what this computer remembers of desks: %w", err)
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	return fn()
}

// recall returns what was remembered in a file; the empty text where nothing was.
func recall(path string) (string, error) {
	text, err := os.ReadFile(path)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return "", fmt.Errorf("read what this computer remembers of the desk: %w", err)
	}
	return string(text), nil
}

// keep replaces what is remembered in a file, whole or not at all.
func keep(path, text string) (err error) {
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

// patience is how long a file may be held open by a scanner of viruses or an indexer, which Windows reports as a refusal.
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

// Recall is what this computer keeps for the desk under a name; empty where nothing.
func (d *Desk) Recall(ctx context.Context, name string) (text string, err error) {
	id, _, err := d.names(ctx)
	if err == nil {
		text, err = recall(filepath.Join(d.witness.dir, name, shortHash(id)+".txt"))
	}
	return text, err
}

// Note keeps something for the desk under a name.
func (d *Desk) Note(ctx context.Context, name, text string) error {
	id, _, err := d.names(ctx)
	if err == nil {
		err = keep(filepath.Join(d.witness.dir, name, shortHash(id)+".txt"), text)
	}
	return err
}
