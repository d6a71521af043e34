package notices

import (
	"encoding/json"
	"fmt"
	"slices"

	"orangelab.cn/rightsdesk/model/notice"
	"orangelab.cn/rightsdesk/store"
	"orangelab.cn/rightsdesk/store/database"
	"orangelab.cn/rightsdesk/store/seal"
)

type noticeShownRow struct {
	NoticeID   int64 `gorm:"primaryKey;autoIncrement:false"`
	Number     int64 `gorm:"primaryKey;autoIncrement:false"`
	At         int64
	ByStaff    string
	BodySealed seal.Sealed
}

func (noticeShownRow) TableName() string { return "notice_shown" }

// AddShown keeps that a notice stood on a page. It stays as it is.
func AddShown(tx *store.Tx, id int64, x notice.Shown) error {
	var last int64
	if err := tx.DeskRows().Model(&noticeShownRow{}).Where("notice_id = ?", id).Select("COALESCE(MAX(number), 0)").
		Scan(&last).Error; err != nil {
		return database.MapError(err)
	}
	raw, err := json.Marshal(x)
	if err != nil {
		return fmt.Errorf("keep that a notice was shown: %w", err)
	}
	row := noticeShownRow{NoticeID: id, Number: last + 1, At: database.Millis(x.At), ByStaff: tx.Keys().Staff()}
	if row.BodySealed, err = tx.Keys().SealDesk("notice_shown", "body", textID(id, row.Number), raw); err != nil {
		return err
	}
	return tx.CreateNext(&row)
}

// Unshown lists the notices that went out and of which nothing is kept that they stood on a page, oldest first.
func Unshown(v *store.View) (list []notice.Notice, err error) {
	var shown []int64
	if err := v.DeskRows().Model(&noticeShownRow{}).Distinct().Pluck("notice_id", &shown).Error; err != nil {
		return nil, database.MapError(err)
	}
	var rows []noticeRow
	if err := v.DeskRows().Where("state IN ('sending','sent','stopped')").Order("id").Find(&rows).Error; err != nil {
		return nil, database.MapError(err)
	}
	for _, row := range rows {
		if slices.Contains(shown, row.ID) {
			continue
		}
		n, err := open(v, row)
		if err != nil {
			return nil, err
		}
		list = append(list, n)
	}
	return list, nil
}

// shownOf are where and when a notice stood on a page, oldest first.
func shownOf(v *store.View, id int64) (list []notice.Shown, err error) {
	var rows []noticeShownRow
	if err := v.DeskRows().Where("notice_id = ?", id).Order("number").Find(&rows).Error; err != nil {
		return nil, database.MapError(err)
	}
	for _, row := range rows {
		x := notice.Shown{}
		raw, err := v.Keys().OpenDesk("notice_shown", "body", textID(id, row.Number), row.BodySealed)
		if err == nil {
			err = json.Unmarshal(raw, &x)
		}
		if err != nil {
			return nil, fmt.Errorf("that notice %d was shown: %w", id, err)
		}
		x.Number, x.By, x.At = row.Number, row.ByStaff, database.Moment(row.At)
		list = append(list, x)
	}
	return list, nil
}
