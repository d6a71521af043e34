package store

import (
	"errors"
	"time"

	"orangelab.cn/rightsdesk/store/database"
	"orangelab.cn/rightsdesk/store/vouch"
)

// MoveTallies puts up to limit tallies, of requests with a number above one, under the newest desk key, each once it
// was found to be the desk's own. It returns the number it came to, how many it looked at, and how many of these it
// left as they are: nobody vouches for them.
func (tx *Tx) MoveTallies(after int64, limit int) (last int64, seen, left int, err error) {
	if !tx.KeepsTallies() {
		return after, 0, 0, nil
	}
	var ids []int64
	if err := tx.db.Model(&vouch.Row{}).Where("epoch < ? AND request_id > ?", tx.chain.Last().TallyEpoch(), after).
		Order("request_id").Limit(limit).
		Pluck("request_id", &ids).Error; err != nil {
		return after, 0, 0, database.MapError(err)
	}
	for _, id := range ids {
		t, err := tx.tally(id)
		if errors.Is(err, ErrTampered) {
			left++
			continue
		}
		if err != nil {
			return after, 0, 0, err
		}
		next := t.row
		next.Epoch = tx.chain.Last().TallyEpoch()
		if err := tx.saveTally(t, next, false); err != nil {
			return after, 0, 0, err
		}
	}
	if len(ids) > 0 {
		after = ids[len(ids)-1]
	}
	return after, len(ids), left, nil
}

// TalliesAged reports whether tallies may lie under an older desk key than the one there is.
func (v *View) TalliesAged() bool {
	return v.KeepsTallies() && v.chain.Last().OldestTally < v.chain.Last().TallyEpoch()
}

// TallyKeys reports whether each desk key has its own key of the tallies.
func (v *View) TallyKeys() bool { return v.chain != nil && v.chain.Last().OwnKeysSince != 0 }

// EndTallyMove signs, into the roster, that no tally lies under an older desk key any more, and those that were left
// are refused.
func (tx *Tx) EndTallyMove(now time.Time) error {
	return tx.ChangeRoster(now, func(r *Roster) error { r.OldestTally = r.Epoch; return nil })
}

// RotateKeys begins a new desk key though nobody leaves: on a desk whose tallies have one key for all.
func (tx *Tx) RotateKeys(now time.Time) error {
	return tx.rotate(now, "", func(*Roster) error { return nil })
}

// SignForLeaving signs anew up to limit tallies that only the signature of somebody who is about to be disabled vouches
// for, and returns how many. The rotation does the rest; but whoever gave a large desk its tallies signed each.
func (tx *Tx) SignForLeaving(staff string, limit int) (signed int, err error) {
	if !tx.KeepsTallies() {
		return 0, nil
	}
	if m, ok := tx.chain.Last().Member(tx.keys.me); !ok || m.Reset { // their own are signed anew by the rotation, too
		return 0, nil
	}
	list, err := tx.orphaned(staff, limit)
	if err != nil {
		return 0, err
	}
	return len(list), tx.signAnew(list)
}

// orphaned are up to limit tallies, or all, for which nobody vouches any more once somebody left, each found to be the
// desk's own: steps of jobs that they signed and that no entry of the log tells of.
func (tx *Tx) orphaned(leaving string, limit int) (list []*tally, err error) {
	if !tx.KeepsTallies() {
		return nil, nil
	}
	var signers []vouch.Row
	if err := tx.db.Model(&vouch.Row{}).Distinct("staff", "roster").Where("staff <> ''").Find(&signers).
		Error; err != nil {
		return nil, database.MapError(err)
	}
	for _, s := range signers {
		if vouch.Stays(tx.chain, s.Staff, s.Roster, leaving) {
			continue
		}
		var ids []int64
		if err := tx.db.Model(&vouch.Row{}).Where("staff <> '' AND staff = ? AND roster = ?", s.Staff, s.Roster).
			Order("request_id").Limit(limit).Pluck("request_id", &ids).Error; err != nil {
			return nil, database.MapError(err)
		}
		for _, id := range ids {
			t, err := tx.tally(id)
			if err != nil && !errors.Is(err, ErrTampered) {
				return nil, err
			}
			if err == nil && t.there {
				list = append(list, t)
			}
		}
	}
	return list, nil
}

// signAnew signs tallies by whoever the transaction belongs to, under the desk key in force.
func (tx *Tx) signAnew(list []*tally) error {
	for _, t := range list {
		next := t.row
		next.Epoch = tx.chain.Last().TallyEpoch()
		if err := tx.saveTally(t, next, true); err != nil {
			return err
		}
	}
	return nil
}
