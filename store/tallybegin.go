package store

import (
	"time"

	"orangelab.cn/rightsdesk/store/covered"
	"orangelab.cn/rightsdesk/store/database"
)

// Tallies reads how far the desk keeps tallies.
func (v *View) Tallies() Tallies {
	if v.chain == nil {
		return TalliesNone
	}
	return v.chain.Last().Tallies
}

// SetTallies signs, into the roster, how far the desk keeps tallies from now on. Nobody but an administrator may.
func (tx *Tx) SetTallies(t Tallies, now time.Time) error {
	for _, table := range covered.Of(theDesk) {
		if since := covered.Tables[table].Since; since > tx.Tallies() && since <= t { // from now on it is in the desk's
			if err := tx.touch(theDesk, table); err != nil {
				return err
			}
		}
	}
	return tx.ChangeRoster(now, func(r *Roster) error { r.Tallies = t; return nil })
}

// MakeTallies gives up to limit requests that have none a tally of their rows as they are found, and returns how many
// it gave one; none when all have one.
func (tx *Tx) MakeTallies(limit int) (made int, err error) {
	var ids []int64
	if err := tx.RowsAcross().Table("request").
		Where("NOT EXISTS (SELECT 1 FROM tally WHERE tally.request_id = request.id)").Order("id").Limit(limit).
		Pluck("id", &ids).Error; err != nil {
		return 0, database.MapError(err)
	}
	if err := tx.touch(theDesk, "source"); err != nil {
		return 0, err
	}
	for _, id := range ids {
		if err := tx.touch(id, "request"); err != nil {
			return 0, err
		}
	}
	return len(ids), nil
}

// MakeBlocks hashes, in blocks, the rows that were found or planned of up to limit requests that have none yet, as they
// are found, and returns of how many it did; none when all are.
func (tx *Tx) MakeBlocks(limit int) (made int, err error) {
	ids := map[int64]bool{}
	for table, c := range covered.Blocks {
		var list []int64
		if err := tx.db.Raw(
			"SELECT DISTINCT request_id FROM "+c.Owner+" AS o WHERE EXISTS (SELECT 1 FROM "+table+
				" AS r WHERE r."+c.Parent+" = o.id) AND NOT EXISTS (SELECT 1 FROM "+
				c.Blocks+" AS b WHERE b."+c.Parent+" = o.id) ORDER BY request_id LIMIT ?", limit).Scan(&list).
			Error; err != nil {
			return 0, database.MapError(err)
		}
		for _, id := range list {
			ids[id] = true
		}
	}
	for id := range ids {
		for _, c := range covered.Blocks {
			if err := tx.touch(id, c.Blocks); err != nil {
				return 0, err
			}
		}
		t, err := tx.tally(id)
		if err != nil {
			return 0, err
		}
		if t.begun { // or else they are made with its tally
			if err := tx.allSpans(t); err != nil {
				return 0, err
			}
		}
	}
	return len(ids), nil
}
