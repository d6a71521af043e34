package casefile

import (
	"fmt"
	"strings"
	"time"

	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/store"
	"orangelab.cn/rightsdesk/store/database"
)

// TieTogether says of two requests what they are to each other, in a row of each: so each one's own tally tells of the
// other.
func TieTogether(tx *store.Tx, request int64, is model.Cause, other int64, and model.Cause) error {
	for _, row := range []linkRow{{request, other, string(is)}, {other, request, string(and)}} {
		if err := tx.DB().Create(&row).Error; err != nil {
			return database.MapError(err)
		}
	}
	return nil
}

// Tied reports whether one request is tied to another in this way.
func Tied(v *store.View, request int64, is model.Cause, other int64) (bool, error) {
	var n int64
	err := v.RowsOf(request).Model(&linkRow{}).Where("opened_id = ? AND why = ?", other, string(is)).Count(&n).Error
	return n > 0, database.MapError(err)
}

// SameKindSharing lists, newest first, requests of the same kind that share an identifier with r and came in within a
// time of it, at most limit. What it finds decides nothing before it is read with its own tally.
func SameKindSharing(v *store.View, r model.Request, within time.Duration, limit int) (ids []int64, err error) {
	var either []string
	var args []any
	for _, l := range r.Subject.Lookups() {
		either, args = append(either, "(l.kind = ? AND l.hash IN ?)"), append(args, string(l.Kind),
			v.Keys().Hashes(l.Kind, l.Value))
	}
	if len(either) == 0 {
		return nil, nil
	}
	args = append(args, string(r.Kind), database.Millis(r.ReceivedAt.Add(-within)),
		database.Millis(r.ReceivedAt.Add(within)), r.ID, limit)
	err = v.DB().
		Raw(fmt.Sprintf("SELECT DISTINCT q.id FROM lookup AS l JOIN request AS q ON q.id = l.request_id WHERE (%s) "+
			"AND q.kind = ? AND q.received_at BETWEEN ? AND ? AND q.id <> ? ORDER BY q.id DESC LIMIT ?",
			strings.Join(either, " OR ")), args...).Scan(&ids).Error
	return ids, database.MapError(err)
}
