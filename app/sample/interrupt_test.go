package sample

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"orangelab.cn/rightsdesk/store"
)

// stopped is a context that ends when a file comes to be there.
type stopped struct {
	context.Context
	path string
}

func (s stopped) Err() error {
	if _, err := os.Stat(s.path); err == nil {
		return context.Canceled
	}
	return nil
}

func TestAnInterruptedSampleLeavesNoHalfDesk(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "sample")
	half := filepath.Join(dir, making, store.File)
	if err := Make(stopped{ctx, half}, dir, noon, Options{}); err == nil {
		t.Fatal("made in spite of the interruption")
	}
	if _, err := os.Stat(dir); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("left behind: %v", err)
	}
}

// A program that was killed could not clear up: the next one does, and takes for half made only what has the folder of
// the making.
func TestWhatAKilledSampleLeftIsClearedByTheNext(t *testing.T) {
	for _, c := range []struct {
		name, left string
		there      []string
		stays      []string
	}{
		{"killed in the middle", "cleared", []string{"making/desk.sqlite", "sources/shop.sqlite", "SAMPLE.txt"}, nil},
		{"killed at the very end", "kept", []string{"making/x", "sources/shop.sqlite", "SAMPLE.txt", "desk.sqlite"},
			[]string{"sources/shop.sqlite", "SAMPLE.txt", "desk.sqlite"}},
		{"somebody's own", "kept", []string{"sources/shop.sqlite", "SAMPLE.txt"},
			[]string{"sources/shop.sqlite", "SAMPLE.txt"}},
	} {
		dir := t.TempDir()
		for _, name := range c.there {
			if err := os.MkdirAll(filepath.Dir(filepath.Join(dir, name)), 0o700); err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(filepath.Join(dir, name), nil, 0o600); err != nil {
				t.Fatal(err)
			}
		}
		if err := clearHalf(dir); err != nil {
			t.Error(err)
		}
		for _, name := range c.there {
			_, err := os.Stat(filepath.Join(dir, name))
			if stays := slices.Contains(c.stays, name); stays != (err == nil) {
				t.Errorf("%s: %s: %v, want it %s", c.name, name, err, c.left)
			}
		}
	}
}
