package store

import (
	"gorm.io/gorm/clause"

	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/store/database"
)

// SaveAgent adds an agent or replaces its name and key.
func (tx *Tx) SaveAgent(a model.DRPAgent) error {
	return database.MapError(tx.DB().Clauses(clause.OnConflict{UpdateAll: true}).Create(&a).Error)
}

// Agents lists the known agents.
func (v *View) Agents() (list []model.DRPAgent, err error) {
	err = database.MapError(v.DeskRows().Order("id").Find(&list).Error)
	return list, err
}

// SetBusinessID sets what authorised agents address the organisation by.
func (tx *Tx) SetBusinessID(id string) error {
	return database.MapError(tx.DeskRows().Model(&DeskRow{}).Where("id = 1").Update("business_id", id).Error)
}
