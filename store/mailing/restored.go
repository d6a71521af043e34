package mailing

import (
	"context"
	"strconv"

	"orangelab.cn/rightsdesk/store"
	"orangelab.cn/rightsdesk/store/database"
)

// RestMail notes what waited to leave by mail in a back-up: who restores it has no keys to change a message, and nobody
// knows what became of it since. The sender makes it uncertain before anything leaves, see Restored.
func RestMail(ctx context.Context, s *store.Store) error {
	for _, statement := range []string{
		"INSERT INTO restored (what, id) SELECT 'outgoing', id FROM outgoing WHERE state IN ('queued','sending') ON CONFLICT DO NOTHING",
		"INSERT INTO restored (what, id) SELECT 'report', id FROM incident_mail WHERE state IN ('queued','sending') ON CONFLICT DO NOTHING",
		"INSERT INTO restored (what, id) SELECT 'notice', CAST(id AS TEXT) FROM notice WHERE state = 'sending' ON CONFLICT DO NOTHING",
	} {
		if err := s.Writer(ctx).Exec(statement).Error; err != nil {
			return database.MapError(err)
		}
	}
	return nil
}

// notRestored leaves out the messages that rest since the desk was restored.
const notRestored = "NOT EXISTS (SELECT 1 FROM restored WHERE what = 'outgoing' AND restored.id = outgoing.id)"

// RestoredOutgoing lists the messages that rest since the desk was restored.
func RestoredOutgoing(v *store.View) ([]Ref, error) {
	return outgoingWhere(v, "at, id", 1000, "NOT "+notRestored)
}

// RestoredNotices lists the notices that rest since the desk was restored.
func RestoredNotices(v *store.View) (ids []int64, err error) {
	err = v.DB().Raw("SELECT CAST(id AS BIGINT) FROM restored WHERE what = 'notice' ORDER BY 1").Scan(&ids).Error
	return ids, database.MapError(err)
}

// EndRest says that a message or a notice that rested was dealt with.
func EndRest(tx *store.Tx, o Ref) error { return endRest(tx, "outgoing", o.ID) }

// EndReportRest is EndRest for a report to an authority.
func EndReportRest(tx *store.Tx, id string) error { return endRest(tx, "report", id) }

// EndNoticeRest is EndRest for a notice.
func EndNoticeRest(tx *store.Tx, id int64) error {
	return endRest(tx, "notice", strconv.FormatInt(id, 10))
}

func endRest(tx *store.Tx, what, id string) error {
	return database.MapError(tx.DB().Exec("DELETE FROM restored WHERE what = ? AND id = ?", what, id).Error)
}
