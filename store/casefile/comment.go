package casefile

import (
	"time"

	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/store"
	"orangelab.cn/rightsdesk/store/database"
	"orangelab.cn/rightsdesk/store/seal"

	"github.com/google/uuid"
)

type commentRow struct {
	ID         string `gorm:"primaryKey"`
	RequestID  int64
	At         int64
	ByStaff    string
	TextSealed seal.Sealed
}

func (commentRow) TableName() string { return "comment" }

// AddComment keeps a comment.
func AddComment(tx *store.Tx, request int64, by string, now time.Time, text string) (string, error) {
	key, err := tx.RequestKey(request)
	if err != nil {
		return "", err
	}
	row := commentRow{ID: uuid.NewString(), RequestID: request, At: database.Millis(now), ByStaff: by}
	if row.TextSealed, err = seal.Seal(key, 0, seal.Place("comment", "text", row.ID), []byte(text)); err != nil {
		return "", err
	}
	return row.ID, database.MapError(tx.DB().Create(&row).Error)
}

// Comments lists a request's comments, newest first.
func Comments(v *store.View, request int64) ([]model.Comment, error) {
	rows, key, err := store.OpenRows[commentRow](v, request, v.RowsOf(request).Order("at DESC, id"))
	if err != nil || len(rows) == 0 {
		return nil, err
	}
	out := make([]model.Comment, len(rows))
	for i, r := range rows {
		text, err := seal.Unseal(key, seal.Place("comment", "text", r.ID), r.TextSealed)
		if err != nil {
			return nil, err
		}
		out[i] = model.Comment{At: database.Moment(r.At), By: r.ByStaff, Text: string(text)}
	}
	return out, nil
}
