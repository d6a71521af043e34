package store

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"math"
	"slices"
	"strings"

	"golang.org/x/mod/sumdb/tlog"
	"gorm.io/gorm"

	"orangelab.cn/rightsdesk/store/auditlog"
	"orangelab.cn/rightsdesk/store/covered"
	"orangelab.cn/rightsdesk/store/rowhash"
	"orangelab.cn/rightsdesk/store/vouch"
)

// examinedAtOnce is over how many numbers of requests the doctor looks at once.
const examinedAtOnce = 500

// namedAtOnce is how many faults are told one by one.
const namedAtOnce = 5

// errNoTallies says that nothing tells of a change to what decides about the requests of an older desk.
var errNoTallies = errors.New("what decides about the requests has no tally yet, so that a change to it outside the program does not show: let an administrator sign in, which makes them from the rows as they are found")

// ExamineTallies compares every row that decides about a request with the request's tally, and every tally with what
// the log or who signed it says. It needs no key: a tally is made of hashes that everybody can make, and is vouched for
// by signatures.
func (s *Store) ExamineTallies(ctx context.Context) (found string, err error) {
	err = s.Snapshot(ctx, func(db *gorm.DB) error {
		chain, err := s.chainOf(db)
		if err != nil || chain == nil {
			found = "not looked at: the check of the roster says why"
			return nil
		}
		e := tallyExam{View: View{db: db, store: s, postgres: s.Postgres(), chain: chain,
			log: auditlog.Hashes{DB: db, Held: map[int64]tlog.Hash{}}}, whole: chain.Last().Tallies >= TalliesWhole}
		if chain.Last().Tallies == TalliesNone {
			return errNoTallies
		}
		if err := e.all(); err != nil {
			return err
		}
		if len(e.wrong) > 0 {
			text := strings.Join(e.wrong[:min(len(e.wrong), namedAtOnce)], "; ")
			if more := len(e.wrong) - namedAtOnce; more > 0 {
				text += fmt.Sprintf("; and %d more", more)
			}
			return fmt.Errorf("the database was changed outside the program: %s; these requests stay closed: restore a back-up, and ask who changed them", text)
		}
		if e.loose > 0 {
			return fmt.Errorf("%d rows of what was found and planned have no hash yet, so that a change to them outside the program does not show: let an administrator sign in", e.loose)
		}
		if !e.whole {
			return fmt.Errorf("%d requests have a tally, the others get theirs while an administrator is signed in",
				e.n)
		}
		found =
			fmt.Sprintf("%d requests, %d rows that were found or planned, every one as it was written; of files, mails and pictures their beginning and length, the rest shows when they are opened", e.n, e.rows)
		if e.aged > 0 {
			found += fmt.Sprintf(
				"; %d still lie under an older key and are put under the newest while somebody is signed in", e.aged)
		}
		return nil
	})
	return found, err
}

// tallyExam is an examination of all tallies.
type tallyExam struct {
	View
	whole bool
	n     int
	rows  int64 // that were found or planned
	aged  int   // tallies under an older key, which the log or somebody's signature vouches for
	loose int64 // of those, the ones in no block, on a desk whose blocks are still being made
	wrong []string
}

func (e *tallyExam) all() error {
	var last int64
	if err :=
		e.db.Raw("SELECT MAX(id) FROM (SELECT COALESCE(MAX(id), 0) AS id FROM request UNION ALL SELECT COALESCE(MAX(request_id), 0) FROM tally) AS both_sides").Scan(&last).Error; err != nil {
		return err
	}
	after := int64(0)
	for ; after+examinedAtOnce < last; after += examinedAtOnce {
		if err := e.some(after, after+examinedAtOnce); err != nil {
			return err
		}
	}
	if err := e.some(after, math.MaxInt64); err != nil { // and rows of requests that never were
		return err
	}
	for _, table := range slices.Sorted(maps.Keys(covered.Blocks)) {
		if err := e.blocks(table); err != nil {
			return err
		}
	}
	if err := e.desk(); err != nil {
		return err
	}
	return e.alone()
}

// desk examines the tally of what is no request's: the data map and the agents' keys.
func (e *tallyExam) desk() error {
	var rows []vouch.Row
	if err := e.db.Where("request_id = ?", theDesk).Find(&rows).Error; err != nil {
		return err
	}
	if len(rows) == 0 {
		if e.whole {
			e.problem(theDesk, "it has no tally")
		}
		return nil
	}
	said := rows[0].Lines()
	for _, table := range covered.Of(theDesk) {
		if e.chain.Last().Tallies < covered.Tables[table].Since {
			continue
		}
		sum, err := e.sum(table, theDesk)
		if err != nil {
			return err
		}
		if sum != said[table] {
			e.problem(theDesk, "its rows of "+table+" are not those that were written")
		}
	}
	newest, err := vouch.Newest(e.db, theDesk)
	logged := ""
	if err == nil && newest != nil {
		logged, err = vouch.Named(newest.Detail, theDesk)
	}
	if err != nil {
		return err
	}
	return e.vouched(rows[0], logged)
}

// vouched examines who vouches for a tally.
func (e *tallyExam) vouched(row vouch.Row, logged string) (err error) {
	what := row.Unvouched(e.chain, logged)
	if what == "" && row.Epoch < e.chain.Last().TallyEpoch() {
		e.aged++
		if what, err = row.Aged(e.chain, e.log); err != nil {
			return err
		}
	}
	if what != "" {
		e.problem(row.RequestID, what)
	}
	return nil
}

// some examines the requests with a number above one and up to another.
func (e *tallyExam) some(after, to int64) error {
	var rows []vouch.Row
	if err := e.db.Where("request_id > ? AND request_id <= ?", after, to).Find(&rows).Error; err != nil {
		return err
	}
	there, logged, err := e.read(after, to)
	if err != nil {
		return err
	}
	for _, row := range rows {
		e.n++
		var tables []string
		said := row.Lines()
		for _, table := range covered.Of(row.RequestID) {
			if said[table] != there[row.RequestID][table] {
				tables = append(tables, table)
			}
		}
		slices.Sort(tables)
		if len(tables) > 0 {
			e.problem(row.RequestID, "its rows of "+strings.Join(tables, ", ")+" are not those that were written")
		} else if err := e.vouched(row, logged[row.RequestID]); err != nil {
			return err
		}
		delete(there, row.RequestID)
	}
	for _, request := range slices.Sorted(maps.Keys(there)) {
		if e.whole {
			e.problem(request, "it has no tally")
		}
	}
	return nil
}

// read hashes all rows of some requests by table, and finds the newest tally that the log names of each.
func (e *tallyExam) read(after, to int64) (there map[int64]map[string]string, logged map[int64]string, err error) {
	there, logged = map[int64]map[string]string{}, map[int64]string{}
	for table, c := range covered.Tables {
		if c.Request == "" {
			continue
		}
		leaves := map[int64][][32]byte{}
		where := "WHERE " + c.Request + " > " + e.Bind(1) + " AND " + c.Request + " <= " + e.Bind(2)
		if err := e.eachLeaf(table, where, []any{after, to}, func(request int64, leaf [32]byte) {
			leaves[request] = append(leaves[request], leaf)
		}); err != nil {
			return nil, nil, err
		}
		for request, list := range leaves {
			if there[request] == nil {
				there[request] = map[string]string{}
			}
			there[request][table] = rowhash.Sum(list)
		}
	}
	var entries []EntryRow
	if err := e.db.Where("request_id > ? AND request_id <= ? AND request_id <> 0 AND detail LIKE ?", after, to,
		`%"`+vouch.Detail+`":"%`).Order("seq").Find(&entries).Error; err != nil {
		return nil, nil, err
	}
	for _, entry := range entries {
		if logged[entry.RequestID], err = vouch.Named(entry.Detail, entry.RequestID); err != nil {
			return nil, nil, err
		}
	}
	return there, logged, nil
}

// alone looks for what belongs to nothing, and for requests without a key: nothing in the program takes a request or
// its key away.
func (e *tallyExam) alone() error {
	for _, look := range []struct{ query, what string }{
		{
			"SELECT COUNT(*) FROM request WHERE NOT EXISTS (SELECT 1 FROM request_key AS k WHERE k.request_id = request.id)", "%d requests have no key"},
		{"SELECT COUNT(*) FROM head WHERE id <> 1", "%d heads of the log are none"},
		{"SELECT COUNT(*) FROM hold WHERE request_id IS NULL", "%d duties to keep belong to no request"},
		{"SELECT COUNT(*) FROM consent WHERE request_id IS NULL", "%d consents belong to no request"},
	} {
		var n int64
		if err := e.db.Raw(look.query).Scan(&n).Error; err != nil {
			return err
		}
		if n > 0 {
			e.wrong = append(e.wrong, fmt.Sprintf(look.what, n))
		}
	}
	return nil
}

// problem names a request by its reference, where it still has one.
func (e *tallyExam) problem(request int64, what string) {
	e.wrong = append(e.wrong, e.called(request)+": "+what)
}
