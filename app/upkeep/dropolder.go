package upkeep

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"orangelab.cn/rightsdesk/private"
)

// partEnd ends the name of a back-up that is being written.
const partEnd = ".part"

// dropOlder takes away the oldest back-ups of a desk, but the newest few and never the one that was just made, with
// what a computer that went down left of one a day before.
func dropOlder(made, begin string, keep int) (gone int, err error) {
	folder := filepath.Dir(made)
	entries, err := os.ReadDir(folder)
	if err != nil {
		return 0, err
	}
	just, err := os.Stat(made)
	if err != nil {
		return 0, err
	}
	older := map[string]string{} // when each was made, by its path
	for _, e := range entries {
		path := filepath.Join(folder, e.Name())
		info, err := e.Info()
		if !strings.HasPrefix(e.Name(), begin) || path == made || errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err != nil {
			return gone, err
		}
		switch {
		case !info.Mode().IsRegular():
		case strings.HasSuffix(path, backupEnd):
			older[path] = madeAt(path, made, info.ModTime())
		case strings.HasSuffix(path, partEnd) && info.ModTime().Before(just.ModTime().Add(-24*time.Hour)):
			if err := private.Remove(path); err != nil {
				return gone, fmt.Errorf("a part of an older back-up stays: %w", err)
			}
		}
	}
	var paths []string
	for path := range older {
		paths = append(paths, path)
	}
	slices.SortFunc(paths, func(a, b string) int {
		if order := strings.Compare(older[a], older[b]); order != 0 {
			return order
		}
		return strings.Compare(a, b)
	})
	for _, path := range paths[:max(0, len(paths)-max(keep, 1)+1)] {
		if err := errors.Join(private.Remove(LedgerBeside(path)), private.Remove(path)); err != nil {
			return gone, fmt.Errorf("an older back-up stays: %w", err)
		}
		gone++
	}
	return gone, nil
}

// madeAt is when a back-up was made, as its name says. One that is named later than the one just made was named by a
// clock that was ahead, and of it the folder tells.
func madeAt(path, made string, written time.Time) string {
	if path <= made {
		return path
	}
	begin := made[:len(made)-len(fileStamp)-len(backupEnd)]
	return min(begin+written.Format(fileStamp)+backupEnd, made)
}
