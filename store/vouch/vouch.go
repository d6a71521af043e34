// Package vouch says who vouches for the tally of a request: the log, which names it in an entry, or whoever signed it.
// What a tally is made of, and when one is compared, is the store's.
package vouch

import (
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"strconv"
	"strings"

	"orangelab.cn/rightsdesk/store/database"
	"orangelab.cn/rightsdesk/store/roster"
	"orangelab.cn/rightsdesk/store/seal"
)

// TheDesk stands, in place of a request, for what is no request's but the desk's.
const TheDesk = 0

// Row is the tally of a request as the database holds it: what each table that decides about it says, how often that
// changed, and who vouches for it. See docs/decisions/tally.md.
type Row struct {
	RequestID int64 `gorm:"primaryKey;autoIncrement:false"`
	Counter   int64
	// Sums has a line for every table with a row of the request: its name and the hash of all those rows.
	Sums string
	Mac  []byte
	// Staff, Roster and Sig are of who signed a tally of which no entry of the log tells: of a step in a job.
	Staff  string
	Roster int64
	Sig    []byte
	// Epoch is the desk key that the MAC lies under; nought is the key that all tallies had before each desk key had
	// its own.
	Epoch uint32
}

func (Row) TableName() string { return "tally" }

// The names of a tally in an entry of the log: of the request that the entry is about, after it, and of the desk.
const (
	Detail     = "tally"
	DeskDetail = "desk_tally"
)

// DetailOf is the name of the tally of a request, or of the desk, in an entry.
func DetailOf(request int64) string {
	if request == TheDesk {
		return DeskDetail
	}
	return Detail
}

// Named is the tally of a request, or of the desk, that an entry names; empty where it names none.
func Named(detail string, request int64) (string, error) {
	var said struct {
		Tally string `json:"tally"`
		Desk  string `json:"desk_tally"`
	}
	if err := json.Unmarshal([]byte(detail), &said); err != nil {
		return "", fmt.Errorf("%w: an entry cannot be read", database.ErrLogBroken)
	}
	if request == TheDesk {
		return said.Desk, nil
	}
	return said.Tally, nil
}

// Text is what is signed, and what the log names by its hash. It names the desk, so that it is worth nothing at
// another.
func (r Row) Text(desk string) []byte {
	return fmt.Appendf(nil, "rightsdesk tally 1\n%s %d %d\n%s", desk, r.RequestID, r.Counter, r.Sums)
}

// Mark names a tally in the log.
func (r Row) Mark(desk string) string {
	sum := sha256.Sum256(r.Text(desk))
	return strconv.FormatInt(r.Counter, 10) + " " + base64.RawStdEncoding.EncodeToString(sum[:])
}

// MAC covers a tally, so that nobody without a password makes one.
func (r Row) MAC(key []byte, desk string) []byte {
	return seal.MAC(key, "tally", string(r.Text(desk)))
}

// Lines reads the lines of a tally: the hash of each table.
func (r Row) Lines() map[string]string {
	sums := map[string]string{}
	for line := range strings.Lines(r.Sums) {
		table, sum, _ := strings.Cut(strings.TrimSuffix(line, "\n"), " ")
		sums[table] = sum
	}
	return sums
}

// Overtaken reports whether the log names another tally of as many changes, or of more.
func (r Row) Overtaken(logged, desk string) bool {
	if logged == "" {
		return false
	}
	text, _, _ := strings.Cut(logged, " ")
	counter, err := strconv.ParseInt(text, 10, 64)
	return err != nil || counter > r.Counter || counter == r.Counter && logged != r.Mark(desk)
}

// Unvouched says why nobody vouches for a tally; empty where the log names it, or whoever made it since signed it.
func (r Row) Unvouched(c *roster.Chain, logged string) string {
	now := c.Last()
	switch {
	case !now.MayTally(r.Epoch):
		return "it lies under a key that no tally lies under any more"
	case r.Mark(c.ID()) == logged && r.RequestID != TheDesk: // the log vouches, and nobody signed
		if r.Staff != "" || r.Roster != 0 || len(r.Sig) != 0 {
			return "it was signed by nobody who wrote it"
		}
		return ""
	case r.Overtaken(logged, c.ID()):
		return "it is not as the log tells: an older state was put back"
	case !r.signed(c):
		return "nobody signed how it stands"
	}
	if m, ok := now.Member(r.Staff); ok && m.DisabledAt != 0 && now.OwnKeysSince != 0 {
		return "somebody signed how it stands who was disabled"
	}
	return ""
}

// signed reports whether a tally is signed by whom it names, who was let in by the roster that it names.
func (r Row) signed(c *roster.Chain) bool {
	then := c.Version(r.Roster)
	if then == nil {
		return false
	}
	public, err := then.SignerKey(r.Staff)
	m, ok := then.Member(r.Staff)
	return err == nil && !(ok && m.DisabledAt != 0) && ed25519.Verify(public, r.Text(c.ID()), r.Sig)
}
