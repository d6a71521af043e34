// Package mailing keeps the messages that go out, and how far the work with the mail servers has come.
package mailing

import (
	"cmp"
	"encoding/json"
	"fmt"
	"time"

	"orangelab.cn/rightsdesk/model/dispatch"
	"orangelab.cn/rightsdesk/store"
	"orangelab.cn/rightsdesk/store/database"
	"orangelab.cn/rightsdesk/store/seal"
)

type outgoingRow struct {
	ID         string `gorm:"primaryKey"`
	RequestID  int64
	What       string
	Letter     string
	State      string
	MessageID  string
	At         int64
	ByStaff    string
	DueAt      int64
	Tries      int
	SentAt     int64
	Sender     string
	Why        string
	MailSealed seal.Sealed
	SaidSealed seal.Sealed
	Way        string
}

func (outgoingRow) TableName() string { return "outgoing" }

func rowOf(tx *store.Tx, o dispatch.Outgoing) (row outgoingRow, err error) {
	row = outgoingRow{ID: o.ID, RequestID: o.Request, What: o.What, Letter: o.Letter, State: string(o.State),
		MessageID: o.MessageID, At: database.Millis(o.At), ByStaff: o.By,
		DueAt: database.Millis(o.Due), Tries: o.Tries, SentAt: msOrZero(o.SentAt), Sender: o.Sender, Why: o.Why}
	if o.Way != dispatch.ByEmail { // what leaves by mail says nothing of it
		row.Way = o.Way
	}
	key, err := tx.RequestKey(o.Request)
	if err != nil {
		return row, err
	}
	raw, err := json.Marshal(o.Mail)
	if err != nil {
		return row, fmt.Errorf("keep a message: %w", err)
	}
	if row.MailSealed, err = seal.Seal(key, 0, seal.Place("outgoing", "mail", o.ID), raw); err != nil {
		return row, err
	}
	row.SaidSealed, err = seal.Seal(key, 0, seal.Place("outgoing", "said", o.ID), []byte(o.Said))
	return row, err
}

// Add lets a message of a request go.
func Add(tx *store.Tx, o dispatch.Outgoing) error {
	row, err := rowOf(tx, o)
	if err != nil {
		return err
	}
	return database.MapError(tx.DB().Create(&row).Error)
}

// Move keeps what became of a message that stood as before says; ErrConflict where it does not any more, so that of two
// who try at once one moves it.
func Move(tx *store.Tx, o dispatch.Outgoing, before dispatch.State) error {
	row, err := rowOf(tx, o)
	if err != nil {
		return err
	}
	return database.One(tx.RowsOf(o.Request).Model(&outgoingRow{}).Where("id = ? AND state = ?", o.ID, string(before)).
		Select("*").Omit("id", "request_id").Updates(&row))
}

// Of lists the messages of a request, the oldest first.
func Of(v *store.View, request int64) ([]dispatch.Outgoing, error) {
	rows, key, err := store.OpenRows[outgoingRow](v, request, v.RowsOf(request).Order("at, id"))
	if err != nil || len(rows) == 0 {
		return nil, err
	}
	out := make([]dispatch.Outgoing, len(rows))
	for i, r := range rows {
		out[i] = dispatch.Outgoing{ID: r.ID, Request: r.RequestID, What: r.What, Letter: r.Letter,
			State: dispatch.State(r.State), MessageID: r.MessageID, At: database.Moment(r.At), By: r.ByStaff,
			Way: wayOf(r.Way), Due: database.Moment(r.DueAt), Tries: r.Tries, Sender: r.Sender, Why: r.Why}
		if r.SentAt != 0 {
			out[i].SentAt = database.Moment(r.SentAt)
		}
		raw, err := seal.Unseal(key, seal.Place("outgoing", "mail", r.ID), r.MailSealed)
		if err != nil {
			return nil, fmt.Errorf("message %s: %w", r.ID, err)
		}
		if err := json.Unmarshal(raw, &out[i].Mail); err != nil {
			return nil, fmt.Errorf("message %s: %w", r.ID, err)
		}
		said, err := seal.Unseal(key, seal.Place("outgoing", "said", r.ID), r.SaidSealed)
		if err != nil {
			return nil, fmt.Errorf("message %s: %w", r.ID, err)
		}
		out[i].Said = string(said)
	}
	return out, nil
}

// wayOf is the way that a column names.
func wayOf(column string) string { return cmp.Or(column, dispatch.ByEmail) }

// Ref names a message, its request and the way that it takes.
type Ref struct {
	ID        string
	RequestID int64
	Way       string
}

// Due lists the messages by some ways to be tried by now, those queued first first, at most so many.
func Due(v *store.View, now time.Time, ways []string, limit int) ([]Ref, error) {
	columns := make([]string, len(ways))
	for i, way := range ways {
		if way != dispatch.ByEmail {
			columns[i] = way
		}
	}
	if len(ways) == 0 {
		return nil, nil
	}
	return outgoingWhere(v, "due_at, at, id", limit, "state = 'queued' AND due_at <= ? AND way IN ? AND "+notRestored,
		database.Millis(now), columns)
}

// Sending lists the messages that somebody began to hand over.
func Sending(v *store.View) ([]Ref, error) {
	return outgoingWhere(v, "at, id", 1000, "state = 'sending' AND "+notRestored)
}

// Needing lists the messages of every request that did not reach the person or may not have, the newest first.
func Needing(v *store.View) ([]Ref, error) {
	return outgoingWhere(v, "sent_at DESC, id", 200, "state IN ('failed','uncertain','returned')")
}

// Named returns the message with a Message-ID; ErrNotFound where none of the desk's has it.
func Named(v *store.View, messageID string) (Ref, error) {
	if !database.Holds(messageID) {
		return Ref{}, store.ErrNotFound
	}
	list, err := outgoingWhere(v, "id", 1, "message_id = ?", messageID)
	if err == nil && len(list) == 0 {
		err = store.ErrNotFound
	}
	if err != nil {
		return Ref{}, err
	}
	return list[0], nil
}

func outgoingWhere(v *store.View, order string, limit int, where string, args ...any) (list []Ref, err error) {
	err = v.RowsAcross().Model(&outgoingRow{}).Select("id", "request_id", "way").Where(where, args...).Order(order).
		Limit(limit).Find(&list).Error
	for i := range list {
		list[i].Way = wayOf(list[i].Way)
	}
	return list, database.MapError(err)
}
