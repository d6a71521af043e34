package doctor

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	"gorm.io/gorm"

	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/store"
	"orangelab.cn/rightsdesk/store/requests"
)

// Numbers compares the counter of references with the references given out.
func Numbers(ctx context.Context, s *store.Store) (found string, err error) {
	err = s.Snapshot(ctx, func(db *gorm.DB) error {
		given, err := requests.GivenReferences(db)
		if err != nil {
			return err
		}
		var kept []struct {
			Year int
			Last int64
		}
		if err := db.Raw("SELECT year, last FROM reference_number").Scan(&kept).Error; err != nil {
			return err
		}
		last := map[int]int64{}
		for _, k := range kept {
			last[k.Year] = k.Last
		}
		var behind []string
		for year := range last {
			given[year] += 0 // a counter of which no reference was given out
		}
		for _, year := range slices.Sorted(maps.Keys(given)) {
			if last[year] != given[year] {
				behind = append(behind,
					fmt.Sprintf("%s was given out, the counter stands at %d", model.FormatReference(year, given[year]),
						last[year]))
			}
		}
		if len(behind) > 0 {
			return fmt.Errorf("%s: the database was changed outside the program or put together from two; restore a back-up, or go on: numbers that a request has are passed over", strings.Join(behind, "; "))
		}
		found = "no reference is given twice"
		return nil
	})
	return found, err
}
