package store_test

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"orangelab.cn/rightsdesk/store"
	"orangelab.cn/rightsdesk/store/database"
	"orangelab.cn/rightsdesk/store/doctor"
	"orangelab.cn/rightsdesk/store/requests"
	"orangelab.cn/rightsdesk/store/storetest"
)

// takeUnder takes a record in under a reference of its own choosing, past the counter.
func (d *desk) takeUnder(reference, record string) error {
	return d.write(func(tx *store.Tx) error {
		r := newRequest()
		r.Reference = reference
		_, err := requests.Create(tx, r, record)
		return err
	})
}

func TestAReferenceThatIsTakenIsNoRecordThatCameBefore(t *testing.T) {
	storetest.Each(t, func(t *testing.T, engine string) {
		d := newDesk(t, engine)
		r := d.add(t, nil)
		err := d.takeUnder(r.Reference, "csv:new")
		if !errors.Is(err, store.ErrTaken) || errors.Is(err, store.ErrDuplicate) ||
			strings.Contains(err.Error(), "constraint failed") || strings.Contains(err.Error(), "SQLSTATE") {
			t.Errorf("a new record under a taken reference: %v", err)
		}
		if err := d.takeUnder("R-2026-900001", "csv:new"); err != nil {
			t.Fatal(err)
		}
		if err := d.takeUnder("R-2026-900002", "csv:new"); !errors.Is(err, store.ErrDuplicate) {
			t.Errorf("the same record: %v", err)
		}
	})
}

func TestACounterPutBackGivesNoReferenceTwice(t *testing.T) {
	storetest.Each(t, func(t *testing.T, engine string) {
		d := newStaffed(t, engine)
		for range 3 {
			d.add(t, nil)
		}
		d.must(t, func(tx *store.Tx) error { // the log knows one more, which is gone
			e := entry("taken")
			e.Detail["reference"] = "R-2026-000007"
			tx.Append(e)
			return nil
		})
		d.raw(t, "UPDATE reference_number SET last = 1 WHERE year = 2026")
		checks := doctor.Examine(ctx, d.address)
		if got := sick(checks); !slices.Equal(got, []string{"numbers"}) {
			t.Errorf("the doctor finds %v", checks)
		}
		for _, want := range []string{"R-2026-000008", "R-2026-000009"} {
			if r := d.add(t, nil); r.Reference != want {
				t.Errorf("given %s, want %s", r.Reference, want)
			}
		}
		if got := sick(doctor.Examine(ctx, d.address)); got != nil {
			t.Errorf("afterwards the doctor finds %v", got)
		}
	})
}

// A rule that the schema does not have would never be recognised.
func TestEveryCollisionWithAMeaningIsARuleOfTheSchema(t *testing.T) {
	postgres, sqlite := newDesk(t, "postgres"), newDesk(t, "sqlite")
	for rule, place := range database.ThereBefore {
		if n := column[int](t, postgres,
			"SELECT COUNT(*) FROM pg_class WHERE relname = ? AND relkind = 'i' AND relnamespace = current_schema()::regnamespace", rule); n != 1 {
			t.Errorf("PostgreSQL has no rule %s", rule)
		}
		table, _, _ := strings.Cut(place, ".")
		columns := strings.ReplaceAll(place, table+".", "")
		if n := column[int](t, sqlite, `SELECT (SELECT COUNT(*) FROM pragma_index_list(?) AS l
				WHERE l."unique" AND (SELECT group_concat(name, ', ' ORDER BY seqno) FROM pragma_index_info(l.name)) = ?)
			+ (SELECT COALESCE(group_concat(name, ', ' ORDER BY pk), '') = ? FROM pragma_table_info(?) WHERE pk > 0)`, table, columns, columns, table); n == 0 {
			t.Errorf("SQLite has no rule on %s", place)
		}
	}
}
