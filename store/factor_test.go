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

// TestASecondFactorIsNeitherMadeNorPutBackByAColleague tries what somebody does with every right on the database, and
// with a password of their own where they need one.
func TestASecondFactorIsNeitherMadeNorPutBackByAColleague(t *testing.T) {
	storetest.Each(t, func(t *testing.T, engine string) {
		d := newStaffed(t, engine)
		secret, other := bytes.Repeat([]byte{7}, 20), bytes.Repeat([]byte{9}, 20)
		for login, secret := range map[string][]byte{"fang": secret, "jing": other} {
			d.factored(t, login, func(tx *store.Tx) (int64, error) {
				return factor.Set(tx, factor.Factor{Secret: secret}, start)
			})
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
			d.raw(t,
				"INSERT INTO entry (seq, at, staff, action, request_id, detail) SELECT MAX(seq) + 1, MAX(at), ?, 'desk.sign_in', 0, ? FROM entry", fang, detail)
		}
		flipped := bytes.Clone(now)
		flipped[len(flipped)-1] ^= 1
		for name, forge := range map[string]func(){
			"taken away": func() { d.raw(t, "DELETE FROM second_factor WHERE staff = ?", fang) },
			"a colleague's in its place": func() {
				put(column[[]byte](t, d.desk, "SELECT state_sealed FROM second_factor WHERE staff = ?", jing))
			},
			"a bit of it flipped": func() { put(flipped) },
			"an older state put back, with fewer wrong codes and the code of then unused": func() { put(before) },
			"an older state put back, and an entry of it added": func() {
				put(before)
				add(`{"second_factor":1}`)
			},
			"an entry of a later state added": func() {
				add(`{"second_factor":9}`)
			},
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
		// Whoever changes the entry that counts the newest state, too, meets what its owner signed.
		last := column[int64](t, d.desk, "SELECT MAX(seq) FROM entry WHERE staff = ? AND detail LIKE '%second_factor%'",
			fang)
		kept := column[string](t, d.desk, "SELECT detail FROM entry WHERE seq = ?", last)
		put(before)
		d.raw(t, "UPDATE entry SET detail = '{}' WHERE seq = ?", last)
		if f, err := read(); !errors.Is(err, factor.ErrChanged) {
			t.Errorf("an older state put back, and no entry of the newer: %v, %v", f, err)
		}
		if v, err := d.VerifyLog(ctx); err != nil || len(v.Problems) == 0 {
			t.Errorf("an older state and no entry of the newer: the log is sound, %v", err)
		}
		d.raw(t, "UPDATE entry SET detail = ? WHERE seq = ?", kept, last)
		put(now)
		// With the desk key in hand, which every member of staff has, and the owner's name, it is still not the owner's
		// key.
		if err := d.Write(ctx, d.keys["jing"], func(tx *store.Tx) error {
			sealed, err := tx.Keys().SealDesk("second_factor", "state", fang, []byte(`{"secret":"","written":2}`))
			e := entry("change")
			e.Staff = jing
			tx.Append(e)
			return errors.Join(err,
				tx.DB().Exec("UPDATE second_factor SET state_sealed = ? WHERE staff = ?", sealed, fang).Error)
		}); err != nil {
			t.Fatal(err)
		}
		if _, err := read(); !errors.Is(err, factor.ErrChanged) {
			t.Errorf("sealed under the desk key: %v", err)
		}
	})
}

// TestAnOlderSecondFactorDoesNotPassWithItsOwnersOlderSignature tries what a colleague does who copied a row of the
// second factor and its owner's signature, saw them written anew, and puts both back with a log that fits them: they
// have the key of the log and sign the whole in their own name.
func TestAnOlderSecondFactorDoesNotPassWithItsOwnersOlderSignature(t *testing.T) {
	again := func(tx *store.Tx) (int64, error) {
		f, err := factor.Take(tx)
		if err != nil {
			return 0, err
		}
		f.Used++
		return factor.Save(tx, f)
	}
	type old struct{ state, note any }
	rename := func(d *staffed, t *testing.T, since int64) {
		d.raw(t, "UPDATE entry SET staff = ?, detail = '{}' WHERE staff = ? AND seq >= ?", d.staff["jing"].ID,
			d.staff["fang"].ID, since)
	}
	cut := func(d *staffed, t *testing.T, since int64) {
		d.raw(t, "DELETE FROM entry WHERE staff = ? AND seq >= ?", d.staff["fang"].ID, since)
		d.raw(t, "DELETE FROM entry_hash") // made anew below
	}
	for _, tt := range []struct {
		name   string
		others bool // whether somebody else wrote since
		forge  func(*staffed, *testing.T, int64)
		sign   bool // whether the colleague makes the tree fit and signs it
		passes bool
	}{
		{"nothing else", false, func(*staffed, *testing.T, int64) {}, false, false},
		{"the newer entry's detail gone", false, func(d *staffed, t *testing.T, since int64) {
			d.raw(t, "UPDATE entry SET detail = '{}' WHERE staff = ? AND seq >= ?", d.staff["fang"].ID, since)
		}, true, false},
		{"the newer entry taken for a failed sign-in", true, func(d *staffed, t *testing.T, since int64) {
			d.raw(t, "UPDATE entry SET action = 'desk.sign_in_failed', detail = '{}' WHERE staff = ? AND seq >= ?",
				d.staff["fang"].ID, since)
		}, true, false},
		{"the newer entry in the colleague's name, its hash as it was", false, rename, false, false},
		{"the newer entry in the colleague's name", true, rename, true, false},
		{"and a third one's signature taken away", true, func(d *staffed, t *testing.T, since int64) {
			rename(d, t, since)
			d.raw(t, "DELETE FROM signed_head WHERE staff NOT IN (?, ?)", d.staff["fang"].ID, d.staff["jing"].ID)
		}, true, false},
		{"its owner's signature taken away", false, func(d *staffed, t *testing.T, since int64) {
			rename(d, t, since)
			d.raw(t, "DELETE FROM signed_head WHERE staff = ?", d.staff["fang"].ID)
		}, true, false},
		{"the newer entry cut off", false, cut, false, false},
		// Nobody but the colleague wrote since, and their own name stands where the owner's stood: only a head kept
		// elsewhere tells.
		{"nobody else wrote since", false, rename, true, true},
	} {
		t.Run(tt.name, func(t *testing.T) {
			storetest.Each(t, func(t *testing.T, engine string) {
				d := newStaffed(t, engine)
				fang := d.staff["fang"].ID
				d.factored(t, "fang", func(tx *store.Tx) (int64, error) {
					return factor.Set(tx, factor.Factor{Secret: bytes.Repeat([]byte{7}, 20)}, start)
				})
				d.writes(t, "jing")
				was := old{column[[]byte](t, d.desk, "SELECT state_sealed FROM second_factor WHERE staff = ?", fang),
					column[string](t, d.desk, "SELECT note FROM signed_head WHERE staff = ?", fang)}
				since := column[int64](t, d.desk, "SELECT MAX(seq) + 1 FROM entry")
				d.factored(t, "fang", again)
				if tt.others {
					d.must(t, func(*store.Tx) error { return nil })
				}
				d.writes(t, "jing")
				read := func() (f factor.Factor, err error) {
					err = d.Read(ctx, d.keys["fang"], func(v *store.View) error {
						f, err = factor.Read(v)
						return err
					})
					return f, err
				}
				if f, err := read(); err != nil || f.Used != 1 {
					t.Fatal(f, err)
				}
				d.unbind(t, engine)
				d.unguard(t, engine)
				d.raw(t, "UPDATE second_factor SET state_sealed = ? WHERE staff = ?", was.state, fang)
				d.raw(t, "UPDATE signed_head SET note = ? WHERE staff = ?", was.note, fang)
				tt.forge(d, t, since)
				if tt.sign {
					d.rebuild(t, nil)
					if err := d.ForgeLog(d.keys["jing"], d.staff["jing"].ID); err != nil {
						t.Fatal(err)
					}
				}
				switch f, err := read(); {
				case tt.passes && (err != nil || f.Used != 0):
					t.Errorf("docs/security.md says that this is not refused: %v, %v", f, err)
				case !tt.passes && !errors.Is(err, factor.ErrChanged):
					t.Errorf("passed: %v, %v", f, err)
				}
			})
		})
	}
}
