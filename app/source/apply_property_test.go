package source_test

import (
	"context"
	"errors"
	"fmt"
	"sort"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"orangelab.cn/rightsdesk/app/source"
	"orangelab.cn/rightsdesk/app/source/apply"
	"orangelab.cn/rightsdesk/app/source/change"
	"orangelab.cn/rightsdesk/app/source/dataset"
	"orangelab.cn/rightsdesk/app/source/mask"
	"orangelab.cn/rightsdesk/app/source/search"
	"orangelab.cn/rightsdesk/app/source/sqldb"
	"orangelab.cn/rightsdesk/app/source/value"
)

// previewed returns the plan, in the order of applying.
func (l *library) previewed(t *rapid.T, src *sqldb.Source, datasets []*dataset.Dataset,
	only map[dataset.Address][][]value.Cell) ([]change.RowChange, change.Report) {
	masker, err := mask.NewMasker()
	if err != nil {
		t.Fatal(err)
	}
	var changes []change.RowChange
	report, err := change.Preview(context.Background(), change.Options{Masker: masker, Only: only,
		Options: search.Options{Datasets: datasets, Sources: map[string]*sqldb.Source{"m": src},
			Identities: dataset.Identities{"who": {"x"}}},
		Decide: func(f search.Finding) (dataset.Treatment, error) {
			pick, _ := f.Row.Get("pick")
			return l.treatments[pick.(int64)], nil
		}}, func(c change.RowChange) error {
		written, err := c.MarshalJSON()
		if err != nil {
			return err
		}
		var back change.RowChange
		if err := back.UnmarshalJSON(written); err != nil {
			return err
		}
		changes = append(changes, back) // a plan is kept before it is carried out
		return nil
	})
	if err != nil || report.Err() != nil {
		t.Fatal(err, report.Err())
	}
	sort.SliceStable(changes, func(i, j int) bool { return changes[i].Order < changes[j].Order })
	return changes, report
}

func TestApplyChangesExactlyWhatThePlanSays(t *testing.T) {
	onEngines(t, func(t *testing.T, db *testDB) {
		runs := 0
		rapid.Check(t, func(rt *rapid.T) {
			if runs++; db.engine != "SQLite" && runs > 40 {
				return
			}
			l := drawLibrary(rt)
			db.exec(t,
				"DROP TABLE IF EXISTS t3;\nDROP TABLE IF EXISTS t2;\nDROP TABLE IF EXISTS t1;\nDROP TABLE IF EXISTS t0;\n"+l.sql())
			datasets := linked(t, l.yaml())
			src, w := opened1(rt, db)
			defer closed(t, src.DB)
			defer closed(t, w.Source.DB)
			before := l.stored(t, db)
			if before != l.dump() {
				rt.Fatalf("the model begins with\n%s\nand the database with\n%s", l.dump(), before)
			}
			changes, report := l.previewed(rt, src, datasets, nil)
			say := func() string { return l.sql() + l.yaml() + fmt.Sprintf("%+v\n%+v", l.treatments, changes) }
			if now := l.stored(t, db); now != before {
				rt.Fatalf("the preview wrote: %s", now)
			}
			number, refused := l.carryOut()
			if refused != (len(report.Blocked()) > 0) {
				rt.Fatalf("refused is %v and the obstacles are %v\n%s", refused, report.Obstacles, say())
			}
			if refused {
				return
			}
			covered := 0
			for _, c := range changes {
				covered += c.Rows
			}
			if covered != number {
				rt.Fatalf("the plan covers %d rows and the model changes %d\n%s", covered, number, say())
			}
			if rapid.Bool().Draw(rt, "somebody else writes first") && l.disturb(rt, db, changes) {
				disturbed := l.stored(t, db)
				var changed *apply.ChangedError
				if _, err := apply.Changes(context.Background(), w, datasets, each(changes), nil); !errors.As(err,
					&changed) {
					rt.Fatalf("a changed row gives %v\n%s", err, say())
				}
				if now := l.stored(t, db); now != disturbed {
					rt.Fatalf("a refused plan wrote\n%s\nwhere there was\n%s\n%s", now, disturbed, say())
				}
				return
			}
			applied, err := apply.Changes(context.Background(), w, datasets, each(changes), nil)
			if err != nil {
				rt.Fatalf("%v\n%s", err, say())
			}
			if applied.Updated+applied.Deleted != int64(covered) || applied.Already != 0 {
				rt.Fatalf("%+v of %d rows\n%s", applied, covered, say())
			}
			if now := l.stored(t, db); now != l.dump() {
				rt.Fatalf("got\n%s\nwant\n%s\n%s", now, l.dump(), say())
			}
			// Once more, as after a crash: nothing moves. A row deleted from a table without a key cannot be told
			// from one that was changed while others share its key, so that may be refused.
			again, err := apply.Changes(context.Background(), w, datasets, each(changes), nil)
			var changed *apply.ChangedError
			if err != nil && !(errors.As(err, &changed) && l.shelves[int(changed.Collection[1]-'0')].keys == 0) {
				rt.Fatalf("again: %v\n%s", err, say())
			}
			if err == nil && again.Already != int64(covered) {
				rt.Fatalf("again: %+v of %d rows\n%s", again, covered, say())
			}
			if more, _ := l.previewed(rt, src, datasets, nil); !l.hashed && len(more) > 0 {
				rt.Fatalf("a second preview finds %+v\n%s", more, say())
			}
			if now := l.stored(t, db); now != l.dump() {
				rt.Fatalf("the second time got\n%s\nwant\n%s\n%s", now, l.dump(), say())
			}
		})
	})
}

// disturb changes a planned row that has a key, behind the plan's back.
func (l *library) disturb(t *rapid.T, db *testDB, changes []change.RowChange) bool {
	var keyed []change.RowChange
	for _, c := range changes {
		if s := l.shelves[int(c.Collection[1]-'0')]; s.keys > 0 {
			keyed = append(keyed, c)
		}
	}
	if len(keyed) == 0 {
		return false
	}
	c := keyed[rapid.IntRange(0, len(keyed)-1).Draw(t, "which row")]
	var where []string
	for _, cell := range c.Key {
		if strings.HasPrefix(cell.Name, "k") {
			where = append(where, fmt.Sprintf("%s = %d", cell.Name, cell.Value))
		}
	}
	if len(where) == 0 {
		return false
	}
	if _, err := db.db.Exec("UPDATE " + c.Collection + " SET pick = pick + 10, text = 'other' WHERE " +
		strings.Join(where, " AND ")); err != nil {
		t.Fatal(err)
	}
	return true
}

func opened1(t *rapid.T, db *testDB) (*sqldb.Source, *sqldb.Writer) {
	src, err := source.Open(context.Background(), db.dsn)
	if err != nil {
		t.Fatal(err)
	}
	w, err := source.OpenWriter(context.Background(), db.dsn)
	if err != nil {
		t.Fatal(err)
	}
	return src, w
}
