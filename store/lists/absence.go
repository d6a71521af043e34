package lists

import (
	"time"

	"gorm.io/gorm/clause"

	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/model/oversight"
	"orangelab.cn/rightsdesk/store"
	"orangelab.cn/rightsdesk/store/database"
	"orangelab.cn/rightsdesk/store/requests"
)

type absenceRow struct {
	StaffID string `gorm:"primaryKey"`
	FromAt  int64
	UntilAt int64
	NotedBy string
	NotedAt int64
}

func (absenceRow) TableName() string { return "absence" }

// Absences lists who is away at a moment or will be, by staff ID.
func Absences(v *store.View, now time.Time) ([]model.Absence, error) {
	var rows []absenceRow
	if err := v.DeskRows().Where("until_at > ?", database.Millis(now)).Order("staff_id").Find(&rows).Error; err != nil {
		return nil, database.MapError(err)
	}
	list := make([]model.Absence, len(rows))
	for i, r := range rows {
		list[i] = model.Absence{Staff: r.StaffID, From: database.Moment(r.FromAt), Until: database.Moment(r.UntilAt),
			NotedBy: r.NotedBy, NotedAt: database.Moment(r.NotedAt)}
	}
	return list, nil
}

// SaveAbsence notes that somebody is away, in the place of what was noted before.
func SaveAbsence(tx *store.Tx, a model.Absence) error {
	row := absenceRow{a.Staff, database.Millis(a.From), database.Millis(a.Until), a.NotedBy, database.Millis(a.NotedAt)}
	return database.MapError(tx.DeskRows().Clauses(clause.OnConflict{UpdateAll: true}).Create(&row).Error)
}

// DropAbsence forgets that somebody is away.
func DropAbsence(tx *store.Tx, staff string) error {
	return database.MapError(tx.DeskRows().Where("staff_id = ?", staff).Delete(&absenceRow{}).Error)
}

// Late counts the open requests of a holder that are late at a moment, at most oversight.LateLimit.
func Late(v *store.View, holder string, now time.Time) (n int64, err error) {
	err = v.DB().
		Raw("SELECT COUNT(*) FROM (SELECT 1 FROM request WHERE holder = ? AND "+requests.Late+" LIMIT ?) AS late",
			holder, database.Millis(now), oversight.LateLimit).Scan(&n).Error
	return n, database.MapError(err)
}

// Unclaimed reads the open requests that nobody holds and that came in first.
func Unclaimed(v *store.View, limit int) ([]model.QueueRow, error) {
	var ids []int64
	err := v.DB().
		Raw("SELECT id FROM request WHERE status <> 'closed' AND holder = '' ORDER BY received_at, id LIMIT ?", limit).
		Scan(&ids).Error
	if err != nil || len(ids) == 0 {
		return nil, database.MapError(err)
	}
	rows, err := Queue(v, Filter{IDs: ids}, model.Cursor{}, limit)
	for i, j := 0, len(rows)-1; i < j; i, j = i+1, j-1 { // the oldest first
		rows[i], rows[j] = rows[j], rows[i]
	}
	return rows, err
}
