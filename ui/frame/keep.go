package frame

import (
	"context"
	"errors"
	"io/fs"
	"path/filepath"
	"strconv"
	"time"

	"orangelab.cn/rightsdesk/private"
	"orangelab.cn/rightsdesk/ui/part"
)

// SaveKept writes a copy of a file that is kept sealed into a folder of the person's choice. What is there stays.
func (f *Frame) SaveKept(name string, read func(ctx context.Context) ([]byte, error)) {
	f.ChooseFolder(L("Where the copy goes"), func(folder string) {
		f.Run(func(ctx context.Context) error {
			data, err := read(ctx)
			if err != nil {
				return err
			}
			return saveNew(folder, filepath.Base(name), data)
		}, func() {})
	})
}

// saveNew writes a file that only its owner reads, under the first name that is free.
func saveNew(folder, name string, data []byte) error {
	path := filepath.Join(folder, name)
	for n := 1; ; n++ {
		w, err := private.Create(path)
		if errors.Is(err, fs.ErrExist) && n < 100 {
			path = filepath.Join(folder, strconv.Itoa(n)+"-"+name)
			continue
		}
		if err != nil {
			return err
		}
		_, err = w.Write(data)
		return errors.Join(err, w.Close())
	}
}

// NewMomentField asks for a point in time; empty where it is not known.
func NewMomentField(label string, at time.Time) (*part.Field, *part.Entry) {
	e := part.NewEntry("")
	e.SetText(TypedMoment(at))
	return part.NewField(label, e).
		WithHint(L("Day and time as 2026-11-23 08:12, {{.A}}", Zone(time.Now()))).WithCheck(func() string {
		if _, ok := ReadMoment(e.Text); !ok {
			return L("Give day and time")
		}
		return ""
	}), e
}

// TypedInto is the point in time that a field of NewMomentField says.
func TypedInto(e *part.Entry) time.Time {
	t, _ := ReadMoment(e.Text)
	return t
}
