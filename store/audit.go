package store

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
	"gorm.io/gorm/clause"

	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/store/auditlog"
	"orangelab.cn/rightsdesk/store/database"
)

// The log as the store writes it.
type (
	// EntryRow is an entry as the database holds it.
	EntryRow = auditlog.EntryRow
	// Verdict is what a check of the log found.
	Verdict = auditlog.Verdict
	headRow = auditlog.HeadRow
)

// Append puts an entry into the log of this transaction. It is written just before the commit, so that a shared desk
// holds the head's lock only for a moment and always last.
func (tx *Tx) Append(e model.Entry) { tx.entries = append(tx.entries, e) }

// ErrForeignEntry says that something was to be written into the log in somebody else's name.
var ErrForeignEntry = errors.New("an entry in the name of somebody else than who writes it")

// ErrUnsigned says that something was to be done at the desk without its keys, so that no signature would cover its
// entry.
var ErrUnsigned = errors.New("an entry that nobody signs")

// noteApprovals names what was signed in the transaction in the last entry of the request that it is about, which is
// that of the action itself.
func (tx *Tx) noteApprovals() {
	if len(tx.entries) == 0 {
		return
	}
	at := map[int][]string{} // by entry
	for mark, request := range tx.marks {
		entry := len(tx.entries) - 1
		for i, e := range tx.entries {
			if e.RequestID == request {
				entry = i
			}
		}
		at[entry] = append(at[entry], mark)
	}
	for i, marks := range at {
		detail := maps.Clone(tx.entries[i].Detail)
		if detail == nil {
			detail = map[string]any{}
		}
		slices.Sort(marks)
		detail[markDetail], tx.entries[i].Detail = marks, detail
	}
}

// mayAppend refuses an entry that its author could not sign: everybody writes in their own name, and who holds the
// recovery print only that they used it.
func (tx *Tx) mayAppend(e model.Entry) error {
	if tx.keys == nil || tx.chain == nil {
		return nil
	}
	if printed := auditlog.ByPrint(string(e.Action)); printed != (tx.keys.me == RecoveryRecipient) ||
		!printed && e.Staff != tx.keys.me {
		return fmt.Errorf("%w: %s", ErrForeignEntry, e.Action)
	}
	return nil
}

// flush writes the appended entries, their hashes and the new head.
func (tx *Tx) flush() error {
	head, err := auditlog.LockHead(tx.db, tx.postgres)
	if err != nil {
		return err
	}
	if tx.postgres && tx.keys != nil { // SQLite lets nobody write beside a transaction
		if err := tx.unchangedRoster(); err != nil {
			return err
		}
	}
	tx.noteApprovals()
	leaves, tree := make(map[int64]tlog.Hash, len(tx.entries)), auditlog.Hashes{DB: tx.db, Held: map[int64]tlog.Hash{}}
	var rows []EntryRow
	var hashed []auditlog.HashRow
	for _, e := range tx.entries {
		if err := tx.mayAppend(e); err != nil {
			return err
		}
		if tx.keys == nil && !e.Action.BeforeSignIn() {
			return fmt.Errorf("%w: %s", ErrUnsigned, e.Action)
		}
		detail, err := json.Marshal(e.Detail)
		if err != nil {
			return fmt.Errorf("audit detail: %w", err)
		}
		if e.Detail == nil {
			detail = []byte("{}")
		}
		row := EntryRow{Seq: head.Size, At: database.Millis(e.At), Staff: e.Staff, Action: string(e.Action),
			RequestID: e.RequestID, Detail: string(detail)}
		line, err := row.Line()
		if err != nil {
			return fmt.Errorf("audit line: %w", err)
		}
		leaves[head.Size] = tlog.RecordHash(line)
		hashes, err := tlog.StoredHashesForRecordHash(head.Size, leaves[head.Size], tree)
		if err != nil {
			return fmt.Errorf("audit tree: %w", err)
		}
		first := tlog.StoredHashIndex(0, head.Size)
		for i, h := range hashes {
			hashed, tree.Held[first+int64(i)] = append(hashed, auditlog.HashRow{Idx: first + int64(i), Hash: h[:]}), h
		}
		rows, tx.last = append(rows, row), row
		head.Size++
	}
	if err := database.InsertAll(tx.db, rows); err != nil {
		return fmt.Errorf("audit entry: %w", err)
	}
	if err := database.InsertAll(tx.db, hashed); err != nil {
		return fmt.Errorf("audit hashes: %w", err)
	}
	root, err := tlog.TreeHash(head.Size, tree)
	if err != nil {
		return fmt.Errorf("audit tree: %w", err)
	}
	head.Root = root[:]
	if tx.keys != nil && tx.keys.audit != nil {
		if head.Note, err = tx.signHead(tlog.Tree{N: head.Size, Hash: root}, leaves); err != nil {
			return err
		}
		head.SignedSize = head.Size
	}
	if err := tx.db.Save(&head).Error; err != nil {
		return err
	}
	return tx.store.base.Tell(tx.db, database.Changed)
}

// Head reads the log's head.
func (v *View) Head() (model.Head, error) {
	var h headRow
	err := v.db.First(&h, 1).Error
	return model.Head{Size: h.Size, SignedSize: h.SignedSize, Note: h.Note}, database.MapError(err)
}

// Entries reads entries with Seq below before (0 for the newest) and up to limit of them, newest first; requestID 0
// reads those of every request.
func (v *View) Entries(requestID, before int64, limit int) ([]model.Entry, error) {
	return auditlog.Entries(v.db, requestID, before, limit)
}

// AuditKey is the public key that the heads of the log were first signed with, by which a desk without a roster is
// known.
func (s *Store) AuditKey(ctx context.Context) (string, error) {
	public, err := s.publicAuditKey(s.Reader(ctx))
	if errors.Is(err, ErrNotFound) {
		return "", ErrNoDesk
	}
	return public, err
}

// signHead signs the head of the log by whoever the transaction belongs to, over what they wrote before and the leaves
// of this transaction, and by the key of the desk.
func (tx *Tx) signHead(tree tlog.Tree, leaves map[int64]tlog.Hash) (string, error) {
	if tx.chain == nil { // a desk whose roster was never signed
		signed, err := note.Sign(&note.Note{Text: string(tlog.FormatTree(tree))}, tx.keys.audit)
		return string(signed), err
	}
	key := tx.keys.signer()
	verifier, err := auditlog.NoteVerifier(tx.keys.me, key.Public())
	if err != nil {
		return "", fmt.Errorf("sign the audit head: %w", err)
	}
	h := auditlog.HeadText{Tree: tree, Desk: tx.chain.ID(), Roster: tx.chain.Last().Version, By: tx.keys.me}
	if h, err = h.Next(tx.db, key.Public(), verifier, leaves, tx.entries); err != nil {
		return "", err
	}
	signed, err := note.Sign(&note.Note{Text: h.String()}, tx.keys.audit,
		auditlog.NoteKey{Verifier: verifier, With: key.Sign})
	if err != nil {
		return "", fmt.Errorf("sign the audit head: %w", err)
	}
	row := auditlog.SignedHead{Signing: key.Public(), Staff: tx.keys.me, Note: string(signed)}
	return string(signed), database.MapError(tx.db.Clauses(clause.OnConflict{UpdateAll: true}).Create(&row).Error)
}
