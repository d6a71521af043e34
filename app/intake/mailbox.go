package intake

import (
	"context"
	"slices"

	"orangelab.cn/rightsdesk/app/desk"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/model/dispatch"
	"orangelab.cn/rightsdesk/model/mailwork"
	"orangelab.cn/rightsdesk/store"
	"orangelab.cn/rightsdesk/store/incoming"
	"orangelab.cn/rightsdesk/store/mailing"
	"orangelab.cn/rightsdesk/store/requests"
	"orangelab.cn/rightsdesk/store/setup"
)

// Mailbox is what arrived by mail and waits for somebody, and what left by mail and did not arrive.
type Mailbox struct {
	// Reads says that the desk reads a mailbox by itself, and State how far it is.
	Reads bool
	State mailwork.State
	// Mails wait for a person, the oldest first.
	Mails []model.WaitingFile
	// Undelivered are the messages of every request that did not reach the person or may not have, the newest first.
	Undelivered []Undelivered
}

// Undelivered is a message that did not reach the person, or may not have.
type Undelivered struct {
	Request   int64
	Reference string
	Message   dispatch.Outgoing
}

// ReadMailbox reads what waits of the mail.
func ReadMailbox(ctx context.Context, s *desk.Session) (m Mailbox, err error) {
	err = s.Read(ctx, model.ActReadRequest, func(v *store.View) error {
		m = Mailbox{}
		settings, err := setup.MailSettings(v)
		if err != nil {
			return err
		}
		m.Reads = settings.Reads()
		if m.State, err = mailing.State(v, mailwork.In); err != nil {
			return err
		}
		files, err := incoming.WaitingFiles(v)
		if err != nil {
			return err
		}
		m.Mails = slices.DeleteFunc(files, func(f model.WaitingFile) bool { return f.Head.Mail == nil })
		m.Undelivered, err = undelivered(v)
		return err
	})
	return m, err
}

func undelivered(v *store.View) (list []Undelivered, err error) {
	refs, err := mailing.Needing(v)
	if err != nil {
		return nil, err
	}
	for _, ref := range refs {
		r, err := requests.Read(v, ref.RequestID)
		var all []dispatch.Outgoing
		if err == nil {
			all, err = mailing.Of(v, ref.RequestID)
		}
		if damaged(err) {
			continue // opening the request says so; the others are still to be seen
		}
		if err != nil {
			return nil, err
		}
		for _, o := range all {
			if o.ID == ref.ID && o.State.Needs() {
				list = append(list, Undelivered{r.ID, r.Reference, o})
			}
		}
	}
	return list, nil
}
