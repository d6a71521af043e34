package fulfil_test

import (
	"maps"
	"strings"
	"testing"
	"time"

	"orangelab.cn/rightsdesk/app/change"
	"orangelab.cn/rightsdesk/app/collect"
	"orangelab.cn/rightsdesk/app/datamap"
	"orangelab.cn/rightsdesk/app/desk/desktest"
	"orangelab.cn/rightsdesk/app/holds"
	"orangelab.cn/rightsdesk/app/result"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/model/calendar"
	"orangelab.cn/rightsdesk/store"
)

// On which days things were completed is counted while the rows are read and kept with the run: a duty to keep counts
// from it without another look at every finding.
func TestARunKeepsWhatADutyToKeepCountsFrom(t *testing.T) {
	o := newOffice(t, "sqlite")
	r := o.working(t, model.Deletion)
	res, err := collect.Read(ctx, o.agent, r.ID)
	if err != nil {
		t.Fatal(err)
	}
	if got := res.Notes.CompletedDays["office:orders.done_at"]; !maps.Equal(got,
		map[string]int64{"2026-06-01": 1, "2026-09-01": 1}) {
		t.Fatalf("kept: %v", res.Notes.CompletedDays)
	}
	datasets, _, err := datamap.Datasets(ctx, o.agent)
	if err != nil {
		t.Fatal(err)
	}
	days := func() (days map[calendar.Date]int64) {
		if err := o.agent.Read(ctx, model.ActReadRequest, func(v *store.View) (err error) {
			days, err = res.CompletedDays(v, r.ID, collect.CollectionOf(datasets, "office", "orders"), time.UTC)
			return err
		}); err != nil {
			t.Fatal(err)
		}
		return days
	}
	counted := days()
	if !maps.Equal(counted,
		map[calendar.Date]int64{{Year: 2026, Month: 6, Day: 1}: 1, {Year: 2026, Month: 9, Day: 1}: 1}) {
		t.Fatalf("%v", counted)
	}
	res.Notes.CompletedDays["office:orders.done_at"] = map[string]int64{"2027-01-02": 5}
	if got := days(); !maps.Equal(got, map[calendar.Date]int64{{Year: 2027, Month: 1, Day: 2}: 5}) {
		t.Errorf("what the run kept is counted as %v", got)
	}
	res.Notes.CompletedDays = nil // as a run of an older program
	if got := days(); !maps.Equal(got, counted) {
		t.Errorf("of a run that kept none: %v, want %v", got, counted)
	}
}

// A row that no law keeps any more goes, though a newer one beside it is kept; what is kept comes back by and by, not
// all of it on the day of the newest.
func TestEachRowIsKeptForItsOwnTime(t *testing.T) {
	o := newOffice(t, "sqlite")
	// Three years from the day of completion: the first is over, two end within a year of each other, the last much
	// later; of one nobody knows.
	o.exec(t,
		`DELETE FROM orders WHERE customer_id = 1; INSERT INTO orders VALUES (100, 1, 10, '1.00', '2020-05-05'), (101, 1, 10, '2.00', '2024-03-01'),
		(102003, 1, 10, '3.00', '1723075200'), (104, 1, 10, '4.00', '2026-09-01 08:00:00'), (105, 1, 10, '5.00', 'soon')`)
	r := o.working(t, model.Deletion)
	o.settle(t, r.ID, nil)
	scope, err := change.ReadScope(ctx, o.agent, r.ID)
	if err != nil {
		t.Fatal(err)
	}
	var line model.ScopeLine
	for _, l := range scope.Lines {
		if l.Collection == "orders" {
			line = l
		}
	}
	if line.Way != model.WayHold || line.After != model.WayAnonymise || line.Past != 1 || line.Rows != 5 ||
		!strings.HasPrefix(line.Until.Format(time.RFC3339), "2029-09-01") {
		t.Fatalf("%+v", line)
	}
	o.leaveShared(t, r.ID)
	o.signed(t, r.ID)
	o.write(t, r.ID)
	done, err := result.Certify(ctx, o.agent, desktest.Seen(t, o.agent, r.ID), nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, l := range done.Result.Stays {
		if l.Collection == "orders" && l.Rows != 4 {
			t.Errorf("the papers count %d rows of %s as kept, 4 are", l.Rows, l.Category)
		}
	}
	left := strings.Join(o.dump(t)["orders"], "\n")
	for _, gone := range []string{"1.00", "2020-05-05"} {
		if strings.Contains(left, gone) {
			t.Errorf("%s, which no law keeps, is still there:\n%s", gone, left)
		}
	}
	for _, kept := range []string{"2.00", "3.00", "4.00", "5.00"} {
		if !strings.Contains(left, kept) {
			t.Errorf("%s, which a law keeps, is gone:\n%s", kept, left)
		}
	}
	list, err := holds.List(ctx, o.agent, r.ID)
	if err != nil || len(list) != 1 || list[0].Rows != 4 || list[0].Until.Format(time.DateOnly) != "2027-08-08" ||
		!list[0].Last.Equal(line.Until) {
		t.Fatalf("%+v %v", list, err)
	}
	o.Clock.Step(list[0].Until.Sub(o.Clock.Now()) + 1)
	o.lead, o.agent = o.SignInAs(t, "jing"), o.SignInAs(t, "fang")
	if err := change.Sweep(ctx, o.agent); err != nil {
		t.Fatal(err)
	}
	links, err := collect.Links(ctx, o.agent, r.ID)
	if err != nil || len(links) != 1 {
		t.Fatalf("%+v %v", links, err)
	}
}

// A day that somebody sets by hand is for every row of the line.
func TestADaySetByHandKeepsEveryRow(t *testing.T) {
	o := newOffice(t, "sqlite")
	o.exec(t, `UPDATE orders SET done_at = '2020-05-05' WHERE id = 100`)
	r := o.working(t, model.Deletion)
	until := time.Date(2030, 1, 1, 15, 59, 59, 0, time.UTC)
	o.settle(t, r.ID, func(l *model.ScopeLine) {
		if l.Collection == "orders" {
			l.Until = until
		}
	})
	o.leaveShared(t, r.ID)
	o.signed(t, r.ID)
	o.write(t, r.ID)
	if left := strings.Join(o.dump(t)["orders"], "\n"); !strings.Contains(left, "12.50") {
		t.Errorf("a row that was to be kept until %s is gone:\n%s", until, left)
	}
	list, err := holds.List(ctx, o.agent, r.ID)
	if err != nil || len(list) != 1 || !list[0].Until.Equal(until) {
		t.Errorf("%+v %v", list, err)
	}
}
