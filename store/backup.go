package store

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"orangelab.cn/rightsdesk/private"
)

// Errors of backup and restore.
var (
	// ErrSharedBackup says that a shared desk is backed up by its server's own tools.
	ErrSharedBackup = errors.New("a shared desk is backed up on its server: pg_dump, and pg_restore to bring it back")
	// ErrOccupied says that a backup or a restore would write over something.
	ErrOccupied = errors.New("there is something already; nothing is written over")
)

// Backup writes a consistent copy of the desk into a new file, readable by its owner alone, while others go on writing.
// The copy is as sealed as the desk; it opens with the same passwords.
func (s *Store) Backup(ctx context.Context, file string) (err error) {
	if s.postgres {
		return ErrSharedBackup
	}
	// VACUUM INTO would create the file for everyone to read, and takes an empty one that is there.
	f, err := private.Create(file)
	if errors.Is(err, fs.ErrExist) {
		return fmt.Errorf("%w: %s", ErrOccupied, file)
	}
	if err == nil {
		err = f.Close()
	}
	if err != nil {
		return atPlace(err, "no backup can be written to %s", file)
	}
	if err := s.write.WithContext(ctx).Exec("VACUUM INTO ?", file).Error; err != nil {
		return errors.Join(fmt.Errorf("no backup can be written to %s: %w", file, mapError(err)), os.Remove(file))
	}
	return syncFile(file)
}

func syncFile(path string) (err error) {
	f, err := os.OpenFile(path, os.O_RDWR, 0)
	if err != nil {
		return atPlace(err, "%s cannot be written to disk", path)
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	if err := f.Sync(); err != nil {
		return atPlace(err, "%s cannot be written to disk", path)
	}
	return nil
}

// Restore makes a desk in an empty or new folder out of a backup, after checking the copy's pages and its audit log.
// Where anything is wrong the folder is left as it was.
func Restore(ctx context.Context, file, dir string) (v Verdict, err error) {
	if IsShared(dir) {
		return v, ErrSharedBackup
	}
	entries, err := os.ReadDir(dir)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return v, atPlace(err, "nothing can be restored into %s", dir)
	}
	made := err != nil
	if len(entries) > 0 {
		return v, fmt.Errorf("%w: restore into an empty folder, %s is not", ErrOccupied, dir)
	}
	if err := private.Folder(dir); err != nil {
		return v, atPlace(err, "nothing can be restored into %s", dir)
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, emptyFolder(dir, made))
		}
	}()
	if err := copyFile(file, filepath.Join(dir, File)); err != nil {
		return v, err
	}
	s, err := Open(ctx, dir)
	if errors.Is(err, ErrDamaged) {
		return v, &placeError{fmt.Sprintf("%s is no backup of a desk, or it is damaged", file), err}
	}
	if err != nil {
		return v, fmt.Errorf("%s is no backup of a desk: %w", file, err)
	}
	defer func() { err = errors.Join(err, s.Close()) }()
	if _, err := integrity(ctx, s); err != nil {
		return v, fmt.Errorf("%s: %w", file, err)
	}
	v, err = s.VerifyLog(ctx)
	if errors.Is(err, ErrNoDesk) {
		return v, fmt.Errorf("%s is no backup of a desk: %w", file, err)
	}
	if err != nil {
		return v, err
	}
	if len(v.Problems) > 0 {
		return v, fmt.Errorf("%w: %s", ErrLogBroken, strings.Join(v.Problems, "; "))
	}
	return v, nil
}

// emptyFolder takes back what a failed restore put into a folder that was empty.
func emptyFolder(dir string, made bool) error {
	var errs []error
	for _, suffix := range []string{"", "-wal", "-shm", lockSuffix} {
		if err := os.Remove(filepath.Join(dir, File+suffix)); !errors.Is(err, fs.ErrNotExist) {
			errs = append(errs, err)
		}
	}
	if made {
		errs = append(errs, os.Remove(dir))
	}
	return errors.Join(errs...)
}

func copyFile(from, to string) (err error) {
	if info, err := os.Stat(from); err == nil && !info.Mode().IsRegular() { // a pipe would be waited for
		return fmt.Errorf("the backup %s cannot be read: that is not a file", from)
	}
	in, err := os.Open(from)
	if err != nil {
		return atPlace(err, "the backup %s cannot be read", from)
	}
	defer in.Close()
	out, err := private.Create(to)
	if err != nil {
		return atPlace(err, "%s cannot be written", to)
	}
	defer func() { err = errors.Join(err, out.Close()) }()
	if _, err := io.Copy(out, in); err != nil {
		return atPlace(err, "the backup %s cannot be copied", from)
	}
	if err := out.Sync(); err != nil {
		return atPlace(err, "%s cannot be written to disk", to)
	}
	return nil
}
