// Package auditlog reads and checks the log of a desk: entries, the tree of hashes over them, and the heads that people
// signed. Writing it is the store's; nothing here needs a key.
package auditlog

import (
	"encoding/json"
	"fmt"

	"golang.org/x/mod/sumdb/tlog"
	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/store/database"
)

// EntryRow is an entry as the database holds it.
type EntryRow struct {
	Seq       int64 `gorm:"primaryKey;autoIncrement:false"`
	At        int64
	Staff     string
	Action    string
	RequestID int64
	Detail    string
}

func (EntryRow) TableName() string { return "entry" }

// HashRow is a hash of the tree.
type HashRow struct {
	Idx  int64 `gorm:"primaryKey;autoIncrement:false"`
	Hash []byte
}

func (HashRow) TableName() string { return "entry_hash" }

// HeadRow is the head of the log.
type HeadRow struct {
	ID         int64 `gorm:"primaryKey;autoIncrement:false"`
	Size       int64
	Root       []byte
	SignedSize int64
	Note       string
}

func (HeadRow) TableName() string { return "head" }

// LockHead reads the head of the log and holds it until the transaction ends: nobody writes meanwhile. SQLite lets
// nobody write beside a transaction anyway.
func LockHead(db *gorm.DB, postgres bool) (head HeadRow, err error) {
	if postgres {
		db = db.Clauses(clause.Locking{Strength: "UPDATE"})
	}
	if err := db.First(&head, 1).Error; err != nil {
		return head, fmt.Errorf("audit head: %w", err)
	}
	return head, nil
}

// ShareHead waits for whoever writes, and keeps others from it until the transaction ends: a job, whose steps have no
// entries, then knows that the roster did not change beside it.
func ShareHead(db *gorm.DB) error {
	return database.MapError(db.Clauses(clause.Locking{Strength: "SHARE"}).Select("id").First(&HeadRow{}, 1).Error)
}

// Line is what the Merkle tree is made of; changing its form would break every log.
func (e EntryRow) Line() ([]byte, error) {
	return json.Marshal([]any{e.Seq, e.At, e.Staff, e.Action, e.RequestID, e.Detail})
}

// Hashes are the hashes of the log's tree that a transaction has read or made.
type Hashes struct {
	DB   *gorm.DB
	Held map[int64]tlog.Hash
}

// ReadHashes returns hashes by their places; those that are not held yet it reads, and holds.
func (t Hashes) ReadHashes(indexes []int64) ([]tlog.Hash, error) {
	var lacking []int64
	for _, idx := range indexes {
		if _, held := t.Held[idx]; !held {
			lacking = append(lacking, idx)
		}
	}
	if len(lacking) > 0 {
		read, err := ReadHashes(t.DB, lacking)
		if err != nil {
			return nil, err
		}
		for i, idx := range lacking {
			t.Held[idx] = read[i]
		}
	}
	out := make([]tlog.Hash, len(indexes))
	for i, idx := range indexes {
		out[i] = t.Held[idx]
	}
	return out, nil
}

// Root is the hash over the first entries of the log, worked out of the stored hashes.
func Root(db *gorm.DB, size int64) ([]byte, error) {
	root, err := tlog.TreeHash(size, Hashes{DB: db, Held: map[int64]tlog.Hash{}})
	if err != nil {
		return nil, fmt.Errorf("audit tree: %w", err)
	}
	return root[:], nil
}

// ReadHashes reads hashes of the tree by their indexes, in that order.
func ReadHashes(db *gorm.DB, indexes []int64) ([]tlog.Hash, error) {
	out := make([]tlog.Hash, len(indexes))
	var rows []HashRow
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
			return nil, fmt.Errorf("%w: hash %d is missing", database.ErrLogBroken, idx)
		}
		copy(out[i][:], h)
	}
	return out, nil
}

// Entry is what a row of the log says.
func (e EntryRow) Entry() (model.Entry, error) {
	out := model.Entry{Seq: e.Seq, At: database.Moment(e.At), Staff: e.Staff, Action: model.Action(e.Action),
		RequestID: e.RequestID}
	if err := json.Unmarshal([]byte(e.Detail), &out.Detail); err != nil {
		return out, fmt.Errorf("entry %d: %w", e.Seq, err)
	}
	return out, nil
}
