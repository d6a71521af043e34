package desk_test

import (
	"errors"
	"slices"
	"testing"
	"time"

	"orangelab.cn/rightsdesk/app/desk"
	"orangelab.cn/rightsdesk/app/desk/desktest"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/store/storetest"
)

func TestAHeadIsPutOutsideTheDeskAndProvesTheLogLater(t *testing.T) {
	storetest.Each(t, func(t *testing.T, engine string) {
		d := desktest.New(t, engine)
		s := d.Add(t, "jing", model.RoleLead)
		full := errors.New("the disk is full")
		if _, err := s.ExportHead(ctx, func(model.Head) error { return full }); !errors.Is(err, full) {
			t.Errorf("%v", err)
		}
		before, err := s.ReadLogDays(ctx, 3)
		if err != nil || before.Kept.Seq != 0 || before.Newer != before.Total {
			t.Fatalf("what was not kept is told of: %+v, %v", before, err)
		}
		var kept model.Head
		if _, err := s.ExportHead(ctx, func(h model.Head) error { kept = h; return nil }); err != nil {
			t.Fatal(err)
		}
		d.Clock.Step(24 * time.Hour)
		d.Request(t, s)
		d.Request(t, s)
		days, err := s.ReadLogDays(ctx, 3)
		if err != nil {
			t.Fatal(err)
		}
		if want := []int64{0, before.Total + 1, 2}; !slices.Equal(days.Count, want) || days.Total != before.Total+3 ||
			len(days.Days) != 3 {
			t.Errorf("entries of three days: %v, want %v", days.Count, want)
		}
		if days.Kept.Action != model.ActExportHead || days.Kept.Staff != s.Staff().ID || days.Newer != 2 {
			t.Errorf("kept %+v, %d entries newer", days.Kept, days.Newer)
		}
		check, err := s.CheckLog(ctx, []string{kept.Note})
		if err != nil || check.Problems != 0 || check.Entries != days.Total || check.Signed == 0 || check.Root == "" {
			t.Errorf("%+v, %v", check, err)
		}
		if check.Remembered == 0 || check.Remembered > check.Entries {
			t.Errorf("this computer remembers %d entries of %d", check.Remembered, check.Entries)
		}
		// A head of another desk is none of this log's.
		another := desktest.New(t, engine)
		lead := another.Add(t, "jing", model.RoleLead)
		var foreign model.Head
		if _, err := lead.ExportHead(ctx, func(h model.Head) error { foreign = h; return nil }); err != nil {
			t.Fatal(err)
		}
		if check, err := s.CheckLog(ctx, []string{foreign.Note}); err != nil || check.Problems == 0 {
			t.Errorf("another desk's head: %+v, %v", check, err)
		}
		if _, err := s.CheckLog(ctx, []string{"no head"}); !errors.Is(err, desk.ErrNotAHead) {
			t.Errorf("a text that is none: %v", err)
		}
	})
}
