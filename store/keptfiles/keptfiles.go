// Package keptfiles keeps files, sealed, with something of the desk: evidence of an incident, the picture of a notice
// on a page. What it is kept with has their digests in its own record.
package keptfiles

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"

	"github.com/google/uuid"

	"orangelab.cn/rightsdesk/model/kept"
	"orangelab.cn/rightsdesk/store"
	"orangelab.cn/rightsdesk/store/database"
	"orangelab.cn/rightsdesk/store/seal"
)

// Place is where the files of one sort of thing lie: a table, and its column that names the thing.
type Place struct{ table, of string }

// The places.
var (
	OfIncident = Place{"incident_file", "incident_id"}
	OfNotice   = Place{"notice_file", "notice_id"}
)

type row struct {
	ID         string
	DataSealed seal.Sealed
}

// Add keeps a file, sealed, with the thing of this number and returns how its record names it. It fails with
// kept.ErrSize where it is empty or too large.
func (p Place) Add(tx *store.Tx, of int64, name string, data []byte) (f kept.File, err error) {
	sum := sha256.Sum256(data)
	f = kept.File{ID: uuid.NewString(), Name: name, Size: int64(len(data)), SHA256: hex.EncodeToString(sum[:])}
	if err := f.Check(); err != nil {
		return f, err
	}
	sealed, err := tx.Keys().SealDesk(p.table, "data", f.ID, data)
	if err != nil {
		return f, err
	}
	return f, database.MapError(tx.DB().Table(p.table).
		Create(map[string]any{"id": f.ID, p.of: of, "data_sealed": []byte(sealed)}).Error)
}

// Read reads what is kept with the thing of this number; store.ErrTampered where it is not what was kept.
func (p Place) Read(v *store.View, of int64, f kept.File) ([]byte, error) {
	var found row
	err := v.DeskRows().Table(p.table).Select("id", "data_sealed").Where("id = ? AND "+p.of+" = ?", f.ID, of).
		Take(&found).Error
	if err := database.MapError(err); err != nil {
		return nil, err
	}
	data, err := v.Keys().OpenDesk(p.table, "data", found.ID, found.DataSealed)
	if err != nil {
		return nil, err
	}
	if sum := sha256.Sum256(data); hex.EncodeToString(sum[:]) != f.SHA256 {
		return nil, fmt.Errorf("%w: the file %s is another than was kept", store.ErrTampered, f.ID)
	}
	return data, nil
}
