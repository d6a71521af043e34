package backup

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"filippo.io/age"
	"gorm.io/gorm"

	"orangelab.cn/rightsdesk/private"
	"orangelab.cn/rightsdesk/store"
	"orangelab.cn/rightsdesk/store/database"
	"orangelab.cn/rightsdesk/store/doctor"
	"orangelab.cn/rightsdesk/store/mailing"
	"orangelab.cn/rightsdesk/store/migrations"
	"orangelab.cn/rightsdesk/store/portable"
	"orangelab.cn/rightsdesk/store/requests"
)

// staged is a desk that a back-up was restored into and that was proved to be what was written, in a folder nobody
// opens.
type staged struct {
	Moved
	dir string
}

// drop takes the folder away with all that is in it.
func (s staged) drop() error { return private.RemoveAll(s.dir) }

// database is its file.
func (s staged) database() string { return filepath.Join(s.dir, store.File) }

// stage restores a file into a new folder. Where anything is wrong the folder is gone again.
func stage(ctx context.Context, file string, with age.Identity, dir string) (st staged, err error) {
	st.dir = dir
	if err := errors.Join(st.drop(), private.Folder(dir)); err != nil {
		return st, database.AtPlace(err, "nothing can be restored in %s", dir)
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, st.drop())
		}
	}()
	err = withCopy(file, with, func(c *portable.Copy) error {
		st.At = c.At
		if err := knownMigrations(c.Migrations); err != nil {
			return err
		}
		s, err := store.OpenFolder(ctx, dir, c.Migrations[len(c.Migrations)-1])
		if err != nil {
			return err
		}
		return errors.Join(st.fill(ctx, s, c), s.Close())
	})
	if err != nil {
		return st, err
	}
	key, _ := with.(*Key)
	if err := st.examine(ctx, key); err != nil {
		return st, err
	}
	return st, syncFile(st.database())
}

// fill loads a copy in one transaction.
func (st *staged) fill(ctx context.Context, s *store.Store, c *portable.Copy) error {
	return s.Writer(ctx).Transaction(func(db *gorm.DB) (err error) {
		st.Tables, err = c.Load(ctx, portableOf(s, db))
		return err
	})
}

// knownMigrations reports, as an error, a schema that this program cannot make: of a newer program, or of another line.
func knownMigrations(applied []int64) error {
	files, err := fs.Glob(migrations.Files, "sqlite/*.sql")
	if err != nil {
		return fmt.Errorf("migrations of this program: %w", err)
	}
	var known []int64
	for _, file := range files {
		number, _, _ := strings.Cut(filepath.Base(file), "_")
		n, err := strconv.ParseInt(number, 10, 64)
		if err != nil {
			return fmt.Errorf("migrations of this program: %w", err)
		}
		known = append(known, n)
	}
	if len(applied) == 0 || len(applied) > len(known) || !slices.Equal(applied, known[:len(applied)]) {
		return portable.ErrNewer
	}
	return nil
}

// examine brings the schema up to date and looks at the desk as the doctor does. What makes it no desk is an error;
// what was wrong in it when it was backed up is a problem that came with it.
func (st *staged) examine(ctx context.Context, key *Key) (err error) {
	s, err := store.OpenFolder(ctx, st.dir, database.Newest)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, s.Close()) }()
	for _, look := range []func(context.Context, *store.Store) (string, error){doctor.Migrations, doctor.Guards,
		doctor.Integrity, doctor.References, doctor.Membership} {
		if _, err := look(ctx, s); err != nil {
			return err
		}
	}
	if st.Verdict, err = s.VerifyLog(ctx); err != nil {
		return err
	}
	if len(st.Verdict.Problems) > 0 {
		return fmt.Errorf("%w: %s", store.ErrLogBroken, strings.Join(st.Verdict.Problems, "; "))
	}
	for _, look := range []func(context.Context, *store.Store) (string, error){doctor.Counts, doctor.Numbers,
		doctor.Gone, doctor.Keyring, doctor.Rows} {
		if _, err := look(ctx, s); err != nil {
			st.Problems = append(st.Problems, err.Error())
		}
	}
	if key != nil {
		if err := st.openAll(ctx, s, key); err != nil {
			return err
		}
	}
	return mailing.RestMail(ctx, s)
}

// openedAtOnce is how many requests are opened in one transaction.
const openedAtOnce = 500

// openAll opens every request with the keys that opened the back-up: that their seals and their MACs hold.
func (st *staged) openAll(ctx context.Context, s *store.Store, key *Key) error {
	var keys *store.Keys
	err := s.Read(ctx, nil, func(v *store.View) (err error) {
		keys, err = v.OpenKeys(key.me, key.id)
		return err
	})
	if err != nil {
		st.Problems = append(st.Problems, err.Error())
		return nil
	}
	for last, n := int64(0), openedAtOnce; n == openedAtOnce; {
		err := s.Read(ctx, keys, func(v *store.View) error {
			var rows []requests.Row
			if err := v.RowsAcross().Where("id > ?", last).Order("id").Limit(openedAtOnce).Find(&rows).
				Error; err != nil {
				return database.MapError(err)
			}
			n = len(rows)
			for _, row := range rows {
				if last = row.ID; ctx.Err() != nil {
					return ctx.Err()
				}
				if _, err := requests.OpenRow(v, row); err != nil {
					st.Problems = append(st.Problems, err.Error())
				}
			}
			return nil
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// Restore makes a desk in an empty or new folder, or in an empty PostgreSQL database, out of a back-up, after the file
// was proved to be whole and to be a sound desk. Where anything is wrong the place is left as it was.
func Restore(ctx context.Context, file, address string, with *Key) (Moved, error) {
	if store.IsShared(address) {
		return restoreShared(ctx, file, address, with)
	}
	return restoreFolder(ctx, file, address, with)
}

// restoring is the folder inside a desk's own in which it is restored; one that was left by a program that was killed
// is taken away.
const restoring = ".restoring"

func restoreFolder(ctx context.Context, file, dir string, with *Key) (m Moved, err error) {
	made, err := emptyFolder(dir)
	if err != nil {
		return m, err
	}
	if err := private.Folder(dir); err != nil {
		return m, database.AtPlace(err, "nothing can be restored into %s", dir)
	}
	defer func() {
		if err != nil && made {
			err = errors.Join(err, private.Remove(dir))
		}
	}()
	inside := filepath.Join(dir, restoring)
	var st staged
	if IsOld(file) {
		st, err = stageDatabase(ctx, file, inside)
	} else {
		st, err = stage(ctx, file, with, inside)
	}
	if err != nil {
		return m, err
	}
	return st.Moved, errors.Join(st.settle(ctx, dir), st.drop())
}

// emptyFolder reports whether a folder is still to be made; ErrOccupied where something is in it.
func emptyFolder(dir string) (made bool, err error) {
	entries, err := os.ReadDir(dir)
	if errors.Is(err, fs.ErrNotExist) {
		return true, nil
	}
	if err != nil {
		return false, database.AtPlace(err, "nothing can be restored into %s", dir)
	}
	for _, e := range entries {
		if e.Name() != restoring && e.Name() != store.File+database.LockSuffix {
			return false, fmt.Errorf("%w: restore into an empty folder, %s is not", ErrOccupied, dir)
		}
	}
	return false, nil
}

// settle moves the database to where it belongs, while nobody opens or makes a desk there.
func (s staged) settle(ctx context.Context, dir string) (err error) {
	to := filepath.Join(dir, store.File)
	free, err := database.LockForOpening(ctx, to)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, free()) }()
	if _, err := os.Lstat(to); !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("%w: somebody made a desk in %s meanwhile", ErrOccupied, dir)
	}
	return database.AtPlace(os.Rename(s.database(), to), "%s cannot be written", to)
}

// restoreShared restores into a folder first and then, in one transaction, into the database, so that the server is
// touched by nothing that was not proved.
func restoreShared(ctx context.Context, file, address string, with *Key) (m Moved, err error) {
	if err := emptyServer(ctx, address); err != nil {
		return m, err
	}
	if IsOld(file) {
		return m, ErrOld
	}
	dir, err := os.MkdirTemp("", "rightsdesk-restore-")
	if err != nil {
		return m, database.AtPlace(err, "no temporary folder can be made")
	}
	st, err := stage(ctx, file, with, dir)
	if err != nil {
		return m, err
	}
	defer func() { err = errors.Join(err, st.drop()) }()
	from, err := store.OpenFolder(ctx, dir, database.Newest)
	if err != nil {
		return m, err
	}
	defer func() { err = errors.Join(err, from.Close()) }()
	to, err := store.Open(ctx, address)
	if err != nil {
		return m, err
	}
	defer func() { err = errors.Join(err, to.Close()) }()
	m = st.Moved
	m.Tables, err = move(ctx, from, to)
	return m, err
}

// ErrOld says that a copy of a SQLite desk, as older programs made them, goes into a folder alone.
var ErrOld = errors.New("this back-up was made by an older Rightsdesk: restore it into a folder, back that up, and restore the new file here")
