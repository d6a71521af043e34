package store

import (
	"time"

	"gorm.io/gorm"

	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/store/database"
)

// logStride is how many entries are looked through at a time.
const logStride = 5000

// EntriesSince hands each the entries from an instant on, newest first, without their details.
func (v *View) EntriesSince(since time.Time, each func(model.Entry)) error {
	plain := func(q *gorm.DB) *gorm.DB { return q.Select("seq, at, staff, action, request_id, '{}' AS detail") }
	return v.entriesSince(since, plain, each)
}

// MovesSince hands each the entries from an instant on that brought a request from one state into another, or settled why one is refused,
// newest first, with their details.
func (v *View) MovesSince(since time.Time, each func(model.Entry)) error {
	moves := func(q *gorm.DB) *gorm.DB {
		return q.Select("seq, at, staff, action, request_id, CASE WHEN request_id <> 0 AND (action IN ? OR detail LIKE ?) THEN detail ELSE '' END AS detail",
			[]string{string(model.ActTakeRequest), string(model.ActRefuse)}, `%"to":"%`)
	}
	return v.entriesSince(since, moves, each)
}

// entriesSince hands each the entries from an instant on that are read with details. It stops where a whole stretch of the log is older:
// what it costs grows with the stretch that is asked for, not with the log.
func (v *View) entriesSince(since time.Time, with func(*gorm.DB) *gorm.DB, each func(model.Entry)) error {
	for before := int64(0); ; {
		q := with(v.db.Model(&EntryRow{})).Order("seq DESC").Limit(logStride)
		if before > 0 {
			q = q.Where("seq < ?", before)
		}
		var rows []EntryRow
		if err := q.Scan(&rows).Error; err != nil {
			return database.MapError(err)
		}
		young := false
		for _, r := range rows {
			before = r.Seq
			if r.At < database.Millis(since) {
				continue
			}
			young = true
			if r.Detail == "" {
				continue
			}
			e, err := r.entry()
			if err != nil {
				return err
			}
			each(e)
		}
		if !young || len(rows) < logStride || before <= 0 {
			return nil
		}
	}
}
