package requests

import (
	"time"

	"gorm.io/gorm/clause"

	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/model/identifier"
	"orangelab.cn/rightsdesk/store"
	"orangelab.cn/rightsdesk/store/database"
)

type erasedRow struct {
	Kind      string `gorm:"primaryKey"`
	Hash      []byte `gorm:"primaryKey"`
	Reference string `gorm:"primaryKey"`
	At        int64
	RequestID int64
}

func (erasedRow) TableName() string { return "erased" }

// AddErased writes into the ledger that a person was erased: keyed hashes of what they are looked up and found by,
// nothing else.
func AddErased(tx *store.Tx, s model.Subject, reference string, now time.Time) error {
	var request int64
	if err := tx.RowsAcross().Model(&Row{}).Where("reference = ?", reference).Select("id").Take(&request).
		Error; err != nil {
		return database.MapError(err)
	}
	var rows []erasedRow
	for _, l := range s.Erased() {
		rows = append(rows, erasedRow{string(l.Kind), tx.Keys().ErasedHash(l.Kind, l.Value), reference,
			database.Millis(now), request})
	}
	if len(rows) == 0 {
		return nil
	}
	return database.MapError(tx.DB().Clauses(clause.OnConflict{DoNothing: true}).Create(&rows).Error)
}

// OpenLedger reads the whole ledger of erased identities into memory, for comparing many values at once: 32 bytes each.
func OpenLedger(v *store.View) (*Ledger, error) {
	var rows []erasedRow
	if err := v.RowsAcross().Find(&rows).Error; err != nil {
		return nil, database.MapError(err)
	}
	l := &Ledger{keys: v.Keys(), found: map[[32]byte]string{}}
	for _, r := range rows {
		l.found[[32]byte(r.Hash)] = r.Reference
	}
	return l, nil
}

// Ledger answers whether an identity was erased.
type Ledger struct {
	keys  *store.Keys
	found map[[32]byte]string
}

// Len is the number of identities in it.
func (l *Ledger) Len() int { return len(l.found) }

// Find gives the reference of the request for which an identity was erased.
func (l *Ledger) Find(kind identifier.LookupKind, normalised string) (reference string, ok bool) {
	reference, ok = l.found[[32]byte(l.keys.ErasedHash(kind, normalised))]
	return reference, ok
}
