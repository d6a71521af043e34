package store_test

import (
	"errors"
	"testing"

	"orangelab.cn/rightsdesk/model"

	"pgregory.net/rapid"

	"orangelab.cn/rightsdesk/store"
	"orangelab.cn/rightsdesk/store/requests"
	"orangelab.cn/rightsdesk/store/storetest"
)

// log appends entries, each in a transaction of its own, and returns the signed head after each.
func (d *desk) log(tb testing.TB, n int) (heads []string) {
	tb.Helper()
	for i := range n {
		if err := d.Write(ctx, d.keys, func(tx *store.Tx) error {
			tx.Append(entry(name("entry", i)))
			return nil
		}); err != nil {
			tb.Fatal(err)
		}
		heads = append(heads, d.head(tb).Note)
	}
	return heads
}

func (d *desk) head(tb testing.TB) (h model.Head) {
	tb.Helper()
	if err := d.read(func(v *store.View) (err error) { h, err = v.Head(); return err }); err != nil {
		tb.Fatal(err)
	}
	return h
}

func (d *desk) verify(tb testing.TB, earlier ...string) []string {
	tb.Helper()
	v, err := d.VerifyLog(ctx, earlier...)
	if err != nil {
		tb.Fatal(err)
	}
	return v.Problems
}

func TestTheDatabaseRefusesToChangeTheLog(t *testing.T) {
	both := []string{
		"UPDATE entry SET detail = '{}' WHERE seq = 1",
		"DELETE FROM entry WHERE seq = 1",
		"DELETE FROM entry",
		"UPDATE entry_hash SET idx = idx + 100 WHERE idx = 1",
		"DELETE FROM entry_hash WHERE idx = 0",
		"DELETE FROM head",
		"UPDATE head SET size = size - 1",
		"INSERT INTO entry (seq, at, staff, action, detail) VALUES (1, 0, '', '', '{}')",
	}
	own := map[string][]string{
		"sqlite": {
			"INSERT OR REPLACE INTO entry (seq, at, staff, action, detail) VALUES (1, 0, '', '', '{}')",
			"REPLACE INTO entry_hash SELECT idx, zeroblob(32) FROM entry_hash WHERE idx = 1",
			"UPDATE OR REPLACE entry SET seq = 1 WHERE seq = 2",
			"PRAGMA recursive_triggers = 0; INSERT OR REPLACE INTO entry (seq, at, staff, action, detail) VALUES (1, 0, '', '', '{}')",
		},
		"postgres": {"TRUNCATE entry", "TRUNCATE entry_hash"},
	}
	storetest.Each(t, func(t *testing.T, engine string) {
		d := newDesk(t, engine)
		d.log(t, 3)
		for _, statement := range append(own[engine], both...) {
			if err := d.Raw().Exec(statement).Error; err == nil {
				t.Errorf("%s went through", statement)
			}
		}
		if problems := d.verify(t); problems != nil {
			t.Errorf("after the attempts: %v", problems)
		}
	})
}

func TestAHeadOfAnotherDeskProvesNothing(t *testing.T) {
	d, other := newDesk(t, "sqlite"), newDesk(t, "sqlite")
	foreign := other.log(t, 2)[1]
	if err := d.CheckHead(ctx, foreign); !errors.Is(err, store.ErrLogBroken) {
		t.Errorf("another desk's head: %v", err)
	}
	if problems := d.verify(t, foreign, "not a head at all"); len(problems) != 2 {
		t.Errorf("problems: %v", problems)
	}
}

func TestEveryHeadEverSignedStaysABeginningOfTheLog(t *testing.T) {
	d := newDesk(t, "sqlite")
	var heads []string
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(1, 9).Draw(t, "entries in one transaction")
		if err := d.Write(ctx, d.keys, func(tx *store.Tx) error {
			for i := range n {
				tx.Append(entry(name("of several", i)))
			}
			return nil
		}); err != nil {
			t.Fatal(err)
		}
		var h model.Head
		if err := d.read(func(v *store.View) (err error) { h, err = v.Head(); return err }); err != nil {
			t.Fatal(err)
		}
		heads = append(heads, h.Note)
		if err := d.CheckHead(ctx, rapid.SampledFrom(heads).Draw(t, "earlier head")); err != nil {
			t.Fatal(err)
		}
	})
	if problems := d.verify(t, heads...); problems != nil {
		t.Errorf("against %d heads: %v", len(heads), problems)
	}
}

func TestEntriesWrittenWhileNobodyIsSignedInAreCoveredByTheNextSignature(t *testing.T) {
	storetest.Each(t, func(t *testing.T, engine string) {
		d := newDesk(t, engine)
		signed := d.head(t).SignedSize
		if err := d.Write(ctx, nil, func(tx *store.Tx) error { tx.Append(failedSignIn); return nil }); err != nil {
			t.Fatal(err)
		}
		if h := d.head(t); h.SignedSize != signed || h.Size != signed+1 {
			t.Errorf("%d of %d signed", h.SignedSize, h.Size)
		}
		if problems := d.verify(t); problems != nil {
			t.Errorf("unsigned tail: %v", problems)
		}
		d.log(t, 1)
		if h := d.head(t); h.SignedSize != h.Size {
			t.Errorf("%d of %d signed", h.SignedSize, h.Size)
		}
	})
}

func TestNothingIsDoneAtTheDeskWithoutASignature(t *testing.T) {
	d := newDesk(t, "sqlite")
	if err := d.Write(ctx, nil, func(tx *store.Tx) error {
		tx.Append(entry("unsigned"))
		return nil
	}); !errors.Is(err, store.ErrUnsigned) {
		t.Errorf("a write without keys: %v", err)
	}
	if problems := d.verify(t); problems != nil {
		t.Errorf("afterwards: %v", problems)
	}
}

func TestAWriteWithoutAnEntryIsRefusedAndLeavesNothing(t *testing.T) {
	storetest.Each(t, func(t *testing.T, engine string) {
		d := newDesk(t, engine)
		err := d.Write(ctx, d.keys, func(tx *store.Tx) error {
			r := newRequest()
			r.Reference = "R-2026-000001"
			_, err := requests.Create(tx, r, "")
			return err
		})
		if !errors.Is(err, store.ErrNoEntry) {
			t.Errorf("a write without an entry: %v", err)
		}
		if n := column[int64](t, d, "SELECT COUNT(*) FROM request"); n != 0 {
			t.Errorf("%d requests stayed", n)
		}
	})
}
