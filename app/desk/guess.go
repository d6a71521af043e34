package desk

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"

	"orangelab.cn/rightsdesk/app/desk/secret"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/store"
	"orangelab.cn/rightsdesk/store/guesses"
	"orangelab.cn/rightsdesk/store/seal"
)

// guesser is whose secret is guessed at: a member of staff, nobody, or the recovery print.
type guesser struct {
	who   string // as guesses are counted
	staff string // as the log names them
}

// thePrint is the recovery print, whoever types it.
var thePrint = guesser{who: "recovery"}

// guesserOf is who is guessed at with a login. A login that nobody has is counted as one of 65,536, so that it locks
// and answers as any other and that what was typed cannot be told from what is kept.
func (d *Desk) guesserOf(ctx context.Context, login, staff string) (guesser, error) {
	if staff != "" {
		return guesser{staff, staff}, nil
	}
	key, err := d.store.AuditKey(ctx)
	if err != nil {
		return guesser{}, err
	}
	sum := sha256.Sum256([]byte(key + "\n" + store.NormaliseLogin(login)))
	return guesser{who: "?" + hex.EncodeToString(sum[:2])}, nil
}

// count counts a guess before it is judged, so that of many at once no more are judged than of as many in a row. It
// returns how many were counted, or *LockedError where no more are judged now.
func (d *Desk) count(ctx context.Context, g guesser) (counted guesses.Guesses, err error) {
	refused, staff := false, []model.Staff(nil)
	err = d.store.Progress(ctx, nil, func(tx *store.Tx) error {
		now, err := guesses.Forward(tx, d.now())
		if err != nil {
			return err
		}
		if staff, err = tx.StaffList(); err != nil {
			return err
		}
		if counted, err = guesses.Read(tx.View, g.who); err != nil {
			return err
		}
		if refused = now.Before(counted.LockedTill); refused {
			return nil
		}
		counted.Failed++
		counted.LockedTill = secret.LockedTill(now, counted.Failed)
		return guesses.Save(tx, g.who, counted)
	})
	if err == nil && refused {
		err = &LockedError{Till: counted.LockedTill, Admins: admins(staff)}
	}
	return counted, err
}

// wrong writes down that a counted guess was wrong. It returns ErrSignIn, or *LockedError where it was one too many.
func (d *Desk) wrong(ctx context.Context, g guesser, counted guesses.Guesses) error {
	var staff []model.Staff
	if err := d.store.Write(ctx, nil, func(tx *store.Tx) (err error) {
		tx.Append(model.Entry{At: d.now(), Staff: g.staff, Action: model.ActSignInFailed,
			Detail: map[string]any{"in_a_row": counted.Failed}})
		staff, err = tx.StaffList()
		return err
	}); err != nil {
		return err
	}
	if !counted.LockedTill.IsZero() {
		return &LockedError{Till: counted.LockedTill, Admins: admins(staff)}
	}
	return ErrSignIn
}

// ofPassword says of a wrong guess that its password was wrong, where nothing but that was asked for.
func ofPassword(err error) error {
	if errors.Is(err, ErrSignIn) {
		return ErrOwnPassword
	}
	return err
}

// judge judges a guess at a login's password. A login that nobody has takes as long and answers as any other. Whoever
// guessed right has their count forgotten by the transaction that follows.
func (d *Desk) judge(ctx context.Context, login,
	password string) (record store.SignInRecord, id seal.Identity, err error) {
	err = d.store.Read(ctx, nil, func(v *store.View) (err error) {
		record, err = v.SignInRecord(login)
		if errors.Is(err, store.ErrNotFound) {
			return nil // the empty record opens with no password
		}
		return err
	})
	if err != nil {
		return record, id, err
	}
	g, err := d.guesserOf(ctx, login, record.Staff.ID)
	if err != nil {
		return record, id, err
	}
	counted, err := d.count(ctx, g)
	if err != nil {
		return record, id, err
	}
	if id, err = record.Unlock(password); err != nil {
		return record, id, d.wrong(ctx, g, counted)
	}
	return record, id, nil
}

func admins(staff []model.Staff) []string {
	var names []string
	for _, s := range staff {
		if s.Role == model.RoleAdmin && !s.Disabled {
			names = append(names, s.Name)
		}
	}
	return names
}
