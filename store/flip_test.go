package store_test

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/store"
	"orangelab.cn/rightsdesk/store/casefile"
	"orangelab.cn/rightsdesk/store/doctor"
	"orangelab.cn/rightsdesk/store/lists"
	"orangelab.cn/rightsdesk/store/seal"
	"orangelab.cn/rightsdesk/store/storetest"
)

// SQLite's integrity check sees damaged pages, not a bit flipped inside a value: sealing, the row's MAC and the log's
// tree must.
func TestAFlippedBitIsFoundWhereTheEngineSeesNone(t *testing.T) {
	readRequest := func(d *desk, id int64) error { _, err := d.request(id); return err }
	readQueue := func(d *desk, _ int64) error {
		return d.read(func(v *store.View) error {
			_, err := lists.Queue(v, lists.Filter{}, model.Cursor{}, 10)
			return err
		})
	}
	for _, tt := range []struct {
		name, value string // an expression over request and its tables
		read        func(d *desk, id int64) error
		want        error
	}{
		{"the name", "SELECT name_sealed FROM request", readQueue, seal.ErrUnseal},
		{"the person", "SELECT person_sealed FROM request", readRequest, seal.ErrUnseal},
		{"the request's key", "SELECT key_sealed FROM request_key", readRequest, seal.ErrUnseal},
		{"the row's MAC", "SELECT mac FROM request", readRequest, store.ErrTampered},
		{"who prepared it", "SELECT CAST(prepared_by AS BLOB) FROM request", readRequest, store.ErrTampered},
		{"a comment", "SELECT text_sealed FROM comment", func(d *desk, id int64) error {
			return d.read(func(v *store.View) error { _, err := casefile.Comments(v, id); return err })
		}, seal.ErrUnseal},
		{"a secret of the desk", "SELECT value_sealed FROM desk_secret WHERE name = 'lookup'",
			func(d *desk, _ int64) error {
				_, err := d.signIn("fang", benchPassword)
				return err
			}, seal.ErrUnseal},
		{"an entry of the log", "SELECT CAST(detail AS BLOB) FROM entry WHERE seq = 0", func(d *desk, _ int64) error {
			v, err := d.VerifyLog(ctx)
			if len(v.Problems) > 0 {
				err = errors.Join(err, store.ErrLogBroken)
			}
			return err
		}, store.ErrLogBroken},
	} {
		t.Run(tt.name, func(t *testing.T) {
			dir := t.TempDir()
			s, err := store.Open(ctx, dir)
			if err != nil {
				t.Fatal(err)
			}
			d := setUp(t, s)
			r := d.add(t, func(r *model.Request) { r.PreparedBy = "a member of staff" })
			d.must(t, func(tx *store.Tx) error {
				_, commentErr := casefile.AddComment(tx, r.ID, "fang", start, "a comment")
				_, staffErr := tx.AddStaff(model.Staff{Login: "fang", Name: "Fang", Role: model.RoleAgent,
					CreatedAt: start}, benchPassword)
				return errors.Join(commentErr, staffErr)
			})
			if err := tt.read(d, r.ID); err != nil {
				t.Fatalf("before: %v", err)
			}
			value := column[[]byte](t, d, tt.value)
			d.raw(t, "PRAGMA wal_checkpoint(TRUNCATE)")
			if err := s.Close(); err != nil {
				t.Fatal(err)
			}
			flip(t, filepath.Join(dir, store.File), value)

			storetest.FitTallies(t) // so that it is the seal which tells
			again, err := store.Open(ctx, dir)
			if err != nil {
				t.Fatal(err)
			}
			defer again.Close()
			if found := sick(doctor.Examine(ctx, dir)); slices.Contains(found, "integrity") {
				t.Errorf("the engine sees it by itself: the test proves nothing")
			}
			if err := tt.read(&desk{Store: again, keys: d.keys}, r.ID); !errors.Is(err, tt.want) {
				t.Errorf("it was read: %v", err)
			}
		})
	}
}

// flip turns one bit in the middle of a value that the file holds once.
func flip(tb testing.TB, path string, value []byte) {
	tb.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		tb.Fatal(err)
	}
	if n := bytes.Count(data, value); n != 1 {
		tb.Fatalf("the file holds the value %d times", n)
	}
	data[bytes.Index(data, value)+len(value)/2] ^= 1
	if err := os.WriteFile(path, data, 0o600); err != nil {
		tb.Fatal(err)
	}
}
