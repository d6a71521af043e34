package auditlog

import (
	"crypto/ed25519"
	"fmt"

	"golang.org/x/mod/sumdb/tlog"
	"gorm.io/gorm"

	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/store/database"
	"orangelab.cn/rightsdesk/store/roster"
)

// authors follows who wrote the entries of a log, as it is walked from its beginning.
type authors struct {
	chain  *roster.Chain
	roster *roster.Roster // in force where the walk is
	found  map[string]*Written
	keys   map[string]author
	wrong  []int64 // entries in the name of somebody whom the roster does not know
}

type author struct {
	staff  string
	public ed25519.PublicKey
}

func newAuthors(c *roster.Chain) *authors {
	return &authors{chain: c, found: map[string]*Written{}, keys: map[string]author{}}
}

// add takes one entry in. What was written before the first roster was never signed by anybody of their own.
func (a *authors) add(e EntryRow, leaf tlog.Hash) {
	if a.chain == nil || model.Action(e.Action).BeforeSignIn() {
		return
	}
	for {
		next := a.chain.Version(1)
		if a.roster != nil {
			next = a.chain.Version(a.roster.Version + 1)
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
	if ByPrint(e.Action) {
		who = roster.Recovery
	}
	public, err := a.roster.SignerKey(who)
	if m, ok := a.roster.Member(who); err != nil || ok && m.DisabledAt != 0 {
		a.wrong = append(a.wrong, e.Seq)
		return
	}
	key := string(public)
	if a.found[key] == nil {
		a.found[key], a.keys[key] = &Written{}, author{who, public}
	}
	a.found[key].Add(e.Seq, leaf)
}

// problems compares what was found in the log with what its authors signed.
func (a *authors) problems(db *gorm.DB) (problems []string, err error) {
	if a.chain == nil {
		return nil, nil
	}
	if len(a.wrong) > 0 {
		problems = append(problems,
			fmt.Sprintf("%d entries from entry %d on bear the name of somebody whom the roster did not let in then",
				len(a.wrong), a.wrong[0]))
	}
	var rows []SignedHead
	if err := db.Order("staff").Find(&rows).Error; err != nil {
		return nil, database.MapError(err)
	}
	for _, row := range rows {
		found, known := a.found[string(row.Signing)]
		if !known {
			problems = append(problems,
				fmt.Sprintf("%q signed entries with a key of theirs that are not there", a.chain.Name(row.Staff)))
			continue
		}
		who := a.keys[string(row.Signing)]
		delete(a.found, string(row.Signing))
		verifier, err := NoteVerifier(who.staff, who.public)
		if err != nil {
			return nil, fmt.Errorf("the key of an author: %w", err)
		}
		h, err := row.open(verifier)
		if err != nil || row.Staff != who.staff || h.Desk != a.chain.ID() {
			problems = append(problems,
				fmt.Sprintf("the signature of %q on the log does not hold", a.chain.Name(who.staff)))
		} else if h.Own != *found {
			problems = append(problems,
				fmt.Sprintf("the entries in the name of %q are not those that they signed", a.chain.Name(who.staff)))
		}
	}
	for key := range a.found {
		problems = append(problems,
			fmt.Sprintf("%q did not sign the entries that bear their name, from entry %d on",
				a.chain.Name(a.keys[key].staff), a.found[key].first))
	}
	return problems, nil
}
