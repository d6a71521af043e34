package store

import (
	"gorm.io/gorm"

	"orangelab.cn/rightsdesk/store/database"
)

// OpenRows reads the rows of a request that a query of RowsOf gives, and the key that opens what is sealed in them:
// none of either where there is no such row.
func OpenRows[R any](v *View, request int64, query *gorm.DB) (rows []R, key []byte, err error) {
	if err := query.Find(&rows).Error; err != nil || len(rows) == 0 {
		return nil, nil, database.MapError(err)
	}
	key, err = v.RequestKey(request)
	return rows, key, err
}
