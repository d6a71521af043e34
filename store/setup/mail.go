package setup

import (
	"crypto/hmac"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"

	"orangelab.cn/rightsdesk/model/dispatch"
	"orangelab.cn/rightsdesk/store"
	"orangelab.cn/rightsdesk/store/database"
	"orangelab.cn/rightsdesk/store/seal"
)

type mailSettingRow struct {
	Version        int64 `gorm:"primaryKey;autoIncrement:false"`
	SettingsSealed seal.Sealed
	SavedAt        int64 `gorm:"autoCreateTime:false"`
	SavedBy        string
	Mac            []byte
}

func (mailSettingRow) TableName() string { return "mail_setting" }

func (r mailSettingRow) sum(k *store.Keys) []byte {
	return k.MAC("mail_setting", strconv.FormatInt(r.Version, 10), string(r.SettingsSealed),
		strconv.FormatInt(r.SavedAt, 10), r.SavedBy)
}

// MailSettings reads the version in force, with its passwords; version 0 where none was saved.
func MailSettings(v *store.View) (m dispatch.Settings, err error) {
	var row mailSettingRow
	err = database.MapError(v.DeskRows().Order("version DESC").First(&row).Error)
	if errors.Is(err, store.ErrNotFound) {
		return m, nil
	}
	if err != nil {
		return m, err
	}
	if !hmac.Equal(row.Mac, row.sum(v.Keys())) {
		return m, fmt.Errorf("version %d of the mail settings: %w", row.Version, store.ErrTampered)
	}
	raw, err := v.Keys().OpenDesk("mail_setting", "settings", strconv.FormatInt(row.Version, 10), row.SettingsSealed)
	if err != nil {
		return m, err
	}
	if err := json.Unmarshal(raw, &m); err != nil {
		return m, fmt.Errorf("version %d of the mail settings: %w", row.Version, err)
	}
	m.Version, m.SavedAt, m.SavedBy = row.Version, database.Moment(row.SavedAt), row.SavedBy
	return m, nil
}

// SaveMailSettings keeps settings as the version after m.Version; ErrConflict where that is not the version in force
// any more.
func SaveMailSettings(tx *store.Tx, m dispatch.Settings) (dispatch.Settings, error) {
	if err := tx.StillNewest(&mailSettingRow{}, m.Version); err != nil {
		return m, err
	}
	raw, err := json.Marshal(m)
	if err != nil {
		return m, fmt.Errorf("keep the mail settings: %w", err)
	}
	m.Version++
	row := mailSettingRow{Version: m.Version, SavedAt: database.Millis(m.SavedAt), SavedBy: m.SavedBy}
	if row.SettingsSealed, err = tx.Keys().SealDesk("mail_setting", "settings", strconv.FormatInt(row.Version, 10),
		raw); err != nil {
		return m, err
	}
	row.Mac = row.sum(tx.Keys())
	return m, tx.CreateNext(&row)
}
