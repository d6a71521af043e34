package files

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"os"
	"path"
	"slices"
	"strings"

	"orangelab.cn/rightsdesk/app/source/mirror"
	"orangelab.cn/rightsdesk/app/source/value"
)

// writing is one file that is written anew.
type writing struct {
	path    string
	sum     digest
	changes map[string][]mirror.Change // by table of the file
	made    string                     // the new file beside it
}

// Write makes each file anew beside the old one, and puts it in its place once all of them are whole. A file that was
// changed since it was read stops it before anything is written.
func (s *snapshot) Write(_ context.Context, changes []mirror.Change) (err error) {
	root, err := os.OpenRoot(s.path)
	if err != nil {
		return &value.Error{Message: "the folder cannot be opened; nothing was written: " + value.FileReason(err),
			Cause: err}
	}
	defer func() { err = errors.Join(err, root.Close()) }()
	var files []*writing
	at := map[string]*writing{}
	for _, c := range changes {
		k := s.files[c.Table]
		w := at[k.path]
		if w == nil {
			w = &writing{path: k.path, sum: k.sum, changes: map[string][]mirror.Change{}}
			at[k.path], files = w, append(files, w)
		}
		w.changes[k.table] = append(w.changes[k.table], c)
	}
	defer func() {
		for _, w := range files {
			if w.made != "" {
				err = errors.Join(err, root.Remove(w.made))
			}
		}
	}()
	for _, w := range files {
		if err := w.make(root); err != nil {
			return &value.Error{Message: fmt.Sprintf("%s: %s; nothing was written", w.path, reason(err)), Cause: err}
		}
	}
	for n, w := range files {
		if err := w.replace(root); err != nil {
			return &value.Error{Message: fmt.Sprintf("%s: %s; %d of %d files were written", w.path, reason(err), n,
				len(files)), Cause: err}
		}
	}
	return nil
}

// make writes the new file beside the old one, and sees that it holds exactly what it is to hold.
func (w *writing) make(root *os.Root) error {
	data, err := w.unchanged(root)
	if err != nil {
		return err
	}
	anew, err := entryOf(w.path).changed(data, w.changes)
	if err != nil {
		return err
	}
	info, err := root.Lstat(w.path)
	if err != nil {
		return err
	}
	name := path.Join(path.Dir(w.path), temporary+rand.Text()+path.Ext(w.path))
	out, err := root.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	w.made = name
	_, err = out.Write(anew)
	return errors.Join(err, out.Chmod(info.Mode().Perm()), out.Sync(), out.Close())
}

// changed returns a file with changes in it, once it is sure that it holds them and everything else as before.
func (f form) changed(data []byte, changes map[string][]mirror.Change) ([]byte, error) {
	before, err := f.read(data)
	if err != nil {
		return nil, err
	}
	anew, err := before.anew(changes)
	if err != nil {
		return nil, err
	}
	after, err := f.read(anew)
	if err != nil {
		return nil, errNotHeld
	}
	for _, t := range before.tables {
		if !holds(after, t, t.after(changes[t.name])) {
			return nil, errNotHeld
		}
	}
	return anew, nil
}

var errNotHeld = errors.New("the file would not hold what is to be written: it cannot be written anew with everything else as it is; change it by hand")

// holds reports whether a table of a file has exactly these rows, which were read with columns of some types. The type
// of a column may be another once its values are.
func holds(c *content, before table, want [][]any) bool {
	for _, t := range c.tables {
		if t.name != before.name {
			continue
		}
		if len(t.rows) != len(want) {
			return false
		}
		for i, row := range t.rows {
			for n := range before.columns {
				at := slices.IndexFunc(t.columns, func(c mirror.Column) bool {
					return c.Name == before.columns[n].Name
				})
				held := any(nil)
				if at >= 0 {
					held = compared(t.columns[at].Type, row[at])
				}
				if held != compared(before.columns[n].Type, want[i][n]) {
					return false
				}
			}
		}
		return true
	}
	return len(want) == 0
}

// compared returns a cell in the form in which it is compared: what is written alike is alike, and an empty text is
// none.
func compared(t mirror.Type, v any) any {
	if v == nil || v == "" {
		return nil
	}
	if s, is := v.(string); is && t != mirror.Document {
		return s
	}
	raw := written(t, v)
	doc, ok := value.ParseDocument([]byte(raw))
	if s, is := doc.(string); is {
		return s
	}
	if !ok {
		return raw
	}
	return value.DocumentText(doc)
}

// unchanged reads the file, which must be as it was.
func (w *writing) unchanged(root *os.Root) ([]byte, error) {
	data, err := readFile(root, w.path)
	if err == nil && digestOf(data) != w.sum {
		err = errors.New("somebody changed the file meanwhile")
	}
	return data, err
}

// replace puts the new file in the place of the old one.
func (w *writing) replace(root *os.Root) error {
	if _, err := w.unchanged(root); err != nil {
		return err
	}
	if err := root.Rename(w.made, w.path); err != nil {
		return err
	}
	w.made = ""
	return nil
}

// entryOf returns the kind of a file that was read.
func entryOf(name string) form {
	for _, f := range forms {
		for _, ending := range f.endings {
			if len(name) >= len(ending) && strings.EqualFold(name[len(name)-len(ending):], ending) {
				return f
			}
		}
	}
	return form{}
}
