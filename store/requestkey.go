package store

import (
	"strconv"

	"orangelab.cn/rightsdesk/store/database"
	"orangelab.cn/rightsdesk/store/seal"
)

// RequestKeyRow is the key of a request, sealed under a desk key, as the database holds it.
type RequestKeyRow struct {
	RequestID  int64 `gorm:"primaryKey;autoIncrement:false"`
	KeySealed  seal.Sealed
	KeyVersion uint32
}

func (RequestKeyRow) TableName() string { return "request_key" }

// SaveRequestKey keeps the key of a request, sealed under the newest desk key.
func (tx *Tx) SaveRequestKey(id int64, key []byte) error {
	sealed, err := tx.Keys().SealDesk("request_key", "key", strconv.FormatInt(id, 10), key)
	if err != nil {
		return err
	}
	return database.MapError(tx.DB().Save(&RequestKeyRow{id, sealed, tx.Keys().Epoch()}).Error)
}

// RequestKey opens the key of a request, once a transaction.
func (v *View) RequestKey(id int64) ([]byte, error) {
	if key := v.opened[id]; key != nil {
		return key, nil
	}
	row := RequestKeyRow{RequestID: id}
	if t := v.tallies[id]; t != nil {
		row.KeySealed = t.key
	}
	if row.KeySealed == nil {
		if err := v.DB().First(&row, id).Error; err != nil {
			return nil, database.MapError(err)
		}
	}
	key, err := v.Keys().OpenDesk("request_key", "key", strconv.FormatInt(id, 10), row.KeySealed)
	if err != nil {
		return nil, err
	}
	if v.opened == nil {
		v.opened = map[int64][]byte{}
	}
	v.opened[id] = key
	return key, nil
}

// RewrapRequests moves up to limit request keys under the newest desk key and returns how many it moved; none when all
// are.
func (tx *Tx) RewrapRequests(limit int) (moved int, err error) {
	var rows []RequestKeyRow
	if err := tx.DB().Where("key_version < ?", tx.Keys().Epoch()).Limit(limit).Find(&rows).Error; err != nil {
		return 0, database.MapError(err)
	}
	for _, row := range rows {
		key, err := tx.RequestKey(row.RequestID)
		if err != nil {
			return 0, err
		}
		if err := tx.SaveRequestKey(row.RequestID, key); err != nil {
			return 0, err
		}
	}
	return len(rows), nil
}
