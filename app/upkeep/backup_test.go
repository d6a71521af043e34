package upkeep_test

import (
	"errors"
	"os"
	"path/filepath"
	"testing"
	"time"

	"orangelab.cn/rightsdesk/app/desk"
	"orangelab.cn/rightsdesk/app/desk/desktest"
	"orangelab.cn/rightsdesk/app/upkeep"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/store"
	"orangelab.cn/rightsdesk/store/backup"
	"orangelab.cn/rightsdesk/store/storetest"
)

func TestADeskIsBackedUpWhenItIsTimeAndKeepsSoMany(t *testing.T) {
	storetest.Each(t, func(t *testing.T, engine string) {
		ctx := t.Context()
		d := desktest.New(t, engine)
		fang := d.Add(t, "fang", model.RoleAgent)
		folder := t.TempDir()
		files := func() []string {
			list, err := filepath.Glob(filepath.Join(folder, "*.backup"))
			if err != nil {
				t.Fatal(err)
			}
			return list
		}
		when := func(tried bool) upkeep.Backups {
			t.Helper()
			before, err := upkeep.ReadBackups(ctx, d.Admin)
			if err != nil {
				t.Fatal(err)
			}
			b, err := upkeep.BackUpWhenDue(ctx, d.Admin)
			if b.Last.Equal(before.Last) == tried || (err != nil) != b.Failed && tried {
				t.Errorf("%+v became %+v, %v", before, b, err)
			}
			return b
		}
		if when(false); len(files()) > 0 {
			t.Error("a desk is backed up where nobody said so")
		}
		for _, c := range []struct {
			folder string
			every  time.Duration
			keep   int
			want   error
		}{
			{filepath.Join(folder, "none"), 24 * time.Hour, 2, upkeep.ErrFolder},
			{"relative", 24 * time.Hour, 2, upkeep.ErrFolder},
			{folder, time.Minute, 2, upkeep.ErrEvery}, {folder, 24 * time.Hour, 0, upkeep.ErrKeep},
		} {
			if err := upkeep.SaveBackups(ctx, d.Admin, c.folder, c.every, c.keep); !errors.Is(err, c.want) {
				t.Errorf("%+v: %v", c, err)
			}
		}
		if err := upkeep.SaveBackups(ctx, fang, folder, 24*time.Hour, 2); !errors.Is(err, desk.ErrForbidden) {
			t.Errorf("an agent: %v", err)
		}
		if err := upkeep.SaveBackups(ctx, d.Admin, folder, 24*time.Hour, 2); err != nil {
			t.Fatal(err)
		}
		when(true)
		when(false)
		d.Clock.Step(24 * time.Hour)
		if b, err := upkeep.ReadBackups(ctx, fang); err != nil || b.Overdue {
			t.Errorf("due and not overdue: %+v, %v", b, err)
		}
		d.Clock.Step(25 * time.Hour) // nobody was there
		if b, err := upkeep.ReadBackups(ctx, fang); err != nil || !b.Overdue ||
			b.OverdueSince.After(d.Clock.Now().Add(-49*time.Hour)) {
			t.Errorf("no back-up for two days is not told: %+v, %v", b, err)
		}
		if b, err := upkeep.BackUpWhenDue(ctx, fang); err != nil || b.Failed || b.Overdue ||
			!b.Made.Equal(d.Clock.Now()) {
			t.Errorf("while an agent is signed in: %+v, %v", b, err)
		}
		if b, err := upkeep.ReadBackups(ctx, fang); err != nil || b.Overdue {
			t.Errorf("after it: %+v, %v", b, err)
		}
		second := files()
		d.Clock.Step(24 * time.Hour)
		when(true)
		if got := files(); len(got) != 2 || got[0] != second[1] {
			t.Errorf("%v are kept", got)
		}
		if ledgers, err := filepath.Glob(filepath.Join(folder, "*.erased")); err != nil || len(ledgers) != 2 {
			t.Errorf("beside them: %v, %v", ledgers, err)
		}
		if err := backup.CheckFile(files()[1]); err != nil {
			t.Errorf("the newest: %v", err)
		}
		if engine == "postgres" {
			return
		}
		d.Clock.Step(24 * time.Hour)
		kept := files()
		if err := os.Rename(folder, folder+".away"); err != nil {
			t.Fatal(err)
		}
		if b := when(true); !b.Failed || b.Made.Equal(b.Last) {
			t.Errorf("without its folder: %+v", b)
		}
		when(false)
		if err := os.Rename(folder+".away", folder); err != nil {
			t.Fatal(err)
		}
		d.Clock.Step(time.Hour) // sooner than the next one was due
		if b := when(true); b.Failed {
			t.Errorf("with its folder again: %+v", b)
		}
		if got := files(); got[0] != kept[1] {
			t.Errorf("%v are kept", got)
		}
		tried, failed := 0, 0
		if err := d.Admin.Read(ctx, model.ActBackUp, func(v *store.View) error {
			entries, err := v.Entries(0, 0, 100)
			for _, e := range entries {
				if e.Action == model.ActBackUp {
					tried++
					if e.Detail["failed"] == true {
						failed++
					}
				}
			}
			return err
		}); err != nil || tried != 5 || failed != 1 {
			t.Errorf("the log tells of %d back-ups, %d failed, %v", tried, failed, err)
		}
	})
}

// TestBackUpsOfSeveralComputers goes by what the log tells of computers that were settled, ended their own, or are
// gone.
func TestBackUpsOfSeveralComputers(t *testing.T) {
	ctx := t.Context()
	d := desktest.New(t, "sqlite")
	log := func(action model.Action, detail map[string]any) {
		t.Helper()
		if err := d.Admin.Write(ctx, action, func(_ *store.Tx, entry *model.Entry) error {
			for k, v := range detail {
				entry.Detail[k] = v
			}
			return nil
		}); err != nil {
			t.Fatal(err)
		}
	}
	settle := func(computer string, hours int, off bool) {
		log(model.ActSetBackUps, map[string]any{"computer": computer, "hours": hours, "off": off})
	}
	overdue := func(what string, want bool) {
		t.Helper()
		if b, err := upkeep.ReadBackups(ctx, d.Admin); err != nil || b.Overdue != want {
			t.Errorf("%s: %+v, %v", what, b, err)
		}
	}
	settle("one", 24, false)
	d.Clock.Step(time.Hour)
	settle("two", 1, false)
	d.Clock.Step(3 * time.Hour)
	overdue("the newest setting", true)
	settle("two", 1, true)
	overdue("another computer makes one a day", false)
	d.Clock.Step(45 * time.Hour)
	overdue("that one stopped, and the other ended its own", true)
	log(model.ActBackUp,
		map[string]any{"failed": false, "outside": true, "unproven": true, "made": d.Clock.Now().UnixMilli()})
	overdue("one that was not proved", true)
	log(model.ActBackUp,
		map[string]any{"failed": false, "outside": true, "made": d.Clock.Now().Add(-50 * time.Hour).UnixMilli()})
	overdue("an old one that is recorded late", true)
	log(model.ActBackUp,
		map[string]any{"failed": false, "outside": true, "made": d.Clock.Now().Add(-time.Hour).UnixMilli()})
	overdue("one of an hour ago", false)
	d.Clock.Step(46 * time.Hour)
	overdue("two days are not over", false)
	// a clock that was ahead
	log(model.ActBackUp,
		map[string]any{"failed": false, "outside": true, "made": d.Clock.Now().Add(1000 * time.Hour).UnixMilli()})
	d.Clock.Step(49 * time.Hour)
	overdue("one from a time that had not come", true)
	settle("one", 24, true)
	overdue("both ended", false)
}
