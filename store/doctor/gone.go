package doctor

import (
	"context"
	"fmt"
	"strings"

	"gorm.io/gorm"

	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/store"
	"orangelab.cn/rightsdesk/store/incoming"
)

// shownGone is how many requests are named one by one.
const shownGone = 5

// Gone compares what the log says was made with what is there: requests, letters and certificates, which nothing in the
// program takes away but a purge, of which the log has an entry, and looks for automatic mail and waiting files that
// were put out of sight.
func Gone(ctx context.Context, s *store.Store) (found string, err error) {
	err = s.Snapshot(ctx, func(db *gorm.DB) error {
		var gone []string
		for _, look := range []struct {
			what, query string
			args        []any
		}{
			{"requests",
				`SELECT DISTINCT request_id FROM entry WHERE request_id <> 0 AND request_id NOT IN (SELECT id FROM request)
				AND request_id NOT IN (SELECT request_id FROM entry WHERE action = ?) ORDER BY request_id`, []any{model.ActPurge}},
			{"letters of the requests", fewerThanEntries("letter"), []any{model.ActLetter}},
			{"certificates of the requests", fewerThanEntries("certificate"), []any{model.ActCertify}},
		} {
			var ids []int64
			if err := db.Raw(look.query, look.args...).Scan(&ids).Error; err != nil {
				return err
			}
			if len(ids) > 0 {
				gone = append(gone, fmt.Sprintf("%s with the numbers %s in the database", look.what, someOf(ids)))
			}
		}
		var hidden int64
		if err := db.Model(&incoming.AutomaticRow{}).Where("done_at <> 0 AND mail_sealed IS NOT NULL").Count(&hidden).
			Error; err != nil {
			return err
		}
		if hidden > 0 { // whoever ends the waiting of a mail takes its words away
			gone = append(gone,
				fmt.Sprintf("%d automatic mails that are marked as done, and nobody took in or dismissed", hidden))
		}
		if err := db.Model(&incoming.WaitingFileRow{}).Where("done_at <> 0 AND data_sealed IS NOT NULL").Count(&hidden).
			Error; err != nil {
			return err
		}
		if hidden > 0 {
			gone = append(gone,
				fmt.Sprintf("%d files with records to decide that are marked as done, and nobody decided", hidden))
		}
		if len(gone) > 0 {
			return fmt.Errorf("the database was changed outside the program: gone are %s; restore a back-up, and ask who took them away", strings.Join(gone, "; "))
		}
		found = "every request, letter and certificate of the log is there"
		return nil
	})
	return found, err
}

// fewerThanEntries selects the requests of which a table holds fewer rows than the log has entries of an action.
func fewerThanEntries(table string) string {
	return `SELECT e.request_id FROM (SELECT request_id, COUNT(*) AS n FROM entry WHERE action = ? GROUP BY request_id) AS e
		JOIN request AS r ON r.id = e.request_id
		WHERE e.n > (SELECT COUNT(*) FROM ` + table + ` AS t WHERE t.request_id = e.request_id) ORDER BY e.request_id`
}

// someOf lists numbers, and how many more there are.
func someOf(ids []int64) string {
	text := strings.Trim(strings.ReplaceAll(fmt.Sprint(ids[:min(len(ids), shownGone)]), " ", ", "), "[]")
	if more := len(ids) - shownGone; more > 0 {
		text += fmt.Sprintf(" and %d more", more)
	}
	return text
}
