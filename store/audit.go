package store

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"orangelab.cn/rightsdesk/model"
)

// Entry is one line of the audit log. Detail holds codes, counts and references, never personal data.
type Entry struct {
	Seq       int64
	At        time.Time
	Staff     string
	Action    model.Action
	RequestID int64
	Detail    map[string]any
}

type entryRow struct {
	Seq       int64 `gorm:"primaryKey;autoIncrement:false"`
	At        int64
	Staff     string
	Action    string
	RequestID int64
	Detail    string
}

func (entryRow) TableName() string { return "entry" }

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

// line is what the Merkle tree is made of; changing its form would break every log.
func (e entryRow) line() ([]byte, error) {
	return json.Marshal([]any{e.Seq, e.At, e.Staff, e.Action, e.RequestID, e.Detail})
}

// Append puts an entry into the log of this transaction. It is written just before the commit, so that a shared desk
// holds the head's lock only for a moment and always last.
func (tx *Tx) Append(e Entry) { tx.entries = append(tx.entries, e) }

func (tx *Tx) hashReader() tlog.HashReaderFunc {
	return func(indexes []int64) ([]tlog.Hash, error) { return readHashes(tx.db, indexes) }
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

// ErrLogBroken says that the audit log does not match its own tree or a head seen earlier.
var ErrLogBroken = errors.New("store: the audit log was changed outside the program")

// flush writes the appended entries, their hashes and the new head.
func (tx *Tx) flush() error {
	var head headRow
	q := tx.db
	if tx.postgres {
		q = q.Clauses(clause.Locking{Strength: "UPDATE"})
	}
	if err := q.First(&head, 1).Error; err != nil {
		return fmt.Errorf("store: audit head: %w", err)
	}
	for _, e := range tx.entries {
		detail, err := json.Marshal(e.Detail)
		if err != nil {
			return fmt.Errorf("store: audit detail: %w", err)
		}
		if e.Detail == nil {
			detail = []byte("{}")
		}
		row := entryRow{head.Size, ms(e.At), e.Staff, string(e.Action), e.RequestID, string(detail)}
		line, err := row.line()
		if err != nil {
			return fmt.Errorf("store: audit line: %w", err)
		}
		hashes, err := tlog.StoredHashesForRecordHash(head.Size, tlog.RecordHash(line), tx.hashReader())
		if err != nil {
			return fmt.Errorf("store: audit tree: %w", err)
		}
		first := tlog.StoredHashIndex(0, head.Size)
		rows := make([]hashRow, len(hashes))
		for i, h := range hashes {
			rows[i] = hashRow{first + int64(i), append([]byte(nil), h[:]...)}
		}
		if err := tx.db.Create(&row).Error; err != nil {
			return fmt.Errorf("store: audit entry: %w", err)
		}
		if err := tx.db.Create(&rows).Error; err != nil {
			return fmt.Errorf("store: audit hashes: %w", err)
		}
		head.Size++
	}
	root, err := tlog.TreeHash(head.Size, tx.hashReader())
	if err != nil {
		return fmt.Errorf("store: audit tree: %w", err)
	}
	head.Root = root[:]
	if tx.keys != nil && tx.keys.signer != nil {
		signed, err := note.Sign(&note.Note{Text: string(tlog.FormatTree(tlog.Tree{N: head.Size, Hash: root}))}, tx.keys.signer)
		if err != nil {
			return fmt.Errorf("store: sign the audit head: %w", err)
		}
		head.Note, head.SignedSize = string(signed), head.Size
	}
	return tx.db.Save(&head).Error
}

// Head is the signed head of the log: a short text that proves later that nothing before it changed or went missing.
type Head struct {
	Size       int64
	SignedSize int64
	Note       string
}

// Head reads the log's head.
func (v *View) Head() (Head, error) {
	var h headRow
	err := v.db.First(&h, 1).Error
	return Head{h.Size, h.SignedSize, h.Note}, mapError(err)
}

// Entries reads entries with Seq below before (0 for the newest) and up to limit of them, newest first; requestID 0
// reads those of every request.
func (v *View) Entries(requestID, before int64, limit int) ([]Entry, error) {
	q := v.db.Order("seq DESC").Limit(limit)
	if requestID != 0 {
		q = q.Where("request_id = ? AND request_id <> 0", requestID)
	}
	if before > 0 {
		q = q.Where("seq < ?", before)
	}
	var rows []entryRow
	if err := q.Find(&rows).Error; err != nil {
		return nil, mapError(err)
	}
	out := make([]Entry, len(rows))
	for i, r := range rows {
		out[i] = Entry{Seq: r.Seq, At: at(r.At), Staff: r.Staff, Action: model.Action(r.Action), RequestID: r.RequestID}
		if err := json.Unmarshal([]byte(r.Detail), &out[i].Detail); err != nil {
			return nil, fmt.Errorf("store: entry %d: %w", r.Seq, err)
		}
	}
	return out, nil
}

// Verdict is what a check of the log found; it is sound when Problems is empty.
type Verdict struct {
	Entries  int64
	Signed   int64 // entries covered by the signature; later ones were written while nobody was signed in
	Root     tlog.Hash
	Problems []string
}

// VerifyLog checks the whole log against its tree and signature, and against earlier heads where given. It trusts
// nothing but the entries and the public key, and needs nobody signed in.
func (s *Store) VerifyLog(ctx context.Context, earlier ...string) (Verdict, error) {
	var v Verdict
	err := mapError(s.read.WithContext(ctx).Transaction(func(db *gorm.DB) error {
		var desk deskRow
		if err := db.First(&desk, 1).Error; err != nil {
			return err
		}
		verifier, err := note.NewVerifier(string(desk.AuditPub))
		if err != nil {
			return fmt.Errorf("store: audit key: %w", err)
		}
		var head headRow
		if err := db.First(&head, 1).Error; err != nil {
			return err
		}
		want := map[int64]tlog.Hash{head.Size: tlog.Hash(head.Root)}
		if head.SignedSize > 0 {
			tree, err := openHead(head.Note, verifier)
			if err != nil {
				v.problem("the signature on the head does not hold: %v", err)
			} else if tree.N != head.SignedSize {
				v.problem("the head says %d entries are signed, its signature says %d", head.SignedSize, tree.N)
			} else {
				v.Signed, want[tree.N] = tree.N, tree.Hash
			}
		}
		for i, text := range earlier {
			tree, err := openHead(text, verifier)
			switch {
			case err != nil:
				v.problem("earlier head %d is not one of this desk: %v", i+1, err)
			case tree.N > head.Size:
				v.problem("the log has %d entries, fewer than the %d an earlier head signed: the newest are missing", head.Size, tree.N)
			default:
				if h, seen := want[tree.N]; seen && h != tree.Hash {
					v.problem("the first %d entries are not those an earlier head signed", tree.N)
				}
				want[tree.N] = tree.Hash
			}
		}
		return v.walk(db, head.Size, want)
	}))
	return v, err
}

func (v *Verdict) problem(format string, args ...any) {
	v.Problems = append(v.Problems, fmt.Sprintf(format, args...))
}

func openHead(text string, verifier note.Verifier) (tlog.Tree, error) {
	n, err := note.Open([]byte(text), note.VerifierList(verifier))
	if err != nil {
		return tlog.Tree{}, err
	}
	return tlog.ParseTree([]byte(n.Text))
}

// walk rebuilds the tree from the entries and compares the root at every size somebody vouched for.
func (v *Verdict) walk(db *gorm.DB, size int64, want map[int64]tlog.Hash) error {
	rows, err := db.Model(&entryRow{}).Order("seq").Rows()
	if err != nil {
		return err
	}
	defer rows.Close()
	stored := tree{}
	for rows.Next() {
		var e entryRow
		if err := rows.Scan(&e.Seq, &e.At, &e.Staff, &e.Action, &e.RequestID, &e.Detail); err != nil {
			return err
		}
		if e.Seq != v.Entries {
			v.problem("entry %d is missing", v.Entries)
			return nil
		}
		line, err := e.line()
		if err != nil {
			return err
		}
		stored.add(tlog.RecordHash(line))
		v.Entries++
		if root, ok := want[v.Entries]; ok && stored.root() != root {
			v.problem("the first %d entries do not give the hash that was recorded for them: at least one was changed", v.Entries)
		}
	}
	if err := rows.Err(); err != nil {
		return err
	}
	v.Root = stored.root()
	if v.Entries != size {
		v.problem("the head counts %d entries, the log has %d", size, v.Entries)
	}
	return nil
}

// tree keeps only the peaks of a Merkle tree while leaves are added: checking a million entries needs 20 hashes.
type tree struct {
	n     int64
	peaks []tlog.Hash
}

func (t *tree) add(h tlog.Hash) {
	for k := t.n; k&1 == 1; k >>= 1 {
		h = tlog.NodeHash(t.peaks[len(t.peaks)-1], h)
		t.peaks = t.peaks[:len(t.peaks)-1]
	}
	t.peaks = append(t.peaks, h)
	t.n++
}

func (t *tree) root() tlog.Hash {
	if len(t.peaks) == 0 {
		h, err := tlog.TreeHash(0, nil)
		if err != nil {
			return tlog.Hash{}
		}
		return h
	}
	h := t.peaks[len(t.peaks)-1]
	for i := len(t.peaks) - 2; i >= 0; i-- {
		h = tlog.NodeHash(t.peaks[i], h)
	}
	return h
}

// CheckHead proves that a head seen earlier is still a beginning of this log, by a consistency proof of a few hashes.
func (s *Store) CheckHead(ctx context.Context, earlier string) error {
	return mapError(s.read.WithContext(ctx).Transaction(func(db *gorm.DB) error {
		var desk deskRow
		if err := db.First(&desk, 1).Error; err != nil {
			return err
		}
		verifier, err := note.NewVerifier(string(desk.AuditPub))
		if err != nil {
			return fmt.Errorf("store: audit key: %w", err)
		}
		old, err := openHead(earlier, verifier)
		if err != nil {
			return fmt.Errorf("%w: the head kept on this computer is of another desk", ErrLogBroken)
		}
		var head headRow
		if err := db.First(&head, 1).Error; err != nil {
			return err
		}
		if head.Size < old.N {
			return fmt.Errorf("%w: %d entries were seen on this computer, now there are %d", ErrLogBroken, old.N, head.Size)
		}
		reader := tlog.HashReaderFunc(func(i []int64) ([]tlog.Hash, error) { return readHashes(db, i) })
		proof, err := tlog.ProveTree(head.Size, old.N, reader)
		if err != nil {
			return fmt.Errorf("%w: %v", ErrLogBroken, err)
		}
		if err := tlog.CheckTree(proof, head.Size, tlog.Hash(head.Root), old.N, old.Hash); err != nil {
			return fmt.Errorf("%w: the first %d entries are not those seen on this computer", ErrLogBroken, old.N)
		}
		return nil
	}))
}

// ms is an instant as the database holds it; the zero time is 0.
func ms(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return t.UnixMilli()
}

func at(v int64) time.Time {
	if v == 0 {
		return time.Time{}
	}
	return time.UnixMilli(v).UTC()
}

// AuditKey is the public key the log's heads are signed with.
func (s *Store) AuditKey(ctx context.Context) (string, error) {
	var d deskRow
	err := mapError(s.read.WithContext(ctx).First(&d, 1).Error)
	if errors.Is(err, ErrNotFound) {
		return "", ErrNoDesk
	}
	return string(d.AuditPub), err
}
