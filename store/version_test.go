package store_test

import (
	"errors"
	"strings"
	"testing"

	"orangelab.cn/rightsdesk/store"
	"orangelab.cn/rightsdesk/store/storetest"
)

// versioned are the tables of the desk's own whose rows are versions, each numbered after the one before.
var versioned = []string{"organisation", "mail_setting", "rule_change", "policy_version", "policy_classing",
	"response_roster", "notice", "notice_text"}

// Two desktops can give the same number to the next version in one moment: the later one hears that, and nothing of the
// engine's.
func TestWhoSavesTheNextVersionLaterHearsSo(t *testing.T) {
	storetest.Each(t, func(t *testing.T, engine string) {
		d := newStaffed(t, engine)
		d.must(t, everyDeskRow)
		for _, table := range versioned {
			var rows []map[string]any
			if err := d.Raw().Table(table).Limit(1).Find(&rows).Error; err != nil || len(rows) != 1 {
				t.Fatalf("%s: %d rows, %v", table, len(rows), err)
			}
			err := d.write(func(tx *store.Tx) error { return tx.CreateNextIn(table, rows[0]) })
			if !errors.Is(err, store.ErrNewer) || !errors.Is(err, store.ErrConflict) {
				t.Errorf("%s: %v", table, err)
				continue
			}
			if said := err.Error(); strings.Contains(said, "constraint") || strings.Contains(said, "SQLSTATE") ||
				strings.Contains(said, table) {
				t.Errorf("%s: it says %q", table, said)
			}
		}
	})
}
