package outbox

import (
	"context"

	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/store"
	"orangelab.cn/rightsdesk/store/notices"
)

// Why a notice rests until a person lets it go on, beside the kinds of failure of a mail server.
const (
	HeldChanged  = "changed"  // it is not what was approved any more
	HeldLate     = "late"     // less time is left than was promised
	HeldRestored = "restored" // the desk was restored from a back-up that was made while it went out
)

// hold lets a notice rest until a person lets it go on, and says why.
func (o *sender) hold(ctx context.Context, id int64, why string) error {
	return o.s.Write(ctx, model.ActSendNotice, func(tx *store.Tx, entry *model.Entry) error {
		n, err := notices.Read(tx.View, id)
		if err != nil {
			return err
		}
		run, err := notices.ReadRun(tx.View, id)
		if err != nil {
			return err
		}
		run.Paused, run.Why = true, why
		entry.Detail["notice"], entry.Detail["paused"], entry.Detail["why"] = n.Reference, true, why
		return notices.SaveRun(tx, run)
	})
}
