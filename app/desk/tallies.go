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

// MakeTallies gives every request of a desk that is older than the tallies its own, step by step, and goes on where somebody
// stopped. It does nothing on any other desk.
func (s *Session) MakeTallies(ctx context.Context) error {
	var have store.Tallies
	if err := s.Read(ctx, model.ActMakeTallies, func(v *store.View) error { have = v.Tallies(); return nil }); err != nil {
		return err
	}
	switch have {
	case store.TalliesWhole:
		return nil
	case store.TalliesNone:
		if err := s.setTallies(ctx, store.TalliesBegun); err != nil {
			return err
		}
	}
	for made := talliesAStep; made == talliesAStep; {
		if err := s.Progress(ctx, model.ActMakeTallies, func(tx *store.Tx) (err error) {
			made, err = tx.MakeTallies(talliesAStep)
			return err
		}); err != nil {
			return err
		}
		stepped()
		if err := ctx.Err(); err != nil {
			return err
		}
	}
	return s.setTallies(ctx, store.TalliesWhole)
}

// setTallies signs and logs how far the tallies are. Another administrator may have been as far before.
func (s *Session) setTallies(ctx context.Context, to store.Tallies) error {
	return s.Write(ctx, model.ActMakeTallies, func(tx *store.Tx, entry *model.Entry) error {
		entry.Detail["whole"] = to == store.TalliesWhole
		if tx.Tallies() >= to {
			return nil
		}
		return tx.SetTallies(to, s.Now())
	})
}
