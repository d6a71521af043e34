package auditlog

import (
	"bytes"
	"fmt"

	"golang.org/x/mod/sumdb/tlog"
	"gorm.io/gorm"

	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/store/database"
	"orangelab.cn/rightsdesk/store/roster"
)

// Newest is the newest head of the log that somebody signed with the key they have now, proven as far as it can be
// without reading the whole log: what it covers is what the log begins with, and of what was written since, each entry
// is signed by whose name it bears, and none bears theirs. So an older head of theirs that is put back shows, unless
// what they and everybody else wrote since is gone, too. It costs by what was written since.
func Newest(db *gorm.DB, chain *roster.Chain, staff string) (h HeadText, err error) {
	if chain == nil {
		return h, roster.ErrNeverSigned
	}
	heads, err := readHeads(db, chain)
	if err != nil {
		return h, err
	}
	public, err := chain.Last().SignerKey(staff)
	if err != nil {
		return h, err
	}
	own, signed := heads.of[string(public)]
	if !signed || own.By != staff {
		return h, fmt.Errorf("%w: the signature of %q on it is gone", database.ErrLogBroken, chain.Name(staff))
	}
	if own.Tree.N > heads.size {
		return h, fmt.Errorf("%w: %q signed %d entries, now there are %d", database.ErrLogBroken, chain.Name(staff),
			own.Tree.N, heads.size)
	}
	built, err := grown(db, own.Tree)
	if err != nil {
		return h, err
	}
	return own, heads.follow(db, built)
}

// heads are the size of the log and all that was signed of it, as they are at one instant.
type heads struct {
	size   int64
	of     map[string]HeadText // by the public key
	states map[int64][]tlog.Hash
	last   map[string]int64 // the newest entry that somebody signed, with whichever key
}

func readHeads(db *gorm.DB, chain *roster.Chain) (h heads, err error) {
	var rows []struct {
		SignedHead
		Size int64
		Root []byte
	}
	const both = "SELECT signed_head.*, head.size, head.root FROM head CROSS JOIN signed_head WHERE head.id = 1"
	if err := db.Raw(both).Scan(&rows).Error; err != nil { // one statement, so that nobody writes in between
		return h, database.MapError(err)
	}
	h = heads{of: map[string]HeadText{}, states: map[int64][]tlog.Hash{}, last: map[string]int64{}}
	for _, row := range rows {
		if len(row.Root) != tlog.HashSize {
			return h, fmt.Errorf("%w: the log has no head", database.ErrLogBroken)
		}
		if h.size == 0 {
			h.size, h.states[row.Size] = row.Size, []tlog.Hash{tlog.Hash(row.Root)}
		}
		text, public, err := openOwn(chain, row.Note)
		if err != nil || !bytes.Equal(public, row.Signing) {
			continue // whoever wrote by it since is missed below
		}
		h.of[string(public)] = text
		h.states[text.Tree.N] = append(h.states[text.Tree.N], text.Tree.Hash)
		h.last[text.By] = max(h.last[text.By], text.Own.last)
	}
	return h, nil
}

// follow goes on from a state of the log through the entries to its end.
func (h heads) follow(db *gorm.DB, built tree) error {
	changed := func(seq int64) error {
		return fmt.Errorf("%w: entry %d is not what was signed", database.ErrLogBroken, seq)
	}
	for built.n < h.size && h.agree(built) {
		var page []EntryRow
		if err := db.Where("seq >= ? AND seq < ?", built.n, h.size).Order("seq").Limit(verifyPage).Find(&page).
			Error; err != nil {
			return database.MapError(err)
		}
		if len(page) == 0 {
			break
		}
		for _, e := range page {
			line, err := e.Line()
			if err != nil {
				return fmt.Errorf("audit line: %w", err)
			}
			who := e.Staff
			if ByPrint(e.Action) {
				who = roster.Recovery
			}
			last, signs := h.last[who]
			if e.Seq != built.n || !model.Action(e.Action).BeforeSignIn() && (!signs || last < e.Seq) {
				return changed(e.Seq)
			}
			built.add(tlog.RecordHash(line))
			if !h.agree(built) {
				return changed(e.Seq)
			}
		}
	}
	if built.n != h.size || !h.agree(built) {
		return changed(built.n)
	}
	return nil
}

// agree reports whether the first entries are those that everybody signed who signed so many of them.
func (h heads) agree(built tree) bool {
	for _, hash := range h.states[built.n] {
		if hash != built.root() {
			return false
		}
	}
	return true
}

// grown is a tree as it was at a state that somebody signed, from the stored hashes: what they say must be that state.
func grown(db *gorm.DB, at tlog.Tree) (t tree, err error) {
	var indexes []int64
	for level, done := 62, int64(0); level >= 0; level-- {
		if at.N>>level&1 == 1 {
			indexes = append(indexes, tlog.StoredHashIndex(level, done>>level))
			done += 1 << level
		}
	}
	t.n = at.N
	if t.peaks, err = ReadHashes(db, indexes); err != nil {
		return t, database.MapError(err)
	}
	if at.N == 0 || t.root() != at.Hash {
		return t, fmt.Errorf("%w: the first %d entries are not those signed", database.ErrLogBroken, at.N)
	}
	return t, nil
}
