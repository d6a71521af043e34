package store

import (
	"time"

	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/store/database"
)

// logStride is how many entries are looked through at a time.
const logStride = 5000

// EntriesSince hands each the entries from an instant on, newest first, without their details. It stops where a whole stretch of
// the log is older: what it costs grows with the stretch that is asked for, not with the log.
func (v *View) EntriesSince(since time.Time, each func(model.Entry)) error {
	for before := int64(0); ; {
		q := v.db.Model(&entryRow{}).Select("seq, at, staff, action, request_id").Order("seq DESC").Limit(logStride)
		if before > 0 {
			q = q.Where("seq < ?", before)
		}
		var rows []entryRow
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
			each(model.Entry{Seq: r.Seq, At: database.Moment(r.At), Staff: r.Staff, Action: model.Action(r.Action), RequestID: r.RequestID})
		}
		if !young || len(rows) < logStride || before <= 0 {
			return nil
		}
	}
}
