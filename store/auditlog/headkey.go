package auditlog

import (
	"errors"
	"fmt"
	"math"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"

	"orangelab.cn/rightsdesk/store/database"
	"orangelab.cn/rightsdesk/store/roster"
)

// errNoHead says that a text is no head of the log.
var errNoHead = errors.New("this is no head of the log")

// openHead opens a head that was signed with the key that the log had then: the one that the roster named in the
// version that the head names, or on a desk without a roster the one there is. Whoever has kept an older key signs with
// it nothing that is newer.
func openHead(c *roster.Chain, public, signed string) (tlog.Tree, error) {
	end := strings.LastIndex(signed, "\n\n")
	if end < 0 {
		return tlog.Tree{}, errNoHead
	}
	most := int64(math.MaxInt64)
	if c != nil {
		var err error
		if public, most, err = headKey(c, signed[:end+1]); err != nil {
			return tlog.Tree{}, err
		}
	}
	verifier, err := note.NewVerifier(public)
	if err != nil {
		return tlog.Tree{}, fmt.Errorf("%w: its public key cannot be read", database.ErrLogBroken)
	}
	n, err := note.Open([]byte(signed), note.VerifierList(verifier))
	if err != nil {
		return tlog.Tree{}, err
	}
	tree, err := tlog.ParseTree([]byte(n.Text))
	if err == nil && tree.N > most {
		return tlog.Tree{},
			fmt.Errorf("%w: a head over %d entries names a list of the staff that was replaced when there were %d",
				database.ErrLogBroken, tree.N, most)
	}
	return tree, err
}

// headKey is the key that a head is signed with by its text, and how many entries it may cover: as many as there were
// when the next version of the roster was made. A head that names none is older than the first.
func headKey(c *roster.Chain, text string) (public string, most int64, err error) {
	if lines := strings.SplitN(text, "\n", 4); len(lines) == 4 && lines[3] == "" {
		return c.First().AuditKey, c.First().LogSize, nil
	}
	h, err := parseHead(text)
	if err != nil {
		return "", 0, err
	}
	then := c.Version(h.Roster)
	if then == nil {
		return "", 0, fmt.Errorf("%w: a head names version %d of it", roster.ErrOld, h.Roster)
	}
	if next := c.Version(h.Roster + 1); next != nil {
		return then.AuditKey, next.LogSize, nil
	}
	return then.AuditKey, math.MaxInt64, nil
}

// rosterStates are the states of the log that the roster vouches for: as it was when each version was signed.
func rosterStates(c *roster.Chain) (states []vouched) {
	if c == nil {
		return nil
	}
	for n := int64(1); n <= c.Last().Version; n++ {
		if r := c.Version(n); r.LogSize > 0 && len(r.LogRoot) == tlog.HashSize {
			states = append(states,
				vouched{tlog.Tree{N: r.LogSize, Hash: tlog.Hash(r.LogRoot)},
					fmt.Sprintf("version %d of the list of the staff", n)})
		}
	}
	return states
}
