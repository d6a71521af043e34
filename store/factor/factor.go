// Package factor keeps the second factor of each member of staff, sealed under a key of theirs alone: whoever has the
// database, with a password of their own or without, neither reads nor makes one. That it is there, and which secret it
// holds, says the roster, which is signed; how often it was written say the entries of the log, so that no older one
// passes for it.
package factor

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"orangelab.cn/rightsdesk/store"
	"orangelab.cn/rightsdesk/store/auditlog"
	"orangelab.cn/rightsdesk/store/database"
	"orangelab.cn/rightsdesk/store/seal"
)

type row struct {
	Staff       string `gorm:"primaryKey"`
	StateSealed seal.Sealed
}

func (row) TableName() string { return "second_factor" }

// Factor is the second factor of a member of staff.
type Factor struct {
	Secret []byte `json:"secret"`
	// Used is the last half minute whose code was taken.
	Used int64 `json:"used"`
	// Failed is how many wrong codes were typed in a row, LockedTill until when no more are judged, TriedAt when the
	// last one was.
	Failed     int       `json:"failed"`
	LockedTill time.Time `json:"locked_till"`
	TriedAt    time.Time `json:"tried_at"`
	// Written counts how often this was written.
	Written int64 `json:"written"`
}

// Detail names, in an entry of the log, how often its author's second factor was written by then.
const Detail = auditlog.FactorDetail

// Errors of second factors.
var (
	// ErrNone says that somebody has none.
	ErrNone = errors.New("there is no second factor")
	// ErrChanged says that it is not the one that was set up, or an older state of it.
	ErrChanged = errors.New("the second factor was changed outside the program")
)

// purpose is what the key of its owner serves for here.
const purpose = "second factor"

func place(staff string) []byte { return seal.Place("second_factor", "state", staff) }

// mark is the fingerprint of a secret, which is too long to be guessed by it.
func mark(staff string, secret []byte) []byte { return seal.MAC(secret, purpose, staff) }

// Read reads the second factor of whoever the view belongs to. ErrNone where the roster knows of none, ErrChanged where
// what stands there is not what the roster and the log say.
func Read(v *store.View) (Factor, error) { return read(v, false) }

// Take is Read for who is about to write it: others wait until the transaction ends.
// SQLite lets nobody write beside a transaction anyhow
func Take(tx *store.Tx) (Factor, error) { return read(tx.View, tx.Postgres()) }

func read(v *store.View, lock bool) (f Factor, err error) {
	staff := v.Keys().Staff()
	r, err := v.Roster()
	if err != nil || r == nil {
		return f, errors.Join(err, ErrNone)
	}
	m, known := r.Member(staff)
	if !known || len(m.Factor) == 0 {
		return f, ErrNone
	}
	if f, err = open(v, staff, lock); err != nil {
		return f, err
	}
	if !bytes.Equal(mark(staff, f.Secret), m.Factor) {
		return f, fmt.Errorf("%w: %s has another secret", ErrChanged, m.Name)
	}
	head, err := v.NewestHead(staff)
	if errors.Is(err, store.ErrLogBroken) {
		return f, fmt.Errorf("%w: %w", ErrChanged, err)
	}
	if err != nil {
		return f, err
	}
	logged, err := written(v, staff)
	// an older program signed no number
	if signed := head.Factor; err == nil && (logged != f.Written || signed != 0 && signed != f.Written) {
		err = fmt.Errorf("%w: that of %s was written %d times, the log tells of %d and its owner signed %d", ErrChanged,
			m.Name, f.Written, logged, signed)
	}
	return f, err
}

func open(v *store.View, staff string, lock bool) (f Factor, err error) {
	var found row
	query := v.DB().Where("staff = ?", staff)
	if lock {
		query = query.Clauses(clause.Locking{Strength: clause.LockingStrengthUpdate})
	}
	switch err := database.MapError(query.First(&found).Error); {
	case errors.Is(err, store.ErrNotFound):
		return f, fmt.Errorf("%w: it was taken away", ErrChanged)
	case err != nil:
		return f, err
	}
	plain, err := seal.Unseal(v.Keys().Own(purpose), place(staff), found.StateSealed)
	if err != nil {
		return f, fmt.Errorf("%w: %w", ErrChanged, err)
	}
	if err := json.Unmarshal(plain, &f); err != nil {
		return f, fmt.Errorf("%w: it cannot be read", ErrChanged)
	}
	return f, nil
}

// written is how often, by the entries of the log, somebody's second factor was written. It goes by the highest number
// and not by the newest entry: whoever can write to the database can add one. That none was changed or taken away, what
// its owner signed says.
func written(v *store.View, staff string) (n int64, err error) {
	number := "json_extract(detail, '$." + Detail + "')"
	if v.Postgres() {
		number = "CAST(CAST(detail AS json) ->> '" + Detail + "' AS BIGINT)"
	}
	err = v.DB().
		Raw("SELECT COALESCE(MAX("+number+"), 0) FROM entry WHERE staff = ? AND detail LIKE '%\""+Detail+"\":%'",
			staff).Scan(&n).Error
	return n, database.MapError(err)
}

// save seals a state of the second factor under its owner's key.
func save(tx *store.Tx, f Factor) error {
	staff := tx.Keys().Staff()
	plain, err := json.Marshal(f)
	if err != nil {
		return fmt.Errorf("keep the second factor: %w", err)
	}
	sealed, err := seal.Seal(tx.Keys().Own(purpose), 0, place(staff), plain)
	if err != nil {
		return err
	}
	return database.MapError(tx.DB().Clauses(clause.OnConflict{UpdateAll: true}).Create(&row{staff, sealed}).Error)
}

// Save keeps a new state of the second factor of whoever the transaction belongs to, and returns what their entry has
// to name under Detail.
func Save(tx *store.Tx, f Factor) (number int64, err error) {
	logged, err := written(tx.View, tx.Keys().Staff())
	if err != nil {
		return 0, err
	}
	f.Written = max(logged, f.Written) + 1
	return f.Written, save(tx, f)
}

// Set puts a second factor in the place of the one that whoever the transaction belongs to has, or of none, and signs
// that into the roster.
func Set(tx *store.Tx, f Factor, now time.Time) (number int64, err error) {
	staff := tx.Keys().Staff()
	if err := tx.ChangeRoster(now, func(r *store.Roster) error {
		m, known := r.Member(staff)
		if !known {
			return store.ErrNotFound
		}
		m.Factor = mark(staff, f.Secret)
		return nil
	}); err != nil {
		return 0, err
	}
	return Save(tx, f)
}

// Drop takes the second factor of a member of staff away.
func Drop(tx *store.Tx, staff string, now time.Time) error {
	if err := tx.ChangeRoster(now, func(r *store.Roster) error {
		m, known := r.Member(staff)
		if !known {
			return store.ErrNotFound
		}
		if len(m.Factor) == 0 {
			return ErrNone
		}
		m.Factor = nil
		return nil
	}); err != nil {
		return err
	}
	return Forget(tx, staff)
}

// Forget takes away what is kept of a second factor that the roster ended, with a new password from somebody else.
func Forget(tx *store.Tx, staff string) error {
	return database.MapError(tx.DB().Where("staff = ?", staff).Delete(&row{}).Error)
}

// Owners are the staff of whom a second factor is kept.
func Owners(db *gorm.DB) (staff []string, err error) {
	err = db.Model(&row{}).Order("staff").Pluck("staff", &staff).Error
	return staff, database.MapError(err)
}

// Keep carries the second factor of whoever the transaction belongs to over to the new keys that renew makes.
func Keep(tx *store.Tx, renew func() error) error {
	f, err := Take(tx)
	if errors.Is(err, ErrNone) {
		return renew()
	}
	if err != nil {
		return err
	}
	if err := renew(); err != nil {
		return err
	}
	return save(tx, f)
}
