package store

import (
	"encoding/json"
	"fmt"
	"time"

	"orangelab.cn/rightsdesk/store/auditlog"
	"orangelab.cn/rightsdesk/store/database"
	"orangelab.cn/rightsdesk/store/roster"
)

// The roster as the rest of the program names it.
type (
	// Roster is one version of who works at the desk.
	Roster = roster.Roster
	// Member is a member of staff in it.
	Member = roster.Member
	// Tallies is how far the desk keeps tallies.
	Tallies = roster.Tallies
	chain   = roster.Chain
)

// The recovery print's name in the roster, and the values of Tallies.
const (
	RecoveryRecipient = roster.Recovery
	TalliesNone       = roster.TalliesNone
	TalliesBegun      = roster.TalliesBegun
	TalliesWhole      = roster.TalliesWhole
	TalliesRows       = roster.TalliesRows
)

// Errors of the roster. Each has a sentence in the window.
var (
	ErrRoster       = roster.ErrChanged
	ErrNeverSigned  = roster.ErrNeverSigned
	ErrRosterOld    = roster.ErrOld
	ErrRosterGone   = roster.ErrGone
	ErrStaffRow     = roster.ErrStaffRow
	ErrNotOnRoster  = roster.ErrNotOnRoster
	ErrKeysReplaced = roster.ErrKeysReplaced
	ErrNoKey        = roster.ErrNoKey
)

// ChangeRoster signs the next version of the roster by whoever the transaction belongs to. It holds the log's head, so
// that nothing is written between the version and its entry.
func (tx *Tx) ChangeRoster(now time.Time, change func(*Roster) error) error {
	if tx.chain == nil {
		return ErrNeverSigned
	}
	prev := tx.chain.Last()
	next := prev.Clone()
	if err := change(next); err != nil {
		return err
	}
	next.Version, next.Previous = prev.Version+1, prev.Sum()
	return tx.signRoster(next, now)
}

func (tx *Tx) signRoster(next *Roster, now time.Time) error {
	head, err := auditlog.LockHead(tx.db, tx.postgres)
	if err != nil {
		return err
	}
	if err := tx.unchangedRoster(); err != nil {
		return err
	}
	root, err := auditlog.Root(tx.db, head.Size)
	if err != nil {
		return err
	}
	next.By, next.At, next.LogSize, next.LogRoot = tx.keys.me, database.Millis(now), head.Size, root
	body, err := json.Marshal(next)
	if err != nil {
		return fmt.Errorf("sign the roster: %w", err)
	}
	row := roster.Row{Version: next.Version, Body: string(body), Sig: tx.keys.signer().Sign(roster.Text(string(body)))}
	chain, err := tx.chain.With(row)
	if err != nil {
		return err
	}
	if err := tx.db.Create(&row).Error; err != nil {
		return database.MapError(err)
	}
	tx.chain = chain
	made := tx.keys.clone()
	made.seen, made.root = chain.Last(), chain.Root()
	tx.make(made)
	return nil
}
