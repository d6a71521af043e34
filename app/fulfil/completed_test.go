package fulfil_test

import (
	"testing"
	"time"

	"orangelab.cn/rightsdesk/app/collect"
	"orangelab.cn/rightsdesk/app/datamap"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/store"
)

// The newest completion is worked out while the rows are read and kept with the run: a duty to keep counts from it without
// another look at every finding.
func TestARunKeepsWhatADutyToKeepCountsFrom(t *testing.T) {
	o := newOffice(t, "sqlite")
	r := o.working(t, model.Deletion)
	res, err := collect.Read(ctx, o.agent, r.ID)
	if err != nil {
		t.Fatal(err)
	}
	want := time.Date(2026, 9, 1, 0, 0, 0, 0, time.UTC) // of the person's two orders
	if got := res.Notes.Completed["office:orders.done_at"]; !got.Equal(want) {
		t.Fatalf("kept: %v, want %v", res.Notes.Completed, want)
	}
	datasets, _, err := datamap.Datasets(ctx, o.agent)
	if err != nil {
		t.Fatal(err)
	}
	newest := func() (at time.Time) {
		if err := o.agent.Read(ctx, model.ActReadRequest, func(v *store.View) (err error) {
			at, err = res.NewestCompletion(v, r.ID, collect.CollectionOf(datasets, "office", "orders"))
			return err
		}); err != nil {
			t.Fatal(err)
		}
		return at
	}
	later := want.AddDate(1, 0, 0)
	res.Notes.Completed["office:orders.done_at"] = later
	if got := newest(); !got.Equal(later) {
		t.Errorf("what the run kept is %v, counted from %v", later, got)
	}
	res.Notes.Completed = nil // as a run of an older program
	if got := newest(); !got.Equal(want) {
		t.Errorf("of a run that kept none: %v, want %v", got, want)
	}
}
