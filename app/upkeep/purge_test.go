package upkeep_test

import (
	"bytes"
	"context"
	"database/sql"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"orangelab.cn/rightsdesk/app/desk"
	"orangelab.cn/rightsdesk/app/desk/desktest"
	"orangelab.cn/rightsdesk/app/upkeep"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/store"
	"orangelab.cn/rightsdesk/store/casefile"
	"orangelab.cn/rightsdesk/store/requests"
	"orangelab.cn/rightsdesk/store/storetest"
)

var ctx = context.Background()

// keeping says how many months closed requests are kept.
func keeping(t *testing.T, d *desktest.Desk, months int) {
	t.Helper()
	o, err := d.Admin.Organisation(ctx)
	if err != nil {
		t.Fatal(err)
	}
	o.KeepMonths = months
	if _, err := d.Admin.SaveOrganisation(ctx, o); err != nil {
		t.Fatal(err)
	}
}

// used lets a while pass in which the desk is used on each of the last days.
func used(t *testing.T, d *desktest.Desk, s *desk.Session, after time.Duration) {
	t.Helper()
	const days = 4
	d.Clock.Step(after - days*24*time.Hour)
	for range days {
		d.Clock.Step(24 * time.Hour)
		changed(t, s, func(*store.Tx) error { return nil })
	}
}

// changed writes past the rules of a request's course, as nothing in the program does.
func changed(t *testing.T, s *desk.Session, fn func(tx *store.Tx) error) {
	t.Helper()
	if err := s.Write(ctx, model.ActNote, func(tx *store.Tx, _ *model.Entry) error { return fn(tx) }); err != nil {
		t.Fatal(err)
	}
}

// closed takes a request in and closes it at once.
func closed(t *testing.T, d *desktest.Desk, s *desk.Session) (r model.Request) {
	t.Helper()
	r = d.Request(t, s)
	changed(t, s, func(tx *store.Tx) (err error) {
		if r, err = requests.ForUpdate(tx, r.ID); err != nil {
			return err
		}
		r.Status, r.Outcome, r.ClosedAt, r.Step = model.Closed, model.Fulfilled, d.Clock.Now(), ""
		r, err = requests.Save(tx, r)
		return err
	})
	return r
}

func TestAClosedRequestGoesAtItsEndAndNothingUnderWhichSomethingWaits(t *testing.T) {
	storetest.Each(t, func(t *testing.T, engine string) {
		d := desktest.New(t, engine)
		fang := d.Add(t, "fang", model.RoleAgent)
		d.Add(t, "jing", model.RoleLead)
		at := map[string]model.Request{}
		for _, name := range []string{"gone", "held", "task", "led to an open one", "erased", "californian"} {
			at[name] = closed(t, d, fang)
		}
		at["open"] = d.Request(t, fang)
		at["links to a closed one"] = closed(t, d, fang)
		changed(t, fang, func(tx *store.Tx) error {
			if err := casefile.AddHold(tx,
				casefile.Hold{RequestID: at["held"].ID, Reference: at["held"].Reference, Rule: "ecommerce",
					Until: d.Clock.Now(), ConfirmedBy: "x", What: []byte("{}")}); err != nil {
				return err
			}
			if _, err := casefile.AddTask(tx, at["task"].ID,
				model.Task{Kind: model.TaskErase, Who: "shop", DueAt: d.Clock.Now()}); err != nil {
				return err
			}
			if err := casefile.AddLink(tx, at["led to an open one"].ID, at["open"].ID,
				model.CauseHoldEnded); err != nil {
				return err
			}
			if err := casefile.AddLink(tx, at["links to a closed one"].ID, at["gone"].ID,
				model.CauseHoldEnded); err != nil {
				return err
			}
			return requests.AddErased(tx, at["erased"].Subject, at["erased"].Reference, d.Clock.Now())
		})
		changed(t, fang, func(tx *store.Tx) (err error) {
			r, err := requests.ForUpdate(tx, at["californian"].ID)
			if err != nil {
				return err
			}
			r.Regimes = []string{"us_ca"}
			at["californian"], err = requests.Save(tx, r)
			return err
		})
		newest := closed(t, d, fang) // whose number the next would get

		purge := func(want int) {
			t.Helper()
			if n, err := upkeep.Purge(ctx, d.Admin); n != want || err != nil {
				t.Errorf("purged %d, %v, want %d", n, err, want)
			}
		}
		used(t, d, fang, 365*24*time.Hour)
		purge(0) // nobody said how long
		keeping(t, d, 13)
		purge(0)
		used(t, d, fang, 31*24*time.Hour)
		purge(3)
		there := func(r model.Request) bool {
			_, err := fang.Request(ctx, r.ID)
			return err == nil
		}
		for name, r := range at {
			if gone := name == "gone" || name == "erased" || name == "links to a closed one"; there(r) == gone {
				t.Errorf("%s: there %v", name, !gone)
			}
		}
		if !there(newest) {
			t.Error("the newest request is gone: the next would get its number")
		}
		used(t, d, fang, 365*24*time.Hour)
		purge(1)
		if there(at["californian"]) {
			t.Error("what California lets go after 24 months is still there")
		}
		for _, c := range desk.Examine(ctx, d.Address(), desk.Options{StateDir: d.StateDir, Now: d.Clock.Now}) {
			if c.Problem != "" {
				t.Errorf("%s: %s", c.Name, c.Problem)
			}
		}
		said := 0
		entries, err := d.SignInAs(t, "jing").Log(ctx, 0, 0, 1000)
		if err != nil {
			t.Fatal(err)
		}
		for _, e := range entries {
			if e.Action == model.ActPurge && e.Detail["rows"].(float64) > 0 {
				said++
			}
		}
		if said != 4 {
			t.Errorf("the log tells of %d purges", said)
		}
	})
}

// mark reads one sealed value out of a file.
func mark(t *testing.T, file, query string, args ...any) (value []byte) {
	t.Helper()
	db, err := sql.Open("sqlite", file)
	if err != nil {
		t.Fatal(err)
	}
	err = db.QueryRow(query, args...).Scan(&value)
	if err := errors.Join(err, db.Close()); err != nil {
		t.Fatal(err)
	}
	return value
}

func TestOfAPurgedRequestNothingStaysInTheFiles(t *testing.T) {
	d := desktest.New(t, "sqlite")
	fang := d.Add(t, "fang", model.RoleAgent)
	r := closed(t, d, fang)
	closed(t, d, fang)
	keeping(t, d, 1)
	var marks [][]byte
	copied := filepath.Join(t.TempDir(), "copy")
	storetest.Copy(t, d.Address(), copied)
	for _, query := range []string{"SELECT key_sealed FROM request_key WHERE request_id = ?",
		"SELECT person_sealed FROM request WHERE id = ?", "SELECT name_sealed FROM request WHERE id = ?"} {
		marks = append(marks, mark(t, copied, query, r.ID))
	}
	in := func() (found []int) {
		var all []byte
		for _, suffix := range []string{"", "-wal"} {
			data, err := os.ReadFile(filepath.Join(d.Address(), store.File+suffix))
			if err != nil {
				t.Fatal(err)
			}
			all = append(all, data...)
		}
		for i, m := range marks {
			if bytes.Contains(all, m) {
				found = append(found, i)
			}
		}
		return found
	}
	if len(in()) != len(marks) {
		t.Fatal("the marks are not in the files before: the test proves nothing")
	}
	used(t, d, fang, 62*24*time.Hour)
	if n, err := upkeep.Purge(ctx, d.Admin); n != 1 || err != nil {
		t.Fatal(n, err)
	}
	if found := in(); len(found) > 0 {
		t.Errorf("still there: %v", found)
	}
}

func TestWhatWasChangedOutsideTheProgramIsNotPurged(t *testing.T) {
	d := desktest.New(t, "sqlite")
	fang := d.Add(t, "fang", model.RoleAgent)
	bad, good := closed(t, d, fang), closed(t, d, fang)
	closed(t, d, fang)
	keeping(t, d, 1)
	db, err := sql.Open("sqlite", filepath.Join(d.Address(), store.File))
	if err != nil {
		t.Fatal(err)
	}
	_, err = db.Exec("UPDATE request SET step = 'x' WHERE id = ?", bad.ID)
	if err := errors.Join(err, db.Close()); err != nil {
		t.Fatal(err)
	}
	used(t, d, fang, 62*24*time.Hour)
	n, err := upkeep.Purge(ctx, d.Admin)
	if n != 1 || err == nil || !strings.Contains(err.Error(), bad.Reference) ||
		strings.Contains(err.Error(), good.Reference) {
		t.Errorf("purged %d, %v", n, err)
	}
}

func TestNothingIsPurgedByAClockThatIsFarFromTheLog(t *testing.T) {
	storetest.Each(t, func(t *testing.T, engine string) {
		d := desktest.New(t, engine)
		fang, jing := d.Add(t, "fang", model.RoleAgent), d.Add(t, "jing", model.RoleLead)
		keeping(t, d, 36)
		for range 3 {
			closed(t, d, fang)
		}
		d.Request(t, fang)
		used(t, d, fang, 10*24*time.Hour)
		const years = 10 * 365 * 24 * time.Hour
		purge := func(want error) {
			t.Helper()
			if n, err := upkeep.Purge(ctx, jing); n != 0 || !errors.Is(err, want) {
				t.Errorf("purged %d, %v", n, err)
			}
		}
		purge(nil)
		d.Clock.Step(years) // the clock of this desktop alone
		purge(upkeep.ErrClock)
		d.SignInAs(t, "jing") // which it writes into the log
		purge(upkeep.ErrClock)
		d.Clock.Step(-years)
		purge(nil)
		// A desk that rested for years purges once it is in use again.
		d.Clock.Step(years)
		purge(upkeep.ErrClock)
		used(t, d, fang, 5*24*time.Hour)
		if n, err := upkeep.Purge(ctx, jing); n != 3 || err != nil {
			t.Errorf("purged %d, %v", n, err)
		}
	})
}
