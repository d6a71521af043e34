package desk

import (
	"context"

	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/store"
)

// talliesAStep is how many requests one transaction gives a tally: others write in between.
var talliesAStep = 200

// stepped is called after every step; tests end the work there.
var stepped = func() {}

// MakeTallies gives every request of a desk that is older than the tallies its own, and hashes the rows that were found
// and planned of one that is older than their blocks, step by step; it goes on where somebody
// stopped. Where all tallies have one key, which whoever was disabled has kept, it begins a new desk key. It does
// nothing on any other desk.
func (s *Session) MakeTallies(ctx context.Context) error {
	var have store.Tallies
	keyed := false
	if err := s.Read(ctx, model.ActMakeTallies, func(v *store.View) error {
		have, keyed = v.Tallies(), v.TallyKeys()
		return nil
	}); err != nil {
		return err
	}
	switch {
	case have == store.TalliesRows && keyed:
		return nil
	case have == store.TalliesNone:
		if err := s.setTallies(ctx, store.TalliesBegun); err != nil {
			return err
		}
	}
	for _, step := range []func(*store.Tx, int) (int, error){(*store.Tx).MakeTallies, (*store.Tx).MakeBlocks} {
		if err := s.eachStep(ctx, step); err != nil {
			return err
		}
	}
	return s.setTallies(ctx, store.TalliesRows)
}

// eachStep takes one step after another in a transaction of its own, until none is left.
func (s *Session) eachStep(ctx context.Context, step func(*store.Tx, int) (int, error)) error {
	for made := 1; made > 0; {
		if err := s.Progress(ctx, model.ActMakeTallies, func(tx *store.Tx) (err error) {
			made, err = step(tx, talliesAStep)
			return err
		}); err != nil {
			return err
		}
		stepped()
		if err := ctx.Err(); err != nil {
			return err
		}
	}
	return nil
}

// setTallies signs and logs how far the tallies are. Another administrator may have been as far before.
func (s *Session) setTallies(ctx context.Context, to store.Tallies) error {
	return s.Write(ctx, model.ActMakeTallies, func(tx *store.Tx, entry *model.Entry) error {
		entry.Detail["whole"] = to == store.TalliesRows
		if tx.Tallies() < to {
			if err := tx.SetTallies(to, s.Now()); err != nil {
				return err
			}
		}
		if to < store.TalliesRows || tx.TallyKeys() {
			return nil
		}
		entry.Detail["new_key"] = true
		return tx.RotateKeys(s.Now())
	})
}
