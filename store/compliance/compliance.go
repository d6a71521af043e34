// Package compliance keeps the records of the organisation's own duties, and which of them it demands of who works at
// the desk. It decides nothing.
package compliance

import (
	"encoding/json"
	"errors"
	"fmt"

	"orangelab.cn/rightsdesk/model/compliance"
	"orangelab.cn/rightsdesk/store"
	"orangelab.cn/rightsdesk/store/database"
	"orangelab.cn/rightsdesk/store/seal"
)

type recordRow struct {
	Number     int64 `gorm:"primaryKey;autoIncrement:false"`
	Version    int64 `gorm:"primaryKey;autoIncrement:false"`
	Kind       string
	BodySealed seal.Sealed
	SavedAt    int64 `gorm:"autoCreateTime:false"`
	SavedBy    string
}

func (recordRow) TableName() string { return "compliance_record" }

// place binds a sealed body to its row, so that none serves as another's or as another kind.
func (r recordRow) place() string { return fmt.Sprintf("%s/%d/%d", r.Kind, r.Number, r.Version) }

func opened(v *store.View, rows []recordRow) ([]compliance.Record, error) {
	list := make([]compliance.Record, len(rows))
	for i, r := range rows {
		raw, err := v.Keys().OpenDesk("compliance_record", "body", r.place(), r.BodySealed)
		if err != nil {
			return nil, fmt.Errorf("record %s: %w", r.place(), err)
		}
		if err := json.Unmarshal(raw, &list[i]); err != nil {
			return nil, fmt.Errorf("record %s: %w", r.place(), err)
		}
		c := &list[i]
		c.Number, c.Version, c.Kind, c.SavedAt, c.SavedBy = r.Number, r.Version, r.Kind, database.Moment(
			r.SavedAt), r.SavedBy
	}
	return list, nil
}

// Records lists the newest version of every record of some kinds, by number.
func Records(v *store.View, kinds ...string) ([]compliance.Record, error) {
	var rows []recordRow
	if err := v.DeskRows().Where("kind IN ?", kinds).Order("number, version").Find(&rows).Error; err != nil {
		return nil, database.MapError(err)
	}
	var newest []recordRow
	for i, r := range rows {
		if i+1 == len(rows) || rows[i+1].Number != r.Number {
			newest = append(newest, r)
		}
	}
	return opened(v, newest)
}

// Versions lists every version of a record, the newest first; store.ErrNotFound where there is none.
func Versions(v *store.View, number int64) ([]compliance.Record, error) {
	var rows []recordRow
	if err := v.DeskRows().Where("number = ?", number).Order("version DESC").Find(&rows).Error; err != nil {
		return nil, database.MapError(err)
	}
	if len(rows) == 0 {
		return nil, store.ErrNotFound
	}
	return opened(v, rows)
}

// Add keeps a record as the version after the one that it names, or as a new one where its number is 0.
// store.ErrConflict where there is a newer version.
func Add(tx *store.Tx, c compliance.Record) (compliance.Record, error) {
	var last int64
	what := tx.DeskRows().Model(&recordRow{})
	if c.Number == 0 {
		what = what.Select("COALESCE(MAX(number), 0)")
	} else {
		what = what.Where("number = ?", c.Number).Select("COALESCE(MAX(version), 0)")
	}
	if err := what.Scan(&last).Error; err != nil {
		return c, database.MapError(err)
	}
	switch {
	case c.Number == 0:
		c.Number, c.Version = last+1, 0
	case last != c.Version || last == 0:
		return c, store.ErrConflict
	}
	c.Version++
	raw, err := json.Marshal(c)
	if err != nil {
		return c, fmt.Errorf("keep a record: %w", err)
	}
	row := recordRow{Number: c.Number, Version: c.Version, Kind: c.Kind, SavedAt: database.Millis(c.SavedAt),
		SavedBy: c.SavedBy}
	if row.BodySealed, err = tx.Keys().SealDesk("compliance_record", "body", row.place(), raw); err != nil {
		return c, err
	}
	return c, tx.CreateNext(&row)
}

type demandRow struct {
	Version int64 `gorm:"primaryKey;autoIncrement:false"`
	Body    string
	SavedAt int64 `gorm:"autoCreateTime:false"`
	SavedBy string
}

func (demandRow) TableName() string { return "compliance_demand" }

// Demands reads what the desk demands of who works at it, the version in force; version 0, which demands nothing, where
// nobody settled it.
func Demands(v *store.View) (d compliance.Demands, err error) {
	var row demandRow
	err = database.MapError(v.DeskRows().Order("version DESC").First(&row).Error)
	if errors.Is(err, store.ErrNotFound) {
		return d, nil
	}
	if err != nil {
		return d, err
	}
	if err := json.Unmarshal([]byte(row.Body), &d); err != nil {
		return d, fmt.Errorf("version %d of what the desk demands: %w", row.Version, err)
	}
	d.Version, d.SavedAt, d.SavedBy = row.Version, database.Moment(row.SavedAt), row.SavedBy
	return d, nil
}

// SaveDemands keeps what the desk demands as the version after d.Version; store.ErrConflict where that is not the
// newest.
func SaveDemands(tx *store.Tx, d compliance.Demands) (compliance.Demands, error) {
	if err := tx.StillNewest(&demandRow{}, d.Version); err != nil {
		return d, err
	}
	body, err := json.Marshal(d)
	if err != nil {
		return d, fmt.Errorf("keep what the desk demands: %w", err)
	}
	d.Version++
	return d,
		tx.CreateNext(&demandRow{Version: d.Version, Body: string(body), SavedAt: database.Millis(d.SavedAt),
			SavedBy: d.SavedBy})
}

// State returns the version in force of what the desk demands, and how many versions there are of records of some
// kinds, 0 where nothing was ever demanded. They only grow. It compares nothing: whoever sees others than before reads
// the rows themselves.
func State(v *store.View, kinds ...string) (demands, records int64, err error) {
	if err := v.DB().Raw("SELECT COALESCE(MAX(version), 0) FROM compliance_demand").Scan(&demands).Error; err != nil ||
		demands == 0 {
		return 0, 0, database.MapError(err)
	}
	err = v.DB().Raw("SELECT COUNT(*) FROM compliance_record WHERE kind IN ?", kinds).Scan(&records).Error
	return demands, records, database.MapError(err)
}
