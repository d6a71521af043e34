package outbox

import (
	"errors"
	"slices"
	"time"

	"orangelab.cn/rightsdesk/model/notice"
	"orangelab.cn/rightsdesk/store"
	"orangelab.cn/rightsdesk/store/notices"
)

// Errors of the results of a list.
var (
	ErrNotListed = errors.New("this person stands in no list that was given out")
	ErrDoubled   = errors.New("what became of this message is known already")
)

// ListNotice writes down that people of a notice stand in a list that is given out to whoever sends by a channel;
// before are their last receipts, of those who have one, read in the same transaction.
func ListNotice(tx *store.Tx, id int64, ch notice.Channel, recipients []int64, before map[int64]notice.Receipt,
	now time.Time) error {
	run, err := notices.ReadRun(tx.View, id)
	if err != nil {
		return err
	}
	for _, recipient := range recipients {
		last := before[recipient]
		if last.Result == "" {
			run.Elsewhere--
		}
		if err := notices.Supersede(tx, &run, last.Result,
			notice.Receipt{Recipient: recipient, Round: run.Round, Channel: ch, Result: notice.Listed, At: now}); err !=
			nil {
			return err
		}
	}
	return notices.SaveRun(tx, run)
}

// ListResult writes down what became of somebody who stands in a list: they were reached, or not. It fails with
// ErrNotListed or ErrDoubled.
func ListResult(tx *store.Tx, id, recipient int64, reached bool, remark string, now time.Time) error {
	last, err := notices.LastReceipt(tx.View, id, recipient)
	if errors.Is(err, store.ErrNotFound) {
		return ErrNotListed
	}
	if err != nil {
		return err
	}
	if last.Result != notice.Listed {
		if last.Why == fromList || slices.Contains([]notice.Result{notice.Left, notice.Announced}, last.Result) {
			return ErrDoubled
		}
		return ErrNotListed
	}
	n, err := notices.Read(tx.View, id)
	if err != nil {
		return err
	}
	run, err := notices.ReadRun(tx.View, id)
	if err != nil {
		return err
	}
	x := notice.Receipt{Recipient: recipient, Round: last.Round, Channel: last.Channel, Result: notice.Handed, At: now,
		Why: fromList, Said: remark}
	if !reached {
		x.Result = notice.Failed
	}
	if err := notices.Supersede(tx, &run, notice.Listed, x); err != nil {
		return err
	}
	if reached {
		return notices.SaveRun(tx, run)
	}
	return fall(tx, n, &run, recipient, last.Channel, now)
}

// fromList is why a receipt says what it says: the file of results did.
const fromList = "list"
