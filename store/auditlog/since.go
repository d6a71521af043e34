package auditlog

import (
	"time"

	"gorm.io/gorm"

	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/store/database"
)

// Entries reads entries with Seq below before (0 for the newest) and up to limit of them, newest first; requestID 0
// reads those of every request.
func Entries(db *gorm.DB, requestID, before int64, limit int) ([]model.Entry, error) {
	q := db.Order("seq DESC").Limit(limit)
	if requestID != 0 {
		q = q.Where("request_id = ? AND request_id <> 0", requestID)
	}
	if before > 0 {
		q = q.Where("seq < ?", before)
	}
	var rows []EntryRow
	if err := q.Find(&rows).Error; err != nil {
		return nil, database.MapError(err)
	}
	out := make([]model.Entry, len(rows))
	for i, r := range rows {
		var err error
		if out[i], err = r.Entry(); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// logStride is how many entries are looked through at a time.
const logStride = 5000

// Since hands each the entries from an instant on, newest first, without their details.
func Since(db *gorm.DB, since time.Time, each func(model.Entry)) error {
	plain := func(q *gorm.DB) *gorm.DB { return q.Select("seq, at, staff, action, request_id, '{}' AS detail") }
	return entriesSince(db, since, plain, each)
}

// MovesSince hands each the entries from an instant on that brought a request from one state into another, or settled
// why one is refused, newest first, with their details.
func MovesSince(db *gorm.DB, since time.Time, each func(model.Entry)) error {
	moves := func(q *gorm.DB) *gorm.DB {
		return q.Select("seq, at, staff, action, request_id, CASE WHEN request_id <> 0 AND (action IN ? OR detail LIKE ?) THEN detail ELSE '' END AS detail",
			[]string{string(model.ActTakeRequest), string(model.ActRefuse)}, `%"to":"%`)
	}
	return entriesSince(db, since, moves, each)
}

// entriesSince hands each the entries from an instant on that are read with details. It stops where a whole stretch of
// the log is older: what it costs grows with the stretch that is asked for, not with the log.
func entriesSince(db *gorm.DB, since time.Time, with func(*gorm.DB) *gorm.DB, each func(model.Entry)) error {
	for before := int64(0); ; {
		q := with(db.Model(&EntryRow{})).Order("seq DESC").Limit(logStride)
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
			e, err := r.Entry()
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
