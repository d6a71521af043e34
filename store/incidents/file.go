package incidents

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"

	"github.com/google/uuid"

	"orangelab.cn/rightsdesk/model/incident"
	"orangelab.cn/rightsdesk/store"
	"orangelab.cn/rightsdesk/store/database"
	"orangelab.cn/rightsdesk/store/seal"
)

type fileRow struct {
	ID         string `gorm:"primaryKey"`
	IncidentID int64
	DataSealed seal.Sealed
}

func (fileRow) TableName() string { return "incident_file" }

// AddFile keeps a file with an incident, sealed, and returns how the record names it. It fails with
// incident.ErrFileSize where it is empty or too large.
func AddFile(tx *store.Tx, id int64, name string, data []byte) (f incident.File, err error) {
	sum := sha256.Sum256(data)
	f = incident.File{ID: uuid.NewString(), Name: name, Size: int64(len(data)), SHA256: hex.EncodeToString(sum[:])}
	if f.Size == 0 || f.Size > incident.MaxFile {
		return f, incident.ErrFileSize
	}
	row := fileRow{ID: f.ID, IncidentID: id}
	if row.DataSealed, err = tx.Keys().SealDesk("incident_file", "data", f.ID, data); err != nil {
		return f, err
	}
	return f, database.MapError(tx.DB().Create(&row).Error)
}

// ReadFile reads what is kept with an incident; store.ErrTampered where it is not what was kept.
func ReadFile(v *store.View, id int64, f incident.File) ([]byte, error) {
	var row fileRow
	err := v.DeskRows().Where("id = ? AND incident_id = ?", f.ID, id).First(&row).Error
	if err := database.MapError(err); err != nil {
		return nil, err
	}
	data, err := v.Keys().OpenDesk("incident_file", "data", row.ID, row.DataSealed)
	if err != nil {
		return nil, err
	}
	if sum := sha256.Sum256(data); hex.EncodeToString(sum[:]) != f.SHA256 {
		return nil, fmt.Errorf("%w: the file %s of an incident is another than was kept", store.ErrTampered, f.ID)
	}
	return data, nil
}
