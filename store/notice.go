package store

import (
	"encoding/hex"
	"encoding/json"
	"fmt"
	"strconv"
	"time"

	"orangelab.cn/rightsdesk/model/notice"
	"orangelab.cn/rightsdesk/store/database"
)

type noticeRow struct {
	ID             int64 `gorm:"primaryKey;autoIncrement:false"`
	Reference      string
	Version        int64
	Text           int64
	State          string
	ApprovedBy     string
	ApprovedAt     int64
	AudienceSealed Sealed
}

func (noticeRow) TableName() string { return "notice" }

type noticeTextRow struct {
	NoticeID   int64 `gorm:"primaryKey;autoIncrement:false"`
	Number     int64 `gorm:"primaryKey;autoIncrement:false"`
	ByStaff    string
	At         int64
	TextSealed Sealed
}

func (noticeTextRow) TableName() string { return "notice_text" }

func noticeID(id int64) string { return strconv.FormatInt(id, 10) }

func textID(id, number int64) string { return noticeID(id) + "/" + strconv.FormatInt(number, 10) }

// Notices lists the notices, the newest first, with the text in force of each.
func (v *View) Notices() (list []notice.Notice, err error) {
	var rows []noticeRow
	if err := v.DeskRows().Order("id DESC").Find(&rows).Error; err != nil {
		return nil, database.MapError(err)
	}
	for _, row := range rows {
		n, err := v.notice(row)
		if err != nil {
			return nil, err
		}
		list = append(list, n)
	}
	return list, nil
}

// Notice reads a notice; ErrNotFound where there is none.
func (v *View) Notice(id int64) (notice.Notice, error) {
	var row noticeRow
	if err := v.DeskRows().Where("id = ?", id).First(&row).Error; err != nil {
		return notice.Notice{}, database.MapError(err)
	}
	return v.notice(row)
}

func (v *View) notice(row noticeRow) (n notice.Notice, err error) {
	n = notice.Notice{ID: row.ID, Reference: row.Reference, Version: row.Version, State: notice.State(row.State), ApprovedBy: row.ApprovedBy, ApprovedAt: database.Moment(row.ApprovedAt)}
	raw, err := v.Keys().OpenDesk("notice", "audience", noticeID(row.ID), row.AudienceSealed)
	if err == nil {
		err = json.Unmarshal(raw, &n.Audience)
	}
	if err != nil {
		return n, fmt.Errorf("notice %s: %w", row.Reference, err)
	}
	var text noticeTextRow
	if err := v.DeskRows().Where("notice_id = ? AND number = ?", row.ID, row.Text).First(&text).Error; err != nil {
		return n, database.MapError(err)
	}
	raw, err = v.Keys().OpenDesk("notice_text", "text", textID(row.ID, text.Number), text.TextSealed)
	if err == nil {
		err = json.Unmarshal(raw, &n.Content)
	}
	if err != nil {
		return n, fmt.Errorf("notice %s: %w", row.Reference, err)
	}
	n.WrittenBy, n.WrittenAt = text.ByStaff, database.Moment(text.At)
	run, err := v.noticeRun(row.ID)
	n.Progress = run.progress()
	return n, err
}

// NoticeWriters are the staff who wrote a text of a notice: none of them approves it.
func (v *View) NoticeWriters(id int64) (staff []string, err error) {
	err = v.DeskRows().Model(&noticeTextRow{}).Where("notice_id = ?", id).Distinct().Order("by_staff").Pluck("by_staff", &staff).Error
	return staff, database.MapError(err)
}

// AddNotice keeps a new notice as a draft, gives it the next reference of the year, and returns it.
func (tx *Tx) AddNotice(n notice.Notice, now time.Time, zone *time.Location) (notice.Notice, error) {
	var rows []noticeRow
	if err := tx.DeskRows().Select("id", "reference").Order("id").Find(&rows).Error; err != nil {
		return n, database.MapError(err)
	}
	n.ID = 1
	year := now.In(zone).Year()
	last := 0
	for _, r := range rows {
		n.ID = max(n.ID, r.ID+1)
		var y, number int
		if _, err := fmt.Sscanf(r.Reference, "N-%d-%d", &y, &number); err == nil && y == year {
			last = max(last, number)
		}
	}
	n.Reference, n.Version, n.State = fmt.Sprintf("N-%d-%04d", year, last+1), 1, notice.Draft
	row, err := tx.noticeRow(n, 1)
	if err != nil {
		return n, err
	}
	if err := tx.CreateNext(&row); err != nil {
		return n, err
	}
	return n, tx.addText(n, 1, now)
}

func (tx *Tx) noticeRow(n notice.Notice, text int64) (row noticeRow, err error) {
	row = noticeRow{ID: n.ID, Reference: n.Reference, Version: n.Version, Text: text, State: string(n.State), ApprovedBy: n.ApprovedBy, ApprovedAt: database.Millis(n.ApprovedAt)}
	raw, err := json.Marshal(n.Audience)
	if err != nil {
		return row, fmt.Errorf("keep a notice: %w", err)
	}
	row.AudienceSealed, err = tx.Keys().SealDesk("notice", "audience", noticeID(n.ID), raw)
	return row, err
}

func (tx *Tx) addText(n notice.Notice, number int64, now time.Time) error {
	raw, err := json.Marshal(n.Content)
	if err != nil {
		return fmt.Errorf("keep a notice: %w", err)
	}
	row := noticeTextRow{NoticeID: n.ID, Number: number, ByStaff: tx.Keys().Staff(), At: database.Millis(now)}
	if row.TextSealed, err = tx.Keys().SealDesk("notice_text", "text", textID(n.ID, number), raw); err != nil {
		return err
	}
	return tx.CreateNext(&row)
}

// SaveNoticeText keeps another text of a draft as its next; ErrConflict where the notice is not at n.Version any more.
func (tx *Tx) SaveNoticeText(n notice.Notice, now time.Time) (notice.Notice, error) {
	var last int64
	if err := tx.DeskRows().Model(&noticeTextRow{}).Where("notice_id = ?", n.ID).Select("COALESCE(MAX(number), 0)").Scan(&last).Error; err != nil {
		return n, database.MapError(err)
	}
	if err := tx.addText(n, last+1, now); err != nil {
		return n, err
	}
	return tx.moveNotice(n, last+1)
}

// MoveNotice keeps the state, the approval and the audience of a notice as its next version; ErrConflict where it is not at
// n.Version any more.
func (tx *Tx) MoveNotice(n notice.Notice) (notice.Notice, error) {
	var row noticeRow
	if err := tx.DeskRows().Where("id = ?", n.ID).First(&row).Error; err != nil {
		return n, database.MapError(err)
	}
	return tx.moveNotice(n, row.Text)
}

func (tx *Tx) moveNotice(n notice.Notice, text int64) (notice.Notice, error) {
	seen := n.Version
	n.Version++
	row, err := tx.noticeRow(n, text)
	if err != nil {
		return n, err
	}
	return n, database.One(tx.DeskRows().Model(&noticeRow{}).Where("id = ? AND version = ?", n.ID, seen).Select("version", "text", "state", "approved_by", "approved_at", "audience_sealed").Updates(&row))
}

// NoticeDigest names exactly what is approved: the text, and to whom it goes.
func (v *View) NoticeDigest(n notice.Notice) (string, error) {
	raw, err := json.Marshal([]any{n.ID, n.Content, n.Audience})
	if err != nil {
		return "", fmt.Errorf("digest of a notice: %w", err)
	}
	h := v.Digest("notice")
	h.Write(raw)
	return hex.EncodeToString(h.Sum(nil)), nil
}
