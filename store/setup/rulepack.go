package setup

import (
	"crypto/hmac"
	"fmt"
	"strconv"
	"time"

	"gorm.io/gorm/clause"

	"orangelab.cn/rightsdesk/store"
	"orangelab.cn/rightsdesk/store/database"
)

type rulePackRow struct {
	Version string `gorm:"primaryKey"`
	Pack    string
	KeptAt  int64
	Mac     []byte
}

func (rulePackRow) TableName() string { return "rule_pack" }

func (r rulePackRow) sum(k *store.Keys) []byte {
	return k.MAC("rule_pack", r.Version, r.Pack, strconv.FormatInt(r.KeptAt, 10))
}

// KeepRulePack keeps a rule pack under its version, unless one is kept under it already: a version does not change.
func KeepRulePack(tx *store.Tx, version, pack string, now time.Time) error {
	var n int64
	if err := tx.DeskRows().Model(&rulePackRow{}).Where("version = ?", version).Count(&n).Error; err != nil || n > 0 {
		return database.MapError(err)
	}
	row := rulePackRow{Version: version, Pack: pack, KeptAt: database.Millis(now)}
	row.Mac = row.sum(tx.Keys())
	return database.MapError(tx.DB().Clauses(clause.OnConflict{DoNothing: true}).Create(&row).Error)
}

// RulePacks reads every rule pack that is kept, by version; ErrTampered where one is not as it was kept.
func RulePacks(v *store.View) (map[string]string, error) {
	var rows []rulePackRow
	if err := v.DeskRows().Find(&rows).Error; err != nil {
		return nil, database.MapError(err)
	}
	packs := map[string]string{}
	for _, r := range rows {
		if !hmac.Equal(r.Mac, r.sum(v.Keys())) {
			return nil, fmt.Errorf("the rule pack of version %s: %w", r.Version, store.ErrTampered)
		}
		packs[r.Version] = r.Pack
	}
	return packs, nil
}
