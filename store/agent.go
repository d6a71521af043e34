package store

import "gorm.io/gorm/clause"

// DRPAgent is an authorised agent known to the desk, with the Ed25519 key it signs its requests with.
type DRPAgent struct {
	ID        string `gorm:"primaryKey"`
	Name      string
	PublicKey []byte
}

// TableName is the table agents are kept in.
func (DRPAgent) TableName() string { return "drp_agent" }

// SaveAgent adds an agent or replaces its name and key.
func (tx *Tx) SaveAgent(a DRPAgent) error {
	return mapError(tx.db.Clauses(clause.OnConflict{UpdateAll: true}).Create(&a).Error)
}

// Agents lists the known agents.
func (v *View) Agents() (list []DRPAgent, err error) {
	err = mapError(v.ofDesk().Order("id").Find(&list).Error)
	return list, err
}

// SetBusinessID sets what authorised agents address the organisation by.
func (tx *Tx) SetBusinessID(id string) error {
	return mapError(tx.db.Model(&deskRow{}).Where("id = 1").Update("business_id", id).Error)
}
