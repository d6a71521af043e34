package auditlog

import (
	"crypto/ed25519"
	"crypto/sha256"
	"errors"
	"fmt"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
	"gorm.io/gorm"

	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/store/database"
	"orangelab.cn/rightsdesk/store/roster"
)

// SignedHead is the newest head of the log that somebody signed with one key of theirs. Its text also says which
// entries they wrote with that key, as a chain of hashes: one signature covers everything its owner wrote, so that each
// entry is known to be of whose name it bears, at the price of one signature a transaction.
type SignedHead struct {
	Signing []byte `gorm:"primaryKey"` // the public key
	Staff   string
	Note    string
}

func (SignedHead) TableName() string { return "signed_head" }

// Written are the entries that somebody wrote with one key: the first, the newest, and the chain over all of them.
type Written struct {
	first, last int64
	chain       [sha256.Size]byte
}

// Add goes on with one more entry.
func (w *Written) Add(seq int64, leaf tlog.Hash) {
	if *w == (Written{}) {
		w.first = seq
	}
	w.last, w.chain = seq, sha256.Sum256(append(w.chain[:], leaf[:]...))
}

// FactorDetail names, in the detail of an entry, how often its author's second factor was written by then.
const FactorDetail = "second_factor"

// HeadText is what a head of the log says: its tree, who wrote it by which roster, and how often their second factor
// was written; nought where none was with this key.
type HeadText struct {
	Tree   tlog.Tree
	Desk   string
	Roster int64
	By     string
	Own    Written
	Factor int64
}

func (h HeadText) String() string {
	text := string(tlog.FormatTree(h.Tree)) + fmt.Sprintf("desk %s\nroster %d\nby %s\nwrote %d %d %x\n", h.Desk,
		h.Roster, h.By, h.Own.first, h.Own.last, h.Own.chain)
	if h.Factor > 0 {
		text += fmt.Sprintf("second factor %d\n", h.Factor)
	}
	return text
}

// parseHead reads a head that somebody signed with their own key.
func parseHead(text string) (h HeadText, err error) {
	if h.Tree, err = tlog.ParseTree([]byte(text)); err != nil {
		return h, err
	}
	var chain []byte
	lines := strings.SplitN(text, "\n", 4)
	if _, err := fmt.Sscanf(lines[3], "desk %s\nroster %d\nby %s\nwrote %d %d %x\n", &h.Desk, &h.Roster, &h.By,
		&h.Own.first, &h.Own.last, &chain); err != nil {
		return h, err
	}
	copy(h.Own.chain[:], chain)
	if rest, found := strings.CutPrefix(text, h.String()); found && rest != "" {
		if _, err := fmt.Sscanf(rest, "second factor %d\n", &h.Factor); err != nil {
			return h, err
		}
	}
	if h.String() != text { // one text for one head
		return h, errors.New("another form")
	}
	return h, nil
}

// NoteKey is a key of a person as the heads of the log are signed with it.
type NoteKey struct {
	note.Verifier
	With func([]byte) []byte
}

// Sign signs a message; it never fails.
func (k NoteKey) Sign(message []byte) ([]byte, error) { return k.With(message), nil }

// NoteVerifier checks what somebody signed with a public key of theirs.
func NoteVerifier(who string, public ed25519.PublicKey) (note.Verifier, error) {
	text, err := note.NewEd25519VerifierKey(who, public)
	if err != nil {
		return nil, err
	}
	return note.NewVerifier(text)
}

// ByPrint reports whether an entry is written by who holds the recovery print, rather than by whose name it bears.
func ByPrint(action string) bool { return model.Action(action) == model.ActRecover }

// Next is the head that somebody signs next with a key: over what they wrote before and the leaves of the entries that
// they add now, of which some name how often their second factor was written.
func (h HeadText) Next(db *gorm.DB, public ed25519.PublicKey, verifier note.Verifier, leaves map[int64]tlog.Hash,
	added []model.Entry) (HeadText, error) {
	before, err := ReadSignedHead(db, public, verifier)
	if err != nil {
		return h, err
	}
	h.Own, h.Factor = before.Own, before.Factor
	for seq := h.Tree.N - int64(len(leaves)); seq < h.Tree.N; seq++ {
		h.Own.Add(seq, leaves[seq])
	}
	for _, e := range added {
		if n, ok := e.Detail[FactorDetail].(int64); ok {
			h.Factor = max(h.Factor, n)
		}
	}
	return h, nil
}

// ReadSignedHead reads what somebody signed last with a key; nothing where they did not yet.
func ReadSignedHead(db *gorm.DB, public ed25519.PublicKey, verifier note.Verifier) (h HeadText, err error) {
	var rows []SignedHead
	if err := db.Where("signing = ?", []byte(public)).Find(&rows).Error; err != nil || len(rows) == 0 {
		return h, database.MapError(err)
	}
	return rows[0].open(verifier)
}

func (r SignedHead) open(verifier note.Verifier) (h HeadText, err error) {
	n, err := note.Open([]byte(r.Note), note.VerifierList(verifier))
	if err == nil {
		h, err = parseHead(n.Text)
	}
	if err != nil || h.By != r.Staff {
		return h, fmt.Errorf("%w: what somebody signed of it does not hold", database.ErrLogBroken)
	}
	return h, nil
}

// OwnSignature reports, as an error, why a head of the log is not signed by who it says wrote it, with the key that the
// roster gave them then.
func OwnSignature(c *roster.Chain, signed string) error {
	_, _, err := openOwn(c, signed)
	return err
}

// openOwn reads a head by the key that the roster gave its author then, which is returned, too.
func openOwn(c *roster.Chain, signed string) (h HeadText, public ed25519.PublicKey, err error) {
	text, _, found := strings.Cut(signed, "\n\n")
	if h, err = parseHead(text + "\n"); !found || err != nil {
		return h, nil, fmt.Errorf("%w: the head does not say who signed it", database.ErrLogBroken)
	}
	other := fmt.Errorf("%w: the head is not signed by who it says", database.ErrLogBroken)
	then := c.Version(h.Roster)
	if then == nil {
		return h, nil, fmt.Errorf("%w: the log was written by version %d of it", roster.ErrOld, h.Roster)
	}
	if public, err = then.SignerKey(h.By); err != nil || h.Desk != c.ID() {
		return h, nil, other
	}
	verifier, err := NoteVerifier(h.By, public)
	if err != nil {
		return h, nil, other
	}
	if _, err := note.Open([]byte(signed), note.VerifierList(verifier)); err != nil {
		return h, nil, other
	}
	return h, public, nil
}
