package store_test

import (
	"bytes"
	"errors"
	"testing"

	"orangelab.cn/rightsdesk/store"
	"orangelab.cn/rightsdesk/store/factor"
	"orangelab.cn/rightsdesk/store/storetest"
)

// factored writes the second factor of somebody, with the entry that tells how often it was.
func (d *staffed) factored(tb testing.TB, login string, write func(*store.Tx) (int64, error)) {
	tb.Helper()
	err := d.Write(ctx, d.keys[login], func(tx *store.Tx) error {
		n, err := write(tx)
		e := entry("desk.sign_in")
		e.Staff, e.Detail = d.staff[login].ID, map[string]any{factor.Detail: n}
		tx.Append(e)
		return err
	})
	if err != nil {
		tb.Fatal(err)
	}
}

// TestASecondFactorIsNeitherMadeNorPutBackByAColleague tries what somebody does with every right on the database, and with a password of
// their own where they need one.
func TestASecondFactorIsNeitherMadeNorPutBackByAColleague(t *testing.T) {
	storetest.Each(t, func(t *testing.T, engine string) {
		d := newStaffed(t, engine)
		secret, other := bytes.Repeat([]byte{7}, 20), bytes.Repeat([]byte{9}, 20)
		for login, secret := range map[string][]byte{"fang": secret, "jing": other} {
			d.factored(t, login, func(tx *store.Tx) (int64, error) { return factor.Set(tx, factor.Factor{Secret: secret}, start) })
		}
		fang, jing := d.staff["fang"].ID, d.staff["jing"].ID
		before := column[[]byte](t, d.desk, "SELECT state_sealed FROM second_factor WHERE staff = ?", fang)
		d.factored(t, "fang", func(tx *store.Tx) (int64, error) {
			f, err := factor.Take(tx)
			if err != nil {
				return 0, err
			}
			f.Used, f.Failed = 58, 3
			return factor.Save(tx, f)
		})
		read := func() (f factor.Factor, err error) {
			err = d.Read(ctx, d.keys["fang"], func(v *store.View) error {
				f, err = factor.Read(v)
				return err
			})
			return f, err
		}
		if f, err := read(); err != nil || f.Used != 58 || f.Failed != 3 || !bytes.Equal(f.Secret, secret) {
			t.Fatal(f, err)
		}
		d.unbind(t, engine)
		now := column[[]byte](t, d.desk, "SELECT state_sealed FROM second_factor WHERE staff = ?", fang)
		put := func(state []byte) { d.raw(t, "UPDATE second_factor SET state_sealed = ? WHERE staff = ?", state, fang) }
		add := func(detail string) {
			d.raw(t, "INSERT INTO entry (seq, at, staff, action, request_id, detail) SELECT MAX(seq) + 1, MAX(at), ?, 'desk.sign_in', 0, ? FROM entry", fang, detail)
		}
		flipped := bytes.Clone(now)
		flipped[len(flipped)-1] ^= 1
		for name, forge := range map[string]func(){
			"taken away":                 func() { d.raw(t, "DELETE FROM second_factor WHERE staff = ?", fang) },
			"a colleague's in its place": func() { put(column[[]byte](t, d.desk, "SELECT state_sealed FROM second_factor WHERE staff = ?", jing)) },
			"a bit of it flipped":        func() { put(flipped) },
			"an older state put back, with fewer wrong codes and the code of then unused": func() { put(before) },
			"an older state put back, and an entry of it added":                           func() { put(before); add(`{"second_factor":1}`) },
			"an entry of a later state added":                                             func() { add(`{"second_factor":9}`) },
		} {
			last := column[int64](t, d.desk, "SELECT MAX(seq) FROM entry")
			forge()
			if _, err := read(); !errors.Is(err, factor.ErrChanged) {
				t.Errorf("%s: %v", name, err)
			}
			d.raw(t, "DELETE FROM entry WHERE seq > ?", last)
			d.raw(t, "DELETE FROM second_factor WHERE staff = ?", fang)
			d.raw(t, "INSERT INTO second_factor (staff, state_sealed) VALUES (?, ?)", fang, now)
			if _, err := read(); err != nil {
				t.Fatalf("%s, and back: %v", name, err)
			}
		}
		// Whoever takes the entry away that counts the newest state, too, has broken the log, and that is what tells.
		last := column[int64](t, d.desk, "SELECT MAX(seq) FROM entry WHERE staff = ? AND detail LIKE '%second_factor%'", fang)
		kept := column[string](t, d.desk, "SELECT detail FROM entry WHERE seq = ?", last)
		put(before)
		d.raw(t, "UPDATE entry SET detail = '{}' WHERE seq = ?", last)
		if f, err := read(); err != nil || f.Failed != 0 {
			t.Errorf("docs/security.md says that this is not refused: %v, %v", f, err)
		}
		if v, err := d.VerifyLog(ctx); err != nil || len(v.Problems) == 0 {
			t.Errorf("an older state and no entry of the newer: the log is sound, %v", err)
		}
		d.raw(t, "UPDATE entry SET detail = ? WHERE seq = ?", kept, last)
		put(now)
		// With the desk key in hand, which every member of staff has, and the owner's name, it is still not the owner's key.
		if err := d.Write(ctx, d.keys["jing"], func(tx *store.Tx) error {
			sealed, err := tx.Keys().SealDesk("second_factor", "state", fang, []byte(`{"secret":"","written":2}`))
			e := entry("change")
			e.Staff = jing
			tx.Append(e)
			return errors.Join(err, tx.DB().Exec("UPDATE second_factor SET state_sealed = ? WHERE staff = ?", sealed, fang).Error)
		}); err != nil {
			t.Fatal(err)
		}
		if _, err := read(); !errors.Is(err, factor.ErrChanged) {
			t.Errorf("sealed under the desk key: %v", err)
		}
	})
}
