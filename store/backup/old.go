package backup

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"

	"orangelab.cn/rightsdesk/private"
	"orangelab.cn/rightsdesk/store/database"
)

// databaseHeader begins every file of SQLite.
const databaseHeader = "SQLite format 3\x00"

// IsOld reports whether a file is a copy of a SQLite desk, as Rightsdesk wrote
// back-ups before they were sealed: no key is needed to restore it.
func IsOld(file string) bool {
	f, err := openBackup(file)
	if err != nil {
		return false // whoever opens it next says why
	}
	defer f.Close()
	head := make([]byte, len(databaseHeader))
	_, err = io.ReadFull(f, head)
	return err == nil && string(head) == databaseHeader
}

// stageDatabase is stage for a copy of a SQLite desk.
func stageDatabase(ctx context.Context, file, dir string) (st staged, err error) {
	st.dir = dir
	if err := errors.Join(st.drop(), private.Folder(dir)); err != nil {
		return st, database.AtPlace(err, "nothing can be restored in %s", dir)
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, st.drop())
		}
	}()
	if err := copyFile(file, st.database()); err != nil {
		return st, err
	}
	switch err := st.examine(ctx, nil); {
	case errors.Is(err, database.ErrDamaged):
		return st, database.Said(fmt.Sprintf("%s is no back-up of a desk, or it is damaged", file), err)
	case err != nil:
		return st, fmt.Errorf("%s is no back-up of a desk: %w", file, err)
	}
	return st, syncFile(st.database())
}

func syncFile(path string) (err error) {
	f, err := os.OpenFile(path, os.O_RDWR, 0)
	if err != nil {
		return database.AtPlace(err, "%s cannot be written to disk", path)
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	if err := f.Sync(); err != nil {
		return database.AtPlace(err, "%s cannot be written to disk", path)
	}
	return nil
}

func copyFile(from, to string) (err error) {
	if info, err := os.Stat(from); err == nil && !info.Mode().IsRegular() { // a pipe would be waited for
		return fmt.Errorf("the back-up %s cannot be read: that is not a file", from)
	}
	in, err := os.Open(from)
	if err != nil {
		return database.AtPlace(err, "the back-up %s cannot be read", from)
	}
	defer in.Close()
	out, err := private.Create(to)
	if err != nil {
		return database.AtPlace(err, "%s cannot be written", to)
	}
	defer func() { err = errors.Join(err, out.Close()) }()
	if _, err := io.Copy(out, in); err != nil {
		return database.AtPlace(err, "the back-up %s cannot be copied", from)
	}
	if err := out.Sync(); err != nil {
		return database.AtPlace(err, "%s cannot be written to disk", to)
	}
	return nil
}
