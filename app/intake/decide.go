package intake

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"orangelab.cn/rightsdesk/app/desk"
	"orangelab.cn/rightsdesk/app/intake/record"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/store"
	"orangelab.cn/rightsdesk/store/incoming"
)

// Decision is what a member of staff decides about one record of a file.
type Decision string

// The decisions. An undecided record is not taken in.
const (
	Undecided   Decision = ""
	TakeIn      Decision = "take"
	TakeWithout Decision = "without" // take it without what is wrong with it
	TakeTyped   Decision = "typed"   // take it with what is typed in the place of what cannot be read
	PutAside    Decision = "aside"   // automatic mail, to its own place
	SameAs      Decision = "same"    // it belongs to the request that carries its number
	LeaveOut    Decision = "leave"
)

// Choices returns what can be decided about a row; none where nothing can, as of a record that is known.
func (r Row) Choices() []Decision {
	switch {
	case r.Known == record.Same:
		return nil
	case r.Submission == nil && r.Line == 0:
		return nil // the file as a whole
	case r.Submission == nil && len(r.Typable()) > 0:
		return []Decision{TakeTyped, LeaveOut}
	case r.Submission == nil:
		return []Decision{LeaveOut}
	case r.Problem != nil && len(r.Typable()) > 0:
		return []Decision{TakeWithout, TakeTyped, LeaveOut}
	case r.Problem != nil:
		return []Decision{TakeWithout, LeaveOut}
	case r.Submission.Automatic != "":
		return []Decision{PutAside, TakeIn, LeaveOut}
	case len(r.Earlier) > 0:
		return []Decision{TakeIn, SameAs, LeaveOut}
	case len(r.Spoilt()) > 0:
		return []Decision{TakeIn, TakeTyped, LeaveOut}
	}
	return []Decision{TakeIn, LeaveOut}
}

// Proposed is what becomes of a row that nobody decides about: what is new and can be read is taken in, and what may be
// another's, has lost a value or cannot be read waits for a decision.
func (r Row) Proposed() Decision {
	switch {
	case r.Known == record.Same || r.Submission == nil && r.Line == 0:
		return LeaveOut
	case r.Problem != nil || r.Known == record.OtherContent || len(r.Earlier) > 0:
		return Undecided
	case r.Submission.Automatic != "":
		return PutAside
	}
	return TakeIn
}

// Decided is a decision about a row of a file that is shown.
type Decided struct {
	Row int
	Do  Decision
	// Reason is why a row that waits for a decision is left out; without one it goes on waiting.
	Reason model.LeaveOutReason
	// Typed are the values of TakeTyped by their fields.
	Typed map[string]string
}

// Became is what became of a row.
type Became struct {
	Decided
	// Request is the request it was made, or was joined to; zero where it was put aside.
	Request   int64
	Reference string
	// Before says that the desk had it already, as where a colleague took in the same file meanwhile.
	Before bool
}

// TakeShown does what was decided about some rows of a file, and nothing else; the file must still be what was shown,
// or ErrFileChanged. What was done before an error stays done and is returned with it.
func TakeShown(ctx context.Context, s *desk.Session, v Shown, decided []Decided) (done []Became, err error) {
	if err := s.Allow(ctx, model.ActTakeRequest); err != nil {
		return nil, err
	}
	t, err := trust(ctx, s)
	if err != nil {
		return nil, err
	}
	if err := v.unchanged(t); err != nil {
		return nil, err
	}
	if done, err = leaveOut(ctx, s, v, decided); err != nil {
		return done, err
	}
	for _, d := range decided {
		if d.Row < 0 || d.Row >= len(v.Rows) || !slices.Contains(v.Rows[d.Row].Choices(), d.Do) || d.Do == LeaveOut {
			continue
		}
		b, err := v.do(ctx, s, t, d)
		switch {
		case errors.Is(err, record.ErrDuplicate):
			b.Before = true
			if err := v.known(ctx, s, v.Rows[d.Row]); err != nil {
				return done, err
			}
		case err != nil:
			return done, fmt.Errorf("line %d: %w", v.Rows[d.Row].Line, err)
		}
		done = append(done, b)
	}
	return done, nil
}

// known ends the waiting of a row that a colleague took in meanwhile.
func (v Shown) known(ctx context.Context, s *desk.Session, row Row) error {
	if v.waiting == "" {
		return nil
	}
	return s.Progress(ctx, model.ActTakeRequest, func(tx *store.Tx) error {
		return incoming.Decided(tx, v.waiting, row.place, s.Now())
	})
}

func (v Shown) do(ctx context.Context, s *desk.Session, t record.Trust, d Decided) (Became, error) {
	row, b := v.Rows[d.Row], Became{Decided: d}
	var sub record.Submission
	if d.Do == TakeTyped {
		var err error
		if sub, err = row.WithTyped(d.Typed, t.Now, t.Location()); err != nil {
			return b, err
		}
	} else {
		sub = *row.Submission
	}
	sub.Waits = record.WaitingRecord{File: v.waiting, Place: row.place}
	switch d.Do {
	case PutAside:
		return b, setAside(ctx, s, v.File, sub)
	case SameAs:
		r, err := join(ctx, s, row.Earlier[0].Revision, v.File, sub)
		b.Request, b.Reference = r.ID, r.Reference
		return b, err
	}
	if sub.Automatic != "" {
		sub.Doubts = append(slices.Clone(sub.Doubts),
			record.Doubtful("", "looks like automatic mail ({{.A}}); it was taken in by hand", string(sub.Automatic)))
	}
	sub.Digest = v.Digest
	r, err := take(ctx, s, v.File, &sub)
	b.Request, b.Reference = r.ID, r.Reference
	return b, err
}
