package apply

import (
	"context"
	"fmt"

	"orangelab.cn/rightsdesk/app/source/change"
	"orangelab.cn/rightsdesk/app/source/search"
	"orangelab.cn/rightsdesk/app/source/value"
)

// Calls makes the calls of changes that lie in a service, one after another. The first that fails ends it: what was made before stays
// made, and the error says how many calls that are. done, if not nil, is told of every row that is through.
func Calls(ctx context.Context, s search.Service, changes []change.RowChange, done func(rows int64)) (applied Applied, err error) {
	made, all := 0, 0
	for _, c := range changes {
		all += len(c.Calls)
	}
	for i, c := range changes {
		for _, call := range c.Calls {
			if err := s.Make(ctx, call); err != nil {
				return applied, &value.Error{Message: fmt.Sprintf("%d of %d request(s) were carried out, the others were not sent: %s", made, all, err), Cause: err}
			}
			made++
		}
		if c.Delete {
			applied.Deleted++
		} else {
			applied.Updated++
		}
		if done != nil {
			done(int64(i + 1))
		}
	}
	return applied, nil
}
