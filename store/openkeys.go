package store

import (
	"crypto/hmac"
	"fmt"

	"golang.org/x/mod/sumdb/note"
	"gorm.io/gorm"

	"orangelab.cn/rightsdesk/store/database"
	"orangelab.cn/rightsdesk/store/roster"
	"orangelab.cn/rightsdesk/store/seal"
)

// OpenKeys opens the desk with an identity: of a member of staff (their ID) or, with an empty ID, of the recovery
// print. Where the roster was signed, it says which desk keys and which key of the log are the desk's own.
func (v *View) OpenKeys(staff string, id seal.Identity) (*Keys, error) {
	keys := &Keys{me: staff, id: id, root: id.Root()}
	if staff == "" {
		keys.me = RecoveryRecipient
	}
	chain, err := v.store.chainOf(v.db)
	if err != nil {
		return nil, err
	}
	switch {
	case chain != nil:
		if err := keys.follow(v.db, chain); err != nil {
			return nil, err
		}
	case keys.root != nil:
		return nil, ErrRosterGone
	default:
		if err := keys.openWraps(v.db); err != nil {
			return nil, err
		}
	}
	return keys, v.checkAuditKey(keys, chain)
}

// openWraps opens every desk key that is sealed to these keys, and the secrets below them. A key that the roster does
// not name is passed over: everybody can seal one to a public key.
func (k *Keys) openWraps(db *gorm.DB) error {
	var wraps []WrapRow
	if err := db.Where("recipient = ?", k.me).Find(&wraps).Error; err != nil {
		return database.MapError(err)
	}
	k.desk, k.current = map[uint32][]byte{}, 0
	for _, w := range wraps {
		key, ok := k.id.Open(w.Wrapped)
		switch {
		case k.seen == nil && !ok:
			return ErrNoKey
		case k.seen == nil:
			k.current = max(k.current, w.KeyVersion)
		case !ok || !hmac.Equal(k.seen.Keys[w.KeyVersion], roster.KeyMark(w.KeyVersion, key)):
			continue
		}
		k.desk[w.KeyVersion] = key
	}
	if k.seen != nil {
		k.current = k.seen.Epoch
	}
	if k.desk[k.current] == nil {
		return ErrNoKey
	}
	var secrets []SecretRow
	if err := db.Find(&secrets).Error; err != nil {
		return database.MapError(err)
	}
	for _, s := range secrets {
		value, err := k.OpenDesk("desk_secret", "value", s.Name, s.ValueSealed)
		if err != nil {
			return err
		}
		// a rotation moves them at once: whoever was disabled seals another with the older key
		if s.ValueSealed.KeyVersion() != k.current {
			return fmt.Errorf("%w: a secret of the desk lies under an older key", seal.ErrUnseal)
		}
		switch s.Name {
		case SecretLookup:
			k.lookup = value
		case SecretMAC:
			k.mac = value
		case SecretAudit:
			if k.audit, err = note.NewSigner(string(value)); err != nil {
				return fmt.Errorf("audit key: %w", err)
			}
		}
	}
	return nil
}

// checkAuditKey compares the public key that everybody checks the log with against the secret one, which only the
// desk's own people can open: whoever puts another public key there signs a log of their own.
func (v *View) checkAuditKey(keys *Keys, chain *chain) error {
	public, err := v.store.publicAuditKey(v.db)
	if err != nil {
		return err
	}
	if chain != nil {
		public = chain.Last().AuditKey
	}
	other := fmt.Errorf("%w: the desk's public key of the log is not its own", ErrLogBroken)
	verifier, err := note.NewVerifier(public)
	if err != nil || keys.audit == nil {
		return other
	}
	signed, err := note.Sign(&note.Note{Text: "the same key\n"}, keys.audit)
	if err != nil {
		return fmt.Errorf("audit key: %w", err)
	}
	if _, err := note.Open(signed, note.VerifierList(verifier)); err != nil {
		return other
	}
	return nil
}

// publicAuditKey is the key that the log began with, and the one there is where no roster was signed. The roster names
// it in its first version, and a row that names another is a fault of its own; the keys that came with a rotation stand
// in the roster alone.
func (s *Store) publicAuditKey(db *gorm.DB) (string, error) {
	desk, err := DeskAsFound(db)
	if err != nil {
		return "", err
	}
	chain, err := s.chainOf(db)
	if err != nil {
		return "", err
	}
	if chain != nil && chain.First().AuditKey != string(desk.AuditPub) {
		return "", fmt.Errorf("%w: the desk's public key of the log is not its own", ErrLogBroken)
	}
	return string(desk.AuditPub), nil
}
