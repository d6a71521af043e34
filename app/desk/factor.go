package desk

import (
	"context"
	"errors"

	"orangelab.cn/rightsdesk/app/desk/code"
	"orangelab.cn/rightsdesk/app/desk/secret"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/store"
	"orangelab.cn/rightsdesk/store/factor"
	"orangelab.cn/rightsdesk/store/seal"
)

// CodeNeeded says that a password was right and that the code of the second factor is asked for next.
type CodeNeeded struct {
	desk     *Desk
	staff    model.Staff
	id       seal.Identity
	password string
	then     func(context.Context, *Session) error
}

func (n *CodeNeeded) Error() string { return "a code of the second factor is needed" }

// Enter goes on with a code. A wrong one can be followed by another, as often as a wrong password.
func (n *CodeNeeded) Enter(ctx context.Context, typed string) (*Session, error) {
	clean, err := code.Clean(typed)
	if err != nil {
		return nil, err
	}
	return n.desk.admit(ctx, n.staff, n.id, n.password, clean, n.then)
}

// second judges the code of whoever the transaction belongs to, where they have a second factor. A wrong one makes the
// entry that of a wrong code, and wrong says so once the transaction is committed.
func (d *Desk) second(tx *store.Tx, typed string, entry *model.Entry, wrong *error) error {
	st, err := tx.Staff(entry.Staff)
	if err != nil || !st.SecondFactor {
		return err
	}
	if typed == "" {
		return factor.ErrChanged // it was set up while the password was judged
	}
	verdict, err := code.Judge(tx, typed, d.now(), secret.LockedTill)
	var waiting *code.Waiting
	if errors.As(err, &waiting) {
		list, listErr := tx.StaffList()
		return errors.Join(listErr, &LockedError{waiting.Till, admins(list), true})
	}
	if err != nil {
		return err
	}
	if entry.Detail == nil {
		entry.Detail = map[string]any{}
	}
	entry.Detail[factor.Detail] = verdict.Number
	if *wrong = verdict.Err; verdict.Err != nil {
		entry.Action, entry.Detail["in_a_row"] = model.ActWrongCode, verdict.Failed
	}
	return nil
}

// Enrolling reports whether the desk demands a second factor of who is signed in and they have none: nothing else opens
// before.
func (s *Session) Enrolling() bool {
	s.mu.RLock()
	defer s.mu.RUnlock()
	return s.enrolling
}

// SetFactor sets an offered second factor up, once its owner typed a code of it. Their password is asked for again,
// since the window may stand open, and a code of the factor they have where it is to be replaced.
func (s *Session) SetFactor(ctx context.Context, o code.Offer, typed, password, present string) error {
	if err := s.Allow(ctx, model.ActSetFactor); err != nil {
		return err
	}
	begun, err := o.Begin(typed, s.Now())
	if err != nil {
		return err
	}
	if present != "" || s.staff.SecondFactor {
		if present, err = code.Clean(present); err != nil {
			return err
		}
	}
	if _, _, err := s.desk.judge(ctx, s.staff.Login, password); err != nil {
		return ofPassword(err)
	}
	var wrong error
	err = s.Write(ctx, model.ActSetFactor, func(tx *store.Tx, entry *model.Entry) error {
		wrong = nil
		if err := s.desk.second(tx, present, entry, &wrong); err != nil || wrong != nil {
			return err
		}
		n, err := factor.Set(tx, begun, s.Now())
		entry.Detail[factor.Detail] = n
		return errors.Join(err, tx.ForgetGuesses(s.staff.ID))
	})
	if err = errors.Join(err, wrong); err == nil {
		s.mu.Lock()
		defer s.mu.Unlock()
		s.staff.SecondFactor, s.enrolling = true, false
	}
	return err
}

// ResetFactor takes the second factor of somebody else away who lost their authenticator. One's own is reset by another
// administrator, or with the recovery key.
func (s *Session) ResetFactor(ctx context.Context, staff string) error {
	if err := s.Allow(ctx, model.ActResetFactor); err != nil {
		return err
	}
	if staff == s.staff.ID {
		return ErrOwnFactor
	}
	return s.Write(ctx, model.ActResetFactor, func(tx *store.Tx, entry *model.Entry) error {
		entry.Detail["staff"] = staff
		return factor.Drop(tx, staff, s.Now())
	})
}

// DemandFactor says whether everybody who signs in must have a second factor; who has none is led to set one up when
// they next sign in.
func (s *Session) DemandFactor(ctx context.Context, demanded bool) error {
	return s.Write(ctx, model.ActDemandFactor, func(tx *store.Tx, entry *model.Entry) error {
		entry.Detail["demanded"] = demanded
		return tx.ChangeRoster(s.Now(), func(r *store.Roster) error { r.DemandsFactor = demanded; return nil })
	})
}

// FactorDemanded reports whether everybody who signs in must have a second factor.
func (s *Session) FactorDemanded(ctx context.Context) (demanded bool, err error) {
	err = s.Read(ctx, model.ActReadStaff, func(v *store.View) error {
		r, err := v.Roster()
		demanded = r != nil && r.DemandsFactor
		return err
	})
	return demanded, err
}
