package store

import (
	"crypto/ed25519"
	"crypto/sha256"
	"errors"
	"fmt"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/store/database"
)

// signedHead is the newest head of the log that somebody signed with one key of theirs. Its text also says which entries they
// wrote with that key, as a chain of hashes: one signature covers everything its owner wrote, so that each entry is known to
// be of whose name it bears, at the price of one signature a transaction.
type signedHead struct {
	Signing []byte `gorm:"primaryKey"` // the public key
	Staff   string
	Note    string
}

func (signedHead) TableName() string { return "signed_head" }

// written are the entries that somebody wrote with one key: the first, the newest, and the chain over all of them.
type written struct {
	first, last int64
	chain       [sha256.Size]byte
}

// add goes on with one more entry.
func (w *written) add(seq int64, leaf tlog.Hash) {
	if *w == (written{}) {
		w.first = seq
	}
	w.last, w.chain = seq, sha256.Sum256(append(w.chain[:], leaf[:]...))
}

// headText is what a head of the log says: its tree, and who wrote it by which roster.
type headText struct {
	tree   tlog.Tree
	desk   string
	roster int64
	by     string
	own    written
}

func (h headText) String() string {
	return string(tlog.FormatTree(h.tree)) + fmt.Sprintf("desk %s\nroster %d\nby %s\nwrote %d %d %x\n", h.desk, h.roster, h.by, h.own.first, h.own.last, h.own.chain)
}

// parseHead reads a head that somebody signed with their own key.
func parseHead(text string) (h headText, err error) {
	if h.tree, err = tlog.ParseTree([]byte(text)); err != nil {
		return h, err
	}
	var chain []byte
	lines := strings.SplitN(text, "\n", 4)
	if _, err := fmt.Sscanf(lines[3], "desk %s\nroster %d\nby %s\nwrote %d %d %x\n", &h.desk, &h.roster, &h.by, &h.own.first, &h.own.last, &chain); err != nil {
		return h, err
	}
	copy(h.own.chain[:], chain)
	if h.String() != text { // one text for one head
		return h, errors.New("another form")
	}
	return h, nil
}

// noteKey is a key of a person as the heads of the log are signed with it.
type noteKey struct {
	note.Verifier
	sign func([]byte) []byte
}

func (k noteKey) Sign(message []byte) ([]byte, error) { return k.sign(message), nil }

// noteVerifier checks what somebody signed with a public key of theirs.
func noteVerifier(who string, public ed25519.PublicKey) (note.Verifier, error) {
	text, err := note.NewEd25519VerifierKey(who, public)
	if err != nil {
		return nil, err
	}
	return note.NewVerifier(text)
}

// byPrint reports whether an entry is written by who holds the recovery print, rather than by whose name it bears.
func byPrint(action string) bool { return model.Action(action) == model.ActRecover }

// signHead signs the head of the log by whoever the transaction belongs to, over what they wrote before and the leaves of this
// transaction, and by the key of the desk.
func (tx *Tx) signHead(tree tlog.Tree, leaves map[int64]tlog.Hash) (string, error) {
	if tx.chain == nil { // a desk whose roster was never signed
		signed, err := note.Sign(&note.Note{Text: string(tlog.FormatTree(tree))}, tx.keys.audit)
		return string(signed), err
	}
	key := tx.keys.signer()
	verifier, err := noteVerifier(tx.keys.me, key.Public())
	if err != nil {
		return "", fmt.Errorf("sign the audit head: %w", err)
	}
	h := headText{tree: tree, desk: tx.chain.id(), roster: tx.chain.last().Version, by: tx.keys.me}
	before, err := readSignedHead(tx.db, key.Public(), verifier)
	if err != nil {
		return "", err
	}
	h.own = before.own
	for seq := tree.N - int64(len(leaves)); seq < tree.N; seq++ {
		h.own.add(seq, leaves[seq])
	}
	signed, err := note.Sign(&note.Note{Text: h.String()}, tx.keys.audit, noteKey{verifier, key.Sign})
	if err != nil {
		return "", fmt.Errorf("sign the audit head: %w", err)
	}
	row := signedHead{key.Public(), tx.keys.me, string(signed)}
	return string(signed), database.MapError(tx.db.Clauses(clause.OnConflict{UpdateAll: true}).Create(&row).Error)
}

// readSignedHead reads what somebody signed last with a key; nothing where they did not yet.
func readSignedHead(db *gorm.DB, public ed25519.PublicKey, verifier note.Verifier) (h headText, err error) {
	var rows []signedHead
	if err := db.Where("signing = ?", []byte(public)).Find(&rows).Error; err != nil || len(rows) == 0 {
		return h, database.MapError(err)
	}
	return rows[0].open(verifier)
}

func (r signedHead) open(verifier note.Verifier) (h headText, err error) {
	n, err := note.Open([]byte(r.Note), note.VerifierList(verifier))
	if err == nil {
		h, err = parseHead(n.Text)
	}
	if err != nil || h.by != r.Staff {
		return h, fmt.Errorf("%w: what somebody signed of it does not hold", ErrLogBroken)
	}
	return h, nil
}

// ownSignature reports, as an error, why a head of the log is not signed by who it says wrote it, with the key that the
// roster gave them then.
func (c *chain) ownSignature(signed string) error {
	text, _, found := strings.Cut(signed, "\n\n")
	h, err := parseHead(text + "\n")
	if !found || err != nil {
		return fmt.Errorf("%w: the head does not say who signed it", ErrLogBroken)
	}
	other := fmt.Errorf("%w: the head is not signed by who it says", ErrLogBroken)
	roster := c.version(h.roster)
	if roster == nil {
		return fmt.Errorf("%w: the log was written by version %d of it", ErrRosterOld, h.roster)
	}
	public, err := roster.signerKey(h.by)
	if err != nil || h.desk != c.id() {
		return other
	}
	verifier, err := noteVerifier(h.by, public)
	if err != nil {
		return other
	}
	if _, err := note.Open([]byte(signed), note.VerifierList(verifier)); err != nil {
		return other
	}
	return nil
}

// authors follows who wrote the entries of a log, as it is walked from its beginning.
type authors struct {
	chain  *chain
	roster *Roster // in force where the walk is
	found  map[string]*written
	keys   map[string]author
	wrong  []int64 // entries in the name of somebody whom the roster does not know
}

type author struct {
	staff  string
	public ed25519.PublicKey
}

func NewAuthors(c *chain) *authors {
	return &authors{chain: c, found: map[string]*written{}, keys: map[string]author{}}
}

// add takes one entry in. What was written before the first roster was never signed by anybody of their own.
func (a *authors) add(e EntryRow, leaf tlog.Hash) {
	if a.chain == nil || model.Action(e.Action).BeforeSignIn() {
		return
	}
	for {
		next := a.chain.version(1)
		if a.roster != nil {
			next = a.chain.version(a.roster.Version + 1)
		}
		if next == nil || next.LogSize > e.Seq {
			break
		}
		a.roster = next
	}
	if a.roster == nil {
		return
	}
	who := e.Staff
	if byPrint(e.Action) {
		who = RecoveryRecipient
	}
	public, err := a.roster.signerKey(who)
	if m, ok := a.roster.Member(who); err != nil || ok && m.DisabledAt != 0 {
		a.wrong = append(a.wrong, e.Seq)
		return
	}
	key := string(public)
	if a.found[key] == nil {
		a.found[key], a.keys[key] = &written{}, author{who, public}
	}
	a.found[key].add(e.Seq, leaf)
}

// name is what a member of staff is called by.
func (c *chain) name(staff string) string {
	if m, ok := c.last().Member(staff); ok {
		return m.Name
	}
	return staff
}

// problems compares what was found in the log with what its authors signed.
func (a *authors) problems(db *gorm.DB) (problems []string, err error) {
	if a.chain == nil {
		return nil, nil
	}
	if len(a.wrong) > 0 {
		problems = append(problems, fmt.Sprintf("%d entries from entry %d on bear the name of somebody whom the roster did not let in then", len(a.wrong), a.wrong[0]))
	}
	var rows []signedHead
	if err := db.Order("staff").Find(&rows).Error; err != nil {
		return nil, database.MapError(err)
	}
	for _, row := range rows {
		found, known := a.found[string(row.Signing)]
		if !known {
			problems = append(problems, fmt.Sprintf("%q signed entries with a key of theirs that are not there", a.chain.name(row.Staff)))
			continue
		}
		who := a.keys[string(row.Signing)]
		delete(a.found, string(row.Signing))
		verifier, err := noteVerifier(who.staff, who.public)
		if err != nil {
			return nil, fmt.Errorf("the key of an author: %w", err)
		}
		h, err := row.open(verifier)
		if err != nil || row.Staff != who.staff || h.desk != a.chain.id() {
			problems = append(problems, fmt.Sprintf("the signature of %q on the log does not hold", a.chain.name(who.staff)))
		} else if h.own != *found {
			problems = append(problems, fmt.Sprintf("the entries in the name of %q are not those that they signed", a.chain.name(who.staff)))
		}
	}
	for key := range a.found {
		problems = append(problems, fmt.Sprintf("%q did not sign the entries that bear their name, from entry %d on", a.chain.name(a.keys[key].staff), a.found[key].first))
	}
	return problems, nil
}
