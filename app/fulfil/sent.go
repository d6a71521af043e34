package fulfil

import (
	"context"
	"slices"

	"orangelab.cn/rightsdesk/app/change"
	"orangelab.cn/rightsdesk/app/collect"
	"orangelab.cn/rightsdesk/app/desk"
	"orangelab.cn/rightsdesk/app/outbox"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/model/dispatch"
	"orangelab.cn/rightsdesk/store"
	"orangelab.cn/rightsdesk/store/casefile"
	"orangelab.cn/rightsdesk/store/mailing"
	"orangelab.cn/rightsdesk/store/papers"
	"orangelab.cn/rightsdesk/store/requests"
	"orangelab.cn/rightsdesk/store/setup"
)

// Sent is what went out for a request so far.
type Sent struct {
	Packets    []papers.Packet
	Copy       papers.Handover // that the answer tells of
	Deliveries []model.Delivery
	Mails      []dispatch.Outgoing // by the desk itself, whatever became of it; the oldest first
	Ways       []string            // by which the desk sends by itself
	Contacts   Contacts            // the request's own
	Others     []model.Elsewhere   // why something went elsewhere
	Answered   bool                // an answer, a copy or its password went out, or still can
}

// Sends reports whether the desk sends by a way by itself.
func (s Sent) Sends(way string) bool { return slices.Contains(s.Ways, way) }

// Way is the way something went out, of copies the newest and its password; empty while it has not.
func (s Sent) Way(what string) string {
	if what == model.DeliveredPacket || what == model.DeliveredPassword {
		return s.Copy.Ways[what]
	}
	for _, d := range s.Deliveries {
		if d.What == what {
			return d.Channel
		}
	}
	return ""
}

// ReadSent reads packets and deliveries. Packet passwords are not among it: see PacketPassword.
func ReadSent(ctx context.Context, s *desk.Session, request int64) (sent Sent, err error) {
	err = s.Read(ctx, model.ActReadRequest, func(v *store.View) (err error) {
		if sent.Packets, err = papers.Packets(v, request); err != nil {
			return err
		}
		for i := range sent.Packets {
			sent.Packets[i].Password = ""
		}
		if sent.Copy, err = papers.HandoverOf(v, request); err != nil {
			return err
		}
		sent.Copy.Copy.Password = ""
		if sent.Deliveries, err = papers.Deliveries(v, request); err != nil {
			return err
		}
		if sent.Mails, err = mailing.Of(v, request); err != nil {
			return err
		}
		settings, err := setup.MailSettings(v)
		if err != nil {
			return err
		}
		sent.Ways = outbox.Ways(settings)
		if sent.Answered, err = change.AnswerOut(v, request); err != nil {
			return err
		}
		if _, err := casefile.Part(v, request, casefile.PartElsewhere, &sent.Others); err != nil {
			return err
		}
		r, err := requests.Read(v, request)
		if err != nil {
			return err
		}
		sent.Contacts, err = contactsOf(v, r)
		return err
	})
	return sent, err
}

// PacketPassword shows the password of the newest packet, to be given out; it leaves an entry.
func PacketPassword(ctx context.Context, s *desk.Session, rev model.Revision) (password string, err error) {
	err = s.Disclose(ctx, model.ActReveal, rev, func(c *desk.Change) error {
		if !c.Mine() {
			return desk.ErrHeld
		}
		packets, err := papers.Packets(c.Tx.View, rev.Request)
		if err != nil {
			return err
		}
		if len(packets) == 0 {
			return collect.ErrNoPacket
		}
		c.Detail["what"], c.Detail["packet"] = "packet_password", packets[0].ID
		password = packets[0].Password
		return nil
	})
	return password, err
}
