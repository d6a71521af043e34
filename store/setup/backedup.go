package setup

import (
	"encoding/json"
	"time"

	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/store"
	"orangelab.cn/rightsdesk/store/auditlog"
	"orangelab.cn/rightsdesk/store/database"
)

// BackedUp is what the log tells of the back-ups that a desk makes by itself, whichever of its computers makes them.
type BackedUp struct {
	Set   time.Time     // when that was last settled; no time: never
	Every time.Duration // as settled then; 0: none are made any more
	Made  time.Time     // the newest that was made and proved; no time: none of those read
}

// backedUpRead is how many entries are looked through for the last back-up that did not fail, and for what was settled.
const backedUpRead = 2000

// ReadBackedUp reads what the log tells of the back-ups. The condition is that of the index entry_backup, word by word.
func ReadBackedUp(v *store.View) (b BackedUp, err error) {
	var rows []auditlog.EntryRow
	err = v.DB().Where("action IN ('desk.back_up','desk.set_back_ups')").Order("seq DESC").Limit(backedUpRead).Find(&rows).Error
	if err != nil {
		return b, database.MapError(err)
	}
	for _, row := range rows {
		var detail struct {
			Hours       int64
			Off, Failed bool
		}
		if err := json.Unmarshal([]byte(row.Detail), &detail); err != nil {
			continue // the check of the log tells of it
		}
		at := database.Moment(row.At)
		switch made := row.Action == string(model.ActBackUp); {
		case made && !detail.Failed && b.Made.IsZero():
			b.Made = at
		case !made && b.Set.IsZero():
			b.Set = at
			if !detail.Off {
				b.Every = time.Duration(detail.Hours) * time.Hour
			}
		}
	}
	return b, nil
}
