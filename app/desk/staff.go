package desk

import (
	"context"
	"errors"

	"orangelab.cn/rightsdesk/app/desk/secret"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/store"
	"orangelab.cn/rightsdesk/store/factor"
	"orangelab.cn/rightsdesk/store/requests"
	"orangelab.cn/rightsdesk/store/seal"
)

// StaffList lists everybody, disabled ones included.
func (s *Session) StaffList(ctx context.Context) (list []model.Staff, err error) {
	err = s.Read(ctx, model.ActReadStaff, func(v *store.View) (err error) {
		list, err = v.StaffList()
		return err
	})
	return list, err
}

// AddStaff adds a member of staff with a first password. Whoever gave it could sign in with it: they approve nothing
// before they have chosen one of their own.
func (s *Session) AddStaff(ctx context.Context, login, name string, role model.Role, password string) error {
	return s.Write(ctx, model.ActAddStaff, func(tx *store.Tx, entry *model.Entry) error {
		if err := checkStaff(name, login, password); err != nil {
			return err
		}
		st, err := tx.AddStaff(model.Staff{Login: login, Name: name, Role: role, CreatedAt: s.Now(), Reset: true},
			password)
		entry.Detail["staff"], entry.Detail["role"] = st.ID, string(role)
		return err
	})
}

// DisableStaff takes a member of staff's seal away and begins a new desk key, so that nothing that comes later opens to
// them. Their requests go back to the queues.
func (s *Session) DisableStaff(ctx context.Context, staff string) error {
	if staff == s.staff.ID {
		return ErrForbidden // somebody else does: the entry would be by nobody
	}
	for signed := 1; signed > 0; {
		if err := s.Progress(ctx, model.ActDisableStaff, func(tx *store.Tx) (err error) {
			signed, err = tx.SignForLeaving(staff, talliesAStep)
			return err
		}); err != nil {
			return err
		}
	}
	return s.Write(ctx, model.ActDisableStaff, func(tx *store.Tx, entry *model.Entry) error {
		list, err := tx.StaffList()
		if err != nil {
			return err
		}
		left := 0
		for _, st := range list {
			if st.Role == model.RoleAdmin && !st.Disabled && st.ID != staff {
				left++
			}
		}
		if left == 0 {
			return ErrLastAdmin
		}
		entry.Detail["staff"] = staff
		if err := tx.DisableStaff(staff, s.Now()); err != nil {
			return err
		}
		return s.takeBack(tx, staff)
	})
}

// takeBack puts what somebody held back into the queues, each request with its entry.
func (s *Session) takeBack(tx *store.Tx, staff string) error {
	held, err := requests.OpenOf(tx.View, staff)
	if err != nil {
		return err
	}
	for _, id := range held {
		if _, _, err := s.changeIn(tx, id, model.ActRelease, func(c *Change) (bool, error) {
			c.Request.Holder = ""
			c.Detail["from_staff"] = staff
			return true, nil
		}); err != nil {
			return err
		}
	}
	return nil
}

// ResetPassword gives somebody who lost their password a new one.
func (s *Session) ResetPassword(ctx context.Context, staff, password string) error {
	return s.Write(ctx, model.ActUnlockStaff, func(tx *store.Tx, entry *model.Entry) error {
		member, err := tx.Staff(staff)
		if err != nil {
			return err
		}
		if err := secret.Check(password, member.Login, member.Name); err != nil {
			return err
		}
		if staff == s.staff.ID && member.SecondFactor {
			return ErrOwnFactor // which a password from an administrator ends
		}
		entry.Detail["staff"] = staff
		return errors.Join(tx.ResetStaff(staff, password, s.Now()), factor.Forget(tx, staff))
	})
}

// ChangePassword changes one's own password, and one's keys with it: whoever knew the old password may have kept the
// old keys. The old one is asked for again, and guessing it counts as guessing at sign-in. Other windows of the same
// member of staff are locked by it.
func (s *Session) ChangePassword(ctx context.Context, old, password string) error {
	if err := s.Allow(ctx, model.ActChangePassword); err != nil {
		return err
	}
	if err := secret.Check(password, s.staff.Login, s.staff.Name); err != nil {
		return err
	}
	if password == old {
		return ErrPasswordSame
	}
	if _, _, err := s.desk.judge(ctx, s.staff.Login, old); err != nil {
		return ofPassword(err)
	}
	return s.Write(ctx, model.ActChangePassword, func(tx *store.Tx, _ *model.Entry) error {
		return factor.Keep(tx, func() error { return tx.RenewKeys(password, s.Now()) })
	})
}

// Recover opens the desk with the recovery print and gives a member of staff a new password. A print that is not this
// desk's counts as a wrong password does; one that was mistyped is none and counts nothing.
func (d *Desk) Recover(ctx context.Context, print, login, password string) (*Session, error) {
	if err := secret.Check(password, login); err != nil {
		return nil, err
	}
	id, err := seal.ParseRecovery(print)
	if err != nil {
		return nil, err
	}
	counted, err := d.count(ctx, thePrint)
	if err != nil {
		return nil, err
	}
	var keys *store.Keys
	var whose model.Staff
	err = d.store.Read(ctx, nil, func(v *store.View) (err error) {
		if keys, err = v.OpenKeys("", id); err != nil {
			return err
		}
		whose, err = v.StaffByLogin(login)
		return err
	})
	if errors.Is(err, store.ErrNoKey) {
		if wrong := d.wrong(ctx, thePrint, counted); !errors.Is(wrong, ErrSignIn) {
			return nil, wrong
		}
	}
	if err != nil {
		return nil, err
	}
	if whose.Disabled {
		return nil, ErrDisabled
	}
	if err := d.store.Write(ctx, keys, func(tx *store.Tx) error {
		tx.Append(model.Entry{At: d.now(), Staff: whose.ID, Action: model.ActRecover})
		if _, err := tx.Enrol("", d.now()); err != nil {
			return err
		}
		return errors.Join(tx.ForgetGuesses(thePrint.who), tx.ResetStaff(whose.ID, password, d.now()),
			factor.Forget(tx, whose.ID))
	}); err != nil {
		return nil, err
	}
	return d.SignIn(ctx, login, password)
}

// Request reads one request with its personal parts.
func (s *Session) Request(ctx context.Context, id int64) (r model.Request, err error) {
	err = s.Read(ctx, model.ActReadRequest, func(v *store.View) (err error) {
		r, err = requests.Read(v, id)
		return err
	})
	return r, err
}

// Log reads audit entries with a number below before (0 for the newest), newest first: of one request, or with request
// 0 of the whole desk.
func (s *Session) Log(ctx context.Context, request, before int64, limit int) (list []model.Entry, err error) {
	err = s.Read(ctx, model.ActReadLog, func(v *store.View) (err error) {
		list, err = v.Entries(request, before, limit)
		return err
	})
	return list, err
}
