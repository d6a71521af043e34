package incident

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"strings"
	"time"

	"orangelab.cn/rightsdesk/app/desk"
	"orangelab.cn/rightsdesk/app/intake/record"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/model/identifier"
	"orangelab.cn/rightsdesk/model/incident"
	"orangelab.cn/rightsdesk/store"
	"orangelab.cn/rightsdesk/store/incidents"
	"orangelab.cn/rightsdesk/store/incoming"
	"orangelab.cn/rightsdesk/store/keptfiles"
)

// About is an incident that a mail is about, and why it may be.
type About struct {
	incident.Incident
	Clock   string // of the report by mail that it answers; empty where it answers none
	Answers bool   // it answers a report of the desk's
	Names   bool   // it names the reference
	// Own says that it comes from where a report about the incident went: the address, or, of an answer, another at its
	// domain. It is a claim, as every sender is.
	Own bool
}

// Sure reports whether a mail is an authority's about the incident, and nothing but a forged sender speaks against it.
func (a About) Sure() bool { return a.Own && (a.Answers || a.Names) }

// maxNamed is how many messages and references of a mail are looked up.
const maxNamed = 50

// AboutOf finds the incidents that a mail answers a report of, or names. A drill told nobody, and no mail is about one.
func AboutOf(v *store.View, sub record.Submission) (list []About, err error) {
	add := func(id int64, found About) error {
		for n := range list {
			if list[n].ID == id {
				list[n].Clock = cmp.Or(list[n].Clock, found.Clock)
				list[n].Answers, list[n].Names = list[n].Answers || found.Answers, list[n].Names || found.Names
				return nil
			}
		}
		if found.Incident, err = incidents.Read(v, id); err == nil {
			list = append(list, found)
		}
		return err
	}
	for _, id := range sub.Answers[:min(len(sub.Answers), maxNamed)] {
		m, err := incidents.MailNamed(v, id)
		if errors.Is(err, store.ErrNotFound) {
			continue
		}
		if err = errors.Join(err, add(m.Incident, About{Clock: m.Mail.Clock, Answers: true})); err != nil {
			return nil, err
		}
	}
	named := incident.ReferencesIn(sub.Title + "\n" + sub.Body)
	for _, ref := range named[:min(len(named), maxNamed)] {
		id, err := incidents.Named(v, ref)
		if errors.Is(err, store.ErrNotFound) {
			continue
		}
		if err = errors.Join(err, add(id, About{Names: true})); err != nil {
			return nil, err
		}
	}
	for n, a := range list {
		sent, err := incidents.Mails(v, a.ID)
		if err != nil {
			return nil, err
		}
		list[n].Own = sub.ForwardedBy == "" && slices.ContainsFunc(sent, func(m incident.Mailed) bool {
			return sameAddress(m.Mail.To, sub.Sender) || a.Answers && sameHouse(m.Mail.To, sub.Sender)
		})
	}
	return list, nil
}

func sameAddress(a, b string) bool {
	x, err := identifier.NormaliseEmail(a)
	y, other := identifier.NormaliseEmail(b)
	return err == nil && other == nil && x == y
}

// publicHosts give an address to everybody: two of one of them are two strangers.
var publicHosts = []string{"163.com", "126.com", "yeah.net", "139.com", "189.cn", "qq.com", "foxmail.com", "sina.com",
	"sina.cn", "sohu.com", "aliyun.com", "wo.cn", "gmail.com", "googlemail.com", "outlook.com", "hotmail.com",
	"live.com", "msn.com", "yahoo.com", "icloud.com", "me.com", "aol.com", "gmx.de", "gmx.net", "web.de",
	"t-online.de", "proton.me", "protonmail.com", "orange.fr", "free.fr", "laposte.net", "libero.it", "mail.ru",
	"yandex.ru", "naver.com"}

// sameHouse reports whether two addresses are at one domain, which is one organisation's.
func sameHouse(a, b string) bool {
	_, x, one := strings.Cut(strings.ToLower(a), "@")
	_, y, two := strings.Cut(strings.ToLower(b), "@")
	return one && two && x == y && !slices.Contains(publicHosts, x)
}

// Hear writes what an authority wrote into the record of an incident, whole as it came, in the transaction that
// settles where the mail belongs. It fails with incident.ErrAnswered where it stands there already.
func Hear(tx *store.Tx, a About, sub record.Submission, by string, at time.Time) error {
	noName := func(r rune) bool { return r < ' ' || strings.ContainsRune(`/\`, r) }
	name := strings.Join(strings.FieldsFunc(sub.Title, noName), " ")
	answer := incident.Reply{Clock: a.Clock, From: cmp.Or(sub.Sender, sub.Subject.Email),
		Subject: short(sub.Title, 300), Text: short(strings.TrimSpace(cmp.Or(sub.Own, sub.Body)), 3000),
		Received: cmp.Or(sub.ReceivedAt, at), MessageID: short(sub.MessageID, 300), Machine: sub.Automatic != ""}
	answer.Number = incident.NumberIn(sub.Title + "\n" + cmp.Or(sub.Own, sub.Body))
	if strings.TrimSpace(answer.Subject) == "" {
		answer.Subject = short(answer.Text, 60)
	}
	var err error
	if answer.Mail, err = keptfiles.OfIncident.Add(tx, a.ID, cmp.Or(short(name, 60), "mail")+".eml",
		sub.Source); err != nil {
		return err
	}
	e, err := a.Next(Rules(), incident.Entry{At: at, By: by, Kind: incident.Heard,
		Body: incident.Body{Reply: &answer}}, nil)
	if err != nil {
		return err
	}
	_, err = incidents.AddEntry(tx, a.Incident, e)
	return err
}

// short is the beginning of a text, in characters.
func short(text string, most int) string {
	r := []rune(text)
	return string(r[:min(len(r), most)])
}

// ErrNoAnswer says that a mail does not wait any more, or is about no incident.
var ErrNoAnswer = errors.New("this mail does not wait any more as one about an incident")

// JoinAnswer writes a mail that waits into the record of the incident that it is about, as whoever read it says.
func JoinAnswer(ctx context.Context, s *desk.Session, file, reference string,
	read func(data []byte) (record.Submission, error)) error {
	return s.Write(ctx, model.ActNoteIncident, func(tx *store.Tx, entry *model.Entry) error {
		_, data, places, err := incoming.WaitingFile(tx.View, file)
		if errors.Is(err, store.ErrNotFound) {
			return ErrNoAnswer
		}
		if err != nil {
			return err
		}
		sub, err := read(data)
		if err != nil {
			return err
		}
		about, err := AboutOf(tx.View, sub)
		if err != nil {
			return err
		}
		n := slices.IndexFunc(about, func(a About) bool { return a.Reference == reference })
		if n < 0 {
			return ErrNoAnswer
		}
		if err := Hear(tx, about[n], sub, s.Staff().ID, s.Now()); err != nil {
			return err
		}
		entry.Detail["incident"], entry.Detail["mail"] = reference, file
		for _, place := range places {
			if err := incoming.Decided(tx, file, place, s.Now()); err != nil {
				return err
			}
		}
		return nil
	})
}
