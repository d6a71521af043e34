package sample

import (
	"reflect"
	"testing"
	"time"

	"orangelab.cn/rightsdesk/app/desk"
	openrequest "orangelab.cn/rightsdesk/app/opened"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/store"
	"orangelab.cn/rightsdesk/store/doctor"
)

// filledDesk is a desk without courses that was filled with requests, and its folder.
func filledDesk(t *testing.T, requests int) (string, *desk.Desk, *stage) {
	t.Helper()
	dir, sources := t.TempDir(), t.TempDir()
	if err := LoadShop(ctx, sources); err != nil {
		t.Fatal(err)
	}
	c := &clock{now: fillFrom(noon).Add(-time.Hour), last: noon}
	d, err := desk.Open(ctx, dir, desk.Options{Now: c.Now, StateDir: t.TempDir()})
	if err != nil {
		t.Fatal(err)
	}
	st := &stage{clock: c, tmp: t.TempDir(), staff: map[string]*desk.Session{}}
	if err := st.setUp(ctx, d, sources); err != nil {
		t.Fatal(err)
	}
	f := newFiller(st, d.Rules(), requests-spawned, noon, nil)
	if err := f.upTo(ctx, noon.Add(-time.Hour)); err != nil {
		t.Fatal(err)
	}
	if err := f.finish(ctx, requests); err != nil {
		t.Fatal(err)
	}
	return dir, d, st
}

func TestAFilledDeskIsAsIfItHadBeenWorkedOn(t *testing.T) {
	const requests = 700
	dir, d, st := filledDesk(t, requests)
	s := st.staff["jing"]
	seen, statuses, kinds, regimes, languages, holders :=
		0, map[model.Status]int{}, map[model.Kind]int{}, map[int]int{}, map[string]int{}, map[string]int{}
	for id := int64(1); id <= requests; id++ {
		o, err := openrequest.Read(ctx, s, id)
		if err != nil {
			t.Fatalf("request %d cannot be opened: %v", id, err)
		}
		r := o.Request
		seen++
		statuses[r.Status]++
		kinds[r.Kind]++
		regimes[len(r.Regimes)]++
		languages[r.Subject.Language]++
		holders[r.Holder]++
		dates := d.Rules().Dates(r, d.Now())
		if !r.DueAt.Equal(dates.Answer.At) || !r.NextDueAt.Equal(dates.Nearest(r.Status).At) &&
			r.Clock().Name != model.ClockTell {
			t.Errorf("%s is due %s and %s, by the rules %s and %s", r.Reference, r.DueAt, r.NextDueAt, dates.Answer.At,
				dates.Nearest(r.Status).At)
		}
		entries, err := entriesOf(s, id)
		if err != nil {
			t.Fatal(err)
		}
		if int64(len(entries)) != r.Version || entries[len(entries)-1].Action != model.ActTakeRequest {
			t.Fatalf("%s has version %d and the entries %v", r.Reference, r.Version, entries)
		}
		if r.Status == model.Closed && entries[0].Detail["to"] != string(model.Closed) {
			t.Errorf("%s is closed and its last entry says %v", r.Reference, entries[0].Detail)
		}
	}
	for _, status := range model.Statuses {
		if status != model.Running && statuses[status] == 0 {
			t.Errorf("no request is %s: %v", status, statuses)
		}
	}
	if len(kinds) < 10 || len(regimes) < 2 || len(languages) != 2 || len(holders) != 5 {
		t.Errorf("too little variety: %v %v %v %v", kinds, regimes, languages, holders)
	}
	if counts, err := s.Counts(ctx); err != nil || counts[desk.QueueAll] != requests {
		t.Errorf("%d requests, %v", counts[desk.QueueAll], err)
	}
	if err := d.Close(); err != nil {
		t.Fatal(err)
	}
	for _, check := range doctor.Examine(ctx, dir) {
		if check.Problem != "" {
			t.Errorf("%s: %s", check.Name, check.Problem)
		}
	}
}

func entriesOf(s *desk.Session, request int64) (list []model.Entry, err error) {
	err = s.Read(ctx, model.ActReadRequest, func(v *store.View) (err error) {
		list, err = v.Entries(request, 0, 50)
		return err
	})
	return list, err
}

func TestTheSameDayFillsADeskWithTheSameRequests(t *testing.T) {
	_, d, st := filledDesk(t, 60)
	defer func() {
		if err := d.Close(); err != nil {
			t.Error(err)
		}
	}()
	for n := range 200 {
		first, entries := newFiller(st, d.Rules(), 200, noon, nil).request(n)
		again, others := newFiller(st, d.Rules(), 200, noon, nil).request(n)
		if !reflect.DeepEqual(first, again) || !reflect.DeepEqual(entries, others) {
			t.Fatalf("%+v and %+v", first, again)
		}
	}
}
