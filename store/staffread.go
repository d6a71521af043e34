package store

import (
	"cmp"
	"errors"
	"fmt"
	"slices"

	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/store/database"
	"orangelab.cn/rightsdesk/store/seal"
)

// SignInRecord is what sign-in needs to judge an attempt.
type SignInRecord struct {
	Staff model.Staff
	row   StaffRow
}

// SignInRecord finds a member of staff by login; ErrNotFound where there is none, ErrStaffRow where their row is not
// what the roster says of them.
func (v *View) SignInRecord(login string) (SignInRecord, error) {
	roster, err := v.Roster()
	if err != nil {
		return SignInRecord{}, err
	}
	var r StaffRow
	if roster == nil {
		if err := v.db.Where("login = ?", NormaliseLogin(login)).First(&r).Error; err != nil {
			return SignInRecord{}, database.MapError(err)
		}
		return SignInRecord{r.Model(), r}, nil
	}
	for _, m := range roster.Staff {
		if m.Login != NormaliseLogin(login) {
			continue
		}
		if err := database.MapError(v.db.Where("id = ?", m.ID).First(&r).Error); err != nil &&
			!errors.Is(err, ErrNotFound) {
			return SignInRecord{}, err
		}
		if what := r.Differs(m); what != "" {
			return SignInRecord{}, fmt.Errorf("%w: %s, %s", ErrStaffRow, m.Name, what)
		}
		return SignInRecord{m.Model(), r}, nil
	}
	return SignInRecord{}, ErrNotFound
}

// Unlock opens the private key with the password; it takes about 130 ms on purpose. ErrWrongPassword otherwise.
func (r SignInRecord) Unlock(password string) (seal.Identity, error) {
	return r.row.Locked.Unlock(password, r.row.ID)
}

// Staff reads one member of staff by the roster; ErrNotFound where there is none.
func (v *View) Staff(id string) (model.Staff, error) {
	roster, err := v.Roster()
	if err != nil {
		return model.Staff{}, err
	}
	if roster == nil {
		var r StaffRow
		err := v.db.Where("id = ?", id).First(&r).Error
		return r.Model(), database.MapError(err)
	}
	m, ok := roster.Member(id)
	if !ok {
		return model.Staff{}, ErrNotFound
	}
	return m.Model(), nil
}

// StaffByLogin finds a member of staff by login, by the roster; ErrNotFound where there is none.
func (v *View) StaffByLogin(login string) (model.Staff, error) {
	list, err := v.StaffList()
	if err != nil {
		return model.Staff{}, err
	}
	for _, st := range list {
		if st.Login == NormaliseLogin(login) {
			return st, nil
		}
	}
	return model.Staff{}, ErrNotFound
}

// StaffList lists all staff of the roster by name, disabled ones included.
func (v *View) StaffList() ([]model.Staff, error) {
	roster, err := v.Roster()
	if err != nil {
		return nil, err
	}
	var out []model.Staff
	if roster == nil {
		var rows []StaffRow
		if err := v.db.Find(&rows).Error; err != nil {
			return nil, database.MapError(err)
		}
		for _, r := range rows {
			out = append(out, r.Model())
		}
	} else {
		for _, m := range roster.Staff {
			out = append(out, m.Model())
		}
	}
	slices.SortFunc(out, func(a, b model.Staff) int {
		return cmp.Or(cmp.Compare(a.Name, b.Name), cmp.Compare(a.ID, b.ID))
	})
	return out, nil
}
