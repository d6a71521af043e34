// Package desk holds the desk itself: opening it, signing in, permissions, and the one way any request is read or
// changed; what is done to a request lives in its siblings.
package desk

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"time"

	"orangelab.cn/rightsdesk/app/desk/secret"
	"orangelab.cn/rightsdesk/app/rulebook"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/model/rule"
	"orangelab.cn/rightsdesk/store"
	"orangelab.cn/rightsdesk/store/database"
	"orangelab.cn/rightsdesk/store/seal"
	"orangelab.cn/rightsdesk/store/setup"
)

// Desk is an open desk that nobody has signed in to yet.
type Desk struct {
	store   *store.Store
	rules   atomic.Pointer[inForce] // in the zone of the organisation
	now     func() time.Time
	address string
	local   localFiles
}

// Options are what a desk is opened with; the zero value serves.
type Options struct {
	// Now is the clock; time.Now where nil.
	Now func() time.Time
	// StateDir is where this computer keeps the last head of the audit log it has seen; the user's configuration folder
	// where empty.
	StateDir string
}

// Open opens the desk in a folder or at a postgres:// address. A desk that was not set up yet opens too: see Info.
func Open(ctx context.Context, address string, o Options) (*Desk, error) {
	rules, err := rulebook.Default()
	if err != nil {
		return nil, err
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.StateDir == "" {
		config, err := os.UserConfigDir()
		if err != nil {
			return nil, fmt.Errorf("find the configuration folder: %w", err)
		}
		o.StateDir = filepath.Join(config, "rightsdesk")
	}
	st, err := store.Open(ctx, address)
	if err != nil {
		return nil, err
	}
	withoutPassword, _ := database.SplitPassword(address)
	d := &Desk{store: st, now: func() time.Time { return o.Now().UTC().Truncate(time.Millisecond) },
		address: withoutPassword, local: localFiles{o.StateDir}}
	d.rules.Store(&inForce{rules, -1})
	return d, nil
}

// Close closes the desk.
func (d *Desk) Close() error { return d.store.Close() }

// Info is the desk's name, or store.ErrNoDesk where it was not set up yet.
func (d *Desk) Info(ctx context.Context) (model.DeskInfo, error) { return d.store.Desk(ctx) }

// Rules is the rule pack in force.
func (d *Desk) Rules() *rule.Pack {
	if now := d.rules.Load(); now != nil {
		return now.Pack
	}
	return nil // of a desk that was never opened
}

// Now is the desk's clock, UTC, in whole milliseconds.
func (d *Desk) Now() time.Time { return d.now() }

// Address is the folder or the address the desk was opened at.
func (d *Desk) Address() string { return d.address }

// Store gives the checks of the command line their way in: verify, head, doctor. It opens nothing personal.
func (d *Desk) Store() *store.Store { return d.store }

// Setup is what a new desk needs. Of the organisation it is name, contact, zone and languages; the rest can follow.
type Setup struct {
	Desk         string
	Organisation model.Organisation
	BusinessID   string
	Login        string
	Name         string
	Password     string
	// Law is the regime of the rule pack whose law applies to the organisation; empty: those that the pack names. Why
	// is what stands beside the version of the rules in which it does.
	Law, Why string
}

// Errors of setting up and signing in. Each has a sentence in the window.
var (
	ErrPasswordShort  = secret.ErrShort
	ErrPasswordCommon = secret.ErrCommon
	ErrPasswordSame   = errors.New("the new password is the old one")
	ErrFactorDemanded = errors.New("the desk demands a second factor: set it up first, in the window")
	ErrOwnFactor      = errors.New("one's own second factor is reset by somebody else")
	ErrNameMissing    = errors.New("a name and a login are needed")
	ErrAlreadySetUp   = errors.New("this desk is already set up: sign in")
	ErrSignIn         = errors.New("login or password is wrong")
	ErrOwnPassword    = fmt.Errorf("the password is wrong: %w", ErrSignIn)
	ErrDisabled       = errors.New("this account is disabled")
	ErrLocked         = errors.New("the window is locked")
	ErrForbidden      = errors.New("your role may not do this")
	ErrHeld           = errors.New("somebody else holds this request")
	ErrAbsence        = errors.New("an absence ends on a day that is still ahead")
	ErrCannotHold     = errors.New(
		"this person cannot hold a request: they are disabled, or their role does not work on requests")
	ErrOwnWork   = errors.New("you prepared this: a second person must look at it")
	ErrLastAdmin = errors.New("the last administrator cannot be disabled")
)

// LockedError says that too many wrong passwords locked an account, and to whom to turn.
type LockedError struct {
	Till   time.Time
	Admins []string
	OfCode bool // wrong codes of the second factor
}

func (e *LockedError) Error() string {
	return fmt.Sprintf("too many wrong passwords: try again after %s or turn to %s", e.Till.Format(time.RFC3339),
		strings.Join(e.Admins, ", "))
}

// SetUp makes a new desk with its first administrator. The recovery text is shown once, to be printed: without it and
// every password the data is lost.
func (d *Desk) SetUp(ctx context.Context, s Setup) (recovery string, session *Session, err error) {
	if err := checkStaff(s.Name, s.Login, s.Password); err != nil {
		return "", nil, err
	}
	org := s.Organisation.Trimmed()
	if err := org.Check(); err != nil {
		return "", nil, err
	}
	if _, err := d.store.Desk(ctx); !errors.Is(err, store.ErrNoDesk) {
		return "", nil, errors.Join(ErrAlreadySetUp, err)
	}
	print, err := seal.NewIdentity()
	if err != nil {
		return "", nil, err
	}
	now := d.now()
	rules, text, err := d.firstRules(s.Law, now, org)
	if err != nil {
		return "", nil, err
	}
	var staff model.Staff
	var keys *store.Keys
	err = d.store.Write(ctx, nil, func(tx *store.Tx) error {
		var err error
		staff, err = tx.CreateDesk(model.DeskInfo{Name: s.Desk, Organisation: org.Called(""), BusinessID: s.BusinessID,
			CreatedAt: now}, print,
			model.Staff{Login: s.Login, Name: s.Name, Role: model.RoleAdmin, CreatedAt: now}, s.Password)
		if err != nil {
			return err
		}
		keys = tx.Keys()
		org.SavedAt, org.SavedBy = now, staff.ID
		first, err := setup.SaveOrganisation(tx, org)
		if err != nil {
			return err
		}
		tx.Append(model.Entry{At: now, Staff: staff.ID, Action: model.ActCreateDesk})
		tx.Append(model.Entry{At: now, Staff: staff.ID, Action: model.ActEditOrganisation,
			Detail: map[string]any{"version": first.Version}})
		if text != "" {
			if err := keepFirstRules(tx, rules.Version, text, s.Why, now, staff.ID); err != nil {
				return err
			}
		}
		return beginCounting(tx, rules, now, staff.ID)
	})
	if err != nil {
		return "", nil, err
	}
	d.rules.Store(&inForce{rules, -1})
	session = &Session{desk: d, staff: staff, keys: keys}
	return print.RecoveryText(), session, d.remember(ctx)
}

func checkStaff(name, login, password string) error {
	if strings.TrimSpace(name) == "" || store.NormaliseLogin(login) == "" {
		return ErrNameMissing
	}
	return secret.Check(password, login, name)
}
