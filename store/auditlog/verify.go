package auditlog

import (
	"errors"
	"fmt"
	"math"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
	"gorm.io/gorm"

	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/store/database"
	"orangelab.cn/rightsdesk/store/roster"
)

// Verdict is what a check of the log found; it is sound when Problems is empty.
type Verdict struct {
	Entries  int64
	Signed   int64 // entries covered by the signature; later ones were written while nobody was signed in
	Root     tlog.Hash
	Problems []string
}

// Problem adds what is wrong.
func (v *Verdict) Problem(format string, args ...any) {
	v.Problems = append(v.Problems, fmt.Sprintf(format, args...))
}

// vouched is a state of the log that somebody vouches for: the desk's own head, its signature, a head kept elsewhere. A
// log that is sound reaches each of them.
type vouched struct {
	tlog.Tree
	by string
}

// Check checks the whole log against its tree and signature, and against earlier heads where given. It trusts nothing
// but the entries, the roster and, where there is none, the public key of the log.
func (v *Verdict) Check(db *gorm.DB, chain *roster.Chain, public string, earlier []string) error {
	states, err := v.vouchers(db, chain, public, earlier)
	if err != nil {
		return err
	}
	return v.walk(db, states, newAuthors(chain))
}

// vouchers gathers every state of the log that somebody vouches for.
func (v *Verdict) vouchers(db *gorm.DB, chain *roster.Chain, public string, earlier []string) ([]vouched, error) {
	if chain != nil {
		public = chain.First().AuditKey
	}
	if _, err := note.NewVerifier(public); err != nil {
		v.Problem("the desk's public key of the log cannot be read: no signature can be checked")
		return nil, nil
	}
	states := rosterStates(chain)
	var head HeadRow
	switch err := database.MapError(db.First(&head, 1).Error); {
	case errors.Is(err, database.ErrNotFound):
		v.Problem("the log has no head")
	case err != nil:
		return nil, err
	case len(head.Root) != tlog.HashSize:
		v.Problem("the head holds no hash")
	default:
		states = append(states, vouched{tlog.Tree{N: head.Size, Hash: tlog.Hash(head.Root)}, "the head"})
	}
	if tree, err := openHead(chain, public, head.Note); head.ID != 0 && head.Note == "" {
		v.Problem("the head is not signed, although somebody has signed in to this desk")
	} else if head.ID != 0 && err != nil {
		v.Problem("the signature on the head does not hold")
	} else if head.ID != 0 {
		if chain != nil {
			if err := OwnSignature(chain, head.Note); err != nil {
				v.Problem("%s", err)
			}
		}
		if tree.N != head.SignedSize {
			v.Problem("the head says %d entries are signed, its signature says %d", head.SignedSize, tree.N)
		}
		v.Signed = tree.N
		states = append(states, vouched{tree, "the signature on the head"})
	}
	for i, text := range earlier {
		tree, err := openHead(chain, public, text)
		if err != nil {
			v.Problem("earlier head %d is not one of this desk", i+1)
			continue
		}
		states = append(states, vouched{tree, fmt.Sprintf("earlier head %d", i+1)})
	}
	return states, nil
}

// verifyPage is how many entries are read at a time.
const verifyPage = 1000

// walk rebuilds the tree from the entries and compares it with the stored hashes, with every state vouched for, and
// with what the authors of the entries signed.
func (v *Verdict) walk(db *gorm.DB, states []vouched, authors *authors) error {
	var built tree
	var uncovered []int64
	hashesHold := true
	for after := int64(math.MinInt64); ; {
		var page []EntryRow
		if err := db.Where("seq > ?", after).Order("seq").Limit(verifyPage).Find(&page).Error; err != nil {
			return err
		}
		if len(page) == 0 {
			break
		}
		stored, err := storedHashes(db, v.Entries, v.Entries+int64(len(page)))
		if err != nil {
			return err
		}
		for _, e := range page {
			if e.Seq != v.Entries {
				v.Problem("entry %d is missing", v.Entries)
				return nil
			}
			line, err := e.Line()
			if err != nil {
				return err
			}
			leaf := tlog.RecordHash(line)
			authors.add(e, leaf)
			for i, h := range built.add(leaf) {
				hashesHold = hashesHold && stored[tlog.StoredHashIndex(0, e.Seq)+int64(i)] == h
			}
			v.Entries++
			v.compare(built, states)
			if e.Seq >= v.Signed && !model.Action(e.Action).BeforeSignIn() {
				uncovered = append(uncovered, e.Seq)
			}
		}
		after = page[len(page)-1].Seq
	}
	v.Root = built.root()
	if n := len(uncovered); n > 0 {
		v.Problem("%d entries from entry %d on were written by people who had signed in, and no signature covers them",
			n, uncovered[0])
	}
	names, err := authors.problems(db)
	if err != nil {
		return err
	}
	v.Problems = append(v.Problems, names...)
	return v.end(db, states, hashesHold)
}

func (v *Verdict) compare(built tree, states []vouched) {
	for _, s := range states {
		if s.N == v.Entries && s.Hash != built.root() {
			v.Problem("the first %d entries do not give the hash that %s recorded for them: at least one was changed",
				s.N, s.by)
		}
	}
}

// end judges what can be judged once every entry was read.
func (v *Verdict) end(db *gorm.DB, states []vouched, hashesHold bool) error {
	for _, s := range states {
		if s.N > v.Entries {
			v.Problem("the log has %d entries, fewer than the %d that %s counts: the newest are missing", v.Entries,
				s.N, s.by)
		} else if s.by == "the head" && s.N < v.Entries {
			v.Problem("the head counts %d entries, the log has %d", s.N, v.Entries)
		}
	}
	var hashes int64
	if err := db.Model(&HashRow{}).Count(&hashes).Error; err != nil {
		return err
	}
	if !hashesHold || hashes != tlog.StoredHashCount(v.Entries) {
		v.Problem("the stored hashes of the tree are not those of the entries")
	}
	return nil
}

// storedHashes reads the hashes stored for the entries from one number up to another.
func storedHashes(db *gorm.DB, from, to int64) (map[int64]tlog.Hash, error) {
	var rows []HashRow
	if err := db.Where("idx >= ? AND idx < ?", tlog.StoredHashIndex(0, from), tlog.StoredHashIndex(0, to)).Find(&rows).
		Error; err != nil {
		return nil, err
	}
	hashes := make(map[int64]tlog.Hash, len(rows))
	for _, r := range rows {
		if len(r.Hash) == tlog.HashSize {
			hashes[r.Idx] = tlog.Hash(r.Hash)
		}
	}
	return hashes, nil
}

// CheckHead proves in a few hashes that the log still begins with what its own signature covers and, where one is
// given, with what a head seen earlier covers.
func CheckHead(db *gorm.DB, chain *roster.Chain, public, earlier string) error {
	var head HeadRow
	if err := database.MapError(db.First(&head, 1).Error); errors.Is(err, database.ErrNotFound) ||
		err == nil && len(head.Root) != tlog.HashSize {
		return fmt.Errorf("%w: the log has no head", database.ErrLogBroken)
	} else if err != nil {
		return err
	}
	own, err := openHead(chain, public, head.Note)
	if err != nil {
		return fmt.Errorf("%w: the signature on the head does not hold", database.ErrLogBroken)
	}
	if chain != nil {
		if err := OwnSignature(chain, head.Note); err != nil {
			return err
		}
	}
	if err := provesBeginning(db, own, head, "signed"); err != nil {
		return err
	}
	if states := rosterStates(chain); len(states) > 0 {
		if err := provesBeginning(db, states[len(states)-1].Tree, head,
			"there when the list of the staff was last signed"); err != nil {
			return err
		}
	}
	if earlier == "" {
		return nil
	}
	old, err := openHead(chain, public, earlier)
	if errors.Is(err, roster.ErrOld) {
		return err
	}
	if err != nil {
		return fmt.Errorf("%w: the head kept on this computer is of another desk", database.ErrLogBroken)
	}
	return provesBeginning(db, old, head, "seen on this computer")
}

// provesBeginning checks that an older state of the log is a beginning of the one its head describes.
func provesBeginning(db *gorm.DB, old tlog.Tree, head HeadRow, when string) error {
	if head.Size < old.N {
		return fmt.Errorf("%w: %d entries were %s, now there are %d", database.ErrLogBroken, old.N, when, head.Size)
	}
	if old.N == 0 {
		return fmt.Errorf("%w: no entry was %s", database.ErrLogBroken, when)
	}
	reader := tlog.HashReaderFunc(func(i []int64) ([]tlog.Hash, error) { return ReadHashes(db, i) })
	proof, err := tlog.ProveTree(head.Size, old.N, reader)
	if err == nil {
		err = tlog.CheckTree(proof, head.Size, tlog.Hash(head.Root), old.N, old.Hash)
	}
	if err != nil {
		return fmt.Errorf("%w: the first %d entries are not those %s", database.ErrLogBroken, old.N, when)
	}
	return nil
}
