package incoming

import (
	"gorm.io/gorm/clause"

	"orangelab.cn/rightsdesk/store"
	"orangelab.cn/rightsdesk/store/database"
)

type recordNumberRow struct {
	Hash      []byte
	RequestID int64
}

func (recordNumberRow) TableName() string { return "record_number" }

// SaveRecordNumber keeps the number that a request's record carried, as a keyed hash.
func SaveRecordNumber(tx *store.Tx, request int64, number string) error {
	return database.MapError(tx.DB().Clauses(clause.OnConflict{DoNothing: true}).
		Create(&recordNumberRow{tx.Keys().RecordHash(number), request}).Error)
}

// HasRecord reports whether the very same record was taken in before, as a request, as a part of one, or as automatic
// mail.
func HasRecord(v *store.View, record string) (bool, error) {
	there, err := RecordsKnown(v, []string{record})
	return there[record], err
}

// Numbered lists the references of the requests whose record carried a number, the newest first, at most ten.
func Numbered(v *store.View, number string) (references []string, err error) {
	err = v.DB().
		Raw(`SELECT r.reference FROM request r WHERE r.id IN (SELECT request_id FROM record_number WHERE hash IN ?) ORDER BY r.id DESC LIMIT 10`, v.Keys().RecordHashes(number)).Scan(&references).Error
	return references, database.MapError(err)
}
