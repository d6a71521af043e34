package incoming

import (
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/store"
	"orangelab.cn/rightsdesk/store/database"
	"orangelab.cn/rightsdesk/store/seal"

	"github.com/google/uuid"
	"gorm.io/gorm/clause"
)

// WaitingFileRow is a file of which something waits for a decision, as the database holds it.
type WaitingFileRow struct {
	ID         string `gorm:"primaryKey"`
	FileHash   []byte
	At         int64
	ByStaff    string
	DoneAt     int64
	HeadSealed seal.Sealed
	DataSealed seal.Sealed
}

func (WaitingFileRow) TableName() string { return "waiting_file" }

type waitingRecordRow struct {
	FileID string `gorm:"primaryKey"`
	Place  int    `gorm:"primaryKey"`
}

func (waitingRecordRow) TableName() string { return "waiting_record" }

// KeepFile keeps a file, sealed, and which of its records wait, in the place of what was kept of the same bytes before;
// it returns its ID.
func KeepFile(tx *store.Tx, f model.WaitingFile, data []byte, places []int) (id string, err error) {
	row := WaitingFileRow{ID: uuid.NewString(), FileHash: tx.Keys().LookupMAC("waiting_file", string(data)),
		At: database.Millis(f.At), ByStaff: f.By}
	var there WaitingFileRow
	switch err := database.MapError(tx.DeskRows().Select("id").
		Where("file_hash IN ?", tx.Keys().LookupMACs("waiting_file", string(data))).First(&there).Error); {
	case err == nil:
		row.ID = there.ID
	case !errors.Is(err, store.ErrNotFound):
		return "", err
	}
	head, err := json.Marshal(f.Head)
	if err != nil {
		return "", fmt.Errorf("waiting file: %w", err)
	}
	if row.HeadSealed, err = tx.Keys().SealDesk("waiting_file", "head", row.ID, head); err != nil {
		return "", err
	}
	if row.DataSealed, err = tx.Keys().SealDesk("waiting_file", "data", row.ID, data); err != nil {
		return "", err
	}
	if err := tx.DeskRows().Save(&row).Error; err != nil {
		return "", database.MapError(err)
	}
	if err := tx.DeskRows().Where("file_id = ?", row.ID).Delete(&waitingRecordRow{}).Error; err != nil {
		return "", database.MapError(err)
	}
	records := make([]waitingRecordRow, len(places))
	for i, place := range places {
		records[i] = waitingRecordRow{row.ID, place}
	}
	return row.ID,
		database.MapError(tx.DB().Clauses(clause.OnConflict{DoNothing: true}).CreateInBatches(records, 1000).Error)
}

// HearFile is KeepFile for a mail from the mailbox: one that the desk keeps or kept already stays as it is,
// ErrDuplicate.
func HearFile(tx *store.Tx, f model.WaitingFile, data []byte, places []int) (id string, err error) {
	var n int64
	err = tx.DeskRows().Model(&WaitingFileRow{}).
		Where("file_hash IN ?", tx.Keys().LookupMACs("waiting_file", string(data))).Count(&n).Error
	if err != nil || n > 0 {
		return "", errors.Join(database.MapError(err), duplicate(n))
	}
	return KeepFile(tx, f, data, places)
}

func duplicate(n int64) error {
	if n > 0 {
		return store.ErrDuplicate
	}
	return nil
}

// allOfIt is the place that stands for all the records of a draft.
const allOfIt = -1

// DraftFile keeps a file that somebody opens, sealed, until they leave it or decide about it, and returns its ID; it is
// empty where the same bytes are kept already, whose records then wait as they did.
func DraftFile(tx *store.Tx, f model.WaitingFile, data []byte) (id string, err error) {
	var there WaitingFileRow
	switch err := database.MapError(tx.DeskRows().Select("id", "by_staff").Where("file_hash IN ? AND done_at = 0",
		tx.Keys().LookupMACs("waiting_file", string(data))).First(&there).Error); {
	case errors.Is(err, store.ErrNotFound):
	case err != nil:
		return "", err
	case there.ByStaff != f.By || !draft(tx.View, there.ID):
		return "", nil
	}
	f.Head.Digest = ""
	return KeepFile(tx, f, data, []int{allOfIt})
}

func draft(v *store.View, file string) bool {
	var n int64
	return v.DeskRows().Model(&waitingRecordRow{}).Where("file_id = ? AND place = ?", file, allOfIt).Count(&n).
		Error == nil && n > 0
}

// EndDraft forgets a draft; a file of which records were decided about meanwhile is kept.
func EndDraft(tx *store.Tx, file string, now time.Time) error { return Decided(tx, file, allOfIt, now) }

// maxWaiting is how many waiting files are listed at once.
const maxWaiting = 50

// WaitingFiles lists the files with records that wait, the oldest first, at most 50.
func WaitingFiles(v *store.View) ([]model.WaitingFile, error) {
	var rows []WaitingFileRow
	if err := v.DeskRows().Select("id", "at", "by_staff", "head_sealed").Where("done_at = 0").Order("at, id").
		Limit(maxWaiting).Find(&rows).Error; err != nil {
		return nil, database.MapError(err)
	}
	out := make([]model.WaitingFile, len(rows))
	for i, r := range rows {
		var err error
		if out[i], err = waitingFile(v, r); err != nil {
			return nil, err
		}
	}
	return out, nil
}

func waitingFile(v *store.View, r WaitingFileRow) (model.WaitingFile, error) {
	f := model.WaitingFile{ID: r.ID, At: database.Moment(r.At), By: r.ByStaff}
	head, err := v.Keys().OpenDesk("waiting_file", "head", r.ID, r.HeadSealed)
	if err != nil {
		return f, err
	}
	if err := json.Unmarshal(head, &f.Head); err != nil {
		return f, fmt.Errorf("waiting file: %w", err)
	}
	var n int64
	err = v.DeskRows().Model(&waitingRecordRow{}).Where("file_id = ?", r.ID).Count(&n).Error
	f.Records = int(n)
	return f, database.MapError(err)
}

// CountWaitingFiles counts the files with records that wait.
func CountWaitingFiles(v *store.View) (n int64, err error) {
	err = v.DeskRows().Model(&WaitingFileRow{}).Where("done_at = 0").Count(&n).Error
	return n, database.MapError(err)
}

// WaitingFile opens a file that waits, with the places of its records that do. ErrNotFound where nothing of it waits
// any more.
func WaitingFile(v *store.View, id string) (f model.WaitingFile, data []byte, places []int, err error) {
	var row WaitingFileRow
	if err := v.DeskRows().Where("id = ? AND done_at = 0", id).First(&row).Error; err != nil {
		return f, nil, nil, database.MapError(err)
	}
	if f, err = waitingFile(v, row); err != nil {
		return f, nil, nil, err
	}
	if err := v.DeskRows().Model(&waitingRecordRow{}).Where("file_id = ?", id).Order("place").Pluck("place", &places).
		Error; err != nil {
		return f, nil, nil, database.MapError(err)
	}
	data, err = v.Keys().OpenDesk("waiting_file", "data", id, row.DataSealed)
	return f, data, places, err
}

// Decided ends the waiting of a record. With the last of a file its bytes and its name go; what no longer waits is
// passed over, since a colleague may have decided about it.
func Decided(tx *store.Tx, file string, place int, now time.Time) error {
	if err := tx.DeskRows().Delete(&waitingRecordRow{file, place}).Error; err != nil {
		return database.MapError(err)
	}
	return database.MapError(tx.DeskRows().Model(&WaitingFileRow{}).
		Where("id = ? AND done_at = 0 AND NOT EXISTS (SELECT 1 FROM waiting_record WHERE file_id = ?)", file, file).
		Updates(map[string]any{"done_at": database.Millis(now), "head_sealed": nil, "data_sealed": nil}).Error)
}
