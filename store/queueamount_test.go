package store_test

import (
	"testing"
	"time"

	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/store"
	"orangelab.cn/rightsdesk/store/casefile"
	"orangelab.cn/rightsdesk/store/lists"
	"orangelab.cn/rightsdesk/store/runs"
	"orangelab.cn/rightsdesk/store/storetest"
)

// TestARowSaysHowMuchItsStepIsAbout makes a request for each step that is about something counted, all on one page, and
// each with a neighbour that must not be counted with it.
func TestARowSaysHowMuchItsStepIsAbout(t *testing.T) {
	due := start.Add(48 * time.Hour)
	run := func(sources ...model.RunSource) func(*store.Tx, int64) error {
		return func(tx *store.Tx, id int64) error {
			if _, err := runs.StartRun(tx, id, "fang", start.Add(-time.Hour), start,
				[]model.RunSource{{Source: "older", State: model.SourceFailed, Rows: 90}}); err != nil {
				return err
			}
			made, err := runs.StartRun(tx, id, "fang", start, start, sources)
			if err != nil {
				return err
			}
			return runs.AddFindings(tx, id, made,
				[]model.Finding{{Seq: 1, Source: "shop", Collection: "c", Decision: model.Include, Row: []byte("{}")},
					{Seq: 2, Source: "shop", Collection: "c", Shared: 1, Decision: model.Undecided, Row: []byte("{}")},
					{Seq: 3, Source: "shop", Collection: "c", Shared: 2, Decision: model.Include, DecidedBy: "fang",
						Row: []byte("{}")}})
		}
	}
	plan := func(sources ...model.PlanSource) func(*store.Tx, int64) error {
		return func(tx *store.Tx, id int64) error {
			_, err := runs.StartPlan(tx, id, "fang", start, start, sources)
			return err
		}
	}
	proof := func(kind model.EvidenceKind, result model.EvidenceResult, discounted bool) func(*store.Tx, int64) error {
		return func(tx *store.Tx, id int64) error {
			_, err := casefile.AddEvidence(tx, id,
				model.Evidence{Kind: kind, Result: result, Discounted: discounted, At: start, By: "fang"}, due, "", "")
			return err
		}
	}
	task := func(of time.Time, done bool) func(*store.Tx, int64) error {
		return func(tx *store.Tx, id int64) error {
			made, err := casefile.AddTask(tx, id,
				model.Task{Kind: model.TaskErase, Who: "owner", DueAt: of, What: "it"})
			if err != nil || !done {
				return err
			}
			return casefile.EndTask(tx, id, model.Task{ID: made, End: model.TaskDone, DoneAt: start, DoneBy: "fang"})
		}
	}
	sources := run(model.RunSource{Source: "shop", State: model.SourceDone, Rows: 3},
		model.RunSource{Source: "crm", State: model.SourceFailed},
		model.RunSource{Source: "mail", State: model.SourceIncomplete, Rows: 1},
		model.RunSource{Source: "paper", State: model.SourceManual, DueAt: due})
	write := plan(model.PlanSource{Source: "shop", State: model.WriteWaiting, Updates: 2, Deletes: 3},
		model.PlanSource{Source: "crm", Place: 1, State: model.WriteFailed, Deletes: 4},
		model.PlanSource{Source: "kept", Place: 2, State: model.WriteDone, Kept: 7},
		model.PlanSource{Source: "wiki", Place: 3, State: model.WriteChanged, Updates: 1})
	tests := map[model.Step]struct {
		make []func(*store.Tx, int64) error
		want model.StepAmount
	}{
		// is about nothing that is counted
		model.StepCollect: {[]func(*store.Tx, int64) error{sources}, model.StepAmount{}},
		model.StepProve: {[]func(*store.Tx, int64) error{proof(model.EvidenceDataPoint, model.Passed, false),
			proof(model.EvidenceDataPoint, model.Failed, false), proof(model.EvidencePhoneCode, model.Passed, true)},
			model.StepAmount{N: 1, Total: 3}},
		model.StepCheckCode: {[]func(*store.Tx, int64) error{proof(model.EvidenceEmailCode, model.Pending, false)},
			model.StepAmount{Total: 1, At: start, Till: due}},
		model.StepRetrySources:  {[]func(*store.Tx, int64) error{sources}, model.StepAmount{N: 2, Total: 1}},
		model.StepManualSources: {[]func(*store.Tx, int64) error{sources}, model.StepAmount{N: 1, Till: due}},
		model.StepMakePlan:      {[]func(*store.Tx, int64) error{sources}, model.StepAmount{N: 2, Total: 4}},
		model.StepDecideShared:  {[]func(*store.Tx, int64) error{sources}, model.StepAmount{N: 1}},
		model.StepAgreeShared:   {[]func(*store.Tx, int64) error{sources}, model.StepAmount{N: 2}},
		model.StepSignPlan:      {[]func(*store.Tx, int64) error{write}, model.StepAmount{N: 3, Total: 10}},
		model.StepWritePlan:     {[]func(*store.Tx, int64) error{write}, model.StepAmount{N: 1, Total: 5}},
		model.StepRetryWrite:    {[]func(*store.Tx, int64) error{write}, model.StepAmount{N: 1, Total: 4}},
		model.StepPreviewAgain:  {[]func(*store.Tx, int64) error{write}, model.StepAmount{N: 1, Total: 1}},
		model.StepTasks: {[]func(*store.Tx, int64) error{task(due.Add(time.Hour), false), task(due, false),
			task(start, true)}, model.StepAmount{N: 2, Till: due}},
	}
	storetest.Each(t, func(t *testing.T, engine string) {
		d := newDesk(t, engine)
		for range 2 { // the second of each step is what must not be counted with the first
			for step, tt := range tests {
				r := d.add(t, func(r *model.Request) { r.Step, r.Status = step, model.Working })
				d.must(t, func(tx *store.Tx) error {
					for _, do := range tt.make {
						if err := do(tx, r.ID); err != nil {
							return err
						}
					}
					return nil
				})
			}
		}
		var rows []model.QueueRow
		if err := d.read(func(v *store.View) (err error) {
			rows, err = lists.Queue(v, lists.Filter{}, model.Cursor{}, 100)
			return err
		}); err != nil {
			t.Fatal(err)
		}
		if len(rows) != 2*len(tests) {
			t.Fatalf("%d rows of %d", len(rows), 2*len(tests))
		}
		for _, r := range rows {
			want := tests[r.Step].want
			if got := r.Amount; got.N != want.N || got.Total != want.Total || !got.At.Equal(want.At) ||
				!got.Till.Equal(want.Till) {
				t.Errorf("%s of %s: %+v, want %+v", r.Step, r.Reference, got, want)
			}
			if r.Channel != model.ByPhone || r.Requester != model.Self {
				t.Errorf("%s: %s, %s", r.Reference, r.Channel, r.Requester)
			}
		}
	})
}
