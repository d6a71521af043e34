package setup

import (
	"time"

	"orangelab.cn/rightsdesk/store"
	"orangelab.cn/rightsdesk/store/auditlog"
	"orangelab.cn/rightsdesk/store/database"
)

// RecoveryTried is when the recovery key was made or last shown to open the desk, by the log; no time where the log
// tells of none. The condition is that of the index entry_recovery, word by word.
func RecoveryTried(v *store.View) (time.Time, error) {
	var rows []auditlog.EntryRow
	err := v.DB().Where("action IN ('desk.create','desk.renew_print','desk.try_print','staff.recover')").
		Order("seq DESC").Limit(1).Find(&rows).Error
	if err != nil || len(rows) == 0 {
		return time.Time{}, database.MapError(err)
	}
	return database.Moment(rows[0].At), nil
}
