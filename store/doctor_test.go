package store_test

import (
	"errors"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"orangelab.cn/rightsdesk/store"
	"orangelab.cn/rightsdesk/store/storetest"
)

// sick are the names of the checks that found a problem.
func sick(checks []store.Check) (names []string) {
	for _, c := range checks {
		if c.Problem != "" {
			names = append(names, c.Name)
		}
	}
	return names
}

func TestTheDoctorFindsWhatIsWrongAndNothingElse(t *testing.T) {
	tests := []struct {
		name, engine string
		harm         func(t *testing.T, d *desk, address string)
		want         string
	}{
		{"a sound desk", "sqlite", func(*testing.T, *desk, string) {}, ""},
		{"a sound shared desk", "postgres", func(*testing.T, *desk, string) {}, ""},
		{"a guard taken away", "sqlite", func(t *testing.T, d *desk, _ string) { d.raw(t, "DROP TRIGGER head_grows") }, "guards"},
		{"a guard switched off", "postgres", func(t *testing.T, d *desk, _ string) { d.raw(t, "ALTER TABLE entry DISABLE TRIGGER entry_kept") }, "guards"},
		{"a table rebuilt by AutoMigrate", "sqlite", func(t *testing.T, d *desk, _ string) {
			if err := d.Raw().AutoMigrate(&store.EntryRow{}); err != nil {
				t.Fatal(err)
			}
		}, "guards"},
		{"a newer schema", "sqlite", func(t *testing.T, d *desk, _ string) {
			d.raw(t, "INSERT INTO goose_db_version (version_id, is_applied) VALUES (99999, 1)")
		}, "migrations"},
		{"a count changed", "postgres", func(t *testing.T, d *desk, _ string) { d.raw(t, "UPDATE request_count SET n = n + 1") }, "counts"},
		{"rows without an owner", "sqlite", func(t *testing.T, d *desk, _ string) {
			d.raw(t, "PRAGMA foreign_keys = 0")
			d.raw(t, "INSERT INTO delivery (id, request_id, what, channel, at, by_staff) VALUES ('x', 4711, 'letter', 'post', 1, 'me')")
		}, "references, tallies"},
		{"a file others can read", "sqlite", func(t *testing.T, _ *desk, address string) {
			if err := os.Chmod(filepath.Join(address, store.File), 0o644); err != nil {
				t.Fatal(err)
			}
		}, "files"},
		{"a changed log", "sqlite", func(t *testing.T, d *desk, _ string) {
			d.raw(t, "DROP TRIGGER entry_stays")
			d.raw(t, "UPDATE entry SET staff = 'me'")
			d.raw(t, "CREATE TRIGGER entry_stays BEFORE UPDATE ON entry BEGIN SELECT RAISE(ABORT, 'the audit log is append-only'); END")
		}, "audit log"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			address := storetest.Address(t, tt.engine)
			s, err := store.Open(ctx, address)
			if err != nil {
				t.Fatal(err)
			}
			defer s.Close()
			d := setUp(t, s)
			d.add(t, nil)
			tt.harm(t, d, address)
			checks := store.Examine(ctx, address)
			if got := strings.Join(sick(checks), ", "); got != tt.want {
				t.Errorf("found wrong: %q, want %q\n%+v", got, tt.want, checks)
			}
		})
	}
}

func TestTheDoctorFindsADamagedPage(t *testing.T) {
	dir := t.TempDir()
	s, err := store.Open(ctx, dir)
	if err != nil {
		t.Fatal(err)
	}
	d := setUp(t, s)
	for range 60 {
		d.add(t, nil)
	}
	page := column[int64](t, d, "SELECT rootpage FROM sqlite_master WHERE name = 'request_all'")
	d.raw(t, "PRAGMA wal_checkpoint(TRUNCATE)")
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	f, err := os.OpenFile(filepath.Join(dir, store.File), os.O_RDWR, 0)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := f.WriteAt(make([]byte, 4096), (page-1)*4096); err != nil {
		t.Fatal(err)
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	if got := sick(store.Examine(ctx, dir)); len(got) == 0 || got[0] != "integrity" {
		t.Errorf("found wrong: %v", got)
	}
}

func TestABackupBringsTheDeskBack(t *testing.T) {
	d := newDesk(t, "sqlite")
	r := d.add(t, nil)
	file := filepath.Join(t.TempDir(), "backup.sqlite")
	if err := d.Backup(ctx, file); err != nil {
		t.Fatal(err)
	}
	if info, err := os.Stat(file); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("the backup: %v %v", info, err)
	}
	if err := d.Backup(ctx, file); !errors.Is(err, store.ErrOccupied) {
		t.Errorf("over an older backup: %v", err)
	}
	dir := filepath.Join(t.TempDir(), "restored")
	v, err := store.Restore(ctx, file, dir)
	if err != nil || v.Entries != 2 {
		t.Fatalf("%+v, %v", v, err)
	}
	if got := sick(store.Examine(ctx, dir)); got != nil {
		t.Errorf("the restored desk: %v", got)
	}
	back, err := store.Open(ctx, dir)
	if err != nil {
		t.Fatal(err)
	}
	defer back.Close()
	if again, err := (&desk{Store: back, keys: d.keys}).request(r.ID); err != nil || !reflect.DeepEqual(again.Subject, r.Subject) {
		t.Errorf("%+v, %v", again, err)
	}
	if _, err := store.Restore(ctx, file, dir); !errors.Is(err, store.ErrOccupied) {
		t.Errorf("over a desk: %v", err)
	}
}

func TestABackupUnderALiveWriterIsOneMomentOfTheDesk(t *testing.T) {
	address := storetest.Address(t, "sqlite")
	s, err := store.Open(ctx, address)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	d := setUp(t, s)
	desktop, err := store.Open(ctx, address)
	if err != nil {
		t.Fatal(err)
	}
	defer desktop.Close()
	other := &desk{Store: desktop, keys: d.keys}
	written, stop, ended := make(chan struct{}), make(chan struct{}), make(chan error, 1)
	go func() {
		defer close(written)
		for {
			err := other.write(func(tx *store.Tx) (err error) {
				r := newRequest()
				if r.Reference, err = tx.NextReference(2026); err == nil {
					_, err = tx.CreateRequest(r, "")
				}
				return err
			})
			if err != nil {
				ended <- err
				return
			}
			select {
			case written <- struct{}{}: // a backup waits for a write, not the other way round
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
		file, dir := filepath.Join(t.TempDir(), "backup"), t.TempDir()
		if err := d.Backup(ctx, file); err != nil {
			t.Fatal(err)
		}
		after := entries()
		v, err := store.Restore(ctx, file, dir)
		if err != nil || v.Entries < before || v.Entries > after {
			t.Errorf("backup %d: %+v, %v, want between %d and %d entries", i, v, err, before, after)
		}
		if got := sick(store.Examine(ctx, dir)); got != nil {
			t.Errorf("backup %d: the doctor finds %v", i, got)
		}
		copied, err := store.Open(ctx, dir)
		if err != nil {
			t.Fatal(err)
		}
		// A request and its entry are one transaction; the first entry set the desk up.
		if n := column[int64](t, &desk{Store: copied}, "SELECT COUNT(*) FROM request"); n != v.Entries-1 {
			t.Errorf("backup %d: %d requests with %d entries", i, n, v.Entries)
		}
		if err := copied.Close(); err != nil {
			t.Error(err)
		}
	}
	close(stop)
	if err := <-ended; err != nil {
		t.Errorf("the writer: %v", err)
	}
}

func TestARestoreThatFailsLeavesTheFolderAsItWas(t *testing.T) {
	d := newDesk(t, "sqlite")
	d.add(t, nil)
	good := filepath.Join(t.TempDir(), "good")
	if err := d.Backup(ctx, good); err != nil {
		t.Fatal(err)
	}
	data, err := os.ReadFile(good)
	if err != nil {
		t.Fatal(err)
	}
	for name, content := range map[string][]byte{"cut in half": data[:len(data)/2/4096*4096], "no database": []byte(strings.Repeat("not a database ", 1000)), "nothing": {}} {
		t.Run(name, func(t *testing.T) {
			bad := filepath.Join(t.TempDir(), "bad")
			if err := os.WriteFile(bad, content, 0o600); err != nil {
				t.Fatal(err)
			}
			made, empty := filepath.Join(t.TempDir(), "new"), t.TempDir()
			for _, dir := range []string{made, empty} {
				if _, err := store.Restore(ctx, bad, dir); err == nil {
					t.Error("it was restored")
				}
			}
			if _, err := os.Stat(made); !errors.Is(err, os.ErrNotExist) {
				t.Errorf("the new folder stayed: %v", err)
			}
			if list, err := os.ReadDir(empty); err != nil || len(list) != 0 {
				t.Errorf("left behind: %v, %v", list, err)
			}
		})
	}
}

func TestASharedDeskIsBackedUpByItsServer(t *testing.T) {
	d := newDesk(t, "postgres")
	if err := d.Backup(ctx, filepath.Join(t.TempDir(), "x")); !errors.Is(err, store.ErrSharedBackup) {
		t.Errorf("backup: %v", err)
	}
	if _, err := store.Restore(ctx, "x", "postgres://server/db"); !errors.Is(err, store.ErrSharedBackup) {
		t.Errorf("restore: %v", err)
	}
}
