package casefile

import (
	"context"
	"errors"
	"fmt"
	"time"

	"orangelab.cn/rightsdesk/store"
	"orangelab.cn/rightsdesk/store/covered"
	"orangelab.cn/rightsdesk/store/database"
	"orangelab.cn/rightsdesk/store/requests"
)

// Ended is a closed request that may be purged once its time is over.
type Ended struct {
	ID       int64
	ClosedAt time.Time
	Regimes  []string
}

// nothingWaits selects the closed requests under which nothing waits any more: no duty to keep, no message on its way,
// no open task, and no request it led to or came from that is open, as a complaint about it is. The newest of all
// stays: the next would get its number.
const nothingWaits = `status = 'closed' AND closed_at > 0 AND closed_at <= ? AND id > ? AND id < (SELECT MAX(id) FROM request)
	AND NOT EXISTS (SELECT 1 FROM hold AS h WHERE h.request_id = request.id AND h.returned_at = 0)
	AND NOT EXISTS (SELECT 1 FROM task AS t WHERE t.request_id = request.id AND t.done_at = 0)
	AND NOT EXISTS (SELECT 1 FROM outgoing AS o WHERE o.request_id = request.id AND o.state IN ('queued','sending','uncertain'))
	AND NOT EXISTS (SELECT 1 FROM request_link AS l JOIN request AS r ON r.id = l.opened_id WHERE l.request_id = request.id AND r.status <> 'closed')
	AND NOT EXISTS (SELECT 1 FROM request_link AS l JOIN request AS r ON r.id = l.request_id WHERE l.opened_id = request.id AND r.status <> 'closed')`

// EndedRequests lists up to limit requests with a number above one that were closed by a moment and under which nothing
// waits.
func EndedRequests(v *store.View, by time.Time, above int64, limit int) (list []Ended, err error) {
	var rows []requests.Row
	if err := v.RowsAcross().Where(nothingWaits, database.Millis(by), above).Order("id").Limit(limit).Find(&rows).
		Error; err != nil {
		return nil, database.MapError(err)
	}
	for _, row := range rows {
		r := row.Model()
		list = append(list, Ended{r.ID, r.ClosedAt, r.Regimes})
	}
	return list, nil
}

// Purge destroys a closed request's key and row, and with them everything that is its own; what remains in old copies
// of the file can no longer be read. What outlives it are the entries of the log, the ledger of what was erased, duties
// to keep that still run and consents without their request. It returns how many rows went. ErrConflict where something
// waits under it again.
func Purge(tx *store.Tx, id int64) (rows int64, err error) {
	row, err := requests.LockedRow(tx, id)
	if err != nil {
		return 0, err
	}
	if _, err := tx.ProveRow(id, &row); err != nil {
		return 0, err
	}
	if rows, err = countRows(tx.View, id); err != nil {
		return 0, err
	}
	var openers []int64
	if err := tx.RowsAcross().Model(&linkRow{}).Where("opened_id = ?", id).Order("request_id").
		Pluck("request_id", &openers).Error; err != nil {
		return 0, database.MapError(err)
	}
	for _, opener := range openers { // whose tally a link of theirs stands under
		if err := tx.RowsOf(opener).Where("opened_id = ?", id).Delete(&linkRow{}).Error; err != nil {
			return 0, database.MapError(err)
		}
	}
	if err := tx.RowsOf(id).Where("returned_at <> 0").Delete(&holdRow{}).Error; err != nil {
		return 0, database.MapError(err)
	}
	if err := tx.DB().Where("request_id = ?", id).Delete(&store.RequestKeyRow{}).Error; err != nil {
		return 0, database.MapError(err)
	}
	return rows, database.MapError(tx.RowsOf(id).Delete(&requests.Row{}).Error)
}

// outlives are the tables whose rows are still there when their request was purged.
var outlives = map[string]bool{"erased": true, "consent": true, "consent_person": true}

// countRows counts the rows that go with a request.
func countRows(v *store.View, id int64) (n int64, err error) {
	count := func(table, column string) error {
		var rows int64
		err := v.DB().Raw("SELECT COUNT(*) FROM "+table+" WHERE "+column+" = ?", id).Scan(&rows).Error
		n += rows
		return database.MapError(err)
	}
	for table, column := range covered.ByRequest() {
		if column == "" || outlives[table] {
			continue
		}
		if err := count(table, column); err != nil {
			return 0, err
		}
	}
	return n, nil
}

// ErrStillRead says that what was purged still stands in the log that SQLite writes ahead.
var ErrStillRead = errors.New("what was purged is gone from the desk, but still stands, sealed under a key that was destroyed, in the file that SQLite writes ahead: another program reads the desk; it is emptied the next time")

// Scrub lets nothing of what was deleted stand in the files of a desk: SQLite overwrites it where it was, and the log
// that it writes ahead is emptied. On PostgreSQL the server makes room of it for what comes next; until then it stands
// in the server's files and in its own log, as docs/backup.md says.
func Scrub(s *store.Store, ctx context.Context) error {
	if s.Postgres() {
		return database.MapError(s.Writer(ctx).Exec("VACUUM request, request_key").Error)
	}
	var busy, frames, moved int64
	if err := s.Writer(ctx).Raw("PRAGMA wal_checkpoint(TRUNCATE)").Row().Scan(&busy, &frames, &moved); err != nil {
		return fmt.Errorf("empty the log that SQLite writes ahead: %w", database.MapError(err))
	}
	if busy != 0 {
		return ErrStillRead
	}
	return nil
}
