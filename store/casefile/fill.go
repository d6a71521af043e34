package casefile

import (
	"maps"
	"runtime"
	"slices"
	"strconv"
	"time"

	"golang.org/x/sync/errgroup"
	"gorm.io/gorm/schema"

	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/store"
	"orangelab.cn/rightsdesk/store/database"
	"orangelab.cn/rightsdesk/store/requests"
	"orangelab.cn/rightsdesk/store/seal"
)

// Filling is a request that a desk is filled with, as it stands after everything that happened to it: a desk of a
// million requests is ready in minutes where it would take them in one by one for hours.
type Filling struct {
	Request  model.Request
	Evidence []model.EvidenceRecord
	Parts    map[string]any // by the names of SavePart
	// Changes says how many entries tell of the request, its taking among them.
	Changes int64
}

// Filled is a request that a desk was filled with.
type Filled struct {
	ID        int64
	Reference string
	changes   int64
	mark      string // of its tally; empty on a desk that keeps none
}

// Entry completes the n-th entry that tells of the request, from 1: the last names its tally, and must be appended
// within the same sitting, or the doctor finds a request that nobody vouches for.
func (f Filled) Entry(n int64, e model.Entry) model.Entry {
	detail := maps.Clone(e.Detail)
	if detail == nil {
		detail = map[string]any{}
	}
	detail["reference"] = f.Reference
	if n > 1 {
		detail["request_version"] = n
	}
	if n == f.changes && f.mark != "" {
		detail[store.TallyDetail] = f.mark
	}
	e.RequestID, e.Detail = f.ID, detail
	return e
}

// filling is all rows of one request.
type filling struct {
	request  requests.Row
	key      store.RequestKeyRow
	lookups  []requests.LookupRow
	evidence []evidenceRow
	parts    []partRow
	tally    *store.NewTally // nil on a desk that keeps none
}

// Fill writes requests as CreateRequest and everything after it would have left them: sealed and hashed on every core,
// then inserted many rows a statement. It gives them their references, of the year in which each was received in a
// zone. The entries that tell of them are the caller's. TestAFilledDeskIsLikeOneThatTookItsRequestsIn holds it to
// CreateRequest.
func Fill(tx *store.Tx, list []Filling, zone *time.Location) ([]Filled, error) {
	var last int64
	if err := tx.DB().Raw("SELECT COALESCE(MAX(id), 0) FROM request").Scan(&last).Error; err != nil {
		return nil, database.MapError(err)
	}
	if err := number(tx, list, zone); err != nil {
		return nil, err
	}
	rows, filled := make([]filling, len(list)), make([]Filled, len(list))
	var group errgroup.Group
	group.SetLimit(runtime.NumCPU())
	const part = 64
	for from := 0; from < len(list); from += part {
		group.Go(func() (err error) {
			for i := from; i < min(from+part, len(list)); i++ {
				if rows[i], err = fillOne(tx, last+1+int64(i), list[i]); err != nil {
					return err
				}
				filled[i] = Filled{rows[i].request.ID, rows[i].request.Reference, max(list[i].Changes, 1), ""}
				if rows[i].tally != nil {
					filled[i].mark = rows[i].tally.Mark
				}
			}
			return nil
		})
	}
	if err := group.Wait(); err != nil {
		return nil, err
	}
	return filled, insert(tx, rows)
}

// number gives requests without a reference the next ones.
func number(tx *store.Tx, list []Filling, zone *time.Location) error {
	for from := 0; from < len(list); {
		year, to := list[from].Request.ReceivedAt.In(zone).Year(), from
		for to < len(list) && list[to].Request.ReceivedAt.In(zone).Year() == year {
			to++
		}
		last, err := requests.CountReferences(tx, year, to-from)
		if err != nil {
			return err
		}
		for i := from; i < to; i++ {
			list[i].Request.Reference = model.FormatReference(year, last-int64(to-1-i))
		}
		from = to
	}
	return nil
}

// fillOne seals and hashes one request.
func fillOne(tx *store.Tx, id int64, f Filling) (rows filling, err error) {
	r, key := f.Request, seal.RandomKey()
	r.ID, r.Version = id, max(f.Changes, 1)
	sealed, err := tx.Keys().SealDesk("request_key", "key", strconv.FormatInt(id, 10), key)
	if err != nil {
		return rows, err
	}
	rows.key, rows.request = store.RequestKeyRow{RequestID: id, KeySealed: sealed,
		KeyVersion: tx.Keys().Epoch()}, requests.RowFrom(r)
	if err := requests.SealPerson(&rows.request, r, key); err != nil {
		return rows, err
	}
	rows.request.Mac = rows.request.DecisionMAC(tx.Keys())
	for _, l := range r.Subject.Lookups() {
		rows.lookups = append(rows.lookups,
			requests.LookupRow{Kind: string(l.Kind), Hash: tx.Keys().Hash(l.Kind, l.Value), RequestID: id})
	}
	for _, e := range f.Evidence {
		row, err := newEvidence(id, e.Evidence, e.ExpiresAt, e.Note, key)
		if err != nil {
			return rows, err
		}
		rows.evidence = append(rows.evidence, row)
	}
	for _, name := range slices.Sorted(maps.Keys(f.Parts)) {
		row, err := newPart(id, name, f.Parts[name], key)
		if err != nil {
			return rows, err
		}
		rows.parts = append(rows.parts, row)
	}
	return rows, rows.count(tx)
}

// count makes the tally of what a request has.
func (f *filling) count(tx *store.Tx) (err error) {
	rows := []schema.Tabler{&f.request}
	for i := range f.lookups {
		rows = append(rows, &f.lookups[i])
	}
	for i := range f.evidence {
		rows = append(rows, &f.evidence[i])
	}
	for i := range f.parts {
		rows = append(rows, &f.parts[i])
	}
	f.tally, err = tx.NewTally(f.request.ID, f.request.Version, rows)
	return err
}

// insert writes the rows of many requests with the tallies they already have, so that the guard of the tallies need not
// read each again.
func insert(tx *store.Tx, rows []filling) error {
	db := tx.Unguarded()
	var evidence []evidenceRow
	var parts []partRow
	rowsOfRequests, keys, lookups, tallies := make([]requests.Row, len(rows)), make([]store.RequestKeyRow,
		len(rows)), []requests.LookupRow(nil), []*store.NewTally(nil)
	for i, f := range rows {
		rowsOfRequests[i], keys[i] = f.request, f.key
		lookups, evidence, parts = append(lookups, f.lookups...), append(evidence, f.evidence...), append(parts,
			f.parts...)
		if f.tally != nil {
			tallies = append(tallies, f.tally)
		}
	}
	for _, insert := range []func() error{
		func() error { return database.InsertAll(db, rowsOfRequests) },
		func() error { return database.InsertAll(db, keys) }, func() error { return database.InsertAll(db, lookups) },
		func() error { return database.InsertAll(db, evidence) }, func() error { return database.InsertAll(db, parts) },
		func() error { return tx.SaveTallies(tallies) },
	} {
		if err := insert(); err != nil {
			return err
		}
	}
	return nil
}
