package notices

import (
	"crypto/hmac"
	"encoding/hex"
	"encoding/json"
	"fmt"

	"orangelab.cn/rightsdesk/model/notice"
	"orangelab.cn/rightsdesk/store"
	"orangelab.cn/rightsdesk/store/database"
	"orangelab.cn/rightsdesk/store/seal"
)

// noticePartSize is how many people a row of an audience holds.
const noticePartSize = 2000

type noticePartRow struct {
	NoticeID     int64 `gorm:"primaryKey;autoIncrement:false"`
	Seq          int64 `gorm:"primaryKey;autoIncrement:false"`
	First        int64
	People       int64
	Sum          string
	PeopleSealed seal.Sealed
}

func (noticePartRow) TableName() string { return "notice_part" }

func partSum(v *store.View, people []byte) string {
	h := v.Digest("notice_part")
	h.Write(people)
	return hex.EncodeToString(h.Sum(nil))
}

// DropAudience forgets to whom a notice goes.
func DropAudience(tx *store.Tx, id int64) error {
	return database.MapError(tx.DeskRows().Where("notice_id = ?", id).Delete(&noticePartRow{}).Error)
}

// Parts splits an audience into parts as they are kept.
func Parts(people []notice.Recipient, each func([]notice.Recipient) error) error {
	for len(people) > 0 {
		n := min(len(people), noticePartSize)
		if err := each(people[:n]); err != nil {
			return err
		}
		people = people[n:]
	}
	return nil
}

// partsAtOnce is how many rows of people one statement writes: what they hold is there three times while it runs.
const partsAtOnce = 5

// AddAudience adds people to the audience of a notice, behind those that it has.
func AddAudience(tx *store.Tx, id int64, people []notice.Recipient) error {
	var last struct{ Seq, Ends int64 }
	if err := tx.DeskRows().Model(&noticePartRow{}).Where("notice_id = ?", id).
		Select("COALESCE(MAX(seq), 0) AS seq, COALESCE(MAX(first + people - 1), 0) AS ends").Scan(&last).
		Error; err != nil {
		return database.MapError(err)
	}
	var rows []noticePartRow
	err := Parts(people, func(some []notice.Recipient) error {
		raw, err := json.Marshal(some)
		if err != nil {
			return fmt.Errorf("keep an audience: %w", err)
		}
		last.Seq++
		row := noticePartRow{NoticeID: id, Seq: last.Seq, First: last.Ends + 1, People: int64(len(some)),
			Sum: partSum(tx.View, raw)}
		last.Ends += row.People
		row.PeopleSealed, err = tx.Keys().SealDesk("notice_part", "people", textID(id, row.Seq), raw)
		rows = append(rows, row)
		return err
	})
	if err != nil || len(rows) == 0 {
		return err
	}
	return database.MapError(tx.DB().CreateInBatches(rows, partsAtOnce).Error)
}

// AudienceDigest names exactly to whom a notice goes, and counts them.
func AudienceDigest(v *store.View, id int64) (digest string, people int64, err error) {
	var rows []noticePartRow
	if err := v.DeskRows().Select("seq", "first", "people", "sum").Where("notice_id = ?", id).Order("seq").Find(&rows).
		Error; err != nil {
		return "", 0, database.MapError(err)
	}
	h := v.Digest("notice_audience")
	for i, r := range rows {
		if r.Seq != int64(i)+1 || r.First != people+1 {
			return "", 0, fmt.Errorf("%w: the audience of a notice has a gap", store.ErrTampered)
		}
		people += r.People
		fmt.Fprintf(h, "%d %s\n", r.People, r.Sum)
	}
	return hex.EncodeToString(h.Sum(nil)), people, nil
}

// AudiencePart returns the part of an audience in which a recipient stands, counted from 1, and the number of its
// first; ErrNotFound behind the last.
func AudiencePart(v *store.View, id, recipient int64) (people []notice.Recipient, first int64, err error) {
	var row noticePartRow
	if err := v.DeskRows().Where("notice_id = ? AND first <= ? AND first + people > ?", id, recipient, recipient).
		First(&row).Error; err != nil {
		return nil, 0, database.MapError(err)
	}
	raw, err := v.Keys().OpenDesk("notice_part", "people", textID(id, row.Seq), row.PeopleSealed)
	if err != nil {
		return nil, 0, fmt.Errorf("audience of a notice: %w", err)
	}
	if !hmac.Equal([]byte(partSum(v, raw)), []byte(row.Sum)) {
		return nil, 0, fmt.Errorf("%w: the audience of a notice", store.ErrTampered)
	}
	if err := json.Unmarshal(raw, &people); err != nil {
		return nil, 0, fmt.Errorf("audience of a notice: %w", err)
	}
	if int64(len(people)) != row.People {
		return nil, 0, fmt.Errorf("%w: the audience of a notice", store.ErrTampered)
	}
	return people, row.First, nil
}
