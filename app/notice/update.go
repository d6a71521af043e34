package notice

import (
	"context"

	"orangelab.cn/rightsdesk/app/desk"
	statements "orangelab.cn/rightsdesk/app/policy"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/model/notice"
	"orangelab.cn/rightsdesk/store"
)

// BeginUpdate keeps a new draft of the notice that tells people how a statement changes, with the changes as they were
// seen and classed: statements.ErrMoved where a text or a class is another by now.
func BeginUpdate(ctx context.Context, s *desk.Session, seen statements.Changes) (n notice.Notice, err error) {
	err = s.Write(ctx, model.ActWriteNotice, func(tx *store.Tx, entry *model.Entry) error {
		now, err := statements.ChangesIn(tx.View, seen.Classing.Document, seen.Classing.From, seen.Classing.To)
		if err != nil {
			return err
		}
		if now.ChangedSince(seen) {
			return statements.ErrMoved
		}
		n, err = begin(tx, s, entry, notice.PolicyUpdate, func(c notice.Content) notice.Content {
			return c.Tells(now.From.Version, now.To.Version, now.List)
		})
		entry.Detail["document"], entry.Detail["from"], entry.Detail["to"] =
			seen.Classing.Document, seen.Classing.From, seen.Classing.To
		return err
	})
	return n, err
}

// Announcing returns the newest notice of a list that announces a version of the statement, by its label; false where
// none does.
func Announcing(list []notice.Notice, label string) (n notice.Notice, found bool) {
	for _, each := range list {
		if each.Content.Announces(label) && (!found || each.ID > n.ID) {
			n, found = each, true
		}
	}
	return n, found
}
