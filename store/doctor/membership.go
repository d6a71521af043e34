package doctor

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"gorm.io/gorm"

	"orangelab.cn/rightsdesk/store"
)

// Membership verifies the roster and looks for rows that are not what it says. It cannot tell that an older roster was
// put back: for that one must have been seen elsewhere.
func Membership(ctx context.Context, s *store.Store) (found string, err error) {
	err = s.Snapshot(ctx, func(db *gorm.DB) error {
		first, roster, err := s.Rosters(db)
		if errors.Is(err, store.ErrRosterGone) {
			return err
		}
		if err != nil {
			return fmt.Errorf("%w: restore a back-up and ask who", err)
		}
		if roster == nil {
			if err := db.First(&store.DeskRow{}, 1).Error; errors.Is(err, gorm.ErrRecordNotFound) {
				found = "no desk yet"
				return nil
			}
			return errors.New("staff, roles and keys were never signed, so that whoever can write the database can change them: let an administrator sign in, which signs them as they are")
		}
		wrong, err := strays(first, roster, db)
		if err != nil {
			return err
		}
		if len(wrong) > 0 {
			return fmt.Errorf("the database was changed outside the program: %s; give whose row it is a new password, which writes it anew", strings.Join(wrong, "; "))
		}
		found = fmt.Sprintf("version %d, %d members of staff, signed", roster.Version, len(roster.Staff))
		if first.AsFound {
			found += fmt.Sprintf(
				"; taken as it was found when the log had %d entries: what was before was never signed", first.LogSize)
		}
		return nil
	})
	return found, err
}

// strays names every row that is not what the roster says.
func strays(first, r *store.Roster, db *gorm.DB) (wrong []string, err error) {
	var rows []store.StaffRow
	if err := db.Order("id").Find(&rows).Error; err != nil {
		return nil, err
	}
	byID := map[string]store.StaffRow{}
	for _, row := range rows {
		byID[row.ID] = row
		if _, ok := r.Member(row.ID); !ok {
			wrong = append(wrong, fmt.Sprintf("staff %q (%s) is not on the roster", row.Login, row.Role))
		}
	}
	lets := map[string]bool{store.RecoveryRecipient: true}
	for _, m := range r.Staff {
		if what := byID[m.ID].Differs(m); what != "" {
			wrong = append(wrong, fmt.Sprintf("the row of %q: %s", m.Login, what))
		}
		lets[m.ID] = m.DisabledAt == 0
	}
	var desk store.DeskRow
	if err := db.First(&desk, 1).Error; err != nil {
		return nil, err
	}
	if string(desk.AuditPub) != first.AuditKey {
		wrong = append(wrong, "the public key of the log is another one")
	}
	if string(desk.RecoveryPub) != string(r.Recovery) {
		wrong = append(wrong, "the public key of the recovery print is another one")
	}
	var wraps []store.WrapRow
	if err := db.Select("key_version, recipient").Order("recipient, key_version").Find(&wraps).Error; err != nil {
		return nil, err
	}
	for _, w := range wraps {
		if !lets[w.Recipient] {
			wrong = append(wrong,
				fmt.Sprintf("a desk key is sealed to %q, whom the roster does not let in", w.Recipient))
		} else if r.Keys[w.KeyVersion] == nil {
			wrong = append(wrong, fmt.Sprintf("a desk key %d is sealed that the roster does not name", w.KeyVersion))
		}
	}
	return wrong, nil
}
