package store

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"

	"golang.org/x/mod/sumdb/tlog"
	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/store/database"
)

type EntryRow struct {
	Seq       int64 `gorm:"primaryKey;autoIncrement:false"`
	At        int64
	Staff     string
	Action    string
	RequestID int64
	Detail    string
}

func (EntryRow) TableName() string { return "entry" }

type hashRow struct {
	Idx  int64 `gorm:"primaryKey;autoIncrement:false"`
	Hash []byte
}

func (hashRow) TableName() string { return "entry_hash" }

type headRow struct {
	ID         int64 `gorm:"primaryKey;autoIncrement:false"`
	Size       int64
	Root       []byte
	SignedSize int64
	Note       string
}

func (headRow) TableName() string { return "head" }

// Line is what the Merkle tree is made of; changing its form would break every log.
func (e EntryRow) Line() ([]byte, error) {
	return json.Marshal([]any{e.Seq, e.At, e.Staff, e.Action, e.RequestID, e.Detail})
}

// Append puts an entry into the log of this transaction. It is written just before the commit, so that a shared desk
// holds the head's lock only for a moment and always last.
func (tx *Tx) Append(e model.Entry) { tx.entries = append(tx.entries, e) }

// treeHashes are the hashes of the log's tree that a transaction has read or made.
type treeHashes struct {
	db   *gorm.DB
	held map[int64]tlog.Hash
}

// ReadHashes returns hashes by their places; those that are not held yet it reads, and holds.
func (t treeHashes) ReadHashes(indexes []int64) ([]tlog.Hash, error) {
	var lacking []int64
	for _, idx := range indexes {
		if _, held := t.held[idx]; !held {
			lacking = append(lacking, idx)
		}
	}
	if len(lacking) > 0 {
		read, err := readHashes(t.db, lacking)
		if err != nil {
			return nil, err
		}
		for i, idx := range lacking {
			t.held[idx] = read[i]
		}
	}
	out := make([]tlog.Hash, len(indexes))
	for i, idx := range indexes {
		out[i] = t.held[idx]
	}
	return out, nil
}

func readHashes(db *gorm.DB, indexes []int64) ([]tlog.Hash, error) {
	out := make([]tlog.Hash, len(indexes))
	var rows []hashRow
	if err := db.Where("idx IN ?", indexes).Find(&rows).Error; err != nil {
		return nil, err
	}
	at := make(map[int64][]byte, len(rows))
	for _, r := range rows {
		at[r.Idx] = r.Hash
	}
	for i, idx := range indexes {
		h, ok := at[idx]
		if !ok || len(h) != tlog.HashSize {
			return nil, fmt.Errorf("%w: hash %d is missing", ErrLogBroken, idx)
		}
		copy(out[i][:], h)
	}
	return out, nil
}

// ErrForeignEntry says that something was to be written into the log in somebody else's name.
var ErrForeignEntry = errors.New("an entry in the name of somebody else than who writes it")

// ErrUnsigned says that something was to be done at the desk without its keys, so that no signature would cover its entry.
var ErrUnsigned = errors.New("an entry that nobody signs")

// noteApprovals names what was signed in the transaction in its last entry, which is that of the action itself.
func (tx *Tx) noteApprovals() {
	if len(tx.marks) == 0 || len(tx.entries) == 0 {
		return
	}
	last := &tx.entries[len(tx.entries)-1]
	detail := maps.Clone(last.Detail)
	if detail == nil {
		detail = map[string]any{}
	}
	detail[markDetail] = slices.Sorted(maps.Keys(tx.marks))
	last.Detail = detail
}

// mayAppend refuses an entry that its author could not sign: everybody writes in their own name, and who holds the recovery
// print only that they used it.
func (tx *Tx) mayAppend(e model.Entry) error {
	if tx.keys == nil || tx.chain == nil {
		return nil
	}
	if printed := byPrint(string(e.Action)); printed != (tx.keys.me == RecoveryRecipient) || !printed && e.Staff != tx.keys.me {
		return fmt.Errorf("%w: %s", ErrForeignEntry, e.Action)
	}
	return nil
}

// flush writes the appended entries, their hashes and the new head.
func (tx *Tx) flush() error {
	var head headRow
	q := tx.db
	if tx.postgres {
		q = q.Clauses(clause.Locking{Strength: "UPDATE"})
	}
	if err := q.First(&head, 1).Error; err != nil {
		return fmt.Errorf("audit head: %w", err)
	}
	if tx.postgres && tx.keys != nil { // SQLite lets nobody write beside a transaction
		if err := tx.unchangedRoster(); err != nil {
			return err
		}
	}
	tx.noteApprovals()
	leaves, tree := make(map[int64]tlog.Hash, len(tx.entries)), treeHashes{tx.db, map[int64]tlog.Hash{}}
	var rows []EntryRow
	var hashed []hashRow
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
		row := EntryRow{head.Size, database.Millis(e.At), e.Staff, string(e.Action), e.RequestID, string(detail)}
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
			hashed, tree.held[first+int64(i)] = append(hashed, hashRow{first + int64(i), h[:]}), h
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

// Entries reads entries with Seq below before (0 for the database.Newest) and up to limit of them, newest first; requestID 0
// reads those of every request.
func (v *View) Entries(requestID, before int64, limit int) ([]model.Entry, error) {
	q := v.db.Order("seq DESC").Limit(limit)
	if requestID != 0 {
		q = q.Where("request_id = ? AND request_id <> 0", requestID)
	}
	if before > 0 {
		q = q.Where("seq < ?", before)
	}
	var rows []EntryRow
	if err := q.Find(&rows).Error; err != nil {
		return nil, database.MapError(err)
	}
	out := make([]model.Entry, len(rows))
	for i, r := range rows {
		var err error
		if out[i], err = r.entry(); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// entry is what a row of the log says.
func (e EntryRow) entry() (model.Entry, error) {
	out := model.Entry{Seq: e.Seq, At: database.Moment(e.At), Staff: e.Staff, Action: model.Action(e.Action), RequestID: e.RequestID}
	if err := json.Unmarshal([]byte(e.Detail), &out.Detail); err != nil {
		return out, fmt.Errorf("entry %d: %w", e.Seq, err)
	}
	return out, nil
}

// AuditKey is the public key the log's heads are signed with.
func (s *Store) AuditKey(ctx context.Context) (string, error) {
	public, err := s.publicAuditKey(s.Reader(ctx))
	if errors.Is(err, ErrNotFound) {
		return "", ErrNoDesk
	}
	return public, err
}
