package setup

import (
	"gorm.io/gorm/clause"

	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/store"
	"orangelab.cn/rightsdesk/store/database"
)

// SaveAgent adds an agent or replaces its name and key.
func SaveAgent(tx *store.Tx, a model.DRPAgent) error {
	return database.MapError(tx.DB().Clauses(clause.OnConflict{UpdateAll: true}).Create(&a).Error)
}

// Agents lists the known agents.
func Agents(v *store.View) (list []model.DRPAgent, err error) {
	err = database.MapError(v.DeskRows().Order("id").Find(&list).Error)
	return list, err
}

// SetBusinessID sets what authorised agents address the organisation by.
func SetBusinessID(tx *store.Tx, id string) error {
	return database.MapError(tx.DeskRows().Model(&store.DeskRow{}).Where("id = 1").Update("business_id", id).Error)
}
