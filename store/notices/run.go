package notices

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"orangelab.cn/rightsdesk/model/notice"
	"orangelab.cn/rightsdesk/store"
	"orangelab.cn/rightsdesk/store/database"
	"orangelab.cn/rightsdesk/store/mailing"
	"orangelab.cn/rightsdesk/store/seal"
)

// noticeRunRow is how far a notice has gone out.
type noticeRunRow struct {
	NoticeID  int64 `gorm:"primaryKey;autoIncrement:false"`
	Round     int
	Cursor    int64
	InFlight  int64
	Paused    int
	DueAt     int64
	Why       string
	Receipts  int64
	Link      string
	Tried     int64
	Handed    int64
	Failed    int64
	Later     int64
	Uncertain int64
	Returned  int64
	Elsewhere int64
}

func (noticeRunRow) TableName() string { return "notice_run" }

func (r noticeRunRow) progress() notice.Progress {
	return notice.Progress{Receipts: r.Receipts, Tried: r.Tried, Handed: r.Handed, Failed: r.Failed, Later: r.Later, Uncertain: r.Uncertain, Returned: r.Returned, Elsewhere: r.Elsewhere,
		Paused: r.Paused != 0, Round: r.Round, Due: database.Moment(r.DueAt), Why: r.Why}
}

// Run is how far a notice has gone out, and where the sender goes on.
type Run struct {
	Notice int64
	notice.Progress
	// Cursor is the last recipient of this round who was begun with; InFlight the one who is being sent to just now, 0 where nobody is.
	Cursor, InFlight int64
	link             string
}

func runRow(v *store.View, id int64) (row noticeRunRow, err error) {
	err = database.MapError(v.DeskRows().Where("notice_id = ?", id).First(&row).Error)
	if errors.Is(err, store.ErrNotFound) {
		return noticeRunRow{}, nil
	}
	return row, err
}

// ReadRun reads how far a notice has gone out; ErrNotFound where it was never let go.
func ReadRun(v *store.View, id int64) (Run, error) {
	row, err := runRow(v, id)
	if err == nil && row.NoticeID == 0 {
		err = store.ErrNotFound
	}
	return Run{Notice: id, Progress: row.progress(), Cursor: row.Cursor, InFlight: row.InFlight, link: row.Link}, err
}

// SaveRun keeps how far a notice has gone out.
func SaveRun(tx *store.Tx, r Run) error {
	row := noticeRunRow{NoticeID: r.Notice, Round: r.Round, Cursor: r.Cursor, InFlight: r.InFlight, Paused: oneIf(r.Paused), DueAt: database.Millis(r.Due), Why: r.Why, Receipts: r.Receipts, Link: r.link,
		Tried: r.Tried, Handed: r.Handed, Failed: r.Failed, Later: r.Later, Uncertain: r.Uncertain, Returned: r.Returned, Elsewhere: r.Elsewhere}
	return database.MapError(tx.DB().Clauses(clause.OnConflict{UpdateAll: true}).Create(&row).Error)
}

func oneIf(yes bool) int {
	if yes {
		return 1
	}
	return 0
}

type noticeReceiptRow struct {
	NoticeID   int64 `gorm:"primaryKey;autoIncrement:false"`
	Number     int64 `gorm:"primaryKey;autoIncrement:false"`
	Recipient  int64
	Round      int
	Channel    string
	Result     string
	At         int64
	Why        string
	SaidSealed seal.Sealed
	Link       string
}

func (noticeReceiptRow) TableName() string { return "notice_receipt" }

// after is the link of a receipt behind the one with a link: the hash of both.
func (r noticeReceiptRow) after(link string) string {
	h := sha256.New()
	fmt.Fprintf(h, "rightsdesk receipt 1\n%s\n%d %d %d %d %s %s %d %q\n", link, r.NoticeID, r.Number, r.Recipient, r.Round, r.Channel, r.Result, r.At, r.Why)
	h.Write(r.SaidSealed)
	return hex.EncodeToString(h.Sum(nil))
}

// AddReceipt writes down what became of a message, behind the receipts that r counts, and counts it.
func AddReceipt(tx *store.Tx, r *Run, x notice.Receipt) error {
	row := noticeReceiptRow{NoticeID: r.Notice, Number: r.Receipts + 1, Recipient: x.Recipient, Round: x.Round, Channel: string(x.Channel), Result: string(x.Result), At: database.Millis(x.At), Why: x.Why}
	var err error
	if row.SaidSealed, err = tx.Keys().SealDesk("notice_receipt", "said", textID(r.Notice, row.Number), []byte(x.Said)); err != nil {
		return err
	}
	row.Link = row.after(r.link)
	r.Receipts, r.link = row.Number, row.Link
	return database.MapError(tx.DB().Create(&row).Error)
}

// Receipts lists the receipts of a notice behind one, oldest first, at most so many. Each must continue the one before, and the
// last the count of the run.
func Receipts(v *store.View, id, after int64, limit int) (list []notice.Receipt, err error) {
	run, err := ReadRun(v, id)
	if err != nil {
		return nil, err
	}
	link, err := linkOf(v, id, after)
	if err != nil {
		return nil, err
	}
	var rows []noticeReceiptRow
	if err := v.DB().Where("notice_id = ? AND number > ?", id, after).Order("number").Limit(limit).Find(&rows).Error; err != nil {
		return nil, database.MapError(err)
	}
	for i, r := range rows {
		if r.Number != after+int64(i)+1 || r.Link != r.after(link) || r.Number == run.Receipts && r.Link != run.link || r.Number > run.Receipts {
			return nil, errReceipts
		}
		link = r.Link
		x, err := openReceipt(v, r)
		if err != nil {
			return nil, err
		}
		list = append(list, x)
	}
	if len(rows) < limit && after+int64(len(rows)) != run.Receipts {
		return nil, errReceipts
	}
	return list, nil
}

var errReceipts = fmt.Errorf("%w: the receipts of a notice are not those that were written", store.ErrTampered)

func linkOf(v *store.View, id, number int64) (link string, err error) {
	if number == 0 {
		return "", nil
	}
	var row noticeReceiptRow
	err = v.DB().Select("link").Where("notice_id = ? AND number = ?", id, number).First(&row).Error
	return row.Link, database.MapError(err)
}

func openReceipt(v *store.View, r noticeReceiptRow) (x notice.Receipt, err error) {
	said, err := v.Keys().OpenDesk("notice_receipt", "said", textID(r.NoticeID, r.Number), r.SaidSealed)
	return notice.Receipt{Number: r.Number, Recipient: r.Recipient, Round: r.Round, Channel: notice.Channel(r.Channel), Result: notice.Result(r.Result), At: database.Moment(r.At), Why: r.Why, Said: string(said)}, err
}

// ReceiptsNeeding lists the receipts of messages that did not reach somebody or may not have and about which nothing was said since,
// the newest first; those before a number where it is not 0.
func ReceiptsNeeding(v *store.View, id, before int64, limit int) (list []notice.Receipt, err error) {
	if err := ProveReceipts(v, id); err != nil {
		return nil, err
	}
	var rows []noticeReceiptRow
	err = v.DB().Where("notice_id = ? AND result IN ('failed','uncertain','returned') AND (number < ? OR ? = 0)", id, before, before).
		Where("NOT EXISTS (SELECT 1 FROM notice_receipt AS later WHERE later.notice_id = notice_receipt.notice_id AND later.recipient = notice_receipt.recipient AND later.number > notice_receipt.number)").
		Order("number DESC").Limit(limit).Find(&rows).Error
	if err != nil {
		return nil, database.MapError(err)
	}
	for _, r := range rows {
		x, err := openReceipt(v, r)
		if err != nil {
			return nil, err
		}
		list = append(list, x)
	}
	return list, nil
}

// LastReceipt is the newest receipt of a recipient; ErrNotFound where there is none.
func LastReceipt(v *store.View, id, recipient int64) (x notice.Receipt, err error) {
	var row noticeReceiptRow
	if err := v.DB().Where("notice_id = ? AND recipient = ?", id, recipient).Order("number DESC").First(&row).Error; err != nil {
		return x, database.MapError(err)
	}
	return openReceipt(v, row)
}

// PutOff lists the recipients behind one whom a round put off, at most so many; ProveReceipts comes first.
func PutOff(v *store.View, id int64, round int, after int64, limit int) (recipients []int64, err error) {
	err = v.DB().Model(&noticeReceiptRow{}).Where("notice_id = ? AND round = ? AND result = 'later' AND recipient > ?", id, round, after).Order("recipient").Limit(limit).Pluck("recipient", &recipients).Error
	return recipients, database.MapError(err)
}

// ProveReceipts compares every receipt of a notice with how far it has gone out.
func ProveReceipts(v *store.View, id int64) error {
	run, err := ReadRun(v, id)
	if err != nil {
		return err
	}
	return proveReceipts(v.DB(), id, run.Receipts, run.link)
}

func proveReceipts(db *gorm.DB, id, count int64, link string) error {
	rows, err := db.Model(&noticeReceiptRow{}).Where("notice_id = ?", id).Order("number").Rows()
	if err != nil {
		return database.MapError(err)
	}
	defer rows.Close()
	last, n := "", int64(0)
	for rows.Next() {
		var r noticeReceiptRow
		if err := db.ScanRows(rows, &r); err != nil {
			return database.MapError(err)
		}
		if n++; r.Number != n || r.Link != r.after(last) {
			return errReceipts
		}
		last = r.Link
	}
	if err := rows.Err(); err != nil {
		return database.MapError(err)
	}
	if n != count || last != link {
		return errReceipts
	}
	return nil
}

// Examine compares the receipts of every notice with how far it has gone out.
func Examine(s *store.Store, ctx context.Context) (string, error) {
	db := s.Reader(ctx)
	var runs []noticeRunRow
	if err := db.Find(&runs).Error; err != nil {
		return "", database.MapError(err)
	}
	ids, receipts := []int64{0}, int64(0)
	for _, r := range runs {
		if err := proveReceipts(db, r.NoticeID, r.Receipts, r.Link); err != nil {
			return "", fmt.Errorf("notice %d: %w; restore a backup, and ask who changed them", r.NoticeID, err)
		}
		ids, receipts = append(ids, r.NoticeID), receipts+r.Receipts
	}
	var loose int64
	if err := db.Model(&noticeReceiptRow{}).Where("notice_id NOT IN ?", ids).Count(&loose).Error; err != nil {
		return "", database.MapError(err)
	}
	if loose > 0 {
		return "", fmt.Errorf("%d receipts are of no notice that went out: %w", loose, errReceipts)
	}
	return fmt.Sprintf("%d receipts of notices, every one as it was written", receipts), nil
}

// Sending lists the notices that go out and are due, and those of which a message is in flight, also where they were stopped.
func Sending(v *store.View, now time.Time) (ids []int64, err error) {
	var rows []noticeRow
	if err := v.DeskRows().Select("id", "state").Where("state IN ?", []string{string(notice.Sending), string(notice.Stopped)}).Order("id").Find(&rows).Error; err != nil {
		return nil, database.MapError(err)
	}
	resting, err := mailing.RestoredNotices(v)
	if err != nil {
		return nil, err
	}
	for _, row := range rows {
		run, err := runRow(v, row.ID)
		if err != nil {
			return nil, err
		}
		if slices.Contains(resting, row.ID) {
			continue
		}
		if run.InFlight != 0 || row.State == string(notice.Sending) && run.Paused == 0 && run.DueAt <= database.Millis(now) {
			ids = append(ids, row.ID)
		}
	}
	return ids, nil
}

// MessageID names the message of a round to a recipient: nobody can make one up who does not have the desk's keys.
func MessageID(v *store.View, id, recipient int64, round int, domain string) string {
	return fmt.Sprintf("n%d.%d.%d.%s@%s", id, recipient, round, messageMark(v, id, recipient, round), domain)
}

func messageMark(v *store.View, id, recipient int64, round int) string {
	return hex.EncodeToString(v.Keys().MAC("notice_message", noticeID(id), noticeID(recipient), strconv.Itoa(round))[:12])
}

// OfMessage reads the name of a message to a recipient of a notice; false where it is none that the desk gave.
func OfMessage(v *store.View, messageID string) (id, recipient int64, ok bool) {
	name, _, _ := strings.Cut(messageID, "@")
	var round int
	var mark string
	if n, err := fmt.Sscanf(name, "n%d.%d.%d.%s", &id, &recipient, &round, &mark); err != nil || n != 4 {
		return 0, 0, false
	}
	return id, recipient, hmac.Equal([]byte(mark), []byte(messageMark(v, id, recipient, round)))
}
