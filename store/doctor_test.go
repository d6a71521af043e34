package store_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"orangelab.cn/rightsdesk/store"
	"orangelab.cn/rightsdesk/store/doctor"
	"orangelab.cn/rightsdesk/store/storetest"
)

// sick are the names of the checks that found a problem.
func sick(checks []doctor.Check) (names []string) {
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
		{"a guard taken away", "sqlite", func(t *testing.T, d *desk, _ string) { d.raw(t, "DROP TRIGGER head_grows") },
			"guards"},
		{"a guard switched off", "postgres",
			func(t *testing.T, d *desk, _ string) { d.raw(t, "ALTER TABLE entry DISABLE TRIGGER entry_kept") },
			"guards"},
		{"a table rebuilt by AutoMigrate", "sqlite", func(t *testing.T, d *desk, _ string) {
			if err := d.Raw().AutoMigrate(&store.EntryRow{}); err != nil {
				t.Fatal(err)
			}
		}, "guards"},
		{"a newer schema", "sqlite", func(t *testing.T, d *desk, _ string) {
			d.raw(t, "INSERT INTO goose_db_version (version_id, is_applied) VALUES (99999, 1)")
		}, "migrations"},
		{"a count changed", "postgres",
			func(t *testing.T, d *desk, _ string) { d.raw(t, "UPDATE request_count SET n = n + 1") }, "counts"},
		{"rows without an owner", "sqlite", func(t *testing.T, d *desk, _ string) {
			d.raw(t, "PRAGMA foreign_keys = 0")
			d.raw(t,
				"INSERT INTO delivery (id, request_id, what, channel, at, by_staff) VALUES ('x', 4711, 'letter', 'post', 1, 'me')")
		}, "references, tallies"},
		{"a file others can read", "sqlite", func(t *testing.T, _ *desk, address string) {
			if err := os.Chmod(filepath.Join(address, store.File), 0o644); err != nil {
				t.Fatal(err)
			}
		}, "files"},
		{"a changed log", "sqlite", func(t *testing.T, d *desk, _ string) {
			d.raw(t, "DROP TRIGGER entry_stays")
			d.raw(t, "UPDATE entry SET staff = 'me'")
			d.raw(t,
				"CREATE TRIGGER entry_stays BEFORE UPDATE ON entry BEGIN SELECT RAISE(ABORT, 'the audit log is append-only'); END")
		}, "audit log"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			address := storetest.Migrated(t, tt.engine)
			s, err := store.Open(ctx, address)
			if err != nil {
				t.Fatal(err)
			}
			defer s.Close()
			d := setUp(t, s)
			d.add(t, nil)
			tt.harm(t, d, address)
			checks := doctor.Examine(ctx, address)
			if got := strings.Join(sick(checks), ", "); got != tt.want {
				t.Errorf("found wrong: %q, want %q\n%+v", got, tt.want, checks)
			}
		})
	}
}

func TestTheDoctorFindsADamagedPage(t *testing.T) {
	dir := storetest.Migrated(t, "sqlite")
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
	if got := sick(doctor.Examine(ctx, dir)); len(got) == 0 || got[0] != "integrity" {
		t.Errorf("found wrong: %v", got)
	}
}
