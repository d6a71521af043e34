package doctor

import (
	"bytes"
	"context"
	"crypto/ed25519"
	"crypto/sha256"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"golang.org/x/crypto/nacl/box"
	"gorm.io/gorm"

	"orangelab.cn/rightsdesk/store"
	"orangelab.cn/rightsdesk/store/factor"
	"orangelab.cn/rightsdesk/store/internal/work"
	"orangelab.cn/rightsdesk/store/seal"
)

// Keyring looks at everything that somebody needs to sign in, as far as that can be judged without a password: whether
// it is there and has the form of what belongs there. Whether it opens, only its owner can tell.
func Keyring(ctx context.Context, s *store.Store) (found string, err error) {
	err = s.Snapshot(ctx, func(db *gorm.DB) error {
		_, roster, err := s.Rosters(db)
		if err != nil || roster == nil {
			found = "not looked at: the check of the roster says why"
			return nil
		}
		var wrong []string
		for _, look := range []func(*store.Roster, *gorm.DB) ([]string, error){wrongSeals, wrongLocks, wrongSecrets,
			wrongRequestKeys, wrongFactors} {
			more, err := look(roster, db)
			if err != nil {
				return err
			}
			wrong = append(wrong, more...)
		}
		if len(wrong) > 0 {
			return fmt.Errorf("%s: the database was changed outside the program; a new password by an administrator writes a member's keys anew, a renewed print those of the print; for anything else restore a back-up",
				strings.Join(wrong, "; "))
		}
		found =
			fmt.Sprintf("%d desk keys, a seal of its own to everybody who may sign in and to the recovery print; that each opens shows when it is used", len(roster.Keys))
		return nil
	})
	return found, err
}

// wrongSeals names whom a desk key is not sealed to who needs it.
func wrongSeals(r *store.Roster, db *gorm.DB) (wrong []string, err error) {
	var rows []store.WrapRow
	if err := db.Order("key_version, recipient").Find(&rows).Error; err != nil {
		return nil, err
	}
	type keyTo struct {
		version uint32
		to      string
	}
	sealed := map[keyTo]int{}
	first := map[string]string{} // whom exactly this was sealed to: sealing twice gives no two alike
	for _, w := range rows {
		sealed[keyTo{w.KeyVersion, w.Recipient}] = len(w.Wrapped)
		if other, twice := first[string(w.Wrapped)]; twice {
			wrong = append(wrong,
				fmt.Sprintf("what is sealed as desk key %d to %s is a copy of what is sealed to %s", w.KeyVersion,
					called(r, w.Recipient), called(r, other)))
		}
		first[string(w.Wrapped)] = w.Recipient
	}
	look := func(to, name string) {
		for _, version := range slices.Sorted(maps.Keys(r.Keys)) {
			size, there := sealed[keyTo{version, to}]
			switch {
			case !there:
				wrong = append(wrong, fmt.Sprintf("the desk key %d is not sealed to %s", version, name))
			case size != seal.KeySize+box.AnonymousOverhead:
				wrong = append(wrong, fmt.Sprintf("what is sealed to %s as desk key %d is none", name, version))
			}
		}
	}
	look(store.RecoveryRecipient, "the recovery print")
	for _, m := range r.Staff {
		if m.DisabledAt == 0 {
			look(m.ID, fmt.Sprintf("%q", m.Login))
		}
	}
	return wrong, nil
}

// called names whom something is sealed to.
func called(r *store.Roster, recipient string) string {
	if recipient == store.RecoveryRecipient {
		return "the recovery print"
	}
	if m, ok := r.Member(recipient); ok {
		return fmt.Sprintf("%q", m.Login)
	}
	return "somebody who is not on the roster"
}

// wrongLocks names whose private key cannot be the one that was locked under their password.
func wrongLocks(r *store.Roster, db *gorm.DB) (wrong []string, err error) {
	var rows []store.StaffRow
	if err := db.Order("login").Find(&rows).Error; err != nil {
		return nil, err
	}
	for i, row := range rows {
		m, ok := r.Member(row.ID)
		if !ok || m.DisabledAt != 0 {
			continue // the check of the roster names who is not on it
		}
		cost := work.Factor{Passes: row.Locked.WorkPasses, KiB: row.Locked.WorkKiB}
		size := len(row.Locked.LockedPriv) - seal.Overhead - 1
		if len(row.Locked.Salt) != 16 || cost != (work.Factor{}) && !cost.Valid() ||
			size != seal.KeySize && size != seal.KeySize+ed25519.SeedSize+sha256.Size {
			wrong = append(wrong, fmt.Sprintf("the locked key of %q has not the form of one", row.Login))
		}
		for _, other := range rows[:i] {
			if bytes.Equal(other.Locked.Salt, row.Locked.Salt) ||
				bytes.Equal(other.Locked.LockedPriv, row.Locked.LockedPriv) {
				wrong = append(wrong,
					fmt.Sprintf("%q and %q have the same locked key: one was copied over the other", other.Login,
						row.Login))
			}
		}
	}
	return wrong, nil
}

// wrongSecrets names the secrets of the desk that are missing or cannot be what they are kept as.
func wrongSecrets(r *store.Roster, db *gorm.DB) (wrong []string, err error) {
	var rows []store.SecretRow
	if err := db.Order("name").Find(&rows).Error; err != nil {
		return nil, err
	}
	fits := map[string]func(size int) bool{
		store.SecretLookup: func(size int) bool { return size == seal.KeySize },
		store.SecretMAC:    func(size int) bool { return size == seal.KeySize },
		store.SecretAudit:  func(size int) bool { return size > 2*seal.KeySize }, // the text of a signing key
	}
	for _, row := range rows {
		fit, known := fits[row.Name]
		if !known || !fit(len(row.ValueSealed)-seal.Overhead-1) {
			wrong = append(wrong, fmt.Sprintf("the desk's secret %q is not the one that belongs there", row.Name))
		} else if row.ValueSealed.KeyVersion() != r.Epoch {
			wrong = append(wrong, fmt.Sprintf("the desk's secret %q is not sealed under the newest desk key", row.Name))
		}
		delete(fits, row.Name)
	}
	for _, name := range slices.Sorted(maps.Keys(fits)) {
		if !slices.ContainsFunc(rows, func(row store.SecretRow) bool { return row.Name == name }) {
			wrong = append(wrong, fmt.Sprintf("the desk's secret %q is missing", name))
		}
	}
	return wrong, nil
}

// wrongRequestKeys counts the keys of requests that cannot be what they are kept as: sealed under another desk key than
// their row says, or copied from another request.
func wrongRequestKeys(r *store.Roster, db *gorm.DB) (wrong []string, err error) {
	var odd, twice int64
	nonces := map[string]bool{}
	rows, err := db.Model(&store.RequestKeyRow{}).Select("key_sealed", "key_version").Rows()
	if err != nil {
		return nil, err
	}
	for rows.Next() {
		var row store.RequestKeyRow
		if err := rows.Scan(&row.KeySealed, &row.KeyVersion); err != nil {
			return nil, errors.Join(err, rows.Close())
		}
		nonce := string(row.KeySealed[min(5, len(row.KeySealed)):min(seal.Overhead, len(row.KeySealed))])
		if len(row.KeySealed) != seal.Overhead+seal.KeySize+1 || row.KeySealed.KeyVersion() != row.KeyVersion ||
			r.Keys[row.KeyVersion] == nil {
			odd++
		} else if nonces[nonce] {
			twice++
		}
		nonces[nonce] = true
	}
	if odd > 0 {
		wrong = append(wrong,
			fmt.Sprintf("%d keys of requests are not sealed under the desk key that their row names", odd))
	}
	if twice > 0 {
		wrong = append(wrong, fmt.Sprintf("%d requests have the key of another: it was copied over theirs", twice))
	}
	return wrong, errors.Join(rows.Err(), rows.Close())
}

// wrongFactors compares the second factors that are kept with those of the roster. Whether one opens shows when its
// owner signs in.
func wrongFactors(r *store.Roster, db *gorm.DB) (wrong []string, err error) {
	kept, err := factor.Owners(db)
	if err != nil {
		return nil, err
	}
	for _, owner := range kept {
		if m, ok := r.Member(owner); !ok || len(m.Factor) == 0 {
			wrong = append(wrong, "a second factor is kept for "+called(r, owner)+", whom the roster gives none")
		}
	}
	for _, m := range r.Staff {
		if len(m.Factor) > 0 && !slices.Contains(kept, m.ID) {
			wrong = append(wrong, fmt.Sprintf("the second factor of %q is missing", m.Login))
		}
	}
	return wrong, nil
}
