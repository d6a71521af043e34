package notices

import (
	"crypto/hmac"
	"encoding/hex"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"gorm.io/gorm/clause"

	"orangelab.cn/rightsdesk/model/notice"
	"orangelab.cn/rightsdesk/store"
	"orangelab.cn/rightsdesk/store/database"
	"orangelab.cn/rightsdesk/store/mailing"
)

// noticeRunRow is how far a notice has gone out.
type noticeRunRow struct {
	NoticeID   int64 `gorm:"primaryKey;autoIncrement:false"`
	Round      int
	Cursor     int64
	InFlight   int64
	Paused     int
	DueAt      int64
	Why        string
	Receipts   int64
	Link       string
	Tried      int64
	Handed     int64
	Failed     int64
	Later      int64
	Uncertain  int64
	Returned   int64
	Elsewhere  int64
	Channel    string
	Fallen     int64
	Listed     int64
	Announced  int64
	Agreed     int64
	Declined   int64
	Flight     string
	FlightLast int64
}

func (noticeRunRow) TableName() string { return "notice_run" }

func (r noticeRunRow) progress() notice.Progress {
	return notice.Progress{Receipts: r.Receipts, Tried: r.Tried, Handed: r.Handed, Failed: r.Failed, Later: r.Later,
		Uncertain: r.Uncertain, Returned: r.Returned, Elsewhere: r.Elsewhere,
		Listed: r.Listed, Announced: r.Announced, Agreed: r.Agreed, Declined: r.Declined, Paused: r.Paused != 0,
		Round: r.Round, Due: database.Moment(r.DueAt), Why: r.Why}
}

// Run is how far a notice has gone out, and where the sender goes on.
type Run struct {
	Notice int64
	notice.Progress
	// Cursor is the last recipient of this round who was begun with; InFlight the one who is being sent to just now, 0
	// where nobody is.
	Cursor, InFlight int64
	// Flight names the notes of a sender who hands over to some one after the other, from InFlight to Last; empty where
	// InFlight is alone.
	Flight string
	Last   int64
	// Channel is the way by which they are being sent to. Up to the receipt Fallen whoever was not reached was sent on
	// to the next way.
	Channel notice.Channel
	Fallen  int64
	link    string
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
	return Run{Notice: id, Progress: row.progress(), Cursor: row.Cursor, InFlight: row.InFlight,
		Channel: notice.Channel(row.Channel), Fallen: row.Fallen, Flight: row.Flight, Last: row.FlightLast,
		link: row.Link}, err
}

// SaveRun keeps how far a notice has gone out.
func SaveRun(tx *store.Tx, r Run) error {
	row := noticeRunRow{NoticeID: r.Notice, Round: r.Round, Cursor: r.Cursor, InFlight: r.InFlight,
		Paused: oneIf(r.Paused), DueAt: database.Millis(r.Due), Why: r.Why, Receipts: r.Receipts, Link: r.link,
		Tried: r.Tried, Handed: r.Handed, Failed: r.Failed, Later: r.Later, Uncertain: r.Uncertain,
		Returned: r.Returned, Elsewhere: r.Elsewhere,
		Channel: string(r.Channel), Fallen: r.Fallen, Flight: r.Flight, FlightLast: r.Last, Listed: r.Listed,
		Announced: r.Announced, Agreed: r.Agreed, Declined: r.Declined}
	return database.MapError(tx.DB().Clauses(clause.OnConflict{UpdateAll: true}).Create(&row).Error)
}

func oneIf(yes bool) int {
	if yes {
		return 1
	}
	return 0
}

// Sending lists the notices that go out and are due, and those of which a message is in flight, also where they were
// stopped.
func Sending(v *store.View, now time.Time) (ids []int64, err error) {
	var rows []noticeRow
	if err := v.DeskRows().Select("id", "state").Where("state IN ?",
		[]string{string(notice.Sending), string(notice.Stopped)}).Order("id").Find(&rows).Error; err != nil {
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
		if run.InFlight != 0 || row.State == string(notice.Sending) && run.Paused == 0 &&
			run.DueAt <= database.Millis(now) {
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
	return hex.EncodeToString(v.Keys().MAC("notice_message", noticeID(id), noticeID(recipient),
		strconv.Itoa(round))[:12])
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
