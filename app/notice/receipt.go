package notice

import (
	"context"

	"orangelab.cn/rightsdesk/app/desk"
	"orangelab.cn/rightsdesk/app/outbox"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/model/notice"
	"orangelab.cn/rightsdesk/store"
	"orangelab.cn/rightsdesk/store/notices"
)

// Receipt is a receipt and whose it is, masked.
type Receipt struct {
	notice.Receipt
	To notice.Recipient
}

// Receipts lists what became of the messages of a notice behind a number, oldest first, at most so many.
func Receipts(ctx context.Context, s *desk.Session, id, after int64, limit int) (list []Receipt, err error) {
	return receipts(ctx, s, id, func(v *store.View) ([]notice.Receipt, error) {
		return notices.Receipts(v, id, after, limit)
	})
}

// Needing lists the receipts about which somebody must do something: who was not reached, or perhaps not, the newest
// first; those before a number where it is not 0.
func Needing(ctx context.Context, s *desk.Session, id, before int64, limit int) (list []Receipt, err error) {
	return receipts(ctx, s, id, func(v *store.View) ([]notice.Receipt, error) {
		return notices.ReceiptsNeeding(v, id, before, limit)
	})
}

func receipts(ctx context.Context, s *desk.Session, id int64,
	read func(*store.View) ([]notice.Receipt, error)) (list []Receipt, err error) {
	err = s.Read(ctx, model.ActReadNotice, func(v *store.View) error {
		found, err := read(v)
		if err != nil {
			return err
		}
		var people []notice.Recipient
		var first int64
		for _, x := range found {
			if x.Recipient < first || x.Recipient >= first+int64(len(people)) {
				if people, first, err = notices.AudiencePart(v, id, x.Recipient); err != nil {
					return err
				}
			}
			list = append(list, Receipt{x, masked(people[x.Recipient-first])})
		}
		return nil
	})
	return list, err
}

// Settle writes down what a person decided about a message that did not reach somebody, or may not have: that it
// arrived after all, or that they are reached another way. It fails with outbox.ErrNoMessage where its receipt is not
// the one that was seen.
func Settle(ctx context.Context, s *desk.Session, about notice.Seen, seen notice.Receipt, d outbox.Decision,
	reason string) error {
	return s.Write(ctx, model.ActSendNotice, func(tx *store.Tx, entry *model.Entry) error {
		entry.Detail["decided"], entry.Detail["recipient"] = string(d), seen.Recipient
		n, err := at(tx, about)
		if err != nil {
			return err
		}
		entry.Detail["notice"] = n.Reference
		return outbox.SettleNotice(tx, n.ID, seen, d, reason, s.Now())
	})
}
