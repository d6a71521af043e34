package desk

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"path/filepath"

	"orangelab.cn/rightsdesk/app/desk/remembered"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/store"
	"orangelab.cn/rightsdesk/store/database"
	"orangelab.cn/rightsdesk/store/doctor"
)

// localFiles are what this computer remembers of desks, outside their databases: of every desk the newest signed head
// of its log and the newest roster it saw, and of every address whose desk it was. Whoever cuts a log or puts an older
// roster back is found out by the first two, whoever puts another desk in a desk's place by the last. A desk is told by
// its ID, which its first roster fixes; one that was never signed, by the public key of its log.
type localFiles struct {
	dir string
}

func (f localFiles) headFile(desk string) string {
	return filepath.Join(f.dir, "heads", shortHash(desk)+".txt")
}

func (f localFiles) rosterFile(desk string) string {
	return filepath.Join(f.dir, "rosters", shortHash(desk)+".txt")
}

func (f localFiles) deskFile(address string) string {
	return filepath.Join(f.dir, "desks", shortHash(place(address))+".txt")
}

func shortHash(text string) string {
	sum := sha256.Sum256([]byte(text))
	return hex.EncodeToString(sum[:8])
}

// place is what stays of an address when it is written another way or with another sign-in to the server.
func place(address string) string {
	if store.IsShared(address) {
		return database.Place(address)
	}
	if abs, err := filepath.Abs(address); err == nil {
		return abs
	}
	return address
}

// memory is what this computer remembers of a desk; the empty text where nothing.
type memory struct {
	head, roster string
	another      bool // another desk had this address
}

// names are the desk's ID, and the public key of its log, by which it was filed before its roster was signed. Both are
// the key where it still was not.
func (d *Desk) names(ctx context.Context) (id, key string, err error) {
	if key, err = d.store.AuditKey(ctx); err != nil {
		return "", "", err
	}
	err = d.store.Read(ctx, nil, func(v *store.View) (err error) {
		id, err = v.DeskID()
		return err
	})
	return cmp.Or(id, key), key, err
}

// remembered is what this computer remembers of the desk.
func (d *Desk) remembered(ctx context.Context) (m memory, err error) {
	id, key, err := d.names(ctx)
	if err != nil {
		return m, err
	}
	err = remembered.Alone(d.local.dir, func() (err error) {
		m, err = d.recalled(id, key)
		return err
	})
	return m, err
}

func (d *Desk) recalled(id, key string) (m memory, err error) {
	before, err := remembered.Read(d.local.deskFile(d.address))
	if err != nil {
		return m, err
	}
	m.another = before != "" && before != id && before != key
	if m.roster, err = remembered.Read(d.local.rosterFile(id)); err != nil {
		return m, err
	}
	if m.head, err = remembered.Read(d.local.headFile(id)); err != nil || m.head != "" {
		return m, err
	}
	m.head, err = remembered.Read(d.local.headFile(key))
	return m, err
}

var errAnotherDesk = fmt.Errorf("%w: this computer remembers another desk at this address", store.ErrLogBroken)

// checkRemembered fails where log or roster are not well signed, or no continuation of what this computer saw before.
func (d *Desk) checkRemembered(ctx context.Context) error {
	m, err := d.remembered(ctx)
	if err != nil {
		return err
	}
	if m.another {
		return errAnotherDesk
	}
	if err := d.store.CheckHead(ctx, m.head); err != nil || m.roster == "" {
		return err
	}
	return d.store.Read(ctx, nil, func(v *store.View) error { return v.ContinuesRoster(m.roster) })
}

// remember keeps the newest signed head and the newest roster on this computer, and whose desk is at this address.
func (d *Desk) remember(ctx context.Context) error {
	id, _, err := d.names(ctx)
	if err != nil {
		return err
	}
	return remembered.Alone(d.local.dir, func() error { return d.rememberNow(ctx, id) })
}

func (d *Desk) rememberNow(ctx context.Context, id string) (err error) {
	var head model.Head
	var roster string
	if err := d.store.Read(ctx, nil, func(v *store.View) (err error) {
		if roster, err = v.RosterMark(); err != nil {
			return err
		}
		head, err = v.Head()
		return err
	}); err != nil {
		return err
	}
	if roster != "" {
		err = remembered.Keep(d.local.rosterFile(id), roster)
	}
	if head.Note == "" {
		return err
	}
	return errors.Join(err, remembered.Keep(d.local.headFile(id), head.Note),
		remembered.Keep(d.local.deskFile(d.address), id))
}

// Introduce tells this computer of a desk that it has just made itself, in the place of whatever was at the address.
func Introduce(ctx context.Context, address string, o Options) error {
	d, err := Open(ctx, address, o)
	if err != nil {
		return err
	}
	return errors.Join(d.remember(ctx), d.Close())
}

// VerifyLog checks the whole log, against earlier heads and against what this computer remembers.
func (d *Desk) VerifyLog(ctx context.Context, earlier ...string) (store.Verdict, error) {
	m, err := d.remembered(ctx)
	// the log itself says of these
	if err != nil && !errors.Is(err, store.ErrRosterGone) && !errors.Is(err, store.ErrRoster) {
		return store.Verdict{}, err
	}
	if m.head != "" {
		earlier = append(earlier[:len(earlier):len(earlier)], m.head)
	}
	v, err := d.store.VerifyLog(ctx, earlier...)
	if m.another {
		v.Problems = append(v.Problems, errAnotherDesk.Error())
	}
	return v, err
}

// Examine is what the doctor looks at: everything that the store can judge by itself, and whether the log goes on from
// where this computer saw it last.
func Examine(ctx context.Context, address string, o Options) []doctor.Check {
	checks := doctor.Examine(ctx, address)
	check := doctor.Check{Name: "remembered"}
	d, err := Open(ctx, address, o)
	if err != nil {
		return checks // the store's own check has said why
	}
	if m, err := d.remembered(ctx); errors.Is(err, store.ErrNoDesk) {
		check.Found = "no desk yet"
	} else if err = errors.Join(err, d.checkRemembered(ctx)); err != nil {
		check.Problem = err.Error()
	} else if m.head == "" {
		check.Found = "nobody has signed in on this computer yet"
	} else {
		check.Found = "log and roster go on from what this computer remembers"
	}
	if err := d.Close(); err != nil {
		check.Problem = err.Error()
	}
	return append(checks, check)
}

// AcceptRestore takes the log as it is now for what this computer goes by, where a back-up was restored on purpose.
// Only an administrator may, and it leaves an entry with the head that was seen before: the gap stays in the record.
// Each computer that saw later entries accepts for itself.
func (d *Desk) AcceptRestore(ctx context.Context, login, password string) error {
	m, err := d.remembered(ctx)
	if err != nil {
		return err
	}
	_, err = d.authenticate(ctx, login, password, func(ctx context.Context, s *Session) error {
		if err := s.Write(ctx, model.ActAcceptRestore, func(_ *store.Tx, entry *model.Entry) error {
			entry.Detail["head_seen_before"] = m.head
			return nil
		}); err != nil {
			return err
		}
		return errors.Join(d.remember(ctx), s.SignOut(ctx))
	})
	return err
}
