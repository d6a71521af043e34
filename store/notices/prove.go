package notices

import (
	"context"
	"fmt"
	"sort"

	"gorm.io/gorm"

	"orangelab.cn/rightsdesk/store"
	"orangelab.cn/rightsdesk/store/database"
)

// blockSize is how many receipts lie between two links that are kept under the desk's tally.
const blockSize = 1000

type noticeBlockRow struct {
	NoticeID int64 `gorm:"primaryKey;autoIncrement:false"`
	Number   int64 `gorm:"primaryKey;autoIncrement:false"`
	Link     string
}

func (noticeBlockRow) TableName() string { return "notice_block" }

// mark is a receipt of which the link is known: that of a block, of nothing before the first, or of the newest.
type mark struct {
	number int64
	link   string
}

// proveRows compares receipts that were read with what was written: from the last link before each that is kept to the
// next one, every receipt must continue the one before.
func proveRows(v *store.View, run Run, rows []noticeReceiptRow) error {
	if len(rows) == 0 {
		return nil
	}
	marks, err := marksOf(v, run)
	if err != nil {
		return err
	}
	want := map[int64]string{}
	blocks := map[int]bool{}
	for _, r := range rows {
		at := sort.Search(len(marks), func(i int) bool { return marks[i].number >= r.Number })
		if at == 0 || at == len(marks) {
			return errReceipts
		}
		want[r.Number], blocks[at] = r.after(""), true
	}
	for at := range blocks {
		if err := proveBlock(v.DB(), run.Notice, marks[at-1], marks[at], want); err != nil {
			return err
		}
	}
	return nil
}

// marksOf are the receipts of a run whose links are known, in their order.
func marksOf(v *store.View, run Run) ([]mark, error) {
	var blocks []noticeBlockRow
	if err := v.DeskRows().Where("notice_id = ?", run.Notice).Order("number").Find(&blocks).Error; err != nil {
		return nil, database.MapError(err)
	}
	marks := []mark{{}}
	for _, b := range blocks {
		marks = append(marks, mark{b.Number, b.Link})
	}
	if last := marks[len(marks)-1]; last.number != run.Receipts {
		if last.number > run.Receipts {
			return nil, errReceipts
		}
		marks = append(marks, mark{run.Receipts, run.link})
	}
	return marks, nil
}

// proveBlock compares the receipts from one mark to another. want are those that were read, by number: as if none were
// before them.
func proveBlock(db *gorm.DB, id int64, from, to mark, want map[int64]string) error {
	return eachReceipt(db, id, from, to, func(r noticeReceiptRow) error {
		if seen, read := want[r.Number]; read && seen != r.after("") {
			return errReceipts
		}
		return nil
	})
}

// eachReceipt hands over the receipts from one mark to another, each compared.
func eachReceipt(db *gorm.DB, id int64, from, to mark, found func(noticeReceiptRow) error) error {
	rows, err := db.Model(&noticeReceiptRow{}).
		Select("notice_id, number, recipient, round, channel, result, at, why, said_sealed, link").
		Where("notice_id = ? AND number > ? AND number <= ?", id, from.number, to.number).Order("number").Rows()
	if err != nil {
		return database.MapError(err)
	}
	defer rows.Close()
	last, n := from.link, from.number
	for rows.Next() {
		var r noticeReceiptRow
		if err := rows.Scan(&r.NoticeID, &r.Number, &r.Recipient, &r.Round, &r.Channel, &r.Result, &r.At, &r.Why,
			&r.SaidSealed, &r.Link); err != nil {
			return database.MapError(err)
		}
		if n++; r.Number != n || r.Link != r.after(last) {
			return errReceipts
		}
		last = r.Link
		if err := found(r); err != nil {
			return err
		}
	}
	if err := rows.Err(); err != nil {
		return database.MapError(err)
	}
	if n != to.number || last != to.link {
		return errReceipts
	}
	return nil
}

// countReceipts compares how many receipts there are with how many were written.
func countReceipts(v *store.View, run Run) error {
	var n int64
	if err := v.DB().Model(&noticeReceiptRow{}).Where("notice_id = ?", run.Notice).Count(&n).Error; err != nil {
		return database.MapError(err)
	}
	if n != run.Receipts {
		return errReceipts
	}
	return nil
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
	var beyond int64
	if err := db.Model(&noticeReceiptRow{}).Where("notice_id = ? AND number > ?", id, count).Count(&beyond).
		Error; err != nil {
		return database.MapError(err)
	}
	if beyond > 0 {
		return errReceipts
	}
	return eachReceipt(db, id, mark{}, mark{count, link}, func(noticeReceiptRow) error { return nil })
}

// Examine compares the receipts of every notice with how far it has gone out.
func Examine(s *store.Store, ctx context.Context) (found string, err error) {
	err = s.Snapshot(ctx, func(db *gorm.DB) (err error) {
		found, err = examine(db)
		return err
	})
	return found, err
}

func examine(db *gorm.DB) (string, error) {
	var runs []noticeRunRow
	if err := db.Find(&runs).Error; err != nil {
		return "", database.MapError(err)
	}
	ids, receipts := []int64{0}, int64(0)
	for _, r := range runs {
		if err := proveReceipts(db, r.NoticeID, r.Receipts, r.Link); err != nil {
			return "", fmt.Errorf("notice %d: %w; restore a back-up, and ask who changed them", r.NoticeID, err)
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
