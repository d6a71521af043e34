package setup

import (
	"encoding/json"
	"time"

	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/store"
	"orangelab.cn/rightsdesk/store/auditlog"
	"orangelab.cn/rightsdesk/store/database"
)

// BackedUp is what the log tells of the back-ups of a desk, whichever of its computers makes them.
type BackedUp struct {
	Set   time.Time     // when that was last settled at a computer which still makes them; no time: at none
	Every time.Duration // as settled then; 0: none are made any more
	Made  time.Time     // the newest that was made and proved; no time: none of those read
}

// backedUpRead is how many entries are looked through for the last back-up that did not fail, and for what was settled.
const backedUpRead = 2000

// ReadBackedUp reads what the log tells of the back-ups. The condition is that of the index entry_backup, word by word.
func ReadBackedUp(v *store.View) (b BackedUp, err error) {
	var rows []auditlog.EntryRow
	err = v.DB().Where("action IN ('desk.back_up','desk.set_back_ups')").Order("seq DESC").Limit(backedUpRead).
		Find(&rows).Error
	if err != nil {
		return b, database.MapError(err)
	}
	settled := map[string]bool{} // computers, by what was settled last at each
	for _, row := range rows {
		var detail struct {
			Hours, Made           int64
			Off, Failed, Unproven bool
			Computer              string
		}
		if err := json.Unmarshal([]byte(row.Detail), &detail); err != nil {
			continue // the check of the log tells of it
		}
		at := database.Moment(row.At)
		if row.Action == string(model.ActBackUp) {
			if made := database.Moment(detail.Made); detail.Made > 0 && made.Before(at) { // recorded later
				at = made
			}
			if !detail.Failed && !detail.Unproven && at.After(b.Made) {
				b.Made = at
			}
			continue
		}
		if !settled[detail.Computer] && !detail.Off && b.Set.IsZero() {
			b.Set, b.Every = at, time.Duration(detail.Hours)*time.Hour
		}
		settled[detail.Computer] = true
	}
	return b, nil
}
