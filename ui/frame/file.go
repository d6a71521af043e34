package frame

import (
	"context"
	"errors"
	"io"
	"mime"
	"os"
	"path/filepath"

	"fyne.io/fyne/v2"

	"orangelab.cn/rightsdesk/private"
	"orangelab.cn/rightsdesk/ui/frame/chooser"
)

// ChooseFile lets a person choose a file, in the system's own dialog where there is one; nothing happens when they
// change their mind. extensions, with their dots, are those offered.
func (f *Frame) ChooseFile(title string, extensions []string, then func(path string)) {
	f.choose(chooser.Wanted{Title: title, Extensions: extensions}, then)
}

// ChooseFolder lets a person choose a folder.
func (f *Frame) ChooseFolder(title string, then func(path string)) {
	f.choose(chooser.Wanted{Title: title, Folder: true}, then)
}

func (f *Frame) choose(w chooser.Wanted, then func(path string)) {
	if f.Touched != nil {
		f.Touched()
	}
	go func() { // the dialog is a program of its own; the window goes on meanwhile
		path, err := chooser.Ask(w)
		fyne.Do(func() { f.chosen(w, path, err, then) })
	}()
}

// chosen goes on with what came of the system's dialog; whatever is wrong with that, ours is there.
func (f *Frame) chosen(w chooser.Wanted, path string, err error, then func(path string)) {
	switch {
	case err != nil:
		newFileDialog(f, w, then).show()
	case path != "":
		then(path)
	}
}

// AskFile lets a person choose a file and hands over its beginning, at most limit bytes; nothing when they change their
// mind.
func (f *Frame) AskFile(limit int64, then func(name, mime string, data []byte)) {
	f.ChooseFile(L("Choose a file"), nil, func(path string) {
		var data []byte
		f.Run(func(context.Context) (err error) {
			data, err = beginning(path, limit)
			return err
		}, func() { then(filepath.Base(path), mime.TypeByExtension(filepath.Ext(path)), data) })
	})
}

// SaveFile lets a person choose a folder, and writes a new file there that its owner alone reads. Nothing stays where
// write fails.
func (f *Frame) SaveFile(title, name string, write func(ctx context.Context, out io.Writer) error,
	done func(path string)) {
	f.ChooseFolder(title, func(folder string) {
		path := filepath.Join(folder, name)
		f.Run(func(ctx context.Context) error {
			file, err := private.Create(path)
			if err != nil {
				return err
			}
			if err = errors.Join(write(ctx, file), file.Close()); err != nil {
				return errors.Join(err, os.Remove(path))
			}
			return nil
		}, func() { done(path) })
	})
}

// beginning reads at most limit bytes of a file.
func beginning(path string, limit int64) (data []byte, err error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, file.Close()) }()
	return io.ReadAll(io.LimitReader(file, limit))
}
