// Package setup keeps what the desk is set up with, most of it in versions: its organisation, its sources, its mail
// servers, its rules and its privacy statements.
package setup

import (
	"crypto/hmac"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"

	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/store"
	"orangelab.cn/rightsdesk/store/database"
)

type organisationRow struct {
	Version int64 `gorm:"primaryKey;autoIncrement:false"`
	Facts   string
	SavedAt int64 `gorm:"autoCreateTime:false"`
	SavedBy string
	Mac     []byte
}

func (organisationRow) TableName() string { return "organisation" }

func (r organisationRow) sum(k *store.Keys) []byte {
	return k.MAC("organisation", strconv.FormatInt(r.Version, 10), r.Facts, strconv.FormatInt(r.SavedAt, 10), r.SavedBy)
}

func (r organisationRow) model(k *store.Keys) (o model.Organisation, err error) {
	if !hmac.Equal(r.Mac, r.sum(k)) {
		return o, fmt.Errorf("version %d of the organisation: %w", r.Version, store.ErrTampered)
	}
	if err := json.Unmarshal([]byte(r.Facts), &o); err != nil {
		return o, fmt.Errorf("version %d of the organisation: %w", r.Version, err)
	}
	o.Version, o.SavedAt, o.SavedBy = r.Version, database.Moment(r.SavedAt), r.SavedBy
	return o, nil
}

// Organisation reads the version in force. Where none was saved it has version 0 and nothing but the name that the desk
// was set up with.
func Organisation(v *store.View) (model.Organisation, error) {
	var row organisationRow
	err := database.MapError(v.DeskRows().Order("version DESC").First(&row).Error)
	if errors.Is(err, store.ErrNotFound) {
		return unwritten(v)
	}
	if err != nil {
		return model.Organisation{}, err
	}
	return row.model(v.Keys())
}

// unwritten is the organisation of a desk that was set up before its facts were kept.
func unwritten(v *store.View) (o model.Organisation, err error) {
	d, err := store.DeskAsFound(v.DB())
	if err != nil {
		return o, err
	}
	o.Name = model.Text{}
	for _, lang := range model.Languages {
		o.Name[lang] = d.Organisation
	}
	return o, nil
}

// OrganisationVersions lists every version, newest first.
func OrganisationVersions(v *store.View) ([]model.Organisation, error) {
	var rows []organisationRow
	if err := v.DeskRows().Order("version DESC").Find(&rows).Error; err != nil {
		return nil, database.MapError(err)
	}
	list := make([]model.Organisation, len(rows))
	for i, r := range rows {
		var err error
		if list[i], err = r.model(v.Keys()); err != nil {
			return nil, err
		}
	}
	return list, nil
}

// SaveOrganisation keeps the facts as the version after o.Version; ErrConflict where that is not the version in force
// any more. What the sign-in calls the organisation follows.
func SaveOrganisation(tx *store.Tx, o model.Organisation) (model.Organisation, error) {
	if err := tx.StillNewest(&organisationRow{}, o.Version); err != nil {
		return o, err
	}
	facts, err := json.Marshal(o)
	if err != nil {
		return o, fmt.Errorf("keep the organisation: %w", err)
	}
	o.Version++
	row := organisationRow{Version: o.Version, Facts: string(facts), SavedAt: database.Millis(o.SavedAt),
		SavedBy: o.SavedBy}
	row.Mac = row.sum(tx.Keys())
	if err := tx.CreateNext(&row); err != nil {
		return o, err
	}
	return o, database.MapError(tx.DeskRows().Model(&store.DeskRow{}).Where("id = 1").
		Update("organisation", o.Called("")).Error)
}
