package store_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/store"
	"orangelab.cn/rightsdesk/store/runs"
	"orangelab.cn/rightsdesk/store/storetest"
)

// rowsFound is a request with so many rows found in two sources, and as many planned, and the IDs of the run and the
// plan.
func (d *desk) rowsFound(tb testing.TB, n int64) (r model.Request, run, plan string) {
	tb.Helper()
	r = d.add(tb, nil)
	d.about(tb, r.ID, func(tx *store.Tx) (err error) {
		if run, err = runs.StartRun(tx, r.ID, "staff", start, start.Add(time.Hour), nil); err != nil {
			return err
		}
		p, err := runs.StartPlan(tx, r.ID, "staff", start, start.Add(time.Hour), nil)
		plan = p.ID
		return err
	})
	for _, source := range []int64{0, 1} {
		var rows []model.Finding
		var lines []model.PlanLine
		for seq := source<<40 + 1; seq <= source<<40+n; seq++ {
			at := name("source", int(source))
			rows = append(rows, model.Finding{Seq: seq, Source: at, Dataset: "d", Collection: "c",
				Decision: model.Include, DecidedBy: "staff", Row: []byte(fmt.Sprint(seq))})
			lines = append(lines,
				model.PlanLine{Seq: seq, Source: at, Place: int(seq % 3), Dataset: "d", Collection: "c",
					Row: []byte(fmt.Sprint(seq))})
		}
		for len(rows) > 0 { // as a collect does: batch by batch
			k := min(70, len(rows))
			if err := d.Progress(ctx, d.keys, func(tx *store.Tx) error {
				return errors.Join(runs.AddFindings(tx, r.ID, run, rows[:k]),
					runs.AddPlanLines(tx, r.ID, plan, lines[:k]))
			}); err != nil {
				tb.Fatal(err)
			}
			rows, lines = rows[k:], lines[k:]
		}
	}
	return r, run, plan
}

// pages reads every finding and every row of a plan as lists do, page by page.
func pages(v *store.View, request int64, run, plan string, f model.FindingFilter) (findings, lines int, err error) {
	for after := int64(0); ; {
		list, err := runs.Findings(v, request, run, f, after, 30)
		if err != nil {
			return 0, 0, err
		}
		if findings += len(list); len(list) < 30 {
			break
		}
		after = list[len(list)-1].Seq
	}
	for p := (model.PlanFilter{Source: f.Source}); ; {
		list, err := runs.PlanLines(v, request, plan, p, 30)
		if err != nil {
			return 0, 0, err
		}
		if lines += len(list); len(list) < 30 {
			return findings, lines, nil
		}
		last := list[len(list)-1]
		p.AfterSource, p.AfterPlace, p.AfterSeq = last.Source, last.Place, last.Seq
	}
}

func TestNoListOfRowsIsReadPastItsBlocks(t *testing.T) {
	const n = 250
	for _, tt := range []struct {
		name, sql string
		filter    model.FindingFilter
	}{
		{"a finding taken away", "DELETE FROM finding WHERE seq = 120", model.FindingFilter{}},
		{"the last finding taken away", "DELETE FROM finding WHERE seq = 250", model.FindingFilter{}},
		{"every finding of a block taken away", "DELETE FROM finding WHERE seq BETWEEN 71 AND 140",
			model.FindingFilter{}},
		{"a finding of another number", "UPDATE finding SET seq = 251 WHERE seq = 250", model.FindingFilter{}},
		{"a finding hidden from a filter", "UPDATE finding SET source = 'source 1' WHERE seq = 120",
			model.FindingFilter{Source: "source 0"}},
		{"a finding that is nobody else's any more", "UPDATE finding SET shared = 0, sensitive = 0 WHERE seq = 7",
			model.FindingFilter{SharedOnly: true}},
		{"a row of a plan taken away", "DELETE FROM plan_row WHERE seq = 120", model.FindingFilter{}},
		{"every row of a block of a plan taken away", "DELETE FROM plan_row WHERE seq BETWEEN 71 AND 140",
			model.FindingFilter{}},
		{"a row of a plan at another place", "UPDATE plan_row SET place = 9 WHERE seq = 120", model.FindingFilter{}},
		{"a row of a plan hidden from a filter", "UPDATE plan_row SET source = 'source 1' WHERE seq = 120",
			model.FindingFilter{Source: "source 0"}},
		{"a block taken away with its rows",
			"DELETE FROM finding WHERE seq BETWEEN 71 AND 140; DELETE FROM finding_block WHERE from_seq = 71",
			model.FindingFilter{}},
	} {
		storetest.Each(t, func(t *testing.T, engine string) {
			t.Run(tt.name, func(t *testing.T) {
				d := newDesk(t, engine)
				r, run, plan := d.rowsFound(t, n)
				if err := d.Progress(ctx, d.keys, func(tx *store.Tx) error {
					return runs.MarkShared(tx, r.ID, run, 7, 2, []byte("{}"))
				}); err != nil {
					t.Fatal(err)
				}
				if err := d.read(func(v *store.View) error {
					findings, lines, err := pages(v, r.ID, run, plan, model.FindingFilter{})
					if findings != 2*n || lines != 2*n {
						t.Errorf("before: %d and %d rows", findings, lines)
					}
					return err
				}); err != nil {
					t.Fatal(err)
				}
				for statement := range strings.SplitSeq(tt.sql, "; ") {
					d.raw(t, statement)
				}
				if err := d.read(func(v *store.View) error {
					_, _, err := pages(v, r.ID, run, plan, tt.filter)
					return err
				}); !errors.Is(err, store.ErrTampered) {
					t.Errorf("who reads them gets %v", err)
				}
				if said, err := d.ExamineTallies(ctx); err == nil {
					t.Errorf("the doctor says %q", said)
				}
			})
		})
	}
}

func TestWhatIsCountedOfRowsIsWhatTheyAre(t *testing.T) {
	storetest.Each(t, func(t *testing.T, engine string) {
		d := newStaffed(t, engine)
		r, run, plan := d.rowsFound(t, 250)
		fang, jing := d.staff["fang"].ID, d.staff["jing"].ID
		same := func(when string) {
			t.Helper()
			count := func() (findings []model.FindingCount, lines []model.PlanCount) {
				if err := d.read(func(v *store.View) (err error) {
					if findings, err = runs.FindingCounts(v, r.ID, run); err == nil {
						lines, err = runs.PlanCounts(v, r.ID, plan)
					}
					return err
				}); err != nil {
					t.Fatal(when, err)
				}
				return findings, lines
			}
			findings, lines := count()
			off := storetest.FitTalliesNow()
			wantFindings, wantLines := count()
			off()
			if !slices.Equal(findings, wantFindings) || !slices.Equal(lines, wantLines) || len(findings) == 0 {
				t.Errorf("%s: the blocks say %v %v, the rows %v %v", when, findings, lines, wantFindings, wantLines)
			}
			if said, err := d.ExamineTallies(ctx); err != nil {
				t.Errorf("%s: %s %v", when, said, err)
			}
		}
		same("collected")
		for _, step := range []struct {
			name string
			do   func(*store.Tx) error
		}{
			{"one is shared", func(tx *store.Tx) error { return runs.MarkShared(tx, r.ID, run, 7, 2, []byte("{}")) }},
			{"it is decided", func(tx *store.Tx) error {
				return runs.Decide(tx, r.ID, run, 7, model.LeaveOut, fang, []byte("{}"))
			}},
			{"it is agreed with", nil},
			{"two of one block are decided", func(tx *store.Tx) error {
				return errors.Join(runs.Decide(tx, r.ID, run, 8, model.MaskSome, "staff", nil),
					runs.Decide(tx, r.ID, run, 9, model.MaskSome, "staff", nil))
			}},
			{"a row was found changed", func(tx *store.Tx) error { return runs.MarkChanged(tx, r.ID, plan, 7) }},
			{"a source is collected again", func(tx *store.Tx) error {
				return runs.DropFindings(tx, r.ID, run, "source 0")
			}},
			{"rows are added and decided", func(tx *store.Tx) error {
				last, err := runs.LastFinding(tx.View, r.ID, run)
				if err != nil {
					return err
				}
				return errors.Join(runs.AddFindings(tx, r.ID, run,
					[]model.Finding{{Seq: last + 1, Source: "source 0", Decision: model.Include, Row: []byte("{}")}}),
					runs.Decide(tx, r.ID, run, last+1, model.LeaveOut, "staff", []byte("{}")))
			}},
		} {
			if step.do == nil {
				if err := d.does("jing", r.ID, func(tx *store.Tx) error {
					return runs.Agree(tx, r.ID, run, 7, jing, start)
				}); err != nil {
					t.Fatal(err)
				}
			} else {
				d.about(t, r.ID, step.do)
			}
			same(step.name)
		}
	})
}

// A desk that is older than the blocks takes its rows as they are found until they are made.
func TestADeskThatIsOlderThanTheBlocksGetsThem(t *testing.T) {
	storetest.Each(t, func(t *testing.T, engine string) {
		defer store.NewDesksKeep(store.TalliesWhole)() // also where the engine is skipped
		d := newDesk(t, engine)
		r, run, plan := d.rowsFound(t, 250)
		other, otherRun, otherPlan := d.rowsFound(t, 20)
		for _, request := range []int64{r.ID, other.ID} {
			if err := d.Progress(ctx, d.keys, func(tx *store.Tx) error { return tx.DropBlocks(request) }); err != nil {
				t.Fatal(err)
			}
		}
		if said, err := d.ExamineTallies(ctx); err == nil {
			t.Errorf("the doctor says %q", said)
		}
		read := func(request int64, run, plan string) error {
			return d.read(func(v *store.View) error {
				_, _, err := pages(v, request, run, plan, model.FindingFilter{})
				return err
			})
		}
		if err := read(r.ID, run, plan); err != nil {
			t.Fatalf("reading before: %v", err)
		}
		d.about(t, other.ID, func(tx *store.Tx) error {
			return runs.Decide(tx, other.ID, otherRun, 3, model.LeaveOut, "staff", nil)
		})
		d.raw(t, "DELETE FROM finding WHERE run_id = ? AND seq = 4", otherRun)
		if err := read(other.ID, otherRun, otherPlan); !errors.Is(err, store.ErrTampered) {
			t.Errorf("a request that somebody worked at has its blocks: %v", err)
		}
		if err := d.Progress(context.Background(), d.keys, func(tx *store.Tx) error {
			made, err := tx.MakeBlocks(10)
			if err == nil && made != 1 {
				err = fmt.Errorf("blocks of %d requests", made)
			}
			return err
		}); err != nil {
			t.Fatal(err)
		}
		d.must(t, func(tx *store.Tx) error { return tx.SetTallies(store.TalliesRows, start) })
		d.raw(t, "UPDATE finding SET decision = 'mask' WHERE run_id = ? AND seq = 4", run)
		if err := read(r.ID, run, plan); !errors.Is(err, store.ErrTampered) {
			t.Errorf("once they are made: %v", err)
		}
	})
}
