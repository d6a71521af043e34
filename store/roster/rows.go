package roster

import (
	"bytes"

	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/store/database"
	"orangelab.cn/rightsdesk/store/seal"
)

// DeskRow is the desk itself, as the database holds it.
type DeskRow struct {
	ID           int64 `gorm:"primaryKey;autoIncrement:false"`
	Name         string
	Organisation string
	BusinessID   string
	RecoveryPub  []byte
	AuditPub     []byte
	CreatedAt    int64 `gorm:"autoCreateTime:false"`
}

func (DeskRow) TableName() string { return "desk" }

// StaffRow is a member of staff, as the database holds it; what counts stands in the roster.
type StaffRow struct {
	ID         string `gorm:"primaryKey"`
	Login      string
	Name       string
	Role       string
	DisabledAt int64
	Pub        []byte
	Locked     seal.LockedKey `gorm:"embedded"`
	CreatedAt  int64          `gorm:"autoCreateTime:false"`
}

func (StaffRow) TableName() string { return "staff" }

// Model returns the member as the row has it, on a desk without a roster.
func (r StaffRow) Model() model.Staff {
	return model.Staff{ID: r.ID, Login: r.Login, Name: r.Name, Role: model.Role(r.Role), Disabled: r.DisabledAt != 0,
		CreatedAt: database.Moment(r.CreatedAt)}
}

// WrapRow is a desk key sealed to a member of staff, or to the recovery print.
type WrapRow struct {
	KeyVersion uint32 `gorm:"primaryKey;autoIncrement:false"`
	Recipient  string `gorm:"primaryKey"`
	Wrapped    []byte
	CreatedAt  int64 `gorm:"autoCreateTime:false"`
}

func (WrapRow) TableName() string { return "key_wrap" }

// SecretRow is a secret of the desk, sealed under its key.
type SecretRow struct {
	Name        string `gorm:"primaryKey"`
	ValueSealed seal.Sealed
}

func (SecretRow) TableName() string { return "desk_secret" }

// Differs says in what a row is not as the roster says; empty where it is.
func (r StaffRow) Differs(m Member) string {
	switch {
	case r.ID != m.ID:
		return "the row is missing"
	case r.Login != m.Login || r.Name != m.Name:
		return "another name"
	case r.Role != string(m.Role):
		return "another role"
	case r.DisabledAt != m.DisabledAt:
		return "disabled or not"
	case !bytes.Equal(r.Pub, m.Sealing):
		return "another public key"
	case r.CreatedAt != m.CreatedAt:
		return "another time of being added"
	}
	return ""
}
