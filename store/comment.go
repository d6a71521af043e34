package store

import (
	"time"

	"github.com/google/uuid"
)

type commentRow struct {
	ID         string `gorm:"primaryKey"`
	RequestID  int64
	At         int64
	ByStaff    string
	TextSealed Sealed
}

func (commentRow) TableName() string { return "comment" }

// Comment is what one member of staff leaves for the next; it never goes out.
type Comment struct {
	At   time.Time
	By   string
	Text string
}

// AddComment keeps a comment.
func (tx *Tx) AddComment(request int64, by string, now time.Time, text string) (string, error) {
	key, err := tx.requestKey(request)
	if err != nil {
		return "", err
	}
	row := commentRow{ID: uuid.NewString(), RequestID: request, At: ms(now), ByStaff: by}
	if row.TextSealed, err = seal(key, 0, place("comment", "text", row.ID), []byte(text)); err != nil {
		return "", err
	}
	return row.ID, mapError(tx.db.Create(&row).Error)
}

// Comments lists a request's comments, newest first.
func (v *View) Comments(request int64) ([]Comment, error) {
	var rows []commentRow
	if err := v.of(request).Order("at DESC, id").Find(&rows).Error; err != nil {
		return nil, mapError(err)
	}
	if len(rows) == 0 {
		return nil, nil
	}
	key, err := v.requestKey(request)
	if err != nil {
		return nil, err
	}
	out := make([]Comment, len(rows))
	for i, r := range rows {
		text, err := unseal(key, place("comment", "text", r.ID), r.TextSealed)
		if err != nil {
			return nil, err
		}
		out[i] = Comment{at(r.At), r.ByStaff, string(text)}
	}
	return out, nil
}
