package apply

import (
	"context"
	"errors"
	"fmt"

	"orangelab.cn/rightsdesk/app/source/change"
	"orangelab.cn/rightsdesk/app/source/search"
)

// CallsError is how far the calls of changes came before one failed.
type CallsError struct {
	Made, All int
	Uncertain bool // nobody knows whether the call that failed was carried out
	Cause     error
}

// Error is a sentence with how far they came and what to do.
func (e *CallsError) Error() string {
	if e.Uncertain {
		return fmt.Sprintf("%d of %d request(s) were carried out, nobody knows whether the next one was, and the others were not sent: %s; none is sent again: "+
			"look in the system, and have its owner do what is left", e.Made, e.All, e.Cause)
	}
	return fmt.Sprintf("%d of %d request(s) were carried out, the others were not sent: %s", e.Made, e.All, e.Cause)
}

// Unwrap returns why the call failed.
func (e *CallsError) Unwrap() error { return e.Cause }

// Sentence marks the text as one of ours.
func (e *CallsError) Sentence() {}

// ErrCut is the cause where a run ended in the middle of a call.
var ErrCut = errors.New("the program ended while it was under way")

// CountCalls returns how many calls changes have.
func CountCalls(changes []change.RowChange) (n int) {
	for _, c := range changes {
		n += len(c.Calls)
	}
	return n
}

// Calls makes the calls of changes that lie in a service, one after another, but for the first made ones, which an
// earlier run made. The first that fails ends it: what was made before stays made, and the *CallsError says how far it
// came. A call that is under way is not cut short by ctx, since nobody would know what became of it. keep, if not nil,
// is told how many calls are through after every one; done of every row.
func Calls(ctx context.Context, s search.Service, changes []change.RowChange, made int, keep func(made int) error,
	done func(rows int64)) (applied Applied, err error) {
	all, n := CountCalls(changes), 0
	for i, c := range changes {
		for _, call := range c.Calls {
			if n++; n <= made {
				continue
			}
			if err := ctx.Err(); err != nil {
				return applied, &CallsError{Made: n - 1, All: all, Cause: err}
			}
			if err := s.Make(context.WithoutCancel(ctx), call); err != nil {
				var unknown *search.UncertainError
				return applied, &CallsError{Made: n - 1, All: all, Uncertain: errors.As(err, &unknown), Cause: err}
			}
			if keep != nil {
				if err := keep(n); err != nil {
					return applied, err
				}
			}
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
