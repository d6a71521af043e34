package database

import (
	"strings"
	"time"
	"unicode/utf8"

	"gorm.io/gorm"
)

// Millis is an instant as the database holds it; the zero time is 0.
func Millis(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return t.UnixMilli()
}

// Moment is the instant that the database holds as a number.
func Moment(v int64) time.Time {
	if v == 0 {
		return time.Time{}
	}
	return time.UnixMilli(v).UTC()
}

// One is ErrConflict unless exactly one row was meant.
func One(res *gorm.DB) error {
	if res.Error == nil && res.RowsAffected != 1 {
		return ErrConflict
	}
	return MapError(res.Error)
}

// rowsAStatement is how many rows one statement inserts.
const rowsAStatement = 100

// InsertAll inserts rows, many a statement.
func InsertAll[T any](db *gorm.DB, rows []T) error {
	if len(rows) == 0 {
		return nil
	}
	return MapError(db.CreateInBatches(&rows, rowsAStatement).Error)
}

// Texts returns a list as plain texts.
func Texts[T ~string](list []T) []string {
	out := make([]string, len(list))
	for i, v := range list {
		out[i] = string(v)
	}
	return out
}

// Holds reports whether a text can stand in a desk at all: PostgreSQL takes neither a NUL nor what is no UTF-8. Nothing
// is looked up by another one.
func Holds(text string) bool { return utf8.ValidString(text) && !strings.ContainsRune(text, 0) }
