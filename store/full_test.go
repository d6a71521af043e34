package store_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"orangelab.cn/rightsdesk/model"

	"orangelab.cn/rightsdesk/store"
	"orangelab.cn/rightsdesk/store/casefile"
	"orangelab.cn/rightsdesk/store/doctor"
	"orangelab.cn/rightsdesk/store/storetest"
)

// fillDisk lets the database grow no more than a little, and room lets it again.
func fillDisk(tb testing.TB, d *desk, engine string) (room func()) {
	tb.Helper()
	if engine == "postgres" {
		// A server cannot be limited from outside; this is the error that it answers with.
		d.raw(tb, "CREATE FUNCTION no_room() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "+
			"IF (SELECT COUNT(*) FROM comment) >= 5 THEN RAISE 'No space left on device' USING ERRCODE = 'disk_full'; END IF; RETURN new; END $$")
		d.raw(tb, "CREATE TRIGGER no_room BEFORE INSERT ON comment FOR EACH ROW EXECUTE FUNCTION no_room()")
		return func() { d.raw(tb, "DROP FUNCTION no_room() CASCADE") } // with its trigger
	}
	pages := column[int64](tb, d, "PRAGMA page_count")
	d.raw(tb, fmt.Sprintf("PRAGMA max_page_count = %d", pages+20))
	return func() { d.raw(tb, "PRAGMA max_page_count = 4294967294") }
}

func TestAFullDiskIsNamedLosesNothingAndWorkGoesOnWhenThereIsRoom(t *testing.T) {
	storetest.Each(t, func(t *testing.T, engine string) {
		address := storetest.Migrated(t, engine)
		s, err := store.Open(ctx, address)
		if err != nil {
			t.Fatal(err)
		}
		defer s.Close()
		d := setUp(t, s)
		r := d.add(t, nil)
		comment := func() error {
			return d.write(func(tx *store.Tx) error {
				_, err := casefile.AddComment(tx, r.ID, "fang", start, strings.Repeat("a long comment ", 500))
				return err
			})
		}
		room := fillDisk(t, d, engine)
		acknowledged := 0
		var full error
		for full == nil && acknowledged < 1000 {
			if full = comment(); full == nil {
				acknowledged++
			}
		}
		place := address
		if engine == "postgres" {
			place = "the shared desk's server"
		}
		if !errors.Is(full, store.ErrDiskFull) || !strings.HasPrefix(full.Error(), place+": ") {
			t.Fatalf("after %d comments: %v", acknowledged, full)
		}
		if err := comment(); !errors.Is(err, store.ErrDiskFull) {
			t.Errorf("again: %v", err)
		}
		if _, err := d.request(r.ID); err != nil {
			t.Errorf("reading while the disk is full: %v", err)
		}
		room()
		if err := comment(); err != nil {
			t.Errorf("with room again: %v", err)
		}
		var kept []model.Comment
		if err := d.read(func(v *store.View) (err error) {
			kept, err = casefile.Comments(v, r.ID)
			return err
		}); err != nil || len(kept) != acknowledged+1 {
			t.Errorf("%d comments are kept, %d were acknowledged: %v", len(kept), acknowledged+1, err)
		}
		if v, err := d.VerifyLog(ctx); err != nil || len(v.Problems) > 0 || v.Entries != int64(acknowledged)+3 {
			t.Errorf("log: %+v, %v", v, err)
		}
		if got := sick(doctor.Examine(ctx, address)); got != nil {
			t.Errorf("the doctor finds %v", got)
		}
	})
}
