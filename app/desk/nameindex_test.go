package desk_test

import (
	"context"
	"errors"
	"slices"
	"testing"

	"orangelab.cn/rightsdesk/app/desk"
	"orangelab.cn/rightsdesk/app/desk/desktest"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/store/storetest"
)

func TestANameIsFoundOnceHoweverTheNamesWereLoaded(t *testing.T) {
	storetest.Each(t, func(t *testing.T, engine string) {
		d := desktest.New(t, engine)
		s := d.Add(t, "fang", model.RoleAgent)
		var all []int64 // newest first, as a search shows them
		take := func(n int) {
			for range n {
				all = slices.Insert(all, 0, d.Request(t, s).ID)
			}
		}
		found := func() (ids []int64) {
			rows, err := s.Search(ctx, desktest.Submission().Subject.Name[:3])
			if err != nil {
				t.Fatal(err)
			}
			for _, r := range rows {
				ids = append(ids, r.ID)
			}
			return ids
		}
		take(7)
		for _, size := range []int64{3, 1, 100} {
			if err := s.LoadNamesInParts(ctx, size); err != nil {
				t.Fatal(err)
			}
			take(2)
			if got := found(); !slices.Equal(got, all) {
				t.Errorf("parts of %d: found %v, want %v", size, got, all)
			}
		}
		gone, cancel := context.WithCancel(ctx)
		cancel()
		take(1)
		if err := s.LoadNamesInParts(gone, 1); !errors.Is(err, context.Canceled) {
			t.Errorf("a load given up: %v", err)
		}
		if got := found(); !slices.Equal(got, all) {
			t.Errorf("after a load given up: found %v, want %v", got, all)
		}
		if err := s.Lock(ctx); err != nil {
			t.Fatal(err)
		}
		if err := s.LoadNames(ctx); !errors.Is(err, desk.ErrLocked) {
			t.Errorf("loading behind a lock: %v", err)
		}
		if err := s.Unlock(ctx, desktest.Password); err != nil {
			t.Fatal(err)
		}
		if got := found(); !slices.Equal(got, all) {
			t.Errorf("after unlocking: found %v, want %v", got, all)
		}
	})
}

func TestACorrectedNameIsFoundAndTheOldOneIsNot(t *testing.T) {
	d := desktest.New(t, "sqlite")
	fang := d.Add(t, "fang", model.RoleAgent)
	r := d.Request(t, fang)
	if rows, err := fang.Search(ctx, "王小明"); err != nil || len(rows) != 1 {
		t.Fatalf("%d requests, %v", len(rows), err)
	}
	if _, err := fang.Change(ctx, model.ActTriage, r.Revision(), desk.ByHolder, func(c *desk.Change) error {
		c.Request.Subject.Name = "王晓明"
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]int{"王小明": 0, "王晓明": 1} {
		if rows, err := fang.Search(ctx, name); err != nil || len(rows) != want {
			t.Errorf("%s: %d requests, want %d, %v", name, len(rows), want, err)
		}
	}
}

// A name is found in whichever form of its characters it is typed, whichever it was written in, before and after the
// names were loaded.
func TestTraditionalAndSimplifiedNamesAreFoundForEachOther(t *testing.T) {
	d := desktest.New(t, "sqlite")
	fang := d.Add(t, "fang", model.RoleAgent)
	for _, name := range []string{"鍾麗緹", "钟丽缇", "Chan Tai-man"} {
		sub := desktest.Submission()
		sub.Subject.Name = name
		d.Take(t, fang, sub)
	}
	for range 2 {
		for text, want := range map[string]int{"鍾麗緹": 2, "钟丽缇": 2, "鐘麗": 2, "丽缇": 2, "chan tai": 1, "种丽": 0} {
			if rows, err := fang.Search(ctx, text); err != nil || len(rows) != want {
				t.Errorf("%s: %d requests, want %d, %v", text, len(rows), want, err)
			}
		}
		if err := fang.LoadNames(ctx); err != nil {
			t.Fatal(err)
		}
	}
}
