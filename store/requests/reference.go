package requests

import (
	"encoding/json"
	"errors"
	"fmt"

	"gorm.io/gorm"

	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/store"
	"orangelab.cn/rightsdesk/store/database"
)

// NextReference takes the next reference of a year. Where the counter was put back and gives one that a request has or
// had, it goes on after the highest one given out.
func NextReference(tx *store.Tx, year int) (string, error) {
	n, err := CountReferences(tx, year, 1)
	if err != nil {
		return "", err
	}
	var there int64
	if err := tx.RowsAcross().Model(&Row{}).Where("reference = ?", model.FormatReference(year, n)).Count(&there).
		Error; err != nil {
		return "", database.MapError(err)
	}
	if there > 0 {
		given, err := GivenReferences(tx.DB())
		if err != nil {
			return "", err
		}
		n = given[year] + 1
		if err := tx.DB().Exec("UPDATE reference_number SET last = ? WHERE year = ?", n, year).Error; err != nil {
			return "", database.MapError(err)
		}
	}
	return model.FormatReference(year, n), nil
}

// CountReferences takes the next few numbers of a year, and returns the last of them.
func CountReferences(tx *store.Tx, year, few int) (last int64, err error) {
	err = tx.DB().Raw(`INSERT INTO reference_number AS r (year, last) VALUES (?, ?)
		ON CONFLICT (year) DO UPDATE SET last = r.last + excluded.last RETURNING last`, year, few).Scan(&last).Error
	return last, database.MapError(err)
}

// GivenReferences returns the highest number given out in every year: of a request that is there, or that the log
// knows.
func GivenReferences(db *gorm.DB) (highest map[int]int64, err error) {
	highest = map[int]int64{}
	give := func(reference string) {
		var year int
		var n int64
		if _, err := fmt.Sscanf(reference, "R-%d-%d", &year, &n); err == nil && model.IsReference(reference) {
			highest[year] = max(highest[year], n)
		}
	}
	for _, from := range []struct {
		query string
		read  func(string) string
	}{
		{"SELECT reference FROM request", func(reference string) string { return reference }},
		{"SELECT detail FROM entry WHERE detail LIKE '%\"reference\"%'", func(detail string) string {
			var said struct{ Reference string }
			if json.Unmarshal([]byte(detail), &said) != nil {
				return ""
			}
			return said.Reference
		}},
	} {
		rows, err := db.Raw(from.query).Rows()
		if err != nil {
			return nil, database.MapError(err)
		}
		for rows.Next() {
			var text string
			if err := rows.Scan(&text); err != nil {
				return nil, errors.Join(database.MapError(err), rows.Close())
			}
			give(from.read(text))
		}
		if err := errors.Join(rows.Err(), rows.Close()); err != nil {
			return nil, database.MapError(err)
		}
	}
	return highest, nil
}
