package outbox

import (
	"cmp"
	"context"
	"errors"
	"time"

	"github.com/google/uuid"

	"orangelab.cn/rightsdesk/app/desk"
	"orangelab.cn/rightsdesk/app/mail"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/model/dispatch"
	"orangelab.cn/rightsdesk/model/incident"
	"orangelab.cn/rightsdesk/store"
	"orangelab.cn/rightsdesk/store/incidents"
	"orangelab.cn/rightsdesk/store/keptfiles"
	"orangelab.cn/rightsdesk/store/mailing"
	"orangelab.cn/rightsdesk/store/setup"
)

// QueueReport lets an approved report to an authority go by mail, in the transaction that writes into the record of its
// incident that it was let go. It goes at most once, whatever happens to the program: see Send.
func QueueReport(tx *store.Tx, i incident.Incident, e incident.Envelope, by string,
	at time.Time) (m incident.Mailed, err error) {
	settings, err := setup.MailSettings(tx.View)
	if err != nil {
		return m, err
	}
	if i.Drill {
		return m, incident.ErrDrill
	}
	if !settings.Sends() {
		return m, ErrNoMail
	}
	if err := mail.CheckAddress(e.To); err != nil {
		return m, err
	}
	before, err := incidents.Mails(tx.View, i.ID)
	if err != nil {
		return m, err
	}
	for _, b := range before {
		waits := b.State.OnTheWay() && b.State != dispatch.Handed
		if b.Mail.Clock == e.Clock && (waits || b.State == dispatch.Handed && b.Mail.Draft == e.Draft) {
			return m, incident.ErrMailed
		}
	}
	m = incident.Mailed{ID: uuid.NewString(), Incident: i.ID, State: dispatch.Queued,
		MessageID: mail.NewID(settings.From), At: at, By: by, Due: at, Mail: e}
	return m, incidents.AddMail(tx, m)
}

// SettleReport carries out what a person decided about a report by mail that failed, of which nobody knows whether it
// went, or that still waits. It returns the entry of the record that follows.
func SettleReport(tx *store.Tx, i incident.Incident, id string, d Decision, by string,
	at time.Time) (incident.Entry, error) {
	m, err := incidents.Mail(tx.View, id)
	if err != nil {
		return incident.Entry{}, err
	}
	before := m.State
	m.SentAt, m.Sender = at, ""
	switch {
	case m.Incident != i.ID:
		return incident.Entry{}, ErrNoMessage
	case d == Arrived && before == dispatch.Uncertain:
		m.State = dispatch.Handed
	case d == Leave && (before == dispatch.Uncertain || before == dispatch.Queued):
		m.State, m.Why = dispatch.Cancelled, incident.TakenBack
	default:
		return incident.Entry{}, ErrNoMessage
	}
	if err := errors.Join(incidents.MoveMail(tx, m, before), mailing.EndReportRest(tx, m.ID)); err != nil {
		return incident.Entry{}, err
	}
	return entryOf(m, by), nil
}

// entryOf is what the record of an incident says of a report by mail that was settled: it was reported, or it did not
// arrive.
func entryOf(m incident.Mailed, by string) incident.Entry {
	e := incident.Entry{At: m.SentAt, By: by}
	if m.State == dispatch.Handed {
		e.Kind, e.Body.Report = incident.Reported, &incident.Report{Clock: m.Mail.Clock, At: m.SentAt,
			Channel: byMail + m.Mail.To, Receipt: short(m.Said), Late: m.Mail.Late, Draft: m.Mail.Draft, Mail: m.ID}
		return e
	}
	e.Kind, e.Body.Mail = incident.Unreached, &incident.Mailing{ID: m.ID, Clock: m.Mail.Clock, Draft: m.Mail.Draft,
		To: m.Mail.To, Why: m.Why, Said: short(m.Said)}
	return e
}

// byMail begins the way of a report that went by mail.
const byMail = "e-mail, "

// short is as much of a server's answer as a record takes.
func short(said string) string {
	const most = 1000
	if r := []rune(said); len(r) > most {
		return string(r[:most])
	}
	return said
}

// settled reports whether something stands in the record of an incident after a state of a report.
func settled(state dispatch.State) bool {
	return state == dispatch.Handed || state == dispatch.Failed || state == dispatch.Returned
}

// reportsKey names the reports as a whole among what cannot be read: letters and notices go nevertheless.
const reportsKey = "reports"

// reportsWait reports whether something is to be done about reports by mail.
func reportsWait(o *sender, v *store.View) (bool, error) {
	stranded, err := incidents.MailsSending(v)
	resting, err2 := incidents.MailsRestored(v)
	if err = errors.Join(err, err2); err != nil || len(stranded)+len(resting) > 0 || !o.settings.Sends() {
		return len(stranded)+len(resting) > 0, err
	}
	due, err := incidents.MailsDue(v, o.s.Now())
	return len(due) > 0, err
}

// reports hands over the reports to authorities that are due, before everything else: their clocks are the shortest.
// What was being handed over when a program ended, and what waited in a back-up, is uncertain from then on.
func (o *sender) reports(ctx context.Context) error {
	var doubtful, due []incident.Mailed
	why := map[string]mail.Kind{}
	err := o.s.Read(ctx, model.ActDeliver, func(v *store.View) error {
		stranded, err := incidents.MailsSending(v)
		if err != nil {
			return err
		}
		resting, err := incidents.MailsRestored(v)
		if err != nil {
			return err
		}
		for _, m := range resting {
			why[m.ID] = mail.Restored
		}
		doubtful = append(stranded, resting...)
		if o.settings.Sends() {
			due, err = incidents.MailsDue(v, o.s.Now())
		}
		return err
	})
	if o.leave(reportsKey, err) {
		return nil
	}
	if err != nil {
		return err
	}
	for _, m := range doubtful {
		kind := cmp.Or(why[m.ID], mail.Interrupted)
		if err := o.concludeReport(ctx, m, func(m *incident.Mailed) {
			m.State, m.Why, m.SentAt = dispatch.Uncertain, string(kind), o.s.Now()
		}); err != nil && !o.leave(m.ID, err) {
			return err
		}
	}
	for _, m := range due {
		if o.down[dispatch.ByEmail] != nil || ctx.Err() != nil {
			return ctx.Err()
		}
		if mine, err := o.lease.Keep(ctx); err != nil || !mine {
			return err
		}
		if err := o.report(ctx, m); err != nil && !o.leave(m.ID, err) {
			return err
		}
	}
	return nil
}

// report hands one over.
func (o *sender) report(ctx context.Context, m incident.Mailed) error {
	if err := o.connect(ctx); err != nil {
		return o.rests(ctx, dispatch.ByEmail, err) // nothing was begun
	}
	message, err := o.claimReport(ctx, m)
	if errors.Is(err, store.ErrConflict) {
		return nil // taken back meanwhile
	}
	if err != nil {
		return err
	}
	m.State, m.Sender = dispatch.Sending, o.lease.id
	receipt, f, failure := o.say(ctx, *message)
	now := o.s.Now()
	return o.concludeReport(context.WithoutCancel(ctx), m, func(m *incident.Mailed) {
		progress{&m.State, &m.Why, &m.Said, &m.Tries, &m.Due, &m.SentAt}.tried(m.At, receipt, f, failure, now)
	})
}

// claimReport writes down that a report is being handed over and returns its message. It goes only where its incident
// is none of a drill and somebody else approved the draft that it says, as the record that they signed tells.
func (o *sender) claimReport(ctx context.Context, m incident.Mailed) (message *mail.Ready, err error) {
	err = o.s.Progress(ctx, model.ActDeliver, func(tx *store.Tx) error {
		i, err := incidents.Read(tx.View, m.Incident)
		if err != nil {
			return err
		}
		switch {
		case i.Drill:
			return incident.ErrDrill
		case !i.ApprovedDraft(m.Mail.Draft, m.Mail.Clock):
			return store.ErrNotApproved
		}
		org, err := setup.Organisation(tx.View)
		if err != nil {
			return err
		}
		var files []mail.File
		if pdf := m.Mail.PDF; pdf.ID != "" {
			data, err := keptfiles.OfIncident.Read(tx.View, i.ID, pdf)
			if err != nil {
				return err
			}
			files = append(files, mail.File{Name: pdf.Name, Type: "application/pdf", Data: data})
		}
		message = mail.Message{ID: m.MessageID, From: o.settings.From, FromName: org.Called(m.Mail.Lang), To: m.Mail.To,
			Subject: m.Mail.Subject, Text: m.Mail.Text, HTML: m.Mail.HTML, Date: o.s.Now(), Files: files}.Ready()
		going := m
		going.State, going.Sender = dispatch.Sending, o.lease.id
		return incidents.MoveMail(tx, going, dispatch.Queued)
	})
	return message, err
}

// concludeReport writes down, with an entry of the log, how handing a report over ended, and in the record of its
// incident that it was reported or did not arrive.
func (o *sender) concludeReport(ctx context.Context, m incident.Mailed, how func(*incident.Mailed)) error {
	ctx, done := context.WithTimeout(ctx, leased/2)
	defer done()
	before := m.State
	how(&m)
	m.Sender = ""
	err := o.s.Write(ctx, model.ActSendMail, func(tx *store.Tx, entry *model.Entry) error {
		entry.Detail["what"], entry.Detail["mail"], entry.Detail["result"] = "report", m.ID, string(m.State)
		entry.Detail["tries"], entry.Detail["why"] = m.Tries, m.Why
		return noteReport(tx, entry, m, before, m.By)
	})
	if errors.Is(err, store.ErrConflict) {
		return nil // another desktop took the lease meanwhile and wrote down that it is uncertain
	}
	return err
}

// noteReport keeps what became of a report and writes it into the record of its incident.
func noteReport(tx *store.Tx, entry *model.Entry, m incident.Mailed, before dispatch.State, by string) error {
	i, err := incidents.Read(tx.View, m.Incident)
	if err != nil {
		return err
	}
	entry.Detail["incident"] = i.Reference
	if err := errors.Join(incidents.MoveMail(tx, m, before), mailing.EndReportRest(tx, m.ID)); err != nil {
		return err
	}
	if !settled(m.State) {
		return nil
	}
	e, err := i.Next(nil, entryOf(m, by), nil)
	if err != nil {
		return err
	}
	_, err = incidents.AddEntry(tx, i, e)
	return err
}

// returnedReport writes down that a report came back, and returns the reference of its incident; empty where none of
// the desk's is named, or it came back before.
func returnedReport(ctx context.Context, s *desk.Session, r mail.Report) (reference string, err error) {
	var m incident.Mailed
	err = s.Read(ctx, model.ActHearMail, func(v *store.View) (err error) {
		m, err = incidents.MailNamed(v, r.MessageID)
		return err
	})
	if errors.Is(err, store.ErrNotFound) || err == nil && m.State != dispatch.Handed && m.State != dispatch.Uncertain {
		return "", nil
	}
	if err != nil {
		return "", err
	}
	before := m.State
	m.State, m.SentAt, m.Why, m.Said = dispatch.Returned, s.Now(), string(mail.Recipient), r.Said
	err = s.Write(ctx, model.ActHearMail, func(tx *store.Tx, entry *model.Entry) error {
		entry.Detail["what"], entry.Detail["mail"], entry.Detail["result"] = "report", m.ID, string(m.State)
		entry.Detail["status"] = r.Status
		err := noteReport(tx, entry, m, before, s.Staff().ID)
		reference, _ = entry.Detail["incident"].(string)
		return err
	})
	if errors.Is(err, store.ErrConflict) {
		return "", nil
	}
	return reference, err
}
