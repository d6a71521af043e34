package store

import (
	"crypto/hmac"
	"fmt"
	"strconv"
	"time"

	"gorm.io/gorm/clause"
)

type rulePackRow struct {
	Version string `gorm:"primaryKey"`
	Pack    string
	KeptAt  int64
	Mac     []byte
}

func (rulePackRow) TableName() string { return "rule_pack" }

func (r rulePackRow) sum(k *Keys) []byte {
	return mac(k.mac, "rule_pack", r.Version, r.Pack, strconv.FormatInt(r.KeptAt, 10))
}

// KeepRulePack keeps a rule pack under its version, unless one is kept under it already: a version does not change.
func (tx *Tx) KeepRulePack(version, pack string, now time.Time) error {
	var n int64
	if err := tx.ofDesk().Model(&rulePackRow{}).Where("version = ?", version).Count(&n).Error; err != nil || n > 0 {
		return mapError(err)
	}
	row := rulePackRow{Version: version, Pack: pack, KeptAt: ms(now)}
	row.Mac = row.sum(tx.keys)
	return mapError(tx.db.Clauses(clause.OnConflict{DoNothing: true}).Create(&row).Error)
}

// RulePacks reads every rule pack that is kept, by version; ErrTampered where one is not as it was kept.
func (v *View) RulePacks() (map[string]string, error) {
	var rows []rulePackRow
	if err := v.ofDesk().Find(&rows).Error; err != nil {
		return nil, mapError(err)
	}
	packs := map[string]string{}
	for _, r := range rows {
		if !hmac.Equal(r.Mac, r.sum(v.keys)) {
			return nil, fmt.Errorf("the rule pack of version %s: %w", r.Version, ErrTampered)
		}
		packs[r.Version] = r.Pack
	}
	return packs, nil
}
