package setup

import (
	"crypto/hmac"
	"errors"
	"fmt"
	"strconv"

	"gorm.io/gorm"

	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/store"
	"orangelab.cn/rightsdesk/store/database"
	"orangelab.cn/rightsdesk/store/seal"
)

type ruleChangeRow struct {
	Number    int64 `gorm:"primaryKey;autoIncrement:false"`
	Kind      string
	Version   string
	Calendar  string
	Year      int
	Body      string
	WhySealed seal.Sealed
	SavedAt   int64 `gorm:"autoCreateTime:false"`
	SavedBy   string
	Mac       []byte
}

func (ruleChangeRow) TableName() string { return "rule_change" }

func (r ruleChangeRow) sum(k *store.Keys) []byte {
	n := func(v int64) string { return strconv.FormatInt(v, 10) }
	return k.MAC("rule_change", n(r.Number), r.Kind, r.Version, r.Calendar, n(int64(r.Year)), r.Body,
		string(r.WhySealed), n(r.SavedAt), r.SavedBy)
}

func (r ruleChangeRow) model(k *store.Keys) (c model.RuleChange, err error) {
	if !hmac.Equal(r.Mac, r.sum(k)) {
		return c, fmt.Errorf("change %d of the rules: %w", r.Number, store.ErrTampered)
	}
	c = model.RuleChange{Number: r.Number, Kind: model.RuleChangeKind(r.Kind), Version: r.Version, Calendar: r.Calendar,
		Year: r.Year, Body: r.Body,
		At: database.Moment(r.SavedAt), By: r.SavedBy}
	if len(r.WhySealed) > 0 {
		why, err := k.OpenDesk("rule_change", "why", strconv.FormatInt(r.Number, 10), r.WhySealed)
		if err != nil {
			return c, err
		}
		c.Why = string(why)
	}
	return c, nil
}

// LastRuleChange returns the number of the newest change of the rules, 0 where there is none. It compares nothing:
// whoever sees another number than they know reads RuleChanges.
func LastRuleChange(v *store.View) (number int64, err error) {
	err = v.DB().Raw("SELECT COALESCE(MAX(number), 0) FROM rule_change").Scan(&number).Error
	return number, database.MapError(err)
}

// RuleChanges lists what the desk changed of its rules, oldest first; ErrTampered where one is not as it was written.
func RuleChanges(v *store.View) ([]model.RuleChange, error) {
	var rows []ruleChangeRow
	if err := v.DeskRows().Order("number").Find(&rows).Error; err != nil {
		return nil, database.MapError(err)
	}
	list := make([]model.RuleChange, len(rows))
	for i, r := range rows {
		var err error
		if list[i], err = r.model(v.Keys()); err != nil {
			return nil, err
		}
	}
	return list, nil
}

// AddRuleChange keeps a change as the next one. Seen is the newest change of the same kind that whoever makes it knows:
// ErrNewer where there is a newer one.
func AddRuleChange(tx *store.Tx, c model.RuleChange, seen int64) (model.RuleChange, error) {
	var last, ofKind int64
	newest := tx.DeskRows().Model(&ruleChangeRow{}).Select("COALESCE(MAX(number), 0)").Session(&gorm.Session{})
	err := errors.Join(newest.Scan(&last).Error, newest.Where("kind = ?", string(c.Kind)).Scan(&ofKind).Error)
	if err != nil {
		return c, database.MapError(err)
	}
	if ofKind != seen {
		return c, store.ErrNewer
	}
	c.Number = last + 1
	row := ruleChangeRow{Number: c.Number, Kind: string(c.Kind), Version: c.Version, Calendar: c.Calendar, Year: c.Year,
		Body: c.Body, SavedAt: database.Millis(c.At), SavedBy: c.By}
	if c.Why != "" {
		if row.WhySealed, err = tx.Keys().SealDesk("rule_change", "why", strconv.FormatInt(c.Number, 10),
			[]byte(c.Why)); err != nil {
			return c, err
		}
	}
	row.Mac = row.sum(tx.Keys())
	return c, tx.CreateNext(&row)
}
