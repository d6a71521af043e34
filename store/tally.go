package store

import (
	"cmp"
	"crypto/hmac"
	"database/sql"
	"errors"
	"fmt"
	"strconv"

	"orangelab.cn/rightsdesk/store/covered"
	"orangelab.cn/rightsdesk/store/database"
	"orangelab.cn/rightsdesk/store/internal/proving"
	"orangelab.cn/rightsdesk/store/rowhash"
	"orangelab.cn/rightsdesk/store/seal"
	"orangelab.cn/rightsdesk/store/vouch"
)

// tally is what a transaction knows of a request's tally.
type tally struct {
	row    vouch.Row
	there  bool        // in the database
	logged string      // the detail of the newest entry that names a tally of the request
	key    seal.Sealed // of the request, as the database holds it
	begun  bool        // its sums are known; not so on a desk whose tallies are still being made
	sums   map[string]string
	proved map[string]bool // tables that were compared with their sums in this transaction
	dirty  map[string]bool // tables that this transaction writes
	spans  []Span          // rows in blocks that this transaction writes
	// blocks are those of the rows in a table, by their run or plan; compared are those whose rows were compared with
	// them.
	blocks   map[string]map[string][]BlockRow
	compared map[Span]bool
}

// TallyDetail names, in an entry of the log, the tally of its request after it.
const TallyDetail = vouch.Detail

// KeepsTallies reports whether the desk keeps tallies, by the roster: what is read is compared with them, what is
// written goes into them. A desk that is older begins when an administrator signs in.
func (v *View) KeepsTallies() bool {
	return v.keys != nil && v.chain != nil && v.chain.Last().Tallies != TalliesNone && proving.On()
}

// tally reads the tally of a request once a transaction, and compares it with the log. ErrTampered where it is missing,
// is not the desk's own, or is older than the log tells.
func (v *View) tally(request int64) (*tally, error) {
	if t := v.tallies[request]; t != nil {
		return t, nil
	}
	t := &tally{row: vouch.Row{RequestID: request}, proved: map[string]bool{}, dirty: map[string]bool{}}
	if err := v.fetchTally(t); err != nil {
		return nil, err
	}
	if err := v.vouched(t); err != nil {
		return nil, err
	}
	if v.tallies == nil {
		v.tallies = map[int64]*tally{}
	}
	v.tallies[request] = t
	return t, nil
}

// Bind is the n-th placeholder of a statement.
func (v *View) Bind(n int) string {
	if v.postgres {
		return "$" + strconv.Itoa(n)
	}
	return "?"
}

func (v *View) fetchTally(t *tally) error {
	query := readTally + v.Bind(1)
	if t.row.RequestID == theDesk {
		query = readDeskTally + v.Bind(1)
	}
	if v.postgres && v.writes {
		query += " FOR UPDATE OF t" // two desktops that change one request take turns
	}
	s := v.db.Statement
	var logged sql.NullString
	err := s.ConnPool.QueryRowContext(s.Context, query, t.row.RequestID).
		Scan(&t.row.Counter, &t.row.Sums, &t.row.Mac, &t.row.Staff, &t.row.Roster, &t.row.Sig, &t.row.Epoch, &logged,
			&t.key)
	if errors.Is(err, sql.ErrNoRows) {
		return nil
	}
	t.there, t.begun, t.sums, t.logged = true, true, t.row.Lines(), logged.String
	return database.MapError(err)
}

// readTally reads a tally, the newest entry of the log that names one of the same request, and the key of the request,
// which whoever opens it needs too: one statement for all, since every reading begins with it.
const readTally = `SELECT t.counter, t.sums, t.mac, t.staff, t.roster, t.sig, t.epoch,
	(SELECT detail FROM entry WHERE request_id = t.request_id AND request_id <> 0 AND detail LIKE '%"` + TallyDetail + `":"%' ORDER BY seq DESC LIMIT 1),
	(SELECT key_sealed FROM request_key AS k WHERE k.request_id = t.request_id)
	FROM tally AS t WHERE t.request_id = `

// readDeskTally is that of the desk. The condition is that of the index entry_desk_tally, word by word.
const readDeskTally = `SELECT t.counter, t.sums, t.mac, t.staff, t.roster, t.sig, t.epoch,
	(SELECT detail FROM entry WHERE detail LIKE '%"` + vouch.DeskDetail + `":"%' ORDER BY seq DESC LIMIT 1), NULL
	FROM tally AS t WHERE t.request_id = `

// vouched reports, as an error, why a tally does not hold.
func (v *View) vouched(t *tally) error {
	if !t.there {
		return v.mayLack(t)
	}
	now := v.chain.Last()
	if !now.MayTally(t.row.Epoch) || !hmac.Equal(t.row.Mac, v.keys.tallyMAC(v.chain.ID(), t.row)) {
		return fmt.Errorf("%w: the tally of %s is not the desk's own", ErrTampered, v.called(t.row.RequestID))
	}
	logged, err := vouch.Named(cmp.Or(t.logged, "{}"), t.row.RequestID)
	if err != nil {
		return err
	}
	if t.row.Overtaken(logged, v.chain.ID()) {
		return fmt.Errorf("%w: %s is not as the log tells, an older state was put back", ErrTampered,
			v.called(t.row.RequestID))
	}
	if t.row.Epoch == now.TallyEpoch() {
		return nil
	}
	why, err := t.row.Aged(v.chain, v.log)
	if err == nil && why != "" {
		err = fmt.Errorf("%w: the tally of %s is not the desk's own: %s", ErrTampered, v.called(t.row.RequestID), why)
	}
	return err
}

// mayLack reports, as an error, why a request may not be without a tally. One that is not there has none.
func (v *View) mayLack(t *tally) error {
	if v.chain.Last().Tallies < TalliesWhole {
		return nil
	}
	var there bool
	s := v.db.Statement
	if t.row.RequestID == theDesk {
		return fmt.Errorf("%w: the desk has no tally", ErrTampered)
	}
	if err := s.ConnPool.QueryRowContext(s.Context, "SELECT EXISTS (SELECT 1 FROM request WHERE id = "+v.Bind(1)+")",
		t.row.RequestID).Scan(&there); err != nil {
		return database.MapError(err)
	}
	if there {
		return fmt.Errorf("%w: %s has no tally", ErrTampered, v.called(t.row.RequestID))
	}
	t.begun, t.sums = true, map[string]string{}
	return nil
}

// tallyMAC covers a tally, so that nobody without a password makes one, and nobody who was disabled before its desk key
// was made. It is none where the keys lack that one.
func (k *Keys) tallyMAC(desk string, t vouch.Row) []byte {
	key := k.mac
	if t.Epoch != 0 {
		if key = k.desk[t.Epoch]; key == nil {
			return nil
		}
		key = seal.MAC(key, "tally key")
	}
	return t.MAC(key, desk)
}

// ProveTable compares the rows of a table with what the tally of their request says. ErrTampered where they differ.
func (v *View) ProveTable(request int64, table string) error {
	if !v.KeepsTallies() || v.chain.Last().Tallies < covered.Tables[table].Since {
		return nil
	}
	t, err := v.tally(request)
	if err != nil || !t.begun || t.proved[table] || t.dirty[table] {
		return err
	}
	sum, err := v.sum(table, request)
	if err != nil {
		return err
	}
	if sum != t.sums[table] {
		return v.differs(t, table)
	}
	t.proved[table] = true
	return nil
}

// differs says what was changed outside the program, unless another desktop changed it after the tally was read.
func (v *View) differs(t *tally, table string) error {
	now := &tally{row: vouch.Row{RequestID: t.row.RequestID}}
	if err := v.fetchTally(now); err != nil {
		return err
	}
	if v.writes && now.row.Counter != t.row.Counter {
		return database.ErrNeedsRetry
	}
	return fmt.Errorf("%w: %s, its rows of %s are not those that were written", ErrTampered, v.called(t.row.RequestID),
		table)
}

// touch says that the transaction is about to write rows of a request: what is there is compared with the tally first,
// so that nothing that was changed outside the program is taken into the next one.
func (v *View) touch(request int64, table string) error {
	if !v.KeepsTallies() {
		return nil
	}
	for _, each := range append([]string{table}, covered.Tables[table].Children...) {
		if err := v.ProveTable(request, each); err != nil {
			return err
		}
		t, err := v.tally(request)
		if err != nil {
			return err
		}
		t.dirty[each] = true
	}
	return nil
}

// beginDesk begins the tally of the desk itself.
func (v *View) beginDesk() {
	dirty := map[string]bool{}
	for _, table := range covered.Of(theDesk) {
		dirty[table] = true
	}
	v.tallies = map[int64]*tally{theDesk: {row: vouch.Row{RequestID: theDesk}, begun: true, sums: map[string]string{},
		proved: map[string]bool{}, dirty: dirty}}
}

// begin begins the tally of a request that the transaction has just made.
func (v *View) begin(request int64) {
	if !v.KeepsTallies() {
		return
	}
	if v.tallies == nil {
		v.tallies = map[int64]*tally{}
	}
	v.tallies[request] = &tally{row: vouch.Row{RequestID: request}, begun: true, sums: map[string]string{},
		proved: map[string]bool{}, dirty: map[string]bool{"request": true}}
}

// sum is the hash of all rows of a table that belong to a request, in no order; empty where there is none.
func (v *View) sum(table string, request int64) (string, error) {
	c := covered.Tables[table]
	where, args := "WHERE "+c.Request+" = "+v.Bind(1), []any{request}
	if request == theDesk {
		where, args = "WHERE "+cmp.Or(c.Only, "1 = 1"), nil
	}
	if c.Group != "" {
		where += " GROUP BY " + c.Group
	}
	leaves, err := v.leaves(table, where, args...)
	if err != nil || len(leaves) == 0 {
		return "", err
	}
	return rowhash.Sum(leaves), nil
}

// Whose is the request that a row of a covered table belongs to, by the ID of the row.
func (v *View) Whose(table, id string) (request int64, err error) {
	s := v.db.Statement
	var whose sql.NullInt64
	err = s.ConnPool.QueryRowContext(s.Context, "SELECT request_id FROM "+table+" WHERE id = "+v.Bind(1), id).
		Scan(&whose)
	if errors.Is(err, sql.ErrNoRows) {
		return 0, ErrNotFound
	}
	if !whose.Valid {
		return noRequest, database.MapError(err)
	}
	return whose.Int64, database.MapError(err)
}

// called is what people call a request by: its reference, or where that is gone its number.
func (v *View) called(request int64) string {
	if request == theDesk {
		return "the desk"
	}
	var reference string
	if err := v.db.Raw("SELECT reference FROM request WHERE id = ?", request).Scan(&reference).Error; err != nil ||
		reference == "" {
		return fmt.Sprintf("request %d", request)
	}
	return reference
}

// ReadTally reads the tally of a request before anything else of it is read, so that two desktops lock in one order.
func (v *View) ReadTally(request int64) error {
	if !v.KeepsTallies() {
		return nil
	}
	_, err := v.tally(request)
	return err
}
