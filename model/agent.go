package model

// DRPAgent is an authorised agent known to the desk, with the Ed25519 key it signs its requests with.
type DRPAgent struct {
	ID        string `gorm:"primaryKey"`
	Name      string
	PublicKey []byte
}

// TableName is the table agents are kept in.
func (DRPAgent) TableName() string { return "drp_agent" }
