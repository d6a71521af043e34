// Package casefile keeps what lies in the file of a request, from the first paper to its purge: parts, bytes, comments,
// evidence, consents, tasks, links and duties to keep.
package casefile

import (
	"encoding/json"
	"errors"
	"fmt"
	"strconv"

	"gorm.io/gorm/clause"

	"orangelab.cn/rightsdesk/store"
	"orangelab.cn/rightsdesk/store/database"
	"orangelab.cn/rightsdesk/store/seal"
)

type partRow struct {
	RequestID   int64  `gorm:"primaryKey;autoIncrement:false"`
	Name        string `gorm:"primaryKey"`
	ValueSealed seal.Sealed
}

func (partRow) TableName() string { return "part" }

// SavePart keeps one thing that staff settled about a request before its plan: its scope, its corrections. The value is
// sealed as JSON; its form belongs to who keeps it.
func SavePart(tx *store.Tx, request int64, name string, value any) error {
	key, err := tx.RequestKey(request)
	if err != nil {
		return err
	}
	row, err := newPart(request, name, value, key)
	if err != nil {
		return err
	}
	return database.MapError(tx.DB().Clauses(clause.OnConflict{UpdateAll: true}).Create(&row).Error)
}

// newPart makes the row of a part, sealed under the key of its request.
func newPart(request int64, name string, value any, key []byte) (partRow, error) {
	raw, err := json.Marshal(value)
	if err != nil {
		return partRow{}, fmt.Errorf("keep the %s of a request: %w", name, err)
	}
	sealed, err := seal.Seal(key, 0, seal.Place("part", name, strconv.FormatInt(request, 10)), raw)
	return partRow{request, name, sealed}, err
}

// DropPart forgets what was settled under a name.
func DropPart(tx *store.Tx, request int64, name string) error {
	return database.MapError(tx.RowsOf(request).Where("name = ?", name).Delete(&partRow{}).Error)
}

// Part reads what was settled under a name into value; false where nothing was.
func Part(v *store.View, request int64, name string, value any) (bool, error) {
	var row partRow
	err := database.MapError(v.RowsOf(request).Where("name = ?", name).First(&row).Error)
	if errors.Is(err, store.ErrNotFound) {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	key, err := v.RequestKey(request)
	if err != nil {
		return false, err
	}
	raw, err := seal.Unseal(key, seal.Place("part", name, strconv.FormatInt(request, 10)), row.ValueSealed)
	if err != nil {
		return false, err
	}
	if err := json.Unmarshal(raw, value); err != nil {
		return false, fmt.Errorf("the %s of a request: %w", name, err)
	}
	return true, nil
}

// HasPart reports whether something was settled under a name, without opening it.
func HasPart(v *store.View, request int64, name string) (bool, error) {
	var n int64
	err := v.RowsOf(request).Model(&partRow{}).Where("name = ?", name).Count(&n).Error
	return n > 0, database.MapError(err)
}
