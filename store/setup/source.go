package setup

import (
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/store"
	"orangelab.cn/rightsdesk/store/database"
	"orangelab.cn/rightsdesk/store/seal"
)

type sourceRow struct {
	Key           string `gorm:"primaryKey"`
	Name          string
	Engine        string
	Owner         string
	AddressSealed seal.Sealed
	WriteSealed   seal.Sealed
	Dataset       string
	Draft         string
	Days          int
	Version       int64
}

func (sourceRow) TableName() string { return "source" }

// SaveSource adds a source (Version 0) or changes it; ErrConflict where somebody else changed it meanwhile.
func SaveSource(tx *store.Tx, s model.Source) error {
	sealed, err := tx.Keys().SealDesk("source", "address", s.Key, []byte(s.Address))
	if err != nil {
		return err
	}
	row := sourceRow{Key: s.Key, Name: s.Name, Engine: s.Engine, Owner: s.Owner, AddressSealed: sealed,
		Dataset: s.Dataset, Draft: s.Draft, Days: s.Days, Version: s.Version + 1}
	if s.WriteAddress != "" {
		if row.WriteSealed, err = tx.Keys().SealDesk("source", "write", s.Key, []byte(s.WriteAddress)); err != nil {
			return err
		}
	}
	if s.Version == 0 {
		return database.MapError(tx.DB().Create(&row).Error)
	}
	res := tx.DeskRows().Model(&sourceRow{}).Where("key = ? AND version = ?", s.Key, s.Version).Select("*").Omit("key").
		Updates(&row)
	if res.Error == nil && res.RowsAffected == 0 {
		return store.ErrConflict
	}
	return database.MapError(res.Error)
}

// RenewAddresses keeps the addresses of a source with new tokens in them. What people settled about it is the same, and
// so is its version; ErrConflict where somebody else changed it meanwhile.
func RenewAddresses(tx *store.Tx, s model.Source) error {
	address, err := tx.Keys().SealDesk("source", "address", s.Key, []byte(s.Address))
	if err != nil {
		return err
	}
	sealed := map[string]any{"address_sealed": address}
	if s.WriteAddress != "" {
		if sealed["write_sealed"], err = tx.Keys().
			SealDesk("source", "write", s.Key, []byte(s.WriteAddress)); err != nil {
			return err
		}
	}
	res := tx.DeskRows().Model(&sourceRow{}).Where("key = ? AND version = ?", s.Key, s.Version).Updates(sealed)
	if res.Error == nil && res.RowsAffected == 0 {
		return store.ErrConflict
	}
	return database.MapError(res.Error)
}

// DeleteSource takes a source out of the desk; nothing happens to the system itself.
func DeleteSource(tx *store.Tx, key string) error {
	return database.MapError(tx.DeskRows().Where("key = ?", key).Delete(&sourceRow{}).Error)
}

// Sources lists the sources by key, addresses opened.
func Sources(v *store.View) ([]model.Source, error) {
	var rows []sourceRow
	if err := v.DeskRows().Order("key").Find(&rows).Error; err != nil {
		return nil, database.MapError(err)
	}
	out := make([]model.Source, len(rows))
	for i, r := range rows {
		address, err := v.Keys().OpenDesk("source", "address", r.Key, r.AddressSealed)
		if err != nil {
			return nil, err
		}
		out[i] = model.Source{Key: r.Key, Name: r.Name, Engine: r.Engine, Owner: r.Owner, Address: string(address),
			Dataset: r.Dataset, Draft: r.Draft, Days: r.Days, Version: r.Version}
		if len(r.WriteSealed) > 0 {
			write, err := v.Keys().OpenDesk("source", "write", r.Key, r.WriteSealed)
			if err != nil {
				return nil, err
			}
			out[i].WriteAddress = string(write)
		}
	}
	return out, nil
}
