package incidents

import (
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"orangelab.cn/rightsdesk/model/dispatch"
	"orangelab.cn/rightsdesk/model/incident"
	"orangelab.cn/rightsdesk/store"
	"orangelab.cn/rightsdesk/store/database"
	"orangelab.cn/rightsdesk/store/seal"
)

type mailRow struct {
	ID         string `gorm:"primaryKey"`
	IncidentID int64
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
}

func (mailRow) TableName() string { return "incident_mail" }

func mailRowOf(tx *store.Tx, m incident.Mailed) (row mailRow, err error) {
	row = mailRow{ID: m.ID, IncidentID: m.Incident, State: string(m.State), MessageID: m.MessageID,
		At: database.Millis(m.At), ByStaff: m.By, DueAt: database.Millis(m.Due), Tries: m.Tries, Sender: m.Sender,
		Why: m.Why}
	if !m.SentAt.IsZero() {
		row.SentAt = database.Millis(m.SentAt)
	}
	raw, err := json.Marshal(m.Mail)
	if err != nil {
		return row, fmt.Errorf("keep a report by mail: %w", err)
	}
	if row.MailSealed, err = tx.Keys().SealDesk("incident_mail", "mail", m.ID, raw); err != nil {
		return row, err
	}
	row.SaidSealed, err = tx.Keys().SealDesk("incident_mail", "said", m.ID, []byte(m.Said))
	return row, err
}

func (r mailRow) model(k *store.Keys) (m incident.Mailed, err error) {
	m = incident.Mailed{ID: r.ID, Incident: r.IncidentID, State: dispatch.State(r.State), MessageID: r.MessageID,
		At: database.Moment(r.At), By: r.ByStaff, Due: database.Moment(r.DueAt), Tries: r.Tries, Sender: r.Sender,
		Why: r.Why}
	if r.SentAt != 0 {
		m.SentAt = database.Moment(r.SentAt)
	}
	raw, err := k.OpenDesk("incident_mail", "mail", r.ID, r.MailSealed)
	if err != nil {
		return m, err
	}
	if err := json.Unmarshal(raw, &m.Mail); err != nil {
		return m, fmt.Errorf("report by mail %s: %w", r.ID, err)
	}
	said, err := k.OpenDesk("incident_mail", "said", r.ID, r.SaidSealed)
	m.Said = string(said)
	return m, err
}

// AddMail lets a report to an authority go by mail. It fails with incident.ErrDrill where it is a drill's.
func AddMail(tx *store.Tx, m incident.Mailed) error {
	var of incidentRow
	if err := database.MapError(tx.DeskRows().Where("id = ?", m.Incident).First(&of).Error); err != nil {
		return err
	}
	if of.Drill == 1 {
		return incident.ErrDrill
	}
	row, err := mailRowOf(tx, m)
	if err != nil {
		return err
	}
	return database.MapError(tx.DB().Create(&row).Error)
}

// MoveMail keeps what became of a report that stood as before says; ErrConflict where it does not any more, so that of
// two who try at once one moves it.
func MoveMail(tx *store.Tx, m incident.Mailed, before dispatch.State) error {
	row, err := mailRowOf(tx, m)
	if err != nil {
		return err
	}
	return database.One(tx.DeskRows().Model(&mailRow{}).Where("id = ? AND state = ?", m.ID, string(before)).
		Select("*").Omit("id", "incident_id").Updates(&row))
}

// Mails lists the reports of an incident that left by mail or are to, the oldest first; those of all where id is zero.
func Mails(v *store.View, id int64) ([]incident.Mailed, error) {
	if id == 0 {
		return mails(v, "1 = 1")
	}
	return mails(v, "incident_id = ?", id)
}

// Mail reads one report by mail; ErrNotFound where there is none.
func Mail(v *store.View, id string) (incident.Mailed, error) { return oneMail(v, "id = ?", id) }

// MailNamed returns the report with a Message-ID; ErrNotFound where none has it.
func MailNamed(v *store.View, messageID string) (incident.Mailed, error) {
	if !database.Holds(messageID) {
		return incident.Mailed{}, store.ErrNotFound
	}
	return oneMail(v, "message_id = ?", messageID)
}

func oneMail(v *store.View, where string, args ...any) (incident.Mailed, error) {
	list, err := mails(v, where, args...)
	if err == nil && len(list) == 0 {
		err = store.ErrNotFound
	}
	if err != nil {
		return incident.Mailed{}, err
	}
	return list[0], nil
}

// notRestored leaves out the reports that rest since the desk was restored.
const notRestored = "NOT EXISTS (SELECT 1 FROM restored WHERE what = 'report' AND restored.id = incident_mail.id)"

// MailsDue lists the reports to be tried by now, those let go first first.
func MailsDue(v *store.View, now time.Time) ([]incident.Mailed, error) {
	return mails(v, "state = 'queued' AND due_at <= ? AND "+notRestored, database.Millis(now))
}

// MailsSending lists the reports that somebody began to hand over.
func MailsSending(v *store.View) ([]incident.Mailed, error) {
	return mails(v, "state = 'sending' AND "+notRestored)
}

// MailsRestored lists the reports that rest since the desk was restored.
func MailsRestored(v *store.View) ([]incident.Mailed, error) {
	return mails(v, "NOT "+notRestored)
}

func mails(v *store.View, where string, args ...any) (list []incident.Mailed, err error) {
	var rows []mailRow
	if err := v.DeskRows().Where(where, args...).Order("at, id").Find(&rows).Error; err != nil {
		return nil, database.MapError(err)
	}
	for _, row := range rows {
		m, one := row.model(v.Keys())
		list, err = append(list, m), errors.Join(err, one)
	}
	return list, err
}
