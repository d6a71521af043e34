package store_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/store"
	"orangelab.cn/rightsdesk/store/casefile"
	"orangelab.cn/rightsdesk/store/requests"
	"orangelab.cn/rightsdesk/store/seal"
	"orangelab.cn/rightsdesk/store/storetest"
	"orangelab.cn/rightsdesk/store/vouch"
)

// step changes a request as a step of a job does, of which no entry tells, by one of the staff.
func (d *staffed) step(t *testing.T, login string, request int64) {
	t.Helper()
	keys := d.keys[login]
	if login == "" {
		keys = d.desk.keys
	}
	if err := d.Progress(ctx, keys, func(tx *store.Tx) error {
		_, err := casefile.AddTask(tx, request,
			model.Task{Kind: model.TaskErase, Who: "shop", DueAt: start, What: "erase"})
		return err
	}); err != nil {
		t.Fatal(err)
	}
}

// tallyOf is how the tally of a request stands: under which desk key, and by whom it is signed.
func (d *staffed) tallyOf(t *testing.T, request int64) string {
	t.Helper()
	staff := column[string](t, d.desk, "SELECT staff FROM tally WHERE request_id = ?", request)
	for login, st := range d.staff {
		if st.ID == staff {
			staff = login
		}
	}
	return fmt.Sprintf("%d %s", column[int64](t, d.desk, "SELECT epoch FROM tally WHERE request_id = ?", request),
		staff)
}

// move puts tallies under the newest key to the end, two a step.
func (d *staffed) move(t *testing.T) (left int) {
	t.Helper()
	for after, seen := int64(-1), 1; seen > 0; {
		if err := d.Progress(ctx, d.desk.keys, func(tx *store.Tx) (err error) {
			var some int
			after, seen, some, err = tx.MoveTallies(after, 2)
			left += some
			return err
		}); err != nil {
			t.Fatal(err)
		}
	}
	return left
}

// whole reads every request with its tasks, and asks the doctor.
func (d *staffed) whole(t *testing.T, when string, ids ...int64) {
	t.Helper()
	for _, id := range ids {
		if err := d.readsAll(id); err != nil {
			t.Errorf("%s: request %d: %v", when, id, err)
		}
	}
	if said, err := d.ExamineTallies(ctx); err != nil {
		t.Errorf("%s: %s %v", when, said, err)
	}
}

func (d *staffed) readsAll(request int64) error {
	return d.read(func(v *store.View) error {
		_, err := requests.Read(v, request)
		_, tasksErr := casefile.Tasks(v, request)
		return errors.Join(err, tasksErr)
	})
}

func TestARotationMovesTheTalliesUnderTheNewestKeyAndLosesNone(t *testing.T) {
	storetest.Each(t, func(t *testing.T, engine string) {
		d := newStaffed(t, engine)
		var ids []int64
		for range 7 {
			ids = append(ids, d.add(t, nil).ID)
		}
		logged, fangs, jings, keepers, givens, late, older := ids[0], ids[1], ids[2], ids[3], ids[4], ids[5], ids[6]
		d.comments(t, logged)
		d.step(t, "fang", fangs)
		d.step(t, "jing", jings)
		d.step(t, "", keepers)
		d.step(t, "jing", older)
		d.must(t, func(tx *store.Tx) error {
			return tx.ResetStaff(d.staff["jing"].ID, "given to jing by the admin", start)
		})
		var err error
		if d.keys["jing"], err = d.signIn("jing", "given to jing by the admin"); err != nil {
			t.Fatal(err)
		}
		d.step(t, "jing", givens)
		d.whole(t, "before", ids...)
		d.must(t, func(tx *store.Tx) error { return tx.DisableStaff(d.staff["fang"].ID, start) })
		for request, want := range map[int64]string{logged: "1 ", fangs: "2 staff", jings: "2 staff",
			keepers: "1 staff", givens: "2 staff"} {
			if got := d.tallyOf(t, request); got != want {
				t.Errorf("request %d lies under %q, want %q", request, got, want)
			}
		}
		d.whole(t, "before they move", ids...)
		if err := d.Write(ctx, d.keys["jing"], func(tx *store.Tx) error {
			tx.Append(model.Entry{At: start, Staff: d.staff["jing"].ID, Action: model.ActChangePassword})
			return tx.RenewKeys("a password of my own", start)
		}); err != nil {
			t.Fatal(err)
		}
		d.step(t, "jing", late)
		d.whole(t, "while they move", ids...)

		// A step that fails leaves nothing behind, and the next goes on.
		broken := errors.New("the program dies")
		if err := d.Progress(ctx, d.desk.keys, func(tx *store.Tx) error {
			if _, seen, _, err := tx.MoveTallies(-1, 1); seen != 1 || err != nil {
				t.Errorf("%d, %v", seen, err)
			}
			return broken
		}); !errors.Is(err, broken) {
			t.Fatal(err)
		}
		if got := d.tallyOf(t, logged); got != "1 " {
			t.Errorf("a step that failed left %q", got)
		}
		d.must(t, func(tx *store.Tx) error { _, _, _, err := tx.MoveTallies(-1, 1); return err })
		d.whole(t, "in the middle of it", ids...)

		// Somebody else leaves before it is done.
		d.must(t, func(tx *store.Tx) error { return tx.DisableStaff(d.staff["jing"].ID, start) })
		d.whole(t, "after the second rotation", ids...)
		if left := d.move(t); left != 0 {
			t.Errorf("%d were left", left)
		}
		for _, id := range append(ids, 0) {
			if got := d.tallyOf(t, id); !strings.HasPrefix(got, "3 ") {
				t.Errorf("request %d lies under %q", id, got)
			}
		}
		d.must(t, func(tx *store.Tx) error { return tx.EndTallyMove(start) })
		d.whole(t, "after", ids...)
		for _, id := range ids {
			d.comments(t, id)
		}
		d.whole(t, "written to after", ids...)
	})
}

// Whoever was disabled has kept all keys there were, and writes to the database.
func TestWhoeverWasDisabledMakesNoTallyThatIsBelieved(t *testing.T) {
	by := func(login string, epoch uint32, roster int64) func(*testing.T, *staffed, *store.Keys, int64) {
		return func(t *testing.T, d *staffed, k *store.Keys, request int64) {
			if _, err := d.ForgeTally(k, request, func(r *vouch.Row) {
				if r.Epoch = epoch; login != "" {
					r.Staff, r.Roster = d.staff[login].ID, roster
				}
			}); err != nil {
				t.Fatal(err)
			}
		}
	}
	named := func(entry string) func(*testing.T, *staffed, *store.Keys, int64) {
		return func(t *testing.T, d *staffed, k *store.Keys, request int64) {
			mark, err := d.ForgeTally(k, request, func(r *vouch.Row) { r.Epoch = 1 })
			if err != nil {
				t.Fatal(err)
			}
			d.raw(t, entry, request)
			d.raw(t, "UPDATE entry SET detail = ? WHERE seq = (SELECT MAX(seq) FROM entry WHERE request_id = ?)",
				fmt.Sprintf(`{"tally":"%s"}`, mark), request)
			d.rebuild(t, nil)
		}
	}
	for _, tt := range []struct {
		name  string
		forge func(t *testing.T, d *staffed, k *store.Keys, request int64)
	}{
		{"signed by nobody", by("", 1, 0)},
		{"signed by themselves, by the list of then", by("fang", 1, 3)},
		{"signed by themselves, by the list of today", by("fang", 1, 4)},
		{"signed in a lead's name", by("jing", 1, 3)},
		{"said to lie under the newest key", by("", 2, 0)},
		{"said to lie under the newest key, signed by themselves", by("fang", 2, 3)},
		{"under the key that all tallies once had", by("", 0, 0)},
		{"under a key that there never was", by("", 7, 0)},
		{"named by an entry of their own",
			named("INSERT INTO entry (seq, at, staff, action, request_id, detail) SELECT MAX(seq) + 1, 1, 'staff', 'request.claim', MAX(request_id), '{}' FROM entry WHERE request_id IN (?, -1) OR request_id = 0")},
		{"named by an entry that was there before", named("UPDATE entry SET at = at + 1 WHERE request_id = ?")},
	} {
		storetest.Each(t, func(t *testing.T, engine string) {
			t.Run(tt.name, func(t *testing.T) {
				d := newStaffed(t, engine)
				d.unguard(t, engine)
				forged, other := d.add(t, nil).ID, d.add(t, nil).ID
				d.comments(t, forged)
				d.comments(t, other)
				old := d.keys["fang"]
				d.must(t, func(tx *store.Tx) error { return tx.DisableStaff(d.staff["fang"].ID, start) })
				d.raw(t, "UPDATE request SET level_reached = 3 WHERE id = ?", forged)
				tt.forge(t, d, old, forged)
				named := strings.HasPrefix(tt.name, "named")
				if !named { // the same with the desk's own
					d.raw(t, "UPDATE desk SET name = 'another'")
					tt.forge(t, d, old, 0)
				}
				said := func(when string) {
					t.Helper()
					if err := d.readsAll(forged); !errors.Is(err, store.ErrTampered) {
						t.Errorf("%s: who reads it gets %v", when, err)
					}
					if err := d.comment(forged); !errors.Is(err, store.ErrTampered) {
						t.Errorf("%s: who writes to it gets %v", when, err)
					}
					if err := d.read(func(v *store.View) error {
						return v.Prove(0, "desk")
					}); !named && !errors.Is(err, store.ErrTampered) {
						t.Errorf("%s: who reads the desk's gets %v", when, err)
					}
					// which damages the log of then
					if err := d.readsAll(other); err != nil && !strings.Contains(tt.name, "before") {
						t.Errorf("%s: another: %v", when, err)
					}
				}
				said("before they move")
				if found, err := d.ExamineTallies(ctx); err == nil && !strings.Contains(tt.name, "newest key") {
					t.Errorf("the doctor says %q", found)
				}
				d.move(t)
				said("moved")
				d.must(t, func(tx *store.Tx) error { return tx.EndTallyMove(start) })
				said("after")
			})
		})
	}
}

// They seal a secret of their own making with the desk key that they kept.
func TestASecretUnderAnOlderDeskKeyIsRefused(t *testing.T) {
	storetest.Each(t, func(t *testing.T, engine string) {
		d := newStaffed(t, engine)
		sealed, err := d.keys["fang"].SealDesk("desk_secret", "value", store.SecretLookup, seal.RandomKey())
		if err != nil {
			t.Fatal(err)
		}
		d.must(t, func(tx *store.Tx) error { return tx.DisableStaff(d.staff["fang"].ID, start) })
		d.raw(t, "UPDATE desk_secret SET value_sealed = ? WHERE name = ?", []byte(sealed), store.SecretLookup)
		if _, err := d.signIn("jing", staffPassword); !errors.Is(err, seal.ErrUnseal) {
			t.Errorf("signing in: %v", err)
		}
	})
}

// comment tries to write to a request.
func (d *staffed) comment(request int64) error {
	return d.write(func(tx *store.Tx) error {
		_, err := casefile.AddComment(tx, request, "staff", start, "a comment")
		return err
	})
}

// comments writes to a request, with an entry that names its tally.
func (d *staffed) comments(t *testing.T, request int64) {
	t.Helper()
	d.about(t, request, func(tx *store.Tx) error {
		_, err := casefile.AddComment(tx, request, "staff", start, "a comment")
		return err
	})
}

func TestADeskWhoseTalliesHadOneKeyGetsThoseOfItsDeskKeys(t *testing.T) {
	storetest.Each(t, func(t *testing.T, engine string) {
		defer store.NewDesksHaveOneTallyKey()()
		d := newStaffed(t, engine)
		ids := []int64{d.add(t, nil).ID, d.add(t, nil).ID, d.add(t, nil).ID}
		d.step(t, "jing", ids[1])
		d.comments(t, ids[0])
		if got := d.tallyOf(t, ids[0]); got != "0 " {
			t.Errorf("it began under %q", got)
		}
		old := d.keys["fang"]
		d.must(t, func(tx *store.Tx) error { return tx.DisableStaff(d.staff["fang"].ID, start) })
		d.whole(t, "before they move", ids...)
		d.raw(t, "UPDATE request SET level_reached = 3 WHERE id = ?", ids[2])
		if _, err := d.ForgeTally(old, ids[2], func(r *vouch.Row) { r.Epoch = 0 }); err != nil {
			t.Fatal(err)
		}
		if err := d.readsAll(ids[2]); !errors.Is(err, store.ErrTampered) {
			t.Errorf("a forged one: %v", err)
		}
		if left := d.move(t); left != 1 {
			t.Errorf("%d were left, want the forged one", left)
		}
		if _, err := d.ExamineTallies(ctx); err == nil {
			t.Error("the doctor does not name what was left")
		}
		for _, id := range ids[:2] {
			if err := d.readsAll(id); err != nil {
				t.Error(err)
			}
		}
		if err := d.readsAll(ids[2]); !errors.Is(err, store.ErrTampered) {
			t.Errorf("a forged one, after: %v", err)
		}
	})
}

// On a server, a job may be in the middle of a step while somebody is disabled on another desktop.
func TestAStepThatWasBegunUnderAnOlderKeyIsNotCommitted(t *testing.T) {
	for _, login := range []string{"fang", "jing"} {
		t.Run(login, func(t *testing.T) {
			d := newStaffed(t, "postgres")
			r := d.add(t, nil)
			tries := 0
			err := d.Progress(ctx, d.keys[login], func(tx *store.Tx) error {
				if tries++; tries == 1 {
					d.must(t, func(tx *store.Tx) error { return tx.DisableStaff(d.staff["fang"].ID, start) })
				}
				_, err := casefile.AddComment(tx, r.ID, d.staff[login].ID, start, "a comment")
				return err
			})
			got, want := d.tallyOf(t, r.ID), "1 staff"
			if login == "jing" {
				want = "2 jing"
			}
			if (login == "fang") != errors.Is(err, store.ErrNotOnRoster) || got != want {
				t.Errorf("after %d tries: %v, the tally is %q, want %q", tries, err, got, want)
			}
			d.whole(t, "after", r.ID)
		})
	}
}
