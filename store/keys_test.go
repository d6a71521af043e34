package store_test

import (
	"errors"
	"strconv"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/store"
	storedrequests "orangelab.cn/rightsdesk/store/requests"
	"orangelab.cn/rightsdesk/store/seal"
	"orangelab.cn/rightsdesk/store/storetest"
)

func TestAMistypedRecoveryKeyIsToldApart(t *testing.T) {
	const alphabet = "ABCDEFGHJKMNPQRSTUVWXYZ123456789"
	rapid.Check(t, func(t *rapid.T) {
		id, err := seal.NewIdentity()
		if err != nil {
			t.Fatal(err)
		}
		printed := id.RecoveryText()
		typed := strings.ToLower(strings.ReplaceAll(printed, "-",
			rapid.SampledFrom([]string{"-", " ", "", "\r\n"}).Draw(t, "separator")))
		again, err := seal.ParseRecovery(typed)
		if err != nil || again.RecoveryText() != printed || *again.Pub != *id.Pub {
			t.Fatalf("typed as %q: %v", typed, err)
		}
		at := rapid.IntRange(0, len(printed)-1).Draw(t, "place")
		wrong := rapid.SampledFrom([]byte(alphabet)).Draw(t, "wrong")
		if printed[at] == '-' || printed[at] == wrong {
			return
		}
		mistyped := printed[:at] + string(wrong) + printed[at+1:]
		if _, err := seal.ParseRecovery(mistyped); !errors.Is(err, seal.ErrRecoveryKey) {
			t.Fatalf("%q was taken: %v", mistyped, err)
		}
		if _, err := seal.ParseRecovery(printed[:at]); !errors.Is(err, seal.ErrRecoveryKey) {
			t.Fatalf("%q was taken: %v", printed[:at], err)
		}
	})
}

func FuzzRecovery(f *testing.F) {
	id, err := seal.NewIdentity()
	if err != nil {
		f.Fatal(err)
	}
	f.Add(id.RecoveryText())
	f.Add("AAAAA-BBBBB")
	f.Fuzz(func(t *testing.T, text string) {
		id, err := seal.ParseRecovery(text)
		if err != nil {
			return
		}
		if again, err := seal.ParseRecovery(id.RecoveryText()); err != nil || *again.Pub != *id.Pub {
			t.Errorf("%q does not come back: %v", text, err)
		}
	})
}

func TestAfterARotationOldRequestsMoveUnderTheNewKey(t *testing.T) {
	storetest.Each(t, func(t *testing.T, engine string) {
		d := newDesk(t, engine)
		var fang, jing model.Staff
		d.must(t, func(tx *store.Tx) (err error) {
			if fang, err = tx.AddStaff(model.Staff{Login: "Fang ", Name: "Fang", Role: model.RoleAgent,
				CreatedAt: start}, "a long password"); err != nil {
				return err
			}
			jing, err = tx.AddStaff(model.Staff{Login: "jing", Name: "Jing", Role: model.RoleLead, CreatedAt: start},
				"another password")
			return err
		})
		var requests []model.Request
		for range 5 {
			requests = append(requests, d.add(t, nil))
		}
		disabled, err := d.signIn("fang", "a long password")
		if err != nil {
			t.Fatal(err)
		}
		goesOn, err := d.signIn("jing", "another password")
		if err != nil {
			t.Fatal(err)
		}
		old := disabled.Desk() // as somebody keeps it who takes it out of the program
		d.must(t, func(tx *store.Tx) error { return tx.DisableStaff(fang.ID, start) })
		after := d.add(t, nil)
		if sealed := column[[]byte](t, d, "SELECT key_sealed FROM request_key WHERE request_id = ?",
			after.ID); opensWith(old, after.ID, sealed) {
			t.Error("the old key opens what came later")
		}
		if err := d.Read(ctx, disabled, func(v *store.View) error {
			_, err := storedrequests.Read(v, requests[0].ID)
			return err
		}); !errors.Is(err, store.ErrNotOnRoster) {
			t.Errorf("somebody disabled goes on reading: %v", err)
		}
		if err := d.Read(ctx, goesOn, func(v *store.View) error {
			_, err := storedrequests.Read(v, after.ID)
			return err
		}); err != nil {
			t.Errorf("somebody else, in an open window: %v", err)
		}
		rounds := 0
		for moved := 1; moved > 0; rounds++ {
			d.must(t, func(tx *store.Tx) (err error) { moved, err = tx.RewrapRequests(2); return err })
		}
		if rounds != 4 {
			t.Errorf("5 keys, 2 at a time, took %d rounds", rounds)
		}
		for _, r := range append(requests, after) {
			if _, err := d.request(r.ID); err != nil {
				t.Errorf("%s: %v", r.Reference, err)
			}
			if sealed := column[[]byte](t, d, "SELECT key_sealed FROM request_key WHERE request_id = ?",
				r.ID); opensWith(old, r.ID, sealed) {
				t.Errorf("%s still opens with the old key", r.Reference)
			}
		}
		d.opens(t, "fang", "a long password", fang.ID, store.ErrNotOnRoster)
		d.opens(t, "jing", "another password", jing.ID, nil)
		if err := d.Read(ctx, nil, func(v *store.View) error {
			_, err := v.OpenKeys("", d.recovery)
			return err
		}); err != nil {
			t.Errorf("the recovery print: %v", err)
		}
	})
}

// opensWith reports whether one of some desk keys opens the key of a request.
func opensWith(keys map[uint32][]byte, request int64, sealed []byte) bool {
	for _, key := range keys {
		if _, err := seal.Unseal(key, seal.Place("request_key", "key", strconv.FormatInt(request, 10)),
			sealed); err == nil {
			return true
		}
	}
	return false
}

func (d *desk) opens(tb testing.TB, login, password, id string, want error) {
	tb.Helper()
	err := d.Read(ctx, nil, func(v *store.View) error {
		record, err := v.SignInRecord(login)
		if err != nil {
			return err
		}
		who, err := record.Unlock(password)
		if err != nil {
			return err
		}
		_, err = v.OpenKeys(id, who)
		return err
	})
	if !errors.Is(err, want) {
		tb.Errorf("%s opens the desk: %v, want %v", login, err, want)
	}
}

func TestAPasswordOpensOnlyItsOwnersKey(t *testing.T) {
	d := newDesk(t, "sqlite")
	var a, b model.Staff
	d.must(t, func(tx *store.Tx) (err error) {
		if a, err = tx.AddStaff(model.Staff{Login: "a", Name: "A", Role: model.RoleAgent, CreatedAt: start},
			"the same password"); err != nil {
			return err
		}
		b, err = tx.AddStaff(model.Staff{Login: "b", Name: "B", Role: model.RoleAdmin, CreatedAt: start},
			"the same password")
		return err
	})
	d.opens(t, "a", "the same password", a.ID, nil)
	d.opens(t, "a", "The same password", a.ID, seal.ErrWrongPassword)
	pub := column[[]byte](t, d, "SELECT pub FROM staff WHERE id = ?", b.ID)
	// Whoever can write the database cannot sign in as another by moving their locked key.
	d.raw(t,
		"UPDATE staff SET (pub, salt, locked_priv) = (SELECT pub, salt, locked_priv FROM staff AS s WHERE s.id = ?) WHERE id = ?", a.ID, b.ID)
	d.opens(t, "b", "the same password", b.ID, store.ErrStaffRow)
	d.raw(t, "UPDATE staff SET pub = ? WHERE id = ?", pub, b.ID)
	d.opens(t, "b", "the same password", b.ID, seal.ErrWrongPassword)
}
