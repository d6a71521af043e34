package desk

import (
	"context"
	"errors"
	"sync"
	"time"

	"orangelab.cn/rightsdesk/app/desk/names"
	"orangelab.cn/rightsdesk/app/desk/presence"
	"orangelab.cn/rightsdesk/app/gate"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/model/calendar"
	"orangelab.cn/rightsdesk/model/rule"
	"orangelab.cn/rightsdesk/store"
	"orangelab.cn/rightsdesk/store/papers"
	"orangelab.cn/rightsdesk/store/seal"
)

// Session is a signed-in member of staff, the only way to any action. It is safe for concurrent use.
type Session struct {
	desk         *Desk
	staff        model.Staff
	mu           sync.RWMutex
	keys         *store.Keys // nil while locked
	disabled     bool        // found out, see end
	enrolling    bool        // a second factor is demanded, and they have none yet
	names        names.Index
	loadingNames sync.Mutex // one load at a time; a second waits for the first and finds its names
	gate         gate.Gate
	board        presence.Board // which requests are open, here and at colleagues' desktops
}

// SignIn opens a session. ErrSignIn tells nothing about which of login and password was wrong; *LockedError names whom
// to turn to; *CodeNeeded goes on with the code of the second factor.
func (d *Desk) SignIn(ctx context.Context, login, password string) (*Session, error) {
	return d.signIn(ctx, login, password, func(*Session) {})
}

func (d *Desk) signIn(ctx context.Context, login, password string, in func(*Session)) (*Session, error) {
	if err := d.checkRemembered(ctx); err != nil {
		return nil, err
	}
	return d.authenticate(ctx, login, password, func(ctx context.Context, s *Session) error {
		if _, err := s.Organisation(ctx); err != nil && !errors.Is(err, store.ErrTampered) {
			return err // an administrator must get in to mend what was tampered with
		}
		if err := s.beginRules(ctx); err != nil {
			return err
		}
		if err := d.remember(ctx); err != nil {
			return err
		}
		in(s)
		return nil
	})
}

// authenticate opens a session without asking what this computer saw of the audit log before, and goes on with it.
func (d *Desk) authenticate(ctx context.Context, login, password string,
	then func(context.Context, *Session) error) (*Session, error) {
	record, id, err := d.judge(ctx, login, password)
	if err != nil {
		return nil, err
	}
	if record.Staff.Disabled {
		return nil, ErrDisabled
	}
	if record.Staff.SecondFactor {
		return nil, &CodeNeeded{d, record.Staff, id, password, then}
	}
	return d.admit(ctx, record.Staff, id, password, "", then)
}

// admit lets in whose password was right, and whose second factor is where they have one.
func (d *Desk) admit(ctx context.Context, staff model.Staff, id seal.Identity, password, typed string,
	then func(context.Context, *Session) error) (*Session, error) {
	s := &Session{desk: d, staff: staff}
	var demanded bool
	if err := d.store.Read(ctx, nil, func(v *store.View) (err error) {
		if s.keys, err = v.OpenKeys(staff.ID, id); err != nil {
			return err
		}
		r, err := v.Roster()
		demanded = r != nil && r.DemandsFactor
		return err
	}); err != nil {
		return nil, err
	}
	var wrong error
	err := d.store.Write(ctx, s.keys, func(tx *store.Tx) error {
		entry := model.Entry{At: d.now(), Staff: staff.ID, Action: model.ActSignIn}
		wrong = nil
		if err := d.second(tx, typed, &entry, &wrong); err != nil {
			return err
		}
		tx.Append(entry)
		if wrong != nil {
			return nil
		}
		return errors.Join(tx.ForgetGuesses(staff.ID), papers.SealManifests(tx), d.enrol(tx, staff.ID, password))
	})
	if err = errors.Join(err, wrong); err != nil {
		return nil, err
	}
	if err := then(ctx, s); err != nil {
		return nil, err
	}
	s.enrolling = demanded && !staff.SecondFactor
	return s, nil
}

// enrol signs what a desk that is older than the roster never had signed, as far as whoever signs in may.
func (d *Desk) enrol(tx *store.Tx, staff, password string) error {
	done, err := tx.Enrol(password, d.now())
	if done.FirstRoster {
		tx.Append(model.Entry{At: d.now(), Staff: staff, Action: model.ActSignRoster})
	}
	if done.OwnKeys {
		tx.Append(model.Entry{At: d.now(), Staff: staff, Action: model.ActOwnKeys})
	}
	return err
}

// Staff is who is signed in.
func (s *Session) Staff() model.Staff { return s.staff }

// Desk is the desk signed in to.
func (s *Session) Desk() *Desk { return s.desk }

// Now is the desk's clock.
func (s *Session) Now() time.Time { return s.desk.now() }

// Today is the date of now where the organisation is.
func (s *Session) Today() model.Day { return s.Rules().Day(s.Now()) }

// Rules is the rule pack in force.
func (s *Session) Rules() *rule.Pack { return s.desk.Rules() }

// Lock throws the keys and everything opened with them away; Unlock asks for the password again.
func (s *Session) Lock(ctx context.Context) error { return s.close(ctx, model.ActLock) }

// SignOut ends the session: as Lock, for whoever leaves the window or the command line.
func (s *Session) SignOut(ctx context.Context) error { return s.close(ctx, model.ActSignOut) }

func (s *Session) close(ctx context.Context, action model.Action) error {
	s.mu.Lock()
	keys := s.keys
	s.keys = nil
	s.names.Clear()
	s.mu.Unlock()
	if keys == nil {
		return nil
	}
	err := s.end(s.desk.store.Write(ctx, keys, func(tx *store.Tx) error {
		tx.Append(model.Entry{At: s.Now(), Staff: s.staff.ID, Action: action})
		return nil
	}))
	if errors.Is(err, ErrDisabled) || errors.Is(err, ErrLocked) {
		return nil // whose keys are worth nothing any more has nothing to write down
	}
	return errors.Join(err, s.desk.remember(ctx))
}

// Job is the session for long work that was begun: locking the window does not stop it. It ends with the work.
func (s *Session) Job() *Session {
	s.mu.RLock()
	defer s.mu.RUnlock()
	return &Session{desk: s.desk, staff: s.staff, keys: s.keys, enrolling: s.enrolling}
}

// Unlock opens a locked session with the password of the same member of staff, as SignIn does.
func (s *Session) Unlock(ctx context.Context, password string) error {
	_, err := s.desk.signIn(ctx, s.staff.Login, password, func(again *Session) {
		s.mu.Lock()
		defer s.mu.Unlock()
		s.keys, s.staff, s.disabled = again.keys, again.staff, false
	})
	return ofPassword(err)
}

func (s *Session) open() (*store.Keys, error) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	switch {
	case s.disabled:
		return nil, ErrDisabled
	case s.keys == nil:
		return nil, ErrLocked
	}
	return s.keys, nil
}

// Read runs fn on a consistent view of the desk if the role may do the action.
func (s *Session) Read(ctx context.Context, action model.Action, fn func(*store.View) error) error {
	keys, err := s.permitted(action)
	if err != nil {
		return err
	}
	switch v, err := s.shared(ctx, action); {
	case err != nil:
		return err
	case v != nil:
		return fn(v)
	}
	return s.end(s.desk.store.Read(ctx, keys, func(v *store.View) error {
		if err := s.stands(v, action); err != nil {
			return err
		}
		return fn(v)
	}))
}

// Allow reports, as an error, whether an action is not open to whoever is signed in, now: the role may not do it
// (ErrForbidden), the window is locked (ErrLocked), the account was disabled (ErrDisabled). Whatever does any work
// before its transaction asks first.
func (s *Session) Allow(ctx context.Context, action model.Action) error {
	return s.Read(ctx, action, func(*store.View) error { return nil })
}

// stands asks the roster, in the transaction of the action itself, whether the member of staff may still do it: a
// session that was open when they were disabled is worth nothing from then on.
func (s *Session) stands(v *store.View, action model.Action) error {
	st, err := v.Staff(s.staff.ID)
	switch {
	case errors.Is(err, store.ErrNotFound):
		return ErrDisabled
	case err != nil:
		return err
	case st.Disabled:
		return ErrDisabled
	case !st.Role.May(action):
		return ErrForbidden
	}
	return s.gate.Check(v, st, action, s.date())
}

// date is the day where the organisation is.
func (s *Session) date() calendar.Date { return calendar.DateOf(s.Now(), s.Rules().Location()) }

// end throws the keys away once the roster has said that the account is disabled, or that it has other keys by now.
func (s *Session) end(err error) error {
	disabled := errors.Is(err, ErrDisabled) || errors.Is(err, store.ErrNotOnRoster)
	if !disabled && !errors.Is(err, store.ErrKeysReplaced) {
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.keys = nil
	s.names.Clear()
	if !disabled {
		return ErrLocked
	}
	s.disabled = true
	return ErrDisabled
}

func (s *Session) permitted(action model.Action) (*store.Keys, error) {
	if !s.staff.Role.May(action) {
		return nil, ErrForbidden
	}
	if s.Enrolling() && action != model.ActSetFactor {
		return nil, ErrFactorDemanded
	}
	return s.open()
}

// Write runs fn in one transaction with an audit entry of the action, if the role may do it. fn completes the entry:
// the request it is about, and codes and counts as its detail, never personal data.
func (s *Session) Write(ctx context.Context, action model.Action,
	fn func(tx *store.Tx, entry *model.Entry) error) error {
	keys, err := s.permitted(action)
	if err != nil {
		return err
	}
	return s.end(s.desk.store.Write(ctx, keys, func(tx *store.Tx) error {
		if err := s.stands(tx.View, action); err != nil {
			return err
		}
		entry := model.Entry{At: s.Now(), Staff: s.staff.ID, Action: action, Detail: map[string]any{}}
		if err := fn(tx, &entry); err != nil {
			return err
		}
		tx.Append(entry)
		return nil
	}))
}

// Progress runs fn for an inner step of a job whose start and end have their own entries.
func (s *Session) Progress(ctx context.Context, action model.Action, fn func(*store.Tx) error) error {
	keys, err := s.permitted(action)
	if err != nil {
		return err
	}
	return s.end(s.desk.store.Progress(ctx, keys, func(tx *store.Tx) error {
		if err := s.stands(tx.View, action); err != nil {
			return err
		}
		return fn(tx)
	}))
}
