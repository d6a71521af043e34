package outbox

import (
	"context"
	"errors"
	"time"

	"github.com/google/uuid"

	"orangelab.cn/rightsdesk/app/desk"
	"orangelab.cn/rightsdesk/app/mail"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/model/mailwork"
	"orangelab.cn/rightsdesk/store"
	"orangelab.cn/rightsdesk/store/mailing"
)

// leased is how long a desktop may be at it without saying that it still is; longer than one message may take.
const leased = 10 * time.Minute

// Lease is what one desktop holds while it sends or reads mail: no other does meanwhile.
type Lease struct {
	s      *desk.Session
	work   mailwork.Work
	action model.Action
	id     string
	till   time.Time
	// State is how far the work was when the lease was taken.
	State mailwork.State
}

// HoldOut takes the lease of sending; nil where another desktop has it.
func HoldOut(ctx context.Context, s *desk.Session) (*Lease, error) {
	return hold(ctx, s, mailwork.Out, model.ActDeliver)
}

// HoldIn takes the lease of reading the mailbox; nil where another desktop has it.
func HoldIn(ctx context.Context, s *desk.Session) (*Lease, error) {
	return hold(ctx, s, mailwork.In, model.ActHearMail)
}

func hold(ctx context.Context, s *desk.Session, work mailwork.Work, action model.Action) (*Lease, error) {
	if err := s.Allow(ctx, action); err != nil {
		return nil, err
	}
	l := &Lease{s: s, work: work, action: action, id: uuid.NewString()}
	mine, err := l.renew(ctx)
	if err != nil || !mine {
		return nil, err
	}
	return l, nil
}

// Keep renews the lease before it ends; false where it ended and another desktop has it.
func (l *Lease) Keep(ctx context.Context) (mine bool, err error) {
	if l.s.Now().Add(leased / 2).Before(l.till) {
		return true, nil
	}
	return l.renew(ctx)
}

func (l *Lease) renew(ctx context.Context) (mine bool, err error) {
	now := l.s.Now()
	err = l.s.Progress(ctx, l.action, func(tx *store.Tx) error {
		state, err := mailing.State(tx.View, l.work)
		if err != nil {
			return err
		}
		if mine = state.Holder == "" || state.Holder == l.id || now.After(state.Till); !mine {
			return nil
		}
		state.Holder, state.Till = l.id, now.Add(leased)
		l.till, l.State = state.Till, state
		return mailing.SaveState(tx, state)
	})
	return mine, err
}

// Note keeps how far the work is; false where another desktop has the lease.
func (l *Lease) Note(ctx context.Context, how func(*mailwork.State)) (mine bool, err error) {
	err = l.s.Progress(ctx, l.action, func(tx *store.Tx) error {
		state, err := mailing.State(tx.View, l.work)
		if mine = err == nil && state.Holder == l.id; !mine {
			return err
		}
		how(&state)
		l.State = state
		return mailing.SaveState(tx, state)
	})
	return mine, err
}

// End gives the lease back and keeps how it went: why it failed, or that the server was spoken to.
func (l *Lease) End(ctx context.Context, failure error, how func(*mailwork.State)) error {
	_, err := l.Note(context.WithoutCancel(ctx), func(state *mailwork.State) {
		if how != nil {
			how(state)
		}
		state.Holder, state.Till, state.Why = "", time.Time{}, ""
		var f *mail.Failure
		switch {
		case errors.As(failure, &f):
			state.Why = string(f.Kind)
		case failure == nil:
			state.CheckedAt = l.s.Now()
		}
	})
	return err
}
