package intake

import (
	"context"
	"errors"
	"slices"
	"strings"

	"orangelab.cn/rightsdesk/app/intake/record"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/model/mailwork"
	"orangelab.cn/rightsdesk/model/notice"
	"orangelab.cn/rightsdesk/store"
	"orangelab.cn/rightsdesk/store/notices"
)

// consent tells of a mail from a person that answers a notice which asks for express consent: who it went to, and what
// the words come to. nil where it is none, the desk knows it already, or a machine sent it. It is for a person to say
// what was answered.
func (h *hearing) consent(ctx context.Context, v Shown) (reply *mailwork.ConsentReply, err error) {
	if len(v.Rows) != 1 || v.Rows[0].Submission == nil || v.Rows[0].Problem != nil || v.Rows[0].Known == record.Same ||
		v.Rows[0].Submission.Automatic != "" {
		return nil, nil
	}
	err = h.s.Read(ctx, model.ActHearMail, func(view *store.View) (err error) {
		reply, err = consentReply(view, *v.Rows[0].Submission)
		return err
	})
	return reply, err
}

// maxAnswer is how much of an answer is kept, in characters.
const maxAnswer = 4000

func consentReply(v *store.View, sub record.Submission) (*mailwork.ConsentReply, error) {
	for _, id := range sub.Answers[:min(len(sub.Answers), maxThread)] {
		about, recipient, ours := notices.OfMessage(v, id)
		if !ours {
			continue
		}
		n, err := notices.Read(v, about)
		if errors.Is(err, store.ErrNotFound) {
			continue
		}
		if err != nil {
			return nil, err
		}
		if !n.Content.NeedsConsent() {
			continue
		}
		people, first, err := notices.AudiencePart(v, about, recipient)
		if err != nil {
			return nil, err
		}
		words := []rune(strings.TrimSpace(sub.Own))
		reply := &mailwork.ConsentReply{Notice: about, Reference: n.Reference, Recipient: recipient,
			Words: string(words[:min(len(words), maxAnswer)]), MessageID: sub.MessageID, Asks: record.AsksFor(sub.Own),
			Own: sub.ForwardedBy == "" && sameMail(sub.Sender, people[recipient-first].Email)}
		if !reply.Asks && !slices.ContainsFunc(sub.Doubts,
			func(d record.Doubt) bool { return d.Field != "kind" && d.Field != "received" }) {
			reply.Says = notice.ReplySays(reply.Words)
		}
		return reply, nil
	}
	return nil, nil
}
