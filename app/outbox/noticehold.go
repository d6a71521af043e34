package outbox

import (
	"context"

	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/model/notice"
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
		n, run, err := running(tx.View, id)
		if err != nil {
			return err
		}
		run.Paused, run.Why = true, why
		entry.Detail["notice"], entry.Detail["paused"], entry.Detail["why"] = n.Reference, true, why
		return notices.SaveRun(tx, run)
	})
}

// running reads a notice that goes out, and how far it is.
func running(v *store.View, id int64) (n notice.Notice, run notices.Run, err error) {
	if n, err = notices.Read(v, id); err != nil {
		return n, run, err
	}
	run, err = notices.ReadRun(v, id)
	return n, run, err
}
