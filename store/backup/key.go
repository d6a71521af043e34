package backup

import (
	"crypto/rand"
	"encoding/base64"
	"errors"
	"fmt"
	"strconv"

	"filippo.io/age"
	"golang.org/x/crypto/nacl/box"
	"gorm.io/gorm"

	"orangelab.cn/rightsdesk/store"
	"orangelab.cn/rightsdesk/store/database"
	"orangelab.cn/rightsdesk/store/seal"
)

// ErrKey says that a password or a print opens nothing in a back-up.
var ErrKey = errors.New("this does not open the back-up: it takes a login and password of somebody who worked at the desk when it was made, as they were then, or the recovery print of that time")

// The kinds of recipient in a back-up: a member of staff, with their private key as it lies under their password, and
// the print.
const (
	stanzaStaff = "rightsdesk-staff"
	stanzaPrint = "rightsdesk-print"
)

// backupStaff is a member of staff that a back-up is sealed to: whoever knows the password opens it as they open the
// desk.
type backupStaff struct{ row store.StaffRow }

// Wrap seals the key of a file. The login stands there as a hash with a salt: a file names nobody.
func (b backupStaff) Wrap(key []byte) ([]*age.Stanza, error) {
	sealed, err := box.SealAnonymous(nil, key, (*[32]byte)(b.row.Pub), rand.Reader)
	if err != nil {
		return nil, fmt.Errorf("seal the key of a back-up: %w", err)
	}
	locked := b.row.Locked
	return []*age.Stanza{{
		Type: stanzaStaff,
		Args: []string{b.row.ID, text64(seal.MAC(locked.Salt, "login", b.row.Login)), text64(locked.Salt),
			text64(locked.LockedPriv),
			strconv.FormatUint(uint64(locked.WorkPasses), 10), strconv.FormatUint(uint64(locked.WorkKiB), 10)},
		Body: sealed,
	}}, nil
}

// backupPrint is the recovery print that a back-up is sealed to.
type backupPrint struct{ pub *[32]byte }

// Wrap seals the key of a file.
func (b backupPrint) Wrap(key []byte) ([]*age.Stanza, error) {
	sealed, err := box.SealAnonymous(nil, key, b.pub, rand.Reader)
	if err != nil {
		return nil, fmt.Errorf("seal the key of a back-up: %w", err)
	}
	return []*age.Stanza{{Type: stanzaPrint, Args: []string{"1"}, Body: sealed}}, nil
}

var text64 = base64.RawStdEncoding.EncodeToString

// recipients are everybody who may open a back-up: who works at the desk now, and the print. Whose keys these are, the
// roster says where there is one.
func recipients(s *store.Store, db *gorm.DB) (to []age.Recipient, err error) {
	_, roster, err := s.Rosters(db)
	if err != nil {
		return nil, err
	}
	desk, err := store.DeskAsFound(db)
	if err != nil {
		return nil, err
	}
	var rows []store.StaffRow
	if err := db.Order("id").Find(&rows).Error; err != nil {
		return nil, database.MapError(err)
	}
	print := desk.RecoveryPub
	if roster != nil {
		print = roster.Recovery
	}
	if len(print) != seal.KeySize {
		return nil, fmt.Errorf("%w: it names no recovery print", store.ErrRoster)
	}
	to = append(to, backupPrint{(*[32]byte)(print)})
	for _, row := range rows {
		if roster != nil {
			m, ok := roster.Member(row.ID)
			if !ok || m.DisabledAt != 0 {
				continue
			}
			row.Login, row.Pub, row.DisabledAt = m.Login, m.Sealing, 0
		}
		if row.DisabledAt == 0 && len(row.Pub) == seal.KeySize {
			to = append(to, backupStaff{row})
		}
	}
	return to, nil
}

// Key opens a back-up. It remembers whose keys they were, to open the desk with.
type Key struct {
	login, password string
	id              seal.Identity
	me              string // the staff ID; empty where the print opened it
}

// WithPassword opens a back-up as somebody who worked at the desk when it was made.
func WithPassword(login, password string) *Key {
	return &Key{login: store.NormaliseLogin(login), password: password}
}

// WithPrint opens a back-up with the recovery print.
func WithPrint(print seal.Identity) *Key { return &Key{id: print} }

// Unwrap opens the key of a file; age.ErrIncorrectIdentity where the file knows no such person, password or print.
func (k *Key) Unwrap(stanzas []*age.Stanza) ([]byte, error) {
	for _, st := range stanzas {
		switch {
		case st.Type == stanzaPrint && k.password == "" && k.id.There():
			if key, ok := k.id.Open(st.Body); ok {
				return key, nil
			}
		case st.Type == stanzaStaff && k.password != "":
			row, err := staffOf(st.Args)
			if err != nil || text64(seal.MAC(row.Locked.Salt, "login", k.login)) != st.Args[1] {
				continue
			}
			id, err := row.Locked.Unlock(k.password, row.ID)
			if err != nil {
				continue
			}
			if key, ok := id.Open(st.Body); ok {
				k.id, k.me = id, row.ID
				return key, nil
			}
		}
	}
	return nil, age.ErrIncorrectIdentity
}

// staffOf reads the arguments that backupStaff wrote.
func staffOf(args []string) (row store.StaffRow, err error) {
	if len(args) != 6 {
		return row, errors.New("not six")
	}
	row.ID = args[0]
	salt, err1 := base64.RawStdEncoding.DecodeString(args[2])
	locked, err2 := base64.RawStdEncoding.DecodeString(args[3])
	passes, err3 := strconv.ParseUint(args[4], 10, 32)
	kib, err4 := strconv.ParseUint(args[5], 10, 32)
	row.Locked = seal.LockedKey{Salt: salt, LockedPriv: locked, WorkPasses: uint32(passes), WorkKiB: uint32(kib)}
	return row, errors.Join(err1, err2, err3, err4)
}
