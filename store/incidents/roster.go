package incidents

import (
	"encoding/json"
	"errors"
	"fmt"
	"strconv"

	"orangelab.cn/rightsdesk/model/incident"
	"orangelab.cn/rightsdesk/store"
	"orangelab.cn/rightsdesk/store/database"
	"orangelab.cn/rightsdesk/store/seal"
)

type responseRosterRow struct {
	Version      int64 `gorm:"primaryKey;autoIncrement:false"`
	RosterSealed seal.Sealed
	SavedAt      int64 `gorm:"autoCreateTime:false"`
	SavedBy      string
}

func (responseRosterRow) TableName() string { return "response_roster" }

// ResponseRoster reads who takes the seats of a response team, the version in force; version 0 where none was kept.
func ResponseRoster(v *store.View) (r incident.Roster, err error) {
	var row responseRosterRow
	err = database.MapError(v.DeskRows().Order("version DESC").First(&row).Error)
	if errors.Is(err, store.ErrNotFound) {
		return r, nil
	}
	if err != nil {
		return r, err
	}
	raw, err := v.Keys().OpenDesk("response_roster", "roster", strconv.FormatInt(row.Version, 10), row.RosterSealed)
	if err != nil {
		return r, err
	}
	if err := json.Unmarshal(raw, &r); err != nil {
		return r, fmt.Errorf("version %d of the roster of the response team: %w", row.Version, err)
	}
	r.Version, r.SavedAt, r.SavedBy = row.Version, database.Moment(row.SavedAt), row.SavedBy
	return r, nil
}

// SaveResponseRoster keeps a roster as the version after r.Version; ErrConflict where that is not the version in force
// any more.
func SaveResponseRoster(tx *store.Tx, r incident.Roster) (incident.Roster, error) {
	if err := tx.StillNewest(&responseRosterRow{}, r.Version); err != nil {
		return r, err
	}
	raw, err := json.Marshal(r)
	if err != nil {
		return r, fmt.Errorf("keep the roster of the response team: %w", err)
	}
	r.Version++
	row := responseRosterRow{Version: r.Version, SavedAt: database.Millis(r.SavedAt), SavedBy: r.SavedBy}
	if row.RosterSealed, err = tx.Keys().SealDesk("response_roster", "roster", strconv.FormatInt(row.Version, 10),
		raw); err != nil {
		return r, err
	}
	return r, tx.CreateNext(&row)
}
