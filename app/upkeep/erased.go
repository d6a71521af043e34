package upkeep

import (
	"context"

	"orangelab.cn/rightsdesk/app/desk"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/store"
	"orangelab.cn/rightsdesk/store/requests"
)

// Again is an erasure that a restored desk does not know of: it was done after the back-up was made.
type Again struct {
	requests.Erased
	// Known says that the request was taken in before the back-up was made: it is open once more, and must be carried
	// out again as far as anything of the person is there. Otherwise it is to be taken in again.
	Known bool
}

// EraseAgain reads the ledger that a later back-up put beside itself, in a desk that was restored from an earlier one:
// what was erased since is work to do again. What the desk knows the requests of goes into its ledger, so that a
// comparison with the sources finds whoever came back there.
func EraseAgain(ctx context.Context, s *desk.Session, ledger string) (again []Again, err error) {
	err = s.Write(ctx, model.ActCompareLedger, func(tx *store.Tx, entry *model.Entry) error {
		again = nil
		missing, err := requests.MissingErased(tx.View, ledger)
		if err != nil {
			return err
		}
		known := 0
		for _, e := range missing {
			if e.Request != 0 {
				known++
				if err := requests.KeepErased(tx, e); err != nil {
					return err
				}
			}
			again = append(again, Again{*e, e.Request != 0})
		}
		entry.Detail["step"], entry.Detail["known"], entry.Detail["unknown"] = "again", known, len(again)-known
		return nil
	})
	return again, err
}
