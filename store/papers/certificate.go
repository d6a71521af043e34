package papers

import (
	"encoding/json"
	"time"

	"github.com/google/uuid"

	"orangelab.cn/rightsdesk/store"
	"orangelab.cn/rightsdesk/store/database"
	"orangelab.cn/rightsdesk/store/seal"
)

type certificateRow struct {
	ID         string `gorm:"primaryKey"`
	RequestID  int64
	Number     string
	Passed     int
	At         int64
	ByStaff    string
	DataSealed seal.Sealed
}

func (certificateRow) TableName() string { return "certificate" }

// Certificate records what was erased and what the search afterwards found. Data is opaque here.
type Certificate struct {
	Number string // unique; the request's reference and a number
	Passed bool   // nothing of the person was found, but for what is kept
	At     time.Time
	By     string
	Data   json.RawMessage
}

// AddCertificate keeps a certificate; ErrDuplicate where the number is taken.
func AddCertificate(tx *store.Tx, request int64, c Certificate) error {
	key, err := tx.RequestKey(request)
	if err != nil {
		return err
	}
	row := certificateRow{ID: uuid.NewString(), RequestID: request, Number: c.Number, At: database.Millis(c.At),
		ByStaff: c.By}
	if c.Passed {
		row.Passed = 1
	}
	if row.DataSealed, err = seal.Seal(key, 0, seal.Place("certificate", "data", row.ID), c.Data); err != nil {
		return err
	}
	return database.MapError(tx.DB().Create(&row).Error)
}

// Certificates lists a request's certificates, newest first.
func Certificates(v *store.View, request int64) ([]Certificate, error) {
	rows, key, err := store.OpenRows[certificateRow](v, request, v.RowsOf(request).Order("at DESC, number DESC"))
	if err != nil || len(rows) == 0 {
		return nil, err
	}
	out := make([]Certificate, len(rows))
	for i, r := range rows {
		out[i] = Certificate{Number: r.Number, Passed: r.Passed == 1, At: database.Moment(r.At), By: r.ByStaff}
		if out[i].Data, err = seal.Unseal(key, seal.Place("certificate", "data", r.ID), r.DataSealed); err != nil {
			return nil, err
		}
	}
	return out, nil
}
