package store

import (
	"bytes"
	"cmp"
	"crypto/hmac"
	"crypto/sha256"
	"database/sql"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"gorm.io/gorm/clause"

	"orangelab.cn/rightsdesk/store/internal/proving"
)

// tallyRow is the tally of a request as the database holds it: what each table that decides about it says, how often that
// changed, and who vouches for it. See docs/decisions/tally.md.
type tallyRow struct {
	RequestID int64 `gorm:"primaryKey;autoIncrement:false"`
	Counter   int64
	// Sums has a line for every table with a row of the request: its name and the hash of all those rows.
	Sums string
	Mac  []byte
	// Staff, Roster and Sig are of who signed a tally of which no entry of the log tells: of a step in a job.
	Staff  string
	Roster int64
	Sig    []byte
}

func (tallyRow) TableName() string { return "tally" }

// tally is what a transaction knows of a request's tally.
type tally struct {
	row    tallyRow
	there  bool // in the database
	begun  bool // its sums are known; not so on a desk whose tallies are still being made
	sums   map[string]string
	proved map[string]bool // tables that were compared with their sums in this transaction
	dirty  map[string]bool // tables that this transaction writes
}

// tallyDetail names, in an entry of the log, the tally of its request after it.
const tallyDetail = "tally"

// deskTallyDetail names that of the desk.
const deskTallyDetail = "desk_tally"

func tallyName(request int64) string {
	if request == theDesk {
		return deskTallyDetail
	}
	return tallyDetail
}

// text is what is signed, and what the log names by its hash. It names the desk, so that it is worth nothing at another.
func (t tallyRow) text(desk string) []byte {
	return fmt.Appendf(nil, "rightsdesk tally 1\n%s %d %d\n%s", desk, t.RequestID, t.Counter, t.Sums)
}

// mark names a tally in the log.
func (t tallyRow) mark(desk string) string {
	sum := sha256.Sum256(t.text(desk))
	return strconv.FormatInt(t.Counter, 10) + " " + base64.RawStdEncoding.EncodeToString(sum[:])
}

// sumsOf reads the lines of a tally.
func (t tallyRow) sumsOf() map[string]string {
	sums := map[string]string{}
	for line := range strings.Lines(t.Sums) {
		table, sum, _ := strings.Cut(strings.TrimSuffix(line, "\n"), " ")
		sums[table] = sum
	}
	return sums
}

// formatSums writes the lines of a tally.
func formatSums(sums map[string]string) string {
	var b strings.Builder
	for _, table := range slices.Sorted(maps.Keys(sums)) {
		if sums[table] != "" {
			b.WriteString(table + " " + sums[table] + "\n")
		}
	}
	return b.String()
}

// tallies reports whether the desk keeps tallies, by the roster: what is read is compared with them, what is written goes
// into them. A desk that is older begins when an administrator signs in.
func (v *View) keepsTallies() bool {
	return v.keys != nil && v.chain != nil && v.chain.last().Tallies != TalliesNone && proving.On()
}

// tally reads the tally of a request once a transaction, and compares it with the log. ErrTampered where it is missing, is
// not the desk's own, or is older than the log tells.
func (v *View) tally(request int64) (*tally, error) {
	if t := v.tallies[request]; t != nil {
		return t, nil
	}
	t := &tally{row: tallyRow{RequestID: request}, proved: map[string]bool{}, dirty: map[string]bool{}}
	if err := v.readTally(t); err != nil {
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

// bind is the n-th placeholder of a statement.
func (v *View) bind(n int) string {
	if v.postgres {
		return "$" + strconv.Itoa(n)
	}
	return "?"
}

func (v *View) readTally(t *tally) error {
	query := "SELECT counter, sums, mac, staff, roster, sig FROM tally WHERE request_id = " + v.bind(1)
	if v.postgres && v.writes {
		query += " FOR UPDATE" // two desktops that change one request take turns
	}
	s := v.db.Statement
	err := s.ConnPool.QueryRowContext(s.Context, query, t.row.RequestID).Scan(&t.row.Counter, &t.row.Sums, &t.row.Mac, &t.row.Staff, &t.row.Roster, &t.row.Sig)
	if errors.Is(err, sql.ErrNoRows) {
		return nil
	}
	t.there, t.begun, t.sums = true, true, t.row.sumsOf()
	return mapError(err)
}

// vouched reports, as an error, why a tally does not hold.
func (v *View) vouched(t *tally) error {
	if !t.there {
		return v.mayLack(t)
	}
	if !hmac.Equal(t.row.Mac, v.keys.tallyMAC(v.chain.id(), t.row)) {
		return fmt.Errorf("%w: the tally of %s is not the desk's own", ErrTampered, v.called(t.row.RequestID))
	}
	if t.row.RequestID == theDesk { // the doctor compares it with the log
		return nil
	}
	logged, err := v.loggedTally(t.row.RequestID)
	if err != nil || logged == "" {
		return err
	}
	text, _, _ := strings.Cut(logged, " ")
	counter, err := strconv.ParseInt(text, 10, 64)
	if err != nil || counter > t.row.Counter || counter == t.row.Counter && logged != t.row.mark(v.chain.id()) {
		return fmt.Errorf("%w: %s is not as the log tells, an older state was put back", ErrTampered, v.called(t.row.RequestID))
	}
	return nil
}

// mayLack reports, as an error, why a request may not be without a tally. One that is not there has none.
func (v *View) mayLack(t *tally) error {
	if v.chain.last().Tallies != TalliesWhole {
		return nil
	}
	var there bool
	s := v.db.Statement
	if t.row.RequestID == theDesk {
		return fmt.Errorf("%w: the desk has no tally", ErrTampered)
	}
	if err := s.ConnPool.QueryRowContext(s.Context, "SELECT EXISTS (SELECT 1 FROM request WHERE id = "+v.bind(1)+")", t.row.RequestID).Scan(&there); err != nil {
		return mapError(err)
	}
	if there {
		return fmt.Errorf("%w: %s has no tally", ErrTampered, v.called(t.row.RequestID))
	}
	t.begun, t.sums = true, map[string]string{}
	return nil
}

// loggedTally is the newest tally of a request that the log names, or empty.
func (v *View) loggedTally(request int64) (string, error) {
	var detail string
	s := v.db.Statement
	err := s.ConnPool.QueryRowContext(s.Context, "SELECT detail FROM entry WHERE request_id = "+v.bind(1)+
		` AND request_id <> 0 AND detail LIKE '%"`+tallyDetail+`":"%' ORDER BY seq DESC LIMIT 1`, request).Scan(&detail)
	if errors.Is(err, sql.ErrNoRows) {
		return "", nil
	}
	if err != nil {
		return "", mapError(err)
	}
	return tallyOfDetail(detail)
}

func tallyOfDetail(detail string) (string, error) {
	var said struct {
		Tally string `json:"tally"`
		Desk  string `json:"desk_tally"`
	}
	if err := json.Unmarshal([]byte(detail), &said); err != nil {
		return "", fmt.Errorf("%w: an entry cannot be read", ErrLogBroken)
	}
	return cmp.Or(said.Tally, said.Desk), nil
}

// tallyMAC covers a tally, so that nobody without a password makes one.
func (k *Keys) tallyMAC(desk string, t tallyRow) []byte {
	return mac(k.mac, "tally", string(t.text(desk)))
}

// prove compares the rows of a table with what the tally of their request says. ErrTampered where they differ.
func (v *View) prove(request int64, table string) error {
	if !v.keepsTallies() {
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
	now := &tally{row: tallyRow{RequestID: t.row.RequestID}}
	if err := v.readTally(now); err != nil {
		return err
	}
	if v.writes && now.row.Counter != t.row.Counter {
		return errNeedsRetry
	}
	return fmt.Errorf("%w: %s, its rows of %s are not those that were written", ErrTampered, v.called(t.row.RequestID), table)
}

// touch says that the transaction is about to write rows of a request: what is there is compared with the tally first, so that
// nothing that was changed outside the program is taken into the next one.
func (v *View) touch(request int64, table string) error {
	if !v.keepsTallies() {
		return nil
	}
	for _, each := range append([]string{table}, covered[table].children...) {
		if err := v.prove(request, each); err != nil {
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
	for _, table := range tablesOf(theDesk) {
		dirty[table] = true
	}
	v.tallies = map[int64]*tally{theDesk: {row: tallyRow{RequestID: theDesk}, begun: true, sums: map[string]string{}, proved: map[string]bool{}, dirty: dirty}}
}

// begin begins the tally of a request that the transaction has just made.
func (v *View) begin(request int64) {
	if !v.keepsTallies() {
		return
	}
	if v.tallies == nil {
		v.tallies = map[int64]*tally{}
	}
	v.tallies[request] = &tally{row: tallyRow{RequestID: request}, begun: true, sums: map[string]string{}, proved: map[string]bool{}, dirty: map[string]bool{"request": true}}
}

// settle writes the tallies of all requests that the transaction changed, and names them in its entries. Where none tells of a
// request, whoever the transaction belongs to signs its tally.
func (tx *Tx) settle() error {
	for _, request := range slices.Sorted(maps.Keys(tx.tallies)) {
		t := tx.tallies[request]
		if len(t.dirty) == 0 {
			continue
		}
		if err := tx.settleOne(t); err != nil {
			return err
		}
	}
	return nil
}

func (tx *Tx) settleOne(t *tally) error {
	tables := slices.Collect(maps.Keys(t.dirty))
	if !t.begun {
		tables, t.sums = tablesOf(t.row.RequestID), map[string]string{}
	}
	for _, table := range tables {
		sum, err := tx.sum(table, t.row.RequestID)
		if err != nil {
			return err
		}
		t.sums[table] = sum
	}
	clear(t.dirty)
	next := tallyRow{RequestID: t.row.RequestID, Counter: t.row.Counter + 1, Sums: formatSums(t.sums)}
	if t.there && next.Sums == t.row.Sums {
		return nil
	}
	if t.row.RequestID != theDesk && t.sums["request"] == "" { // the request itself is gone
		return mapError(tx.db.Where("request_id = ?", t.row.RequestID).Delete(&tallyRow{}).Error)
	}
	if !tx.nameTally(next) {
		roster := tx.chain.last()
		next.Staff, next.Roster = tx.keys.me, roster.Version
		next.Sig = tx.keys.signer().sign(next.text(tx.chain.id()))
	}
	next.Mac = tx.keys.tallyMAC(tx.chain.id(), next)
	t.row, t.there, t.begun = next, true, true
	return mapError(tx.db.Clauses(clause.OnConflict{UpdateAll: true}).Create(&next).Error)
}

// nameTally names a tally in the last entry of its request, and reports whether there is one.
func (tx *Tx) nameTally(t tallyRow) bool {
	for i := len(tx.entries) - 1; i >= 0; i-- {
		e := &tx.entries[i]
		if e.RequestID != t.RequestID {
			continue
		}
		detail := maps.Clone(e.Detail)
		if detail == nil {
			detail = map[string]any{}
		}
		detail[tallyName(t.RequestID)] = t.mark(tx.chain.id())
		e.Detail = detail
		return t.RequestID != theDesk // what the log tells of the desk is not looked for by who reads
	}
	return false
}

// sum is the hash of all rows of a table that belong to a request, in no order; empty where there is none.
func (v *View) sum(table string, request int64) (string, error) {
	c := covered[table]
	where, args := "WHERE "+c.request+" = "+v.bind(1), []any{request}
	if request == theDesk {
		where, args = "", nil
	}
	leaves, err := v.leaves(table, where, args...)
	if err != nil || len(leaves) == 0 {
		return "", err
	}
	return sumOf(leaves), nil
}

func sumOf(leaves [][sha256.Size]byte) string {
	slices.SortFunc(leaves, func(a, b [sha256.Size]byte) int { return bytes.Compare(a[:], b[:]) })
	h := sha256.New()
	for _, leaf := range leaves {
		h.Write(leaf[:])
	}
	return base64.RawStdEncoding.EncodeToString(h.Sum(nil))
}

// whose is the request that a row of a covered table belongs to, by the ID of the row.
func (v *View) whose(table, id string) (request int64, err error) {
	s := v.db.Statement
	var whose sql.NullInt64
	err = s.ConnPool.QueryRowContext(s.Context, "SELECT request_id FROM "+table+" WHERE id = "+v.bind(1), id).Scan(&whose)
	if errors.Is(err, sql.ErrNoRows) {
		return 0, ErrNotFound
	}
	if !whose.Valid {
		return noRequest, mapError(err)
	}
	return whose.Int64, mapError(err)
}

// called is what people call a request by: its reference, or where that is gone its number.
func (v *View) called(request int64) string {
	if request == theDesk {
		return "the desk"
	}
	var reference string
	if err := v.db.Raw("SELECT reference FROM request WHERE id = ?", request).Scan(&reference).Error; err != nil || reference == "" {
		return fmt.Sprintf("request %d", request)
	}
	return reference
}
