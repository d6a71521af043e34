// Package notices keeps notices to many people: their texts, whom they go to, and a receipt for each message.
package notices

import (
	"encoding/hex"
	"encoding/json"
	"fmt"
	"strconv"
	"time"

	"orangelab.cn/rightsdesk/model/incident"
	"orangelab.cn/rightsdesk/model/notice"
	"orangelab.cn/rightsdesk/store"
	"orangelab.cn/rightsdesk/store/database"
	"orangelab.cn/rightsdesk/store/seal"
	"orangelab.cn/rightsdesk/store/setup"
)

type noticeRow struct {
	ID             int64 `gorm:"primaryKey;autoIncrement:false"`
	Reference      string
	Version        int64
	Text           int64
	State          string
	ApprovedBy     string
	ApprovedAt     int64
	AudienceSealed seal.Sealed
}

func (noticeRow) TableName() string { return "notice" }

type noticeTextRow struct {
	NoticeID   int64 `gorm:"primaryKey;autoIncrement:false"`
	Number     int64 `gorm:"primaryKey;autoIncrement:false"`
	ByStaff    string
	At         int64
	TextSealed seal.Sealed
}

func (noticeTextRow) TableName() string { return "notice_text" }

func noticeID(id int64) string { return strconv.FormatInt(id, 10) }

func textID(id, number int64) string { return noticeID(id) + "/" + strconv.FormatInt(number, 10) }

// All lists the notices, the newest first, with the text in force of each.
func All(v *store.View) (list []notice.Notice, err error) {
	var rows []noticeRow
	if err := v.DeskRows().Order("id DESC").Find(&rows).Error; err != nil {
		return nil, database.MapError(err)
	}
	for _, row := range rows {
		n, err := open(v, row)
		if err != nil {
			return nil, err
		}
		list = append(list, n)
	}
	return list, nil
}

// Read reads a notice; ErrNotFound where there is none.
func Read(v *store.View, id int64) (notice.Notice, error) {
	var row noticeRow
	if err := v.DeskRows().Where("id = ?", id).First(&row).Error; err != nil {
		return notice.Notice{}, database.MapError(err)
	}
	return open(v, row)
}

func open(v *store.View, row noticeRow) (n notice.Notice, err error) {
	n = notice.Notice{ID: row.ID, Reference: row.Reference, Version: row.Version, State: notice.State(row.State),
		ApprovedBy: row.ApprovedBy, ApprovedAt: database.Moment(row.ApprovedAt)}
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
	run, err := runRow(v, row.ID)
	n.Progress = run.progress()
	if err != nil {
		return n, err
	}
	n.Shown, err = shownOf(v, row.ID)
	return n, err
}

// Writers are the staff who wrote a text of a notice: none of them approves it.
func Writers(v *store.View, id int64) (staff []string, err error) {
	err = v.DeskRows().Model(&noticeTextRow{}).Where("notice_id = ?", id).Distinct().Order("by_staff").
		Pluck("by_staff", &staff).Error
	return staff, database.MapError(err)
}

// Add keeps a new notice as a draft, gives it the next reference of the year, and returns it.
func Add(tx *store.Tx, n notice.Notice, now time.Time, zone *time.Location) (notice.Notice, error) {
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
	row, err := rowOf(tx, n, 1)
	if err != nil {
		return n, err
	}
	if err := tx.CreateNext(&row); err != nil {
		return n, err
	}
	return n, addText(tx, n, 1, now)
}

func rowOf(tx *store.Tx, n notice.Notice, text int64) (row noticeRow, err error) {
	row = noticeRow{ID: n.ID, Reference: n.Reference, Version: n.Version, Text: text, State: string(n.State),
		ApprovedBy: n.ApprovedBy, ApprovedAt: database.Millis(n.ApprovedAt)}
	raw, err := json.Marshal(n.Audience)
	if err != nil {
		return row, fmt.Errorf("keep a notice: %w", err)
	}
	row.AudienceSealed, err = tx.Keys().SealDesk("notice", "audience", noticeID(n.ID), raw)
	return row, err
}

func addText(tx *store.Tx, n notice.Notice, number int64, now time.Time) error {
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

// SaveText keeps another text of a draft as its next; ErrConflict where the notice is not at n.Version any more.
func SaveText(tx *store.Tx, n notice.Notice, now time.Time) (notice.Notice, error) {
	var last int64
	if err := tx.DeskRows().Model(&noticeTextRow{}).Where("notice_id = ?", n.ID).Select("COALESCE(MAX(number), 0)").
		Scan(&last).Error; err != nil {
		return n, database.MapError(err)
	}
	if err := addText(tx, n, last+1, now); err != nil {
		return n, err
	}
	return move(tx, n, last+1)
}

// Move keeps the state, the approval and the audience of a notice as its next version; ErrConflict where it is not at
// n.Version any more.
func Move(tx *store.Tx, n notice.Notice) (notice.Notice, error) {
	var row noticeRow
	if err := tx.DeskRows().Where("id = ?", n.ID).First(&row).Error; err != nil {
		return n, database.MapError(err)
	}
	return move(tx, n, row.Text)
}

func move(tx *store.Tx, n notice.Notice, text int64) (notice.Notice, error) {
	if n.Content.OfDrill() && n.State != notice.Draft {
		return n, incident.ErrDrill
	}
	seen := n.Version
	n.Version++
	row, err := rowOf(tx, n, text)
	if err != nil {
		return n, err
	}
	return n, database.One(tx.DeskRows().Model(&noticeRow{}).Where("id = ? AND version = ?", n.ID, seen).
		Select("version", "text", "state", "approved_by", "approved_at", "audience_sealed").Updates(&row))
}

// Digest names exactly what is approved: the text, to whom it goes, and all that they get, with what is said of the
// organisation, in which languages and under which name and address.
func Digest(v *store.View, n notice.Notice) (string, error) {
	org, err := setup.Organisation(v)
	if err != nil {
		return "", err
	}
	settings, err := setup.MailSettings(v)
	if err != nil {
		return "", err
	}
	var names []string
	for _, lang := range org.Languages {
		names = append(names, org.Called(lang))
	}
	raw, err := json.Marshal([]any{n.ID, n.Content, n.Audience, n.Content.Rendered(org), org.Languages, names,
		settings.From})
	if err != nil {
		return "", fmt.Errorf("digest of a notice: %w", err)
	}
	h := v.Digest("notice")
	h.Write(raw)
	return hex.EncodeToString(h.Sum(nil)), nil
}
