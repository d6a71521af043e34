package store_test

import (
	"errors"
	"strings"
	"testing"

	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/store"
	"orangelab.cn/rightsdesk/store/storetest"
)

// writes lets a member of staff leave an entry.
func (d *staffed) writes(t *testing.T, login string) {
	t.Helper()
	if err := d.Write(ctx, d.keys[login], func(tx *store.Tx) error {
		tx.Append(model.Entry{At: start, Staff: d.staff[login].ID, Action: model.ActSignIn})
		return nil
	}); err != nil {
		t.Fatal(err)
	}
}

func TestNobodyWritesInAnothersName(t *testing.T) {
	storetest.Each(t, func(t *testing.T, engine string) {
		d := newStaffed(t, engine)
		for name, e := range map[string]model.Entry{
			"a lead's":            {Staff: d.staff["jing"].ID, Action: model.ActReleaseCopy},
			"nobody's":            {Action: model.ActReleaseCopy},
			"the print's, as own": {Staff: d.staff["fang"].ID, Action: model.ActRecover},
		} {
			e.At = start
			err := d.Write(ctx, d.keys["fang"], func(tx *store.Tx) error { tx.Append(e); return nil })
			if !errors.Is(err, store.ErrForeignEntry) {
				t.Errorf("%s: %v", name, err)
			}
		}
	})
}

// Whoever has a password of their own has the key of the log too, and can make the tree fit. They cannot sign for
// others.
func TestAnEntryThatItsAuthorDidNotSignIsFound(t *testing.T) {
	newest := func(d *staffed, login string) int64 {
		return column[int64](t, d.desk, "SELECT MAX(seq) FROM entry WHERE staff = ?", d.staff[login].ID)
	}
	resign := func(t *testing.T, d *staffed, login, as string) {
		t.Helper()
		d.rebuild(t, nil)
		if err := d.ForgeLog(d.keys[login], as); err != nil {
			t.Fatal(err)
		}
	}
	for _, tt := range []struct {
		name  string
		forge func(*testing.T, *staffed)
		want  string
	}{
		{"nothing", func(*testing.T, *staffed) {}, ""},
		{"signed anew by its author", func(t *testing.T, d *staffed) { resign(t, d, "fang", d.staff["fang"].ID) }, ""},
		{"an agent's entry in a lead's name", func(t *testing.T, d *staffed) {
			d.raw(t, "UPDATE entry SET staff = ? WHERE seq = ?", d.staff["jing"].ID, newest(d, "fang"))
			resign(t, d, "fang", d.staff["fang"].ID)
		}, "are not those that they signed"},
		{"a lead's entry in an agent's name", func(t *testing.T, d *staffed) {
			d.raw(t, "UPDATE entry SET staff = ? WHERE seq = ?", d.staff["fang"].ID, newest(d, "jing"))
			resign(t, d, "fang", d.staff["fang"].ID)
		}, `"Jing" signed entries with a key of theirs that are not there`},
		{"a lead's entry changed", func(t *testing.T, d *staffed) {
			d.raw(t, "UPDATE entry SET action = 'export.release' WHERE seq = ?", newest(d, "jing"))
			resign(t, d, "fang", d.staff["fang"].ID)
		}, "are not those that they signed"},
		{"a head in a lead's name", func(t *testing.T, d *staffed) { resign(t, d, "fang", d.staff["jing"].ID) },
			"is not signed by who it says"},
		{"a lead's signature taken away", func(t *testing.T, d *staffed) {
			d.raw(t, "DELETE FROM signed_head WHERE staff = ?", d.staff["jing"].ID)
		}, "did not sign the entries that bear their name"},
		{"a lead's older signature put back", func(t *testing.T, d *staffed) {
			note := column[string](t, d.desk, "SELECT note FROM signed_head WHERE staff = ?", d.staff["jing"].ID)
			d.writes(t, "jing")
			d.raw(t, "UPDATE signed_head SET note = ? WHERE staff = ?", note, d.staff["jing"].ID)
		}, "are not those that they signed"},
		{"a lead's signature changed for an agent's", func(t *testing.T, d *staffed) {
			note := column[string](t, d.desk, "SELECT note FROM signed_head WHERE staff = ?", d.staff["fang"].ID)
			d.raw(t, "UPDATE signed_head SET note = ? WHERE staff = ?", note, d.staff["jing"].ID)
		}, "on the log does not hold"},
		{"an entry by somebody disabled", func(t *testing.T, d *staffed) {
			d.must(t, func(tx *store.Tx) error { return tx.DisableStaff(d.staff["fang"].ID, start) })
			d.raw(t,
				"INSERT INTO entry (seq, at, staff, action, request_id, detail) SELECT MAX(seq) + 1, 1, ?, 'desk.lock', 0, '{}' FROM entry", d.staff["fang"].ID)
			resign(t, d, "fang", d.staff["fang"].ID)
		}, "whom the roster did not let in"},
		{"an entry signed with the keys that a new password replaced", func(t *testing.T, d *staffed) {
			old := d.keys["fang"]
			d.must(t, func(tx *store.Tx) error {
				return tx.ResetStaff(d.staff["fang"].ID, "another password of fang", start)
			})
			d.raw(t,
				"INSERT INTO entry (seq, at, staff, action, request_id, detail) SELECT MAX(seq) + 1, 1, ?, 'desk.lock', 0, '{}' FROM entry", d.staff["fang"].ID)
			d.keys["fang"] = old
			resign(t, d, "fang", d.staff["fang"].ID)
		}, "did not sign the entries that bear their name"},
	} {
		storetest.Each(t, func(t *testing.T, engine string) {
			t.Run(tt.name, func(t *testing.T) {
				d := newStaffed(t, engine)
				d.writes(t, "jing")
				d.writes(t, "fang")
				d.unguard(t, engine)
				tt.forge(t, d)
				said := strings.Join(d.verify(t), "; ")
				if (said == "") != (tt.want == "") || !strings.Contains(said, tt.want) {
					t.Errorf("said %q, want %q", said, tt.want)
				}
			})
		})
	}
}
