package store_test

import (
	"bytes"
	"context"
	"errors"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/store"
	"orangelab.cn/rightsdesk/store/backup"
	"orangelab.cn/rightsdesk/store/doctor"
	"orangelab.cn/rightsdesk/store/portable"
	"orangelab.cn/rightsdesk/store/requests"
	"orangelab.cn/rightsdesk/store/seal"
	"orangelab.cn/rightsdesk/store/storetest"
)

func keeperKey() *backup.Key { return backup.WithPassword("Keeper", keeperPassword) }

// backedUp backs a desk up into a new file.
func backedUp(tb testing.TB, d *desk) (file string, m backup.Moved) {
	tb.Helper()
	file = filepath.Join(tb.TempDir(), "backup")
	m, err := backup.Write(d.Store, ctx, file, false)
	if err != nil {
		tb.Fatal(err)
	}
	return file, m
}

// reopened opens a restored desk with the keys of the first.
func reopened(tb testing.TB, address string, d *desk) *desk {
	tb.Helper()
	s, err := store.Open(ctx, address)
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() {
		if err := s.Close(); err != nil {
			tb.Error(err)
		}
	})
	return &desk{Store: s, keys: d.keys}
}

func TestABackupBringsTheDeskBackOnEitherEngine(t *testing.T) {
	storetest.Each(t, func(t *testing.T, from string) {
		storetest.Each(t, func(t *testing.T, to string) {
			d := newDesk(t, from)
			r := d.add(t, nil)
			d.add(t, func(r *model.Request) { r.Tags = []string{"z", "Ä", "中", "a-b", "ab"} })
			file, wrote := backedUp(t, d)
			if info, err := os.Stat(file); err != nil || info.Mode().Perm() != 0o600 {
				t.Errorf("the back-up: %v %v", info, err)
			}
			if list, err := os.ReadDir(filepath.Dir(file)); err != nil || len(list) != 1 {
				t.Errorf("beside the back-up: %v, %v", list, err)
			}
			if _, err := backup.Write(d.Store, ctx, file, true); !errors.Is(err, backup.ErrOccupied) {
				t.Errorf("over an older back-up: %v", err)
			}
			address := storetest.Address(t, to)
			m, err := backup.Restore(ctx, file, address, keeperKey())
			if err != nil || m.Verdict.Entries != 3 || len(m.Problems) != 0 {
				t.Fatalf("%+v, %v", m, err)
			}
			if err := portable.Equal(wrote.Tables, m.Tables); err != nil {
				t.Error(err)
			}
			if m.Verdict.Root != wrote.Verdict.Root {
				t.Errorf("the log's root: %v, want %v", m.Verdict.Root, wrote.Verdict.Root)
			}
			if got := sick(doctor.Examine(ctx, address)); got != nil {
				t.Errorf("the restored desk: %v", got)
			}
			back := reopened(t, address, d)
			if again, err := back.request(r.ID); err != nil || !reflect.DeepEqual(again, r) {
				t.Errorf("%+v, %v, want %+v", again, err, r)
			}
			if n := back.add(t, nil); n.ID <= r.ID+1 {
				t.Errorf("a new request has the number %d", n.ID)
			}
			if _, err := backup.Restore(ctx, file, address, keeperKey()); !errors.Is(err, backup.ErrOccupied) {
				t.Errorf("over a desk: %v", err)
			}
		})
	})
}

func TestABackupIsOpenedByWhoWorkedAtTheDeskThen(t *testing.T) {
	d := newDesk(t, "sqlite")
	d.add(t, nil)
	file, _ := backedUp(t, d)
	other, err := seal.NewIdentity()
	if err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		key  *backup.Key
		want error
	}{
		"a password":            {keeperKey(), nil},
		"the print":             {backup.WithPrint(d.recovery), nil},
		"another password":      {backup.WithPassword("keeper", "another password"), backup.ErrKey},
		"nobody":                {backup.WithPassword("nobody", keeperPassword), backup.ErrKey},
		"no password":           {backup.WithPassword("keeper", ""), backup.ErrKey},
		"another desk's print":  {backup.WithPrint(other), backup.ErrKey},
		"a print that is empty": {backup.WithPrint(seal.Identity{}), backup.ErrKey},
	} {
		dir := filepath.Join(t.TempDir(), "desk")
		m, err := backup.Restore(ctx, file, dir, c.key)
		if !errors.Is(err, c.want) || len(m.Problems) > 0 {
			t.Errorf("%s: %v, %v, want %v", name, m.Problems, err, c.want)
		}
		if _, err := os.Stat(dir); c.want != nil && !errors.Is(err, os.ErrNotExist) {
			t.Errorf("%s: the folder stayed: %v", name, err)
		}
	}
}

// leftNothing restores a bad file into a new and into an empty folder, and returns why not.
func leftNothing(t *testing.T, bad string) error {
	t.Helper()
	made, empty := filepath.Join(t.TempDir(), "new"), t.TempDir()
	var last error
	for _, dir := range []string{made, empty} {
		if _, last = backup.Restore(ctx, bad, dir, keeperKey()); last == nil {
			t.Fatal("it was restored")
		}
	}
	if _, err := os.Stat(made); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("the new folder stayed: %v", err)
	}
	if list, err := os.ReadDir(empty); err != nil || len(list) != 0 {
		t.Errorf("left behind: %v, %v", list, err)
	}
	return last
}

func TestABackupThatIsNotWholeIsRefused(t *testing.T) {
	d := newDesk(t, "sqlite")
	d.add(t, nil)
	good, _ := backedUp(t, d)
	data, err := os.ReadFile(good)
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	put := func(t *testing.T, content []byte) string {
		bad := filepath.Join(dir, "bad")
		if err := os.WriteFile(bad, content, 0o600); err != nil {
			t.Fatal(err)
		}
		return bad
	}
	for name, c := range map[string]struct {
		content []byte
		want    error
	}{
		"no back-up":              {[]byte(strings.Repeat("not a back-up ", 1000)), portable.ErrNone},
		"nothing":                 {nil, portable.ErrNone},
		"something after the end": {append(bytes.Clone(data), 'x'), portable.ErrChanged},
		"no form": {bytes.Replace(data, []byte("back-up 1\n"), []byte("back-up 0\n"), 1),
			portable.ErrChanged},
		"a later form": {bytes.Replace(data, []byte("back-up 1\n"), []byte("back-up 2\n"), 1),
			portable.ErrNewer},
		"never finished": {bytes.Replace(data, data[21:49], []byte("length 00000000000000000000\n"), 1),
			portable.ErrCut},
	} {
		t.Run(name, func(t *testing.T) {
			if err := leftNothing(t, put(t, c.content)); !errors.Is(err, c.want) {
				t.Errorf("%v, want %v", err, c.want)
			}
		})
	}
	t.Run("cut anywhere", func(t *testing.T) {
		rapid.Check(t, func(rt *rapid.T) {
			n := rapid.IntRange(20, len(data)-1).Draw(rt, "length")
			if err := leftNothing(t, put(t, data[:n])); !errors.Is(err, portable.ErrCut) {
				rt.Errorf("%d of %d bytes: %v", n, len(data), err)
			}
		})
	})
	t.Run("one bit flipped anywhere", func(t *testing.T) {
		rapid.Check(t, func(rt *rapid.T) {
			at, bit := rapid.IntRange(0, len(data)-1).Draw(rt, "at"), rapid.IntRange(0, 7).Draw(rt, "bit")
			bad := bytes.Clone(data)
			bad[at] ^= 1 << bit
			err := leftNothing(t, put(t, bad))
			known := errors.Is(err, portable.ErrChanged) ||
				at < 160 && (errors.Is(err, portable.ErrNone) || errors.Is(err, portable.ErrCut) ||
					errors.Is(err, portable.ErrNewer))
			if !known {
				rt.Errorf("byte %d: %v", at, err)
			}
		})
	})
}

func TestABackupUnderALiveWriterIsOneMomentOfTheDesk(t *testing.T) {
	storetest.Each(t, func(t *testing.T, engine string) {
		address := storetest.Migrated(t, engine)
		d := setUp(t, reopened(t, address, &desk{}).Store)
		other := reopened(t, address, d)
		written, stop, ended := make(chan struct{}), make(chan struct{}), make(chan error, 1)
		go func() {
			defer close(written)
			for {
				err := other.write(func(tx *store.Tx) (err error) {
					r := newRequest()
					if r.Reference, err = requests.NextReference(tx, 2026); err == nil {
						_, err = requests.Create(tx, r, "")
					}
					return err
				})
				if err != nil {
					ended <- err
					return
				}
				select {
				case written <- struct{}{}: // a back-up waits for a write, not the other way round
				case <-stop:
					ended <- nil
					return
				default:
				}
			}
		}()
		entries := func() int64 { return column[int64](t, d, "SELECT COUNT(*) FROM entry") }
		for i := range 5 {
			<-written
			before := entries()
			file, _ := backedUp(t, d)
			after, dir := entries(), t.TempDir()
			m, err := backup.Restore(ctx, file, dir, keeperKey())
			if err != nil || len(m.Problems) > 0 || m.Verdict.Entries < before || m.Verdict.Entries > after {
				t.Errorf("backup %d: %+v, %v, want between %d and %d entries", i, m, err, before, after)
			}
			if got := sick(doctor.Examine(ctx, dir)); got != nil {
				t.Errorf("backup %d: the doctor finds %v", i, got)
			}
			// A request and its entry are one transaction; the first entry set the desk up.
			if n := column[int64](t, reopened(t, dir, d), "SELECT COUNT(*) FROM request"); n != m.Verdict.Entries-1 {
				t.Errorf("backup %d: %d requests with %d entries", i, n, m.Verdict.Entries)
			}
		}
		close(stop)
		if err := <-ended; err != nil {
			t.Errorf("the writer: %v", err)
		}
	})
}

func TestACopyOfTheDatabaseIsRestoredAsOlderProgramsMadeIt(t *testing.T) {
	address := storetest.Migrated(t, "sqlite")
	d := setUp(t, reopened(t, address, &desk{}).Store)
	r := d.add(t, nil)
	old, dir := filepath.Join(t.TempDir(), "old.sqlite"), filepath.Join(t.TempDir(), "desk")
	storetest.Copy(t, address, old)
	if m, err := backup.Restore(ctx, old, dir, nil); err != nil || m.Verdict.Entries != 2 {
		t.Fatalf("%+v, %v", m, err)
	}
	if _, err := reopened(t, dir, d).request(r.ID); err != nil {
		t.Error(err)
	}
	data, err := os.ReadFile(old)
	if err != nil {
		t.Fatal(err)
	}
	half := filepath.Join(t.TempDir(), "half")
	if err := os.WriteFile(half, data[:len(data)/2/4096*4096], 0o600); err != nil {
		t.Fatal(err)
	}
	if err := leftNothing(t, half); err == nil {
		t.Error("half of it was restored")
	}
}

func TestABackupThatIsBrokenOffLeavesNothing(t *testing.T) {
	d := newDesk(t, "sqlite")
	d.add(t, nil)
	dir := t.TempDir()
	ended, end := context.WithCancel(ctx)
	end()
	if _, err := backup.Write(d.Store, ended, filepath.Join(dir, "backup"), false); err == nil {
		t.Error("it was written")
	}
	if list, err := os.ReadDir(dir); err != nil || len(list) != 0 {
		t.Errorf("left behind: %v, %v", list, err)
	}
}
