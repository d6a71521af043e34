package store

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/google/uuid"
	"golang.org/x/crypto/nacl/box"
	"golang.org/x/mod/sumdb/note"
	"gorm.io/gorm"

	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/store/auditlog"
	"orangelab.cn/rightsdesk/store/database"
	"orangelab.cn/rightsdesk/store/roster"
	"orangelab.cn/rightsdesk/store/seal"
)

type (
	// DeskRow is the desk itself, as the database holds it.
	DeskRow = roster.DeskRow
	// StaffRow is a member of staff, as the database holds it; what counts stands in the roster.
	StaffRow = roster.StaffRow
	// WrapRow is a desk key sealed to a member of staff, or to the recovery print.
	WrapRow = roster.WrapRow
	// SecretRow is a secret of the desk, sealed under its key.
	SecretRow = roster.SecretRow
)

// DeskAsFound reads the row of the desk without comparing it: before anybody signs in, or for keys that the roster
// vouches for.
func DeskAsFound(db *gorm.DB) (d DeskRow, err error) {
	found := db.Raw("SELECT * FROM desk WHERE id = 1").Scan(&d)
	if found.Error == nil && found.RowsAffected == 0 {
		return d, ErrNotFound
	}
	return d, database.MapError(found.Error)
}

// Desk reads the desk's name; ErrNoDesk where none was set up yet.
func (s *Store) Desk(ctx context.Context) (model.DeskInfo, error) {
	d, err := DeskAsFound(s.Reader(ctx))
	if errors.Is(err, ErrNotFound) {
		return model.DeskInfo{}, ErrNoDesk
	}
	if err != nil {
		return model.DeskInfo{}, err
	}
	info := model.DeskInfo{Name: d.Name, Organisation: d.Organisation, BusinessID: d.BusinessID,
		CreatedAt: database.Moment(d.CreatedAt), Names: model.Text{}}
	var facts model.Organisation // nobody has signed in: nothing proves them, and nothing but the name is shown
	var saved string
	if s.Reader(ctx).Raw("SELECT facts FROM organisation ORDER BY version DESC LIMIT 1").Scan(&saved).Error == nil &&
		saved != "" {
		if json.Unmarshal([]byte(saved), &facts) != nil {
			facts = model.Organisation{}
		}
	}
	for _, lang := range model.Languages {
		if info.Names[lang] = facts.Called(lang); info.Names[lang] == "" {
			info.Names[lang] = d.Organisation
		}
	}
	return info, nil
}

// newDeskKeeps is how far a new desk keeps tallies, newDeskKeys the desk key since when each has a key of the tallies
// of its own; tests make desks that are older.
var newDeskKeeps, newDeskKeys = TalliesRows, uint32(1)

// CreateDesk makes a new desk with its first member of staff and goes on as them. The first roster is signed by the
// recovery print, which everything that follows goes back to.
func (tx *Tx) CreateDesk(info model.DeskInfo, recovery seal.Identity, first model.Staff,
	password string) (model.Staff, error) {
	keys := &Keys{me: RecoveryRecipient, id: recovery, desk: map[uint32][]byte{1: seal.RandomKey()}, current: 1,
		lookup: seal.RandomKey(), mac: seal.RandomKey()}
	var skey, vkey string
	var err error
	if keys.audit, skey, vkey, err = newAuditKey("rightsdesk-" + uuid.NewString()); err != nil {
		return first, err
	}
	tx.make(keys)
	desk := DeskRow{ID: 1, Name: info.Name, Organisation: info.Organisation, BusinessID: info.BusinessID,
		RecoveryPub: recovery.Pub[:], AuditPub: []byte(vkey), CreatedAt: database.Millis(info.CreatedAt)}
	if err := tx.db.Create(&desk).Error; err != nil {
		return first, fmt.Errorf("create the desk: %w", err)
	}
	empty := auditlog.EmptyRoot()
	if err := tx.db.Create(&headRow{ID: 1, Root: empty[:]}).Error; err != nil {
		return first, fmt.Errorf("create the audit log: %w", err)
	}
	if err := tx.saveSecrets(map[string][]byte{SecretLookup: keys.lookup, SecretMAC: keys.mac,
		SecretAudit: []byte(skey)}); err != nil {
		return first, err
	}
	if err := tx.wrapKeys(RecoveryRecipient, recovery.Pub, info.CreatedAt); err != nil {
		return first, err
	}
	id, err := seal.NewMember(nil)
	if err != nil {
		return first, err
	}
	if first.ID == "" {
		first.ID = uuid.NewString()
	}
	first.Login = NormaliseLogin(first.Login)
	roster := &Roster{Version: 1, Tallies: newDeskKeeps, OwnKeysSince: newDeskKeys, OldestTally: newDeskKeys, Epoch: 1,
		Keys: map[uint32][]byte{1: roster.KeyMark(1, keys.desk[1])}, AuditKey: vkey, Recovery: recovery.Pub[:],
		Staff: []Member{newLine(first, id)}}
	if err := tx.signRoster(roster, info.CreatedAt); err != nil {
		return first, err
	}
	id = id.WithRoot(tx.chain.Root())
	if first, err = tx.saveStaff(first, id, password); err != nil {
		return first, err
	}
	as := tx.keys.clone()
	as.me, as.id = first.ID, id
	tx.make(as)
	tx.beginDesk()
	return first, nil
}

// newAuditKey makes a key of the log: what signs, and its secret and public texts.
func newAuditKey(name string) (signer note.Signer, secret, public string, err error) {
	if secret, public, err = note.GenerateKey(rand.Reader, name); err == nil {
		signer, err = note.NewSigner(secret)
	}
	if err != nil {
		return nil, "", "", fmt.Errorf("audit key: %w", err)
	}
	return signer, secret, public, nil
}

// newLine is a member of staff as the roster first names them.
func newLine(st model.Staff, id seal.Identity) Member {
	return Member{ID: st.ID, Login: st.Login, Name: st.Name, Role: st.Role, Sealing: id.Pub[:],
		Signing: id.Signer().Public(), CreatedAt: database.Millis(st.CreatedAt), Reset: st.Reset}
}

// saveStaff writes the row of a new member of staff, and seals the desk key to them.
func (tx *Tx) saveStaff(st model.Staff, id seal.Identity, password string) (model.Staff, error) {
	row := StaffRow{ID: st.ID, Login: st.Login, Name: st.Name, Role: string(st.Role), Pub: id.Pub[:],
		CreatedAt: database.Millis(st.CreatedAt)}
	var err error
	if row.Locked, err = id.Lock(password, st.ID); err != nil {
		return st, err
	}
	if err := tx.db.Create(&row).Error; err != nil {
		return st, database.MapError(err)
	}
	return row.Model(), tx.wrapKeys(st.ID, id.Pub, st.CreatedAt)
}

func (tx *Tx) saveSecrets(secrets map[string][]byte) error {
	for name, value := range secrets {
		sealed, err := tx.keys.SealDesk("desk_secret", "value", name, value)
		if err != nil {
			return err
		}
		if err := tx.db.Save(&SecretRow{Name: name, ValueSealed: sealed}).Error; err != nil {
			return fmt.Errorf("save secret: %w", err)
		}
	}
	return nil
}

// wrapKeys seals every desk key version in hand to a recipient.
func (tx *Tx) wrapKeys(recipient string, pub *[32]byte, now time.Time) error {
	for version, key := range tx.keys.desk {
		wrapped, err := box.SealAnonymous(nil, key, pub, rand.Reader)
		if err != nil {
			return fmt.Errorf("seal the desk key: %w", err)
		}
		if err := tx.db.Save(&WrapRow{KeyVersion: version, Recipient: recipient, Wrapped: wrapped,
			CreatedAt: database.Millis(now)}).Error; err != nil {
			return fmt.Errorf("seal the desk key: %w", err)
		}
	}
	return nil
}

// NormaliseLogin is the form logins are kept and compared in.
func NormaliseLogin(login string) string { return strings.ToLower(strings.TrimSpace(login)) }

// AddStaff adds a member of staff with their first password and seals the desk key to them. ErrDuplicate where the
// login is taken.
func (tx *Tx) AddStaff(st model.Staff, password string) (model.Staff, error) {
	if st.ID == "" {
		st.ID = uuid.NewString()
	}
	st.Login = NormaliseLogin(st.Login)
	if tx.chain == nil {
		return st, ErrNeverSigned
	}
	id, err := seal.NewMember(tx.chain.Root())
	if err != nil {
		return st, err
	}
	if err := tx.ChangeRoster(st.CreatedAt, func(r *Roster) error {
		for _, m := range r.Staff {
			if m.ID == st.ID || m.Login == st.Login {
				return ErrDuplicate
			}
		}
		r.Staff = append(r.Staff, newLine(st, id))
		return nil
	}); err != nil {
		return st, err
	}
	return tx.saveStaff(st, id, password)
}

// ResetStaff gives a member of staff new keys under a new password, for a lost one. The roster says so until they have
// made keys of their own: whoever gave them the password could sign with these.
func (tx *Tx) ResetStaff(staff, password string, now time.Time) error {
	return tx.newKeys(staff, password, now, true)
}

// RenewKeys gives whoever the transaction belongs to keys of their own under a new password; it goes on with them.
func (tx *Tx) RenewKeys(password string, now time.Time) error {
	return tx.newKeys(tx.keys.me, password, now, false)
}

func (tx *Tx) newKeys(staff, password string, now time.Time, reset bool) error {
	if tx.chain == nil {
		return ErrNeverSigned
	}
	id, err := seal.NewMember(tx.chain.Root())
	if err != nil {
		return err
	}
	var line Member
	if err := tx.ChangeRoster(now, func(r *Roster) error {
		m, ok := r.Member(staff)
		if !ok {
			return ErrNotFound
		}
		m.Renew(id, reset)
		line = *m
		return nil
	}); err != nil {
		return err
	}
	locked, err := id.Lock(password, staff)
	if err != nil {
		return err
	}
	// The row is written whole, so that one which was changed outside the program is right again.
	row := StaffRow{ID: staff, Login: line.Login, Name: line.Name, Role: string(line.Role), DisabledAt: line.DisabledAt,
		Pub:    line.Sealing,
		Locked: locked, CreatedAt: line.CreatedAt}
	save := tx.db.Save
	// who signed in has a row that is right; on a shared desk nobody may write more of it but an administrator
	if staff == tx.keys.me {
		save = tx.db.Where("id = ?", staff).Select("pub", "salt", "locked_priv", "work_passes", "work_kib").Updates
	}
	if err := database.One(save(&row)); err != nil {
		return err
	}
	if err := tx.db.Where("recipient = ?", staff).Delete(&WrapRow{}).Error; err != nil {
		return database.MapError(err)
	}
	if err := tx.ForgetGuesses(staff); err != nil {
		return err
	}
	if err := tx.wrapKeys(staff, id.Pub, now); err != nil {
		return err
	}
	if staff == tx.keys.me {
		as := tx.keys.clone()
		as.id = id
		tx.make(as)
	}
	return nil
}

// ForgetGuesses begins to count wrong guesses anew: the secret was known, or is another one now.
func (tx *Tx) ForgetGuesses(who string) error {
	return database.MapError(tx.db.Exec("DELETE FROM guess WHERE who = ?", who).Error)
}

// DisableStaff removes a member of staff's seal and begins a new desk key sealed to everybody who remains.
func (tx *Tx) DisableStaff(staff string, now time.Time) error {
	if err := tx.db.Model(&StaffRow{}).Where("id = ?", staff).Update("disabled_at", database.Millis(now)).
		Error; err != nil {
		return database.MapError(err)
	}
	if err := tx.db.Where("recipient = ?", staff).Delete(&WrapRow{}).Error; err != nil {
		return database.MapError(err)
	}
	return tx.rotate(now, staff, func(r *Roster) error {
		m, ok := r.Member(staff)
		if !ok {
			return ErrNotFound
		}
		m.DisabledAt = database.Millis(now)
		return nil
	})
}

// RenewRecovery puts another recovery print in the place of the one there is, and begins a new desk key: the older
// print opens nothing that comes later.
func (tx *Tx) RenewRecovery(print seal.Identity, now time.Time) error {
	if tx.chain == nil {
		return ErrNeverSigned
	}
	if err := tx.db.Where("recipient = ?", RecoveryRecipient).Delete(&WrapRow{}).Error; err != nil {
		return database.MapError(err)
	}
	if err := tx.DeskRows().Model(&DeskRow{}).Where("id = 1").Update("recovery_pub", print.Pub[:]).Error; err != nil {
		return database.MapError(err)
	}
	return tx.rotate(now, RecoveryRecipient, func(r *Roster) error {
		r.Recovery = print.Pub[:]
		return nil
	})
}

// rotate begins a new desk key version together with another change of the roster, in which somebody may leave, and
// seals all versions to every member of staff who may sign in and to the recovery print, by the keys of the roster. The
// desk's secrets move under it at once, and the log has another key from here on, and the tallies too; the keys of
// requests follow (RewrapRequests), and older tallies (MoveTallies).
func (tx *Tx) rotate(now time.Time, leaving string, change func(*Roster) error) error {
	if _, err := auditlog.LockHead(tx.db, tx.postgres); err != nil { // no job takes a step from here on
		return err
	}
	orphaned, err := tx.orphaned(leaving, -1)
	if err != nil {
		return err
	}
	var secrets []SecretRow
	if err := tx.db.Find(&secrets).Error; err != nil {
		return database.MapError(err)
	}
	plain := map[string][]byte{}
	for _, s := range secrets {
		value, err := tx.keys.OpenDesk("desk_secret", "value", s.Name, s.ValueSealed)
		if err != nil {
			return err
		}
		plain[s.Name] = value
	}
	key := seal.RandomKey()
	audit, secret, public, err := newAuditKey(tx.keys.audit.Name())
	if err != nil {
		return err
	}
	plain[SecretAudit] = []byte(secret)
	if err := tx.ChangeRoster(now, func(r *Roster) error {
		r.Epoch++
		r.AuditKey = public
		if r.OwnKeysSince == 0 {
			r.OwnKeysSince = r.Epoch
		}
		r.Keys[r.Epoch] = roster.KeyMark(r.Epoch, key)
		return change(r)
	}); err != nil {
		return err
	}
	roster := tx.chain.Last()
	next := tx.keys.clone()
	next.current = roster.Epoch
	next.desk[next.current], next.audit = key, audit
	tx.make(next)
	if err := errors.Join(tx.saveSecrets(plain), tx.signAnew(orphaned)); err != nil {
		return err
	}
	if err := tx.wrapKeys(RecoveryRecipient, (*[32]byte)(roster.Recovery), now); err != nil {
		return err
	}
	for _, m := range roster.Staff {
		if m.DisabledAt != 0 {
			continue
		}
		if err := tx.wrapKeys(m.ID, (*[32]byte)(m.Sealing), now); err != nil {
			return err
		}
	}
	return nil
}
