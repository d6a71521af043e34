// Package backup writes a desk into one sealed file, proves it, and makes a desk out of it again.
package backup

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"filippo.io/age"
	"gorm.io/gorm"

	"orangelab.cn/rightsdesk/private"
	"orangelab.cn/rightsdesk/store"
	"orangelab.cn/rightsdesk/store/database"
	"orangelab.cn/rightsdesk/store/portable"
)

// ErrOccupied says that a back-up or a restore would write over something.
var ErrOccupied = errors.New("there is something already; nothing is written over")

// Moved says what a back-up holds, or what a restore brought back: every table with its rows, and the state of the log.
type Moved struct {
	Tables  []portable.Count
	Verdict store.Verdict
	// At is the moment of the desk that the back-up shows, in milliseconds since 1970, UTC.
	At int64
	// Problems are what the desk's own examination finds wrong in it; they came with it and stop nothing.
	Problems []string
}

// Write writes the desk as it is at one moment into one new file, readable by its owner alone and sealed to everybody
// at the desk, while others go on writing. The file is then restored into a folder of its own and compared, but where
// unproven is asked for, in which case only its own digests are; only after that it bears its name.
func Write(s *store.Store, ctx context.Context, file string, unproven bool) (m Moved, err error) {
	if _, err := os.Lstat(file); !errors.Is(err, fs.ErrNotExist) {
		return m, fmt.Errorf("%w: %s", ErrOccupied, file)
	}
	f, err := private.CreateTemp(filepath.Dir(file), filepath.Base(file)+".*.part")
	if err != nil {
		return m, database.AtPlace(err, "no back-up can be written to %s", file)
	}
	defer func() { err = errors.Join(err, private.Remove(f.Name())) }()
	proof, err := age.GenerateX25519Identity() // opens this one file, as long as it is being made
	if err != nil {
		return m, errors.Join(fmt.Errorf("make a key: %w", err), f.Close())
	}
	wrote, err := writeBackup(s, ctx, f, proof)
	if err := errors.Join(err, f.Close()); err != nil {
		return m, notWritten(err, file)
	}
	if m, err = proved(ctx, f.Name(), proof, unproven); err != nil {
		return m, fmt.Errorf("the back-up was written, but it does not hold: %w", err)
	}
	if err := portable.Equal(wrote, m.Tables); err != nil {
		return m, fmt.Errorf("the back-up was written, but it does not hold: %w", err)
	}
	return m, christened(f.Name(), file)
}

// notWritten is why there is no back-up: the disk is full, or what the database says.
func notWritten(err error, file string) error {
	var path *fs.PathError
	if errors.As(err, &path) {
		return database.AtPlace(err, "no back-up can be written to %s", file)
	}
	return fmt.Errorf("no back-up can be written to %s: %w", file, database.MapError(err))
}

// christened gives a finished file its name, which nobody has taken meanwhile.
func christened(from, to string) error {
	err := os.Link(from, to)
	if errors.Is(err, fs.ErrExist) {
		return fmt.Errorf("%w: %s", ErrOccupied, to)
	}
	if err != nil { // a drive that knows no second name
		err = os.Rename(from, to)
	}
	return database.AtPlace(err, "%s cannot be written", to)
}

// writeBackup writes one moment of the desk.
func writeBackup(s *store.Store, ctx context.Context, f *os.File,
	proof *age.X25519Identity) (counts []portable.Count, err error) {
	err = s.Snapshot(ctx, func(db *gorm.DB) error {
		head, err := headOf(s, db)
		if err != nil {
			return err
		}
		to, err := recipients(s, db)
		if err != nil {
			return err
		}
		return portable.Seal(f, append(to, proof.Recipient()), func(w io.Writer) (err error) {
			counts, err = portable.Write(ctx, portableOf(s, db), head, w)
			return err
		})
	})
	return counts, err
}

// portableOf is a transaction as portable takes it.
func portableOf(s *store.Store, db *gorm.DB) portable.Database {
	return portable.Database{Conn: db.Statement.ConnPool, Postgres: s.Postgres()}
}

// headOf says what a back-up is of.
func headOf(s *store.Store, db *gorm.DB) (head portable.Head, err error) {
	desk, err := store.DeskAsFound(db)
	if errors.Is(err, store.ErrNotFound) {
		return head, store.ErrNoDesk
	}
	if err != nil {
		return head, err
	}
	head.Desk, head.Engine = desk.Name, s.Database().Dialect()
	if head.Migrations, err = appliedTo(db); err != nil {
		return head, err
	}
	return head, database.MapError(db.Raw("SELECT COALESCE(MAX(at), 0) FROM entry").Scan(&head.At).Error)
}

// appliedTo lists the migrations of a database in their order.
func appliedTo(db *gorm.DB) (list []int64, err error) {
	err = db.Raw("SELECT version_id FROM goose_db_version WHERE version_id > 0 AND is_applied ORDER BY version_id").
		Scan(&list).Error
	return list, database.MapError(err)
}

// proved opens a file just written and restores it into a folder beside it, which is taken away again. With no more
// than its own digests asked for it is read to its end.
func proved(ctx context.Context, file string, proof age.Identity, unproven bool) (m Moved, err error) {
	if unproven {
		err = withCopy(file, proof, func(c *portable.Copy) error {
			m.At = c.At
			m.Tables, err = c.Check()
			return err
		})
		return m, err
	}
	st, err := stage(ctx, file, proof, file+".proof")
	if err != nil {
		return m, err
	}
	return st.Moved, st.drop()
}

// withCopy opens a file with an identity.
func withCopy(file string, with age.Identity, fn func(*portable.Copy) error) (err error) {
	f, err := openBackup(file)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	if err := portable.Intact(f); err != nil {
		return err
	}
	plain, err := portable.Unseal(f, with)
	switch {
	case errors.Is(err, age.ErrIncorrectIdentity):
		return ErrKey
	case errors.Is(err, portable.ErrChanged):
		return err
	case err != nil:
		return fmt.Errorf("%w: %w", portable.ErrChanged, err)
	}
	c, err := portable.Open(plain)
	if err != nil {
		return err
	}
	return fn(c)
}

func openBackup(file string) (*os.File, error) {
	if info, err := os.Stat(file); err == nil && !info.Mode().IsRegular() { // a pipe would be waited for
		return nil, fmt.Errorf("the back-up %s cannot be read: that is not a file", file)
	}
	f, err := os.Open(file)
	return f, database.AtPlace(err, "the back-up %s cannot be read", file)
}

// CheckFile reads a back-up as far as that goes without a key: whether it is one, and whole.
func CheckFile(file string) (err error) {
	f, err := openBackup(file)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	return portable.Intact(f)
}
