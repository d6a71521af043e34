package desk

import (
	"context"
	"errors"
	"slices"
	"time"

	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/store"
	"orangelab.cn/rightsdesk/store/casefile"
	"orangelab.cn/rightsdesk/store/papers"
	"orangelab.cn/rightsdesk/store/requests"
)

// Change is one change to one request inside its transaction. The function given to Session.Change edits Request and
// writes through Tx; due dates, next step, version and audit entry follow by themselves.
type Change struct {
	Tx      *store.Tx
	Request model.Request
	Session *Session
	// Detail goes into the audit entry: codes and counts, never personal data.
	Detail map[string]any
	asked  bool // see AskedIdentity
}

// Move takes the request through the transition table.
func (c *Change) Move(on model.Event) error {
	to, err := c.Request.Next(on)
	if err != nil {
		return err
	}
	c.Detail["from"], c.Detail["to"] = string(c.Request.Status), string(to)
	c.Request.Status = to
	if to == model.Closed {
		c.Request.ClosedAt = c.Session.Now()
	}
	return nil
}

// Mine reports whether whoever makes the change holds the request, or nobody does.
func (c *Change) Mine() bool { return c.Request.Holder == "" || c.Request.Holder == c.Session.staff.ID }

// Facts reads what the next step depends on, as the request stands now.
func (c *Change) Facts() (model.Facts, error) { return gather(c.Tx.View, c.Request, c.Session.Now()) }

// WorkStep returns what can be done on a request by who does not wait for one of its letters, see model.WorkStep.
func WorkStep(v *store.View, r model.Request, now time.Time) (model.Step, error) {
	facts, err := gather(v, r, now)
	return model.WorkStep(r, facts), err
}

// Other changes another request within the same transaction, with the clocks, the step and an entry of its own, where
// fn reports that it changed anything. Whose it is, and how it was last seen, is for the caller to answer for: nothing
// of it may be decided so.
func (c *Change) Other(request int64, action model.Action, fn func(*Change) (changed bool, err error)) error {
	_, _, err := c.Session.changeIn(c.Tx, request, action, fn)
	return err
}

// DropPictures removes the pictures of identity documents, which serve the check of the identity alone.
func (c *Change) DropPictures() error {
	n, err := casefile.DropPictures(c.Tx, c.Request.ID)
	if n > 0 {
		c.Detail["pictures_deleted"] = n
	}
	return err
}

// Whose says who may make a change, besides the role.
type Whose int

const (
	// ByHolder is for work: the one who holds the request; an unclaimed one is claimed by it.
	ByHolder Whose = iota
	// BySecond is for approval: anyone but who prepared it.
	BySecond
	// ByAnyone is for claiming, assigning and the record.
	ByAnyone
)

// Change runs fn on a request in one transaction and leaves one audit entry. The request must still be as it was seen:
// a newer one is refused with a *MovedOnError. Change fails besides with ErrForbidden, ErrHeld, ErrOwnWork, a
// *model.TransitionError, store.ErrConflict or fn's own error; whenever it fails, nothing was changed.
func (s *Session) Change(ctx context.Context, action model.Action, seen model.Revision, whose Whose,
	fn func(*Change) error) (model.Request, error) {
	return s.change(ctx, action, seen, func(c *Change) error {
		if err := s.unmoved(c.Tx.View, c.Request, seen); err != nil {
			return err
		}
		if err := c.allow(whose); err != nil {
			return err
		}
		return fn(c)
	})
}

// Conclude records how a job ended that began at a revision, whatever became of the request meanwhile and whoever holds
// it now: what was written to a source stands there, and must stand here too. Everything else is a Change.
func (s *Session) Conclude(ctx context.Context, action model.Action, began model.Revision,
	fn func(*Change) error) (model.Request, error) {
	return s.change(ctx, action, began, fn)
}

func (s *Session) change(ctx context.Context, action model.Action, seen model.Revision,
	fn func(*Change) error) (model.Request, error) {
	var was, saved model.Request
	keys, err := s.permitted(action)
	if err != nil {
		return saved, err
	}
	err = s.end(s.desk.store.Write(ctx, keys, func(tx *store.Tx) error {
		if err := s.stands(tx.View, action); err != nil {
			return err
		}
		was, saved, err = s.changeIn(tx, seen.Request, action, func(c *Change) (bool, error) { return true, fn(c) })
		return err
	}))
	if err == nil && saved.Subject.Name != was.Subject.Name {
		s.names.Correct(saved.ID, saved.Subject.Name)
	}
	return saved, err
}

// changeIn changes a request inside a transaction, with everything that follows by itself, and leaves an entry; where
// fn reports that it changed nothing, nothing follows.
func (s *Session) changeIn(tx *store.Tx, request int64, action model.Action,
	fn func(*Change) (changed bool, err error)) (was, saved model.Request, err error) {
	if was, err = requests.ForUpdate(tx, request); err != nil {
		return was, saved, err
	}
	c := &Change{Tx: tx, Request: was, Session: s, Detail: map[string]any{"reference": was.Reference}}
	if changed, err := fn(c); err != nil || !changed {
		return was, was, err
	}
	if err := c.holdable(was.Holder); err != nil {
		return was, saved, err
	}
	if was.Status == model.Verifying && c.Request.Status != model.Verifying {
		if err := c.DropPictures(); err != nil {
			return was, saved, err
		}
	}
	if err := s.desk.settle(tx, &c.Request, c.asked); err != nil {
		return was, saved, err
	}
	if saved, err = requests.Save(tx, c.Request); err != nil {
		return was, saved, err
	}
	if saved.Open() && (was.Kind != saved.Kind || !slices.Equal(was.Subject.Lookups(), saved.Subject.Lookups())) {
		if err := NoteTwins(tx, saved, c.Detail); err != nil {
			return was, saved, err
		}
	}
	c.Detail[versionDetail] = saved.Version
	tx.Append(model.Entry{At: s.Now(), Staff: s.staff.ID, Action: action, RequestID: was.ID, Detail: c.Detail})
	return was, saved, nil
}

// Disclose shows something of a request for which the log keeps who saw it: a masked value, a password, a picture. fn
// reads it and completes the entry. The request itself stays as it is, so whoever works on it is not disturbed; what is
// shown is of the request as it was seen, see Change.
func (s *Session) Disclose(ctx context.Context, action model.Action, seen model.Revision,
	fn func(*Change) error) error {
	return s.Write(ctx, action, func(tx *store.Tx, entry *model.Entry) error {
		r, err := requests.ForUpdate(tx, seen.Request)
		if err != nil {
			return err
		}
		if err := s.unmoved(tx.View, r, seen); err != nil {
			return err
		}
		entry.RequestID, entry.Detail["reference"] = r.ID, r.Reference
		return fn(&Change{Tx: tx, Request: r, Session: s, Detail: entry.Detail})
	})
}

func (c *Change) allow(whose Whose) error {
	me := c.Session.staff.ID
	switch whose {
	case ByHolder:
		if c.Request.Holder == "" {
			c.Request.Holder = me
			c.Detail["claimed"] = true
		}
		if c.Request.Holder != me {
			return ErrHeld
		}
	case BySecond:
		if !model.SecondPerson(me, c.Request.PreparedBy) {
			return ErrOwnWork
		}
		if c.Request.Holder != "" && c.Request.Holder != me {
			return ErrHeld
		}
		c.Request.Holder = me
	}
	return nil
}

// countDates gives a request both clocks, by the rules as they are now.
func (d *Desk) countDates(tx *store.Tx, r *model.Request) error {
	rules, err := d.follow(tx.View)
	if err != nil {
		return err
	}
	dates := rules.Dates(*r, d.now())
	dates.Untold, err = papers.Untold(tx.View, *r)
	dates.Set(r)
	return errors.Join(err, putOff(tx, r))
}

// AskedIdentity says that the person was asked just now to prove who they are, which stops the clock where a regime
// says so.
func (c *Change) AskedIdentity() { c.asked = true }

// settle works out what follows from a request's state: both clocks and the next step.
func (d *Desk) settle(tx *store.Tx, r *model.Request, asked bool) error {
	r.KeepPauses(d.now(), asked)
	if err := d.countDates(tx, r); err != nil {
		return err
	}
	facts, err := gather(tx.View, *r, d.now())
	if err != nil {
		return err
	}
	r.Step, r.LetterBy, r.Meanwhile = model.NextStep(*r, facts), "", model.StepNone
	if r.Step == model.StepApproveLetter || r.Step == model.StepApproveExtension {
		r.LetterBy, r.Meanwhile = facts.LetterBy, model.Meanwhile(*r, facts)
	}
	return nil
}

// putOff moves the final clock to the later day that the person was told of.
func putOff(tx *store.Tx, r *model.Request) error {
	var e model.Extension
	if there, err := casefile.Part(tx.View, r.ID, casefile.PartExtension, &e); err != nil || !there ||
		!e.Until.After(r.DueAt) {
		return err
	}
	if r.NextDueAt.Equal(r.DueAt) {
		r.NextDueAt, r.Provisional = e.Until, r.Provisional&^model.ProvisionalNext
	}
	r.DueAt = e.Until
	r.Provisional &^= model.ProvisionalFinal // the person was told that day
	return nil
}

// Claim takes an unclaimed request, or one of somebody who is away; exactly one of two who try at once gets it, the
// other ErrHeld.
func (s *Session) Claim(ctx context.Context, seen model.Revision) (model.Request, error) {
	return s.Change(ctx, model.ActClaim, seen, ByAnyone, func(c *Change) error {
		if c.Request.Holder != "" && c.Request.Holder != s.staff.ID {
			away, err := s.away(c.Tx.View)
			if err != nil {
				return err
			}
			if !slices.Contains(away, c.Request.Holder) {
				return ErrHeld
			}
			c.Detail["from_staff"] = c.Request.Holder
		}
		if c.Request.Status == model.Review && c.Request.PreparedBy == s.staff.ID {
			return ErrOwnWork
		}
		c.Request.Holder = s.staff.ID
		return nil
	})
}

// holdable puts the request into its queue where it would come to somebody who may not hold it any more, as who
// prepared it and was disabled since. Nobody holds what they may not open.
func (c *Change) holdable(before string) error {
	if c.Request.Holder == "" || c.Request.Holder == before || c.Request.Holder == c.Session.staff.ID {
		return nil
	}
	staff, err := c.Tx.Staff(c.Request.Holder)
	if err != nil && !errors.Is(err, store.ErrNotFound) {
		return err
	}
	if !staff.MayHold() {
		c.Request.Holder = ""
	}
	return nil
}

// Release puts a request back into its queue.
func (s *Session) Release(ctx context.Context, seen model.Revision) (model.Request, error) {
	return s.Change(ctx, model.ActRelease, seen, ByHolder, func(c *Change) error {
		c.Request.Holder = ""
		delete(c.Detail, "claimed")
		return nil
	})
}

// Assign hands a request to a member of staff who may hold it; ErrCannotHold otherwise.
func (s *Session) Assign(ctx context.Context, seen model.Revision, to string) (model.Request, error) {
	return s.Change(ctx, model.ActAssign, seen, ByAnyone, func(c *Change) error {
		if c.Request.Status == model.Review && c.Request.PreparedBy == to {
			return ErrOwnWork
		}
		staff, err := c.Tx.Staff(to)
		if err != nil && !errors.Is(err, store.ErrNotFound) {
			return err
		}
		if !staff.MayHold() {
			return ErrCannotHold
		}
		c.Request.Holder = to
		c.Detail["to_staff"] = to
		return nil
	})
}

// CloseEarly closes a request as withdrawn or redirected; a duplicate names the request that it repeats, see Merge.
func (s *Session) CloseEarly(ctx context.Context, seen model.Revision, outcome model.Outcome) (model.Request, error) {
	return s.Change(ctx, model.ActCloseEarly, seen, ByHolder, func(c *Change) error {
		switch outcome {
		case model.Withdrawn, model.Redirected:
		default:
			return errors.New("only withdrawn or redirected closes a request early")
		}
		c.Request.Outcome = outcome
		c.Detail["outcome"] = string(outcome)
		return c.Move(model.ClosedEarly)
	})
}
