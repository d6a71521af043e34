package requests

import (
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/store"
	"orangelab.cn/rightsdesk/store/database"
)

type movedDueRow struct {
	RequestID int64 `gorm:"primaryKey;autoIncrement:false"`
	Count     int64 `gorm:"primaryKey;autoIncrement:false"`
	Clock     string
	DueWas    int64
	DueAt     int64
	Why       string
}

func (movedDueRow) TableName() string { return "moved_due" }

// AddMovedDue keeps that a due date moved when it was counted again. A count that goes on where it was interrupted
// moves none twice.
func AddMovedDue(tx *store.Tx, m model.MovedDue) error {
	return database.MapError(tx.DB().
		Create(&movedDueRow{m.Request, m.Count, string(m.Clock), database.Millis(m.Was), database.Millis(m.Is), m.Why}).
		Error)
}

// MovedDues lists up to limit of the due dates that moved in a count, those that end first in front, and says how many
// there are.
func MovedDues(v *store.View, count int64, limit int) (list []model.MovedDue, total int64, err error) {
	if err := v.DB().Raw("SELECT COUNT(*) FROM moved_due WHERE count = ?", count).Scan(&total).Error; err != nil {
		return nil, 0, database.MapError(err)
	}
	var rows []struct {
		RequestID, Count, DueWas, DueAt int64
		Reference, Clock, Why           string
	}
	err = v.DB().
		Raw("SELECT m.*, r.reference FROM moved_due AS m JOIN request AS r ON r.id = m.request_id WHERE m.count = ? ORDER BY m.due_at, m.request_id LIMIT ?", count, limit).
		Scan(&rows).Error
	for _, r := range rows {
		list = append(list, model.MovedDue{Request: r.RequestID, Reference: r.Reference, Count: r.Count,
			Clock: model.ClockName(r.Clock), Was: database.Moment(r.DueWas), Is: database.Moment(r.DueAt), Why: r.Why})
	}
	return list, total, database.MapError(err)
}

// Open lists up to limit requests that are not closed, by their number after one.
func Open(v *store.View, after int64, limit int) (ids []int64, err error) {
	err = v.RowsAcross().Model(&Row{}).Where("id > ? AND status <> ?", after, string(model.Closed)).Order("id").
		Limit(limit).Pluck("id", &ids).Error
	return ids, database.MapError(err)
}

// CountOpen is how many requests are not closed.
func CountOpen(v *store.View) (n int64, err error) {
	err = v.DB().Raw("SELECT COALESCE(SUM(n), 0) FROM request_count WHERE status <> ?", string(model.Closed)).Scan(&n).
		Error
	return n, database.MapError(err)
}
