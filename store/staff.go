package store

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/google/uuid"
	"golang.org/x/crypto/nacl/box"
	"golang.org/x/mod/sumdb/note"

	"orangelab.cn/rightsdesk/model"
)

type deskRow struct {
	ID           int64 `gorm:"primaryKey;autoIncrement:false"`
	Name         string
	Organisation string
	BusinessID   string
	RecoveryPub  []byte
	AuditPub     []byte
	CreatedAt    int64 `gorm:"autoCreateTime:false"`
}

func (deskRow) TableName() string { return "desk" }

type staffRow struct {
	ID         string `gorm:"primaryKey"`
	Login      string
	Name       string
	Role       string
	DisabledAt int64
	Pub        []byte
	Locked     lockedKey `gorm:"embedded"`
	CreatedAt  int64     `gorm:"autoCreateTime:false"`
	Version    int64
}

func (staffRow) TableName() string { return "staff" }

func (r staffRow) model() model.Staff {
	return model.Staff{ID: r.ID, Login: r.Login, Name: r.Name, Role: model.Role(r.Role), Disabled: r.DisabledAt != 0,
		CreatedAt: at(r.CreatedAt)}
}

type wrapRow struct {
	KeyVersion uint32 `gorm:"primaryKey;autoIncrement:false"`
	Recipient  string `gorm:"primaryKey"`
	Wrapped    []byte
	CreatedAt  int64 `gorm:"autoCreateTime:false"`
}

func (wrapRow) TableName() string { return "key_wrap" }

type secretRow struct {
	Name        string `gorm:"primaryKey"`
	ValueSealed Sealed
}

func (secretRow) TableName() string { return "desk_secret" }

// recoveryRecipient is the name under which the desk key is sealed to the recovery print.
const recoveryRecipient = "recovery"

// DeskInfo is what a desk tells before anybody signs in.
type DeskInfo struct {
	Name, Organisation string
	// BusinessID is what authorised agents address the organisation by (Data Rights Protocol).
	BusinessID string
	CreatedAt  time.Time
}

// Desk reads the desk's name; ErrNoDesk where none was set up yet.
func (s *Store) Desk(ctx context.Context) (DeskInfo, error) {
	var d deskRow
	err := mapError(s.read.WithContext(ctx).First(&d, 1).Error)
	if errors.Is(err, ErrNotFound) {
		return DeskInfo{}, ErrNoDesk
	}
	return DeskInfo{d.Name, d.Organisation, d.BusinessID, at(d.CreatedAt)}, err
}

// CreateDesk makes the keys of a new desk and its row, sealed to the recovery print alone: the first member of staff is
// added in the same transaction.
func (tx *Tx) CreateDesk(info DeskInfo, recovery Identity) error {
	keys := &Keys{desk: map[uint32][]byte{1: randomKey()}, current: 1, lookup: randomKey(), mac: randomKey()}
	skey, vkey, err := note.GenerateKey(rand.Reader, "rightsdesk-"+uuid.NewString())
	if err != nil {
		return fmt.Errorf("store: audit key: %w", err)
	}
	if keys.signer, err = note.NewSigner(skey); err != nil {
		return fmt.Errorf("store: audit key: %w", err)
	}
	tx.keys = keys
	desk := deskRow{1, info.Name, info.Organisation, info.BusinessID, recovery.Pub[:], []byte(vkey), ms(info.CreatedAt)}
	if err := tx.db.Create(&desk).Error; err != nil {
		return fmt.Errorf("store: create the desk: %w", err)
	}
	empty := (&tree{}).root()
	if err := tx.db.Create(&headRow{ID: 1, Root: empty[:]}).Error; err != nil {
		return fmt.Errorf("store: create the audit log: %w", err)
	}
	if err := tx.saveSecrets(map[string][]byte{secretLookup: keys.lookup, secretMAC: keys.mac, secretAudit: []byte(skey)}); err != nil {
		return err
	}
	return tx.wrapKeys(recoveryRecipient, recovery.Pub, info.CreatedAt)
}

func (tx *Tx) saveSecrets(secrets map[string][]byte) error {
	for name, value := range secrets {
		sealed, err := tx.keys.sealDesk("desk_secret", "value", name, value)
		if err != nil {
			return err
		}
		if err := tx.db.Save(&secretRow{name, sealed}).Error; err != nil {
			return fmt.Errorf("store: save secret: %w", err)
		}
	}
	return nil
}

// wrapKeys seals every desk key version in hand to a recipient.
func (tx *Tx) wrapKeys(recipient string, pub *[32]byte, now time.Time) error {
	for version, key := range tx.keys.desk {
		wrapped, err := box.SealAnonymous(nil, key, pub, rand.Reader)
		if err != nil {
			return fmt.Errorf("store: seal the desk key: %w", err)
		}
		if err := tx.db.Save(&wrapRow{version, recipient, wrapped, ms(now)}).Error; err != nil {
			return fmt.Errorf("store: seal the desk key: %w", err)
		}
	}
	return nil
}

// Keys of the transaction: those it was begun with, or the new ones after CreateDesk.
func (tx *Tx) Keys() *Keys { return tx.keys }

// NormaliseLogin is the form logins are kept and compared in.
func NormaliseLogin(login string) string { return strings.ToLower(strings.TrimSpace(login)) }

// AddStaff adds a member of staff with their first password and seals the desk key to them. ErrDuplicate where the
// login is taken.
func (tx *Tx) AddStaff(st model.Staff, password string) (model.Staff, error) {
	id, err := NewIdentity()
	if err != nil {
		return st, err
	}
	if st.ID == "" {
		st.ID = uuid.NewString()
	}
	row := staffRow{ID: st.ID, Login: NormaliseLogin(st.Login), Name: st.Name, Role: string(st.Role), Pub: id.Pub[:],
		CreatedAt: ms(st.CreatedAt), Version: 1}
	if row.Locked, err = id.lock(password, st.ID); err != nil {
		return st, err
	}
	if err := tx.db.Create(&row).Error; err != nil {
		return st, mapError(err)
	}
	return row.model(), tx.wrapKeys(st.ID, id.Pub, st.CreatedAt)
}

// SetPassword locks a member of staff's private key anew. The identity comes from Unlock, so the old password was known.
func (tx *Tx) SetPassword(staff string, id Identity, password string) error {
	locked, err := id.lock(password, staff)
	if err != nil {
		return err
	}
	if err := tx.db.Model(&staffRow{}).Where("id = ?", staff).Updates(locked.columns()).Error; err != nil {
		return mapError(err)
	}
	return tx.ForgetGuesses(staff)
}

// ResetStaff gives a member of staff a new key pair under a new password, with the desk key sealed to it: for a lost
// password.
func (tx *Tx) ResetStaff(staff, password string, now time.Time) error {
	id, err := NewIdentity()
	if err != nil {
		return err
	}
	locked, err := id.lock(password, staff)
	if err != nil {
		return err
	}
	changes := locked.columns()
	changes["pub"] = id.Pub[:]
	if err := tx.db.Model(&staffRow{}).Where("id = ?", staff).Updates(changes).Error; err != nil {
		return mapError(err)
	}
	if err := tx.db.Where("recipient = ?", staff).Delete(&wrapRow{}).Error; err != nil {
		return mapError(err)
	}
	if err := tx.ForgetGuesses(staff); err != nil {
		return err
	}
	return tx.wrapKeys(staff, id.Pub, now)
}

// DisableStaff removes a member of staff's seal and begins a new desk key sealed to everybody who remains.
func (tx *Tx) DisableStaff(staff string, now time.Time) error {
	if err := tx.db.Model(&staffRow{}).Where("id = ?", staff).Update("disabled_at", ms(now)).Error; err != nil {
		return mapError(err)
	}
	if err := tx.db.Where("recipient = ?", staff).Delete(&wrapRow{}).Error; err != nil {
		return mapError(err)
	}
	return tx.rotate(now)
}

// rotate begins a new desk key version and seals all versions to every member of staff who may sign in and to the
// recovery print. The desk's secrets move under it at once; requests as they are next written (RewrapRequests).
func (tx *Tx) rotate(now time.Time) error {
	var desk deskRow
	if err := tx.db.First(&desk, 1).Error; err != nil {
		return mapError(err)
	}
	var secrets []secretRow
	if err := tx.db.Find(&secrets).Error; err != nil {
		return mapError(err)
	}
	plain := map[string][]byte{}
	for _, s := range secrets {
		value, err := tx.keys.openDesk("desk_secret", "value", s.Name, s.ValueSealed)
		if err != nil {
			return err
		}
		plain[s.Name] = value
	}
	next := tx.keys.clone()
	next.current++
	next.desk[next.current] = randomKey()
	tx.keys = next
	if err := tx.saveSecrets(plain); err != nil {
		return err
	}
	if err := tx.wrapKeys(recoveryRecipient, (*[32]byte)(desk.RecoveryPub), now); err != nil {
		return err
	}
	var staff []staffRow
	if err := tx.db.Where("disabled_at = 0").Find(&staff).Error; err != nil {
		return mapError(err)
	}
	for _, s := range staff {
		if err := tx.wrapKeys(s.ID, (*[32]byte)(s.Pub), now); err != nil {
			return err
		}
	}
	return nil
}

// Adopt takes over the keys of a transaction that rotated them.
func (k *Keys) Adopt(from *Keys) {
	if from != nil && from != k {
		k.desk, k.current = from.desk, from.current
	}
}

func (k *Keys) clone() *Keys {
	c := *k
	c.desk = make(map[uint32][]byte, len(k.desk)+1)
	for v, key := range k.desk {
		c.desk[v] = key
	}
	return &c
}

// SignInRecord is what sign-in needs to judge an attempt.
type SignInRecord struct {
	Staff model.Staff
	row   staffRow
}

// SignInRecord finds a member of staff by login; ErrNotFound where there is none.
func (v *View) SignInRecord(login string) (SignInRecord, error) {
	var r staffRow
	if err := v.db.Where("login = ?", NormaliseLogin(login)).First(&r).Error; err != nil {
		return SignInRecord{}, mapError(err)
	}
	return SignInRecord{r.model(), r}, nil
}

// Unlock opens the private key with the password; it takes about 130 ms on purpose. ErrWrongPassword otherwise.
func (r SignInRecord) Unlock(password string) (Identity, error) {
	return unlockIdentity(password, r.row)
}

// Staff reads one member of staff; ErrNotFound where there is none.
func (v *View) Staff(id string) (model.Staff, error) {
	var r staffRow
	err := v.db.Where("id = ?", id).First(&r).Error
	return r.model(), mapError(err)
}

// StaffList lists all staff by name, disabled ones included.
func (v *View) StaffList() ([]model.Staff, error) {
	var rows []staffRow
	if err := v.db.Order("name, id").Find(&rows).Error; err != nil {
		return nil, mapError(err)
	}
	out := make([]model.Staff, len(rows))
	for i, r := range rows {
		out[i] = r.model()
	}
	return out, nil
}

// OpenKeys opens the desk with an identity: of a member of staff (their ID) or, with an empty ID, of the recovery print.
func (v *View) OpenKeys(staff string, id Identity) (*Keys, error) {
	recipient := staff
	if recipient == "" {
		recipient = recoveryRecipient
	}
	var wraps []wrapRow
	if err := v.db.Where("recipient = ?", recipient).Find(&wraps).Error; err != nil {
		return nil, mapError(err)
	}
	keys := &Keys{desk: map[uint32][]byte{}}
	for _, w := range wraps {
		key, ok := box.OpenAnonymous(nil, w.Wrapped, id.Pub, id.priv)
		if !ok {
			return nil, ErrNoKey
		}
		keys.desk[w.KeyVersion] = key
		keys.current = max(keys.current, w.KeyVersion)
	}
	if keys.current == 0 {
		return nil, ErrNoKey
	}
	var secrets []secretRow
	if err := v.db.Find(&secrets).Error; err != nil {
		return nil, mapError(err)
	}
	for _, s := range secrets {
		value, err := keys.openDesk("desk_secret", "value", s.Name, s.ValueSealed)
		if err != nil {
			return nil, err
		}
		switch s.Name {
		case secretLookup:
			keys.lookup = value
		case secretMAC:
			keys.mac = value
		case secretAudit:
			if keys.signer, err = note.NewSigner(string(value)); err != nil {
				return nil, fmt.Errorf("store: audit key: %w", err)
			}
		}
	}
	return keys, v.checkAuditKey(keys)
}

// checkAuditKey compares the public key that everybody checks the log with against the secret one, which only the desk's
// own people can open: whoever puts another public key there signs a log of their own.
func (v *View) checkAuditKey(keys *Keys) error {
	var desk deskRow
	if err := v.db.First(&desk, 1).Error; err != nil {
		return mapError(err)
	}
	other := fmt.Errorf("%w: the desk's public key of the log is not its own", ErrLogBroken)
	verifier, err := note.NewVerifier(string(desk.AuditPub))
	if err != nil || keys.signer == nil {
		return other
	}
	signed, err := note.Sign(&note.Note{Text: "the same key\n"}, keys.signer)
	if err != nil {
		return fmt.Errorf("store: audit key: %w", err)
	}
	if _, err := note.Open(signed, note.VerifierList(verifier)); err != nil {
		return other
	}
	return nil
}
