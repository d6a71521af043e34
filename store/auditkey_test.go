package store_test

import (
	"errors"
	"testing"

	"orangelab.cn/rightsdesk/store"
	"orangelab.cn/rightsdesk/store/auditlog"
	"orangelab.cn/rightsdesk/store/storetest"
)

// Whoever was disabled has kept their own keys and the key that the log had then, and writes to the database.
func TestTheKeysOfSomebodyDisabledSignNoHead(t *testing.T) {
	for _, tt := range []struct {
		name  string
		forge func(t *testing.T, d *staffed, then state)
	}{
		{"in the present", func(t *testing.T, d *staffed, _ state) {
			d.raw(t, appended, d.staff["fang"].ID)
			d.rebuild(t, nil)
			d.forgeLog(t, column[int64](t, d.desk, "SELECT MAX(version) FROM roster"))
		}},
		{"in the present, in the administrator's name", func(t *testing.T, d *staffed, _ state) {
			d.raw(t, appended, keeper.ID)
			d.rebuild(t, nil)
			d.forgeLog(t, column[int64](t, d.desk, "SELECT MAX(version) FROM roster"))
		}},
		{"by the list of then, over a newer entry", func(t *testing.T, d *staffed, then state) {
			d.raw(t, appended, d.staff["fang"].ID)
			d.rebuild(t, nil)
			d.forgeLog(t, then.roster)
		}},
		{"by the list of then, over the log as it is", func(t *testing.T, d *staffed, then state) {
			d.forgeLog(t, then.roster)
		}},
		{"over an entry of their own that they changed, and what came later cut off",
			func(t *testing.T, d *staffed, then state) {
				d.raw(t, "DELETE FROM entry WHERE seq >= ?", then.size)
				d.raw(t, `UPDATE entry SET detail = '{"what":"another"}' WHERE seq = ?`, then.size-1)
				d.raw(t, "UPDATE signed_head SET note = ? WHERE staff = ?", then.keeper, keeper.ID)
				d.rebuild(t, nil)
				d.forgeLog(t, then.roster)
			}},
	} {
		storetest.Each(t, func(t *testing.T, engine string) {
			t.Run(tt.name, func(t *testing.T) {
				d := newStaffed(t, engine)
				d.unguard(t, engine)
				d.writes(t, "fang")
				then := state{size: column[int64](t, d.desk, "SELECT size FROM head"),
					roster: column[int64](t, d.desk, "SELECT MAX(version) FROM roster"),
					keeper: column[string](t, d.desk, "SELECT note FROM signed_head WHERE staff = ?", keeper.ID)}
				d.must(t, func(tx *store.Tx) error { return tx.DisableStaff(d.staff["fang"].ID, start) })
				d.writes(t, "jing")
				if said := d.verify(t); len(said) > 0 {
					t.Fatal("before:", said)
				}
				if err := d.CheckHead(ctx, ""); err != nil {
					t.Fatal("before:", err)
				}
				tt.forge(t, d, then)
				if said := d.verify(t); len(said) == 0 {
					t.Error("the check of the log finds nothing")
				}
				if err := d.CheckHead(ctx, ""); !errors.Is(err, store.ErrLogBroken) {
					t.Errorf("signing in: %v", err)
				}
			})
		})
	}
}

// state is how the log was before somebody was disabled.
type state struct {
	size, roster int64
	keeper       string // what the administrator signed of it
}

const appended = "INSERT INTO entry (seq, at, staff, action, request_id, detail) SELECT MAX(seq) + 1, 1, ?, 'desk.lock', 0, '{}' FROM entry"

func (d *staffed) forgeLog(t *testing.T, roster int64) {
	t.Helper()
	if err := d.ForgeLogBy(d.keys["fang"], d.staff["fang"].ID, roster); err != nil {
		t.Fatal(err)
	}
}

func TestARotationGivesTheLogAnotherKeyAndHeadsKeptBeforeStayGood(t *testing.T) {
	storetest.Each(t, func(t *testing.T, engine string) {
		d := newStaffed(t, engine)
		heads := []string{d.headState(t).note}
		began, err := d.AuditKey(ctx)
		if err != nil {
			t.Fatal(err)
		}
		old := d.keys["jing"].Signer()
		for _, login := range []string{"fang", "jing"} {
			d.must(t, func(tx *store.Tx) error { return tx.DisableStaff(d.staff[login].ID, start) })
			heads = append(heads, d.headState(t).note)
		}
		d.log(t, 2)
		for i, head := range heads {
			if err := d.CheckHead(ctx, head); err != nil {
				t.Errorf("head %d: %v", i, err)
			}
		}
		if v, err := d.VerifyLog(ctx, heads...); err != nil || len(v.Problems) > 0 {
			t.Errorf("%v, %v", v.Problems, err)
		}
		again, err := d.signIn(keeper.Login, keeperPassword)
		if err != nil {
			t.Fatal(err)
		}
		if now := again.Signer(); now.KeyHash() == old.KeyHash() || now.Name() != old.Name() {
			t.Errorf("the log is signed by %s %x, before by %s %x", now.Name(), now.KeyHash(), old.Name(),
				old.KeyHash())
		}
		if key, err := d.AuditKey(ctx); err != nil || key != began {
			t.Errorf("the desk is known by %q (%v), was by %q", key, err, began)
		}
		root, err := auditlog.Root(d.Raw(), 3)
		if err != nil || len(root) == 0 {
			t.Error(err)
		}
	})
}

// The key of the log goes with the desk key: a version of the roster that exchanges it alone is nobody's.
func TestNobodyExchangesTheKeyOfTheLogAlone(t *testing.T) {
	storetest.Each(t, func(t *testing.T, engine string) {
		d := newStaffed(t, engine)
		_, public := newSigner(t)
		d.forge(t, d.desk.keys, func(r *store.Roster) { r.AuditKey = public })
		if err := d.read(func(*store.View) error { return nil }); !errors.Is(err, store.ErrRoster) {
			t.Errorf("%v", err)
		}
	})
}
