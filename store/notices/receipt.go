package notices

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"

	"orangelab.cn/rightsdesk/model/notice"
	"orangelab.cn/rightsdesk/store"
	"orangelab.cn/rightsdesk/store/database"
	"orangelab.cn/rightsdesk/store/seal"
)

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
	fmt.Fprintf(h, "rightsdesk receipt 1\n%s\n%d %d %d %d %s %s %d %q\n", link, r.NoticeID, r.Number, r.Recipient,
		r.Round, r.Channel, r.Result, r.At, r.Why)
	h.Write(r.SaidSealed)
	return hex.EncodeToString(h.Sum(nil))
}

// AddReceipt writes down what became of a message, behind the receipts of r. Supersede also counts what the receipt
// says.
func AddReceipt(tx *store.Tx, r *Run, x notice.Receipt) error {
	return AddReceipts(tx, r, []notice.Receipt{x})
}

// AddReceipts is AddReceipt for several, one behind the other.
func AddReceipts(tx *store.Tx, r *Run, list []notice.Receipt) error {
	rows := make([]noticeReceiptRow, len(list))
	var marks []Run
	for i, x := range list {
		row := noticeReceiptRow{NoticeID: r.Notice, Number: r.Receipts + 1, Recipient: x.Recipient, Round: x.Round,
			Channel: string(x.Channel), Result: string(x.Result), At: database.Millis(x.At), Why: x.Why}
		var err error
		if row.SaidSealed, err = tx.Keys().SealDesk("notice_receipt", "said", textID(r.Notice, row.Number),
			[]byte(x.Said)); err != nil {
			return err
		}
		row.Link = row.after(r.link)
		r.Receipts, r.link, rows[i] = row.Number, row.Link, row
		if row.Number%blockSize == 0 {
			marks = append(marks, *r)
		}
	}
	if len(rows) == 0 {
		return nil
	}
	if err := tx.DB().Create(&rows).Error; err != nil {
		return database.MapError(err)
	}
	for _, at := range marks {
		if err := Mark(tx, at); err != nil {
			return err
		}
	}
	return nil
}

// Supersede is AddReceipt of a receipt that counts in the place of one before; of none where before is empty.
func Supersede(tx *store.Tx, r *Run, before notice.Result, x notice.Receipt) error {
	r.Count(before, -1)
	r.Count(x.Result, +1)
	return AddReceipt(tx, r, x)
}

// Mark keeps the link of the newest receipt.
func Mark(tx *store.Tx, r Run) error {
	return database.MapError(tx.DB().Create(&noticeBlockRow{r.Notice, r.Receipts, r.link}).Error)
}

// Receipts lists the receipts of a notice behind one, oldest first, at most so many, each as it was written.
func Receipts(v *store.View, id, after int64, limit int) (list []notice.Receipt, err error) {
	run, err := ReadRun(v, id)
	if err != nil {
		return nil, err
	}
	var rows []noticeReceiptRow
	if err := v.DB().Where("notice_id = ? AND number > ?", id, after).Order("number").Limit(limit).Find(&rows).
		Error; err != nil {
		return nil, database.MapError(err)
	}
	if len(rows) < limit && after+int64(len(rows)) != run.Receipts {
		return nil, errReceipts
	}
	return proven(v, run, rows)
}

// proven opens receipts once each was compared with what was written.
func proven(v *store.View, run Run, rows []noticeReceiptRow) (list []notice.Receipt, err error) {
	if err := proveRows(v, run, rows); err != nil {
		return nil, err
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

var errReceipts = fmt.Errorf("%w: the receipts of a notice are not those that were written", store.ErrTampered)

func openReceipt(v *store.View, r noticeReceiptRow) (x notice.Receipt, err error) {
	said, err := v.Keys().OpenDesk("notice_receipt", "said", textID(r.NoticeID, r.Number), r.SaidSealed)
	return notice.Receipt{Number: r.Number, Recipient: r.Recipient, Round: r.Round, Channel: notice.Channel(r.Channel),
		Result: notice.Result(r.Result), At: database.Moment(r.At), Why: r.Why, Said: string(said)}, err
}

// notAnswered leaves out what people answered, which is no receipt of a message.
const notAnswered = "result NOT IN ('agreed','declined')"

// isLast selects the receipts after which nothing more became of a message to the same recipient.
const isLast = "NOT EXISTS (SELECT 1 FROM notice_receipt AS later WHERE later.notice_id = notice_receipt.notice_id AND later.recipient = notice_receipt.recipient AND later.number > notice_receipt.number AND later." + notAnswered + ")"

// needs are the results of messages that did not reach somebody, or may not have: as the index notice_receipt_needs has
// them.
const needs = "result IN ('failed','uncertain','returned')"

// ReceiptsNeeding lists the receipts of messages that did not reach somebody or may not have and about which nothing
// was said since, the newest first; those before a number where it is not 0.
func ReceiptsNeeding(v *store.View, id, before int64, limit int) ([]notice.Receipt, error) {
	run, err := ReadRun(v, id)
	if err != nil {
		return nil, err
	}
	if err := countReceipts(v, run); err != nil {
		return nil, err
	}
	var rows []noticeReceiptRow
	err = v.DB().Where("notice_id = ? AND "+needs+" AND (number < ? OR ? = 0)", id, before, before).Where(isLast).
		Order("number DESC").Limit(limit).Find(&rows).Error
	if err != nil {
		return nil, database.MapError(err)
	}
	return proven(v, run, rows)
}

// Fallen lists the receipts behind a number of those whom a message did not reach, and about whom nothing was said
// since, the oldest first, at most so many.
func Fallen(v *store.View, run Run, after int64, limit int) ([]notice.Receipt, error) {
	var rows []noticeReceiptRow
	err := v.DB().Where("notice_id = ? AND "+needs+" AND result <> 'uncertain' AND number > ?", run.Notice, after).
		Where(isLast).Order("number").Limit(limit).Find(&rows).Error
	if err != nil {
		return nil, database.MapError(err)
	}
	return proven(v, run, rows)
}

// LastReceipt is the newest receipt of a recipient; ErrNotFound where there is none.
func LastReceipt(v *store.View, id, recipient int64) (x notice.Receipt, err error) {
	return lastReceipt(v, id, recipient, notAnswered)
}

func lastReceipt(v *store.View, id, recipient int64, which string) (x notice.Receipt, err error) {
	run, err := ReadRun(v, id)
	if err != nil {
		return x, err
	}
	var row noticeReceiptRow
	if err := v.DB().Where("notice_id = ? AND recipient = ? AND "+which, id, recipient).Order("number DESC").
		First(&row).Error; err != nil {
		return x, database.MapError(err)
	}
	list, err := proven(v, run, []noticeReceiptRow{row})
	if err != nil {
		return x, err
	}
	return list[0], nil
}

// LastReceipts are the newest receipts of the recipients from one to another, by recipient; whoever has none is not in
// it.
func LastReceipts(v *store.View, id, from, to int64) (map[int64]notice.Receipt, error) {
	run, err := ReadRun(v, id)
	if err != nil {
		return nil, err
	}
	var rows []noticeReceiptRow
	if err := v.DB().Where("notice_id = ? AND recipient BETWEEN ? AND ? AND "+notAnswered, id, from, to).Where(isLast).
		Order("number").Find(&rows).Error; err != nil {
		return nil, database.MapError(err)
	}
	list, err := proven(v, run, rows)
	of := make(map[int64]notice.Receipt, len(list))
	for _, x := range list {
		of[x.Recipient] = x
	}
	return of, err
}

// PutOff lists the last receipts of those behind one whom a round put off, in the order of the recipients, at most so
// many. Whom the rounds put off must be as many as the run says.
func PutOff(v *store.View, run Run, round int, after int64, limit int) ([]notice.Receipt, error) {
	var left int64
	if err := v.DB().Model(&noticeReceiptRow{}).
		Where("notice_id = ? AND result = 'later' AND (round = ? AND recipient > ? OR round > ?)", run.Notice, round,
			after, round).Count(&left).Error; err != nil {
		return nil, database.MapError(err)
	}
	if left != run.Later {
		return nil, errReceipts
	}
	var rows []noticeReceiptRow
	if err := v.DB().Where("notice_id = ? AND round = ? AND result = 'later' AND recipient > ?", run.Notice, round,
		after).Order("recipient").Limit(limit).Find(&rows).Error; err != nil {
		return nil, database.MapError(err)
	}
	return proven(v, run, rows)
}

// LastAnswer is the newest answer of a recipient; ErrNotFound where there is none.
func LastAnswer(v *store.View, id, recipient int64) (notice.Receipt, error) {
	return lastReceipt(v, id, recipient, "result IN ('agreed','declined')")
}

// Answers are the newest answers of everybody who gave one. Every receipt of the notice is compared first.
func Answers(v *store.View, id int64) (map[int64]notice.Result, error) {
	if err := ProveReceipts(v, id); err != nil {
		return nil, err
	}
	var rows []noticeReceiptRow
	if err := v.DB().Select("recipient", "result").Where("notice_id = ? AND result IN ('agreed','declined')", id).
		Order("number").Find(&rows).Error; err != nil {
		return nil, database.MapError(err)
	}
	of := map[int64]notice.Result{}
	for _, r := range rows {
		of[r.Recipient] = notice.Result(r.Result)
	}
	return of, nil
}
