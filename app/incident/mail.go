package incident

import (
	"context"
	"strings"
	"time"

	"orangelab.cn/rightsdesk/app/desk"
	"orangelab.cn/rightsdesk/app/letter"
	"orangelab.cn/rightsdesk/app/outbox"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/model/incident"
	"orangelab.cn/rightsdesk/model/kept"
	"orangelab.cn/rightsdesk/store"
	"orangelab.cn/rightsdesk/store/incidents"
	"orangelab.cn/rightsdesk/store/keptfiles"
	"orangelab.cn/rightsdesk/store/setup"
)

// Post is what of reports to authorities leaves by mail: every one, and whether the desk sends mail.
type Post struct {
	Mails []incident.Mailed // oldest first
	Sends bool
	// First is when the first message of a notice to people about an incident left, by its reference.
	First map[string]time.Time
}

// FirstNotice returns how long it took from the awareness of an incident until the first people were told, by a notice
// of the desk or as the record says; false where nobody was.
func (p Post) FirstNotice(st incident.Standing) (took time.Duration, told bool) {
	took, told = st.FirstNotice()
	if at, left := p.First[st.Reference]; left && (!told || at.Sub(st.Facts.Aware) < took) {
		return at.Sub(st.Facts.Aware), true
	}
	return took, told
}

// Of is the newest report by mail for a clock of an incident; false where none was let go.
func (p Post) Of(id int64, clock string) (m incident.Mailed, is bool) {
	for _, each := range p.Mails {
		if each.Incident == id && each.Mail.Clock == clock {
			m, is = each, true
		}
	}
	return m, is
}

// ReadPost reads the reports of every incident that left by mail or are to, and when the first people were told.
func ReadPost(ctx context.Context, s *desk.Session) (p Post, err error) {
	err = s.Read(ctx, model.ActReadIncident, func(v *store.View) error {
		settings, err := setup.MailSettings(v)
		if err != nil {
			return err
		}
		p.Sends = settings.Sends()
		if p.Mails, err = incidents.Mails(v, 0); err != nil {
			return err
		}
		p.First, err = firstLeft(v)
		return err
	})
	return p, err
}

// Envelope is the approved report for a clock as it would leave by mail in a language, for who lets it go to read
// before. It fails with incident.ErrDraft where nobody approved the newest draft.
func Envelope(ctx context.Context, s *desk.Session, st incident.Standing,
	clock, lang string) (e incident.Envelope, err error) {
	err = s.Read(ctx, model.ActReportIncident, func(v *store.View) error {
		e, _, err = envelope(v, s, st.Incident, clock, lang)
		return err
	})
	return e, err
}

// Send lets the approved report for a clock of an incident as it was seen go by mail to an authority. That it was
// reported is written down, with the moment and the server's answer, once the server took it. Nothing of a drill
// leaves.
func Send(ctx context.Context, s *desk.Session, seen Seen, clock, lang, to, late string) (incident.Standing, error) {
	return change(ctx, s, model.ActReportIncident, seen,
		func(tx *store.Tx, i incident.Incident) (incident.Incident, error) {
			if i.Drill {
				return i, incident.ErrDrill
			}
			e, pdf, err := envelope(tx.View, s, i, clock, lang)
			if err != nil {
				return i, err
			}
			if e.PDF, err = keptfiles.OfIncident.Add(tx, i.ID, e.PDF.Name, pdf); err != nil {
				return i, err
			}
			e.To, e.Late = strings.TrimSpace(to), strings.TrimSpace(late)
			m, err := outbox.QueueReport(tx, i, e, s.Staff().ID, s.Now())
			if err != nil {
				return i, err
			}
			return add(tx, s, i, incident.Sent, incident.Body{Mail: &incident.Mailing{ID: m.ID, Clock: clock,
				Draft: e.Draft, To: e.To, Late: e.Late, PDF: e.PDF}})
		})
}

// SettleMail carries out what a person decided about a report by mail of which nobody knows whether it went, or that
// waits.
func SettleMail(ctx context.Context, s *desk.Session, seen Seen, id string,
	d outbox.Decision) (incident.Standing, error) {
	return change(ctx, s, model.ActReportIncident, seen,
		func(tx *store.Tx, i incident.Incident) (incident.Incident, error) {
			e, err := outbox.SettleReport(tx, i, id, d, s.Staff().ID, s.Now())
			if err != nil {
				return i, err
			}
			if e, err = i.Next(Rules(), e, nil); err != nil {
				return i, err
			}
			return incidents.AddEntry(tx, i, e)
		})
}

// envelope writes the approved report for a clock, to be read in the mail and as a PDF that goes with it: what an
// authority files is a document.
func envelope(v *store.View, s *desk.Session, i incident.Incident,
	clock, lang string) (e incident.Envelope, pdf []byte, err error) {
	d, there := i.Drafted(clock)
	if !there || d.Approved.Number == 0 {
		return e, nil, incident.ErrDraft
	}
	form, ok := Rules().FormOf(clock)
	if !ok {
		return e, nil, incident.ErrForm
	}
	o, err := setup.Organisation(v)
	if err != nil {
		return e, nil, err
	}
	l := letter.Letter{Kind: "report", Language: lang, Title: form.Name.In(lang), Organisation: o.Name.In(lang),
		Reference: i.Reference, Date: s.Now().In(s.Rules().Location())}
	for _, f := range form.Fields {
		if text := strings.TrimSpace(d.Body.Draft.Fields[f.ID]); text != "" {
			l.Blocks = append(l.Blocks, letter.Block{Kind: letter.Heading, Text: f.Name.In(lang)})
			for part := range strings.SplitSeq(text, "\n\n") {
				l.Blocks = append(l.Blocks, letter.Block{Kind: letter.Paragraph, Text: part})
			}
		}
	}
	page, err := l.HTML()
	if err != nil {
		return e, nil, err
	}
	// What the fonts lack stands in the text of the mail; a report does not wait for it.
	pdf, _, err = l.PDF()
	return incident.Envelope{Clock: clock, Draft: d.Number, Lang: lang, Subject: "[" + i.Reference + "] " + l.Title,
		Text: l.Text(), HTML: string(page), PDF: kept.File{Name: i.Reference + ".pdf"}}, pdf, err
}
