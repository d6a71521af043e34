package store

import (
	"crypto/sha256"
	"maps"
	"slices"
	"strings"

	"gorm.io/gorm/schema"

	"orangelab.cn/rightsdesk/store/covered"
	"orangelab.cn/rightsdesk/store/database"
	"orangelab.cn/rightsdesk/store/rowhash"
	"orangelab.cn/rightsdesk/store/vouch"
)

// settle writes the tallies of all requests that the transaction changed, and names them in its entries. Where none
// tells of a request, whoever the transaction belongs to signs its tally.
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
	if err := tx.settleBlocks(t); err != nil {
		return err
	}
	var err error
	if t.begun {
		err = tx.sumThese(t, slices.Collect(maps.Keys(t.dirty)))
	} else {
		err = tx.sumAll(t)
	}
	if err != nil {
		return err
	}
	clear(t.dirty)
	next := vouch.Row{RequestID: t.row.RequestID, Counter: t.row.Counter + 1, Sums: rowhash.Format(t.sums),
		Epoch: tx.chain.Last().TallyEpoch()}
	if t.there && next.Sums == t.row.Sums {
		return nil
	}
	// the request itself is gone, and with it all but what outlives it
	if t.row.RequestID != theDesk && t.sums["request"] == "" {
		if err := tx.sumAll(t); err != nil {
			return err
		}
		if next.Sums = rowhash.Format(t.sums); next.Sums == "" {
			return database.MapError(tx.db.Where("request_id = ?", t.row.RequestID).Delete(&vouch.Row{}).Error)
		}
	}
	t.there, t.begun = true, true
	return tx.saveTally(t, next, !tx.nameTally(next))
}

// sumAll sums the rows of every table again.
func (tx *Tx) sumAll(t *tally) error {
	t.sums = map[string]string{}
	return tx.sumThese(t, covered.Of(t.row.RequestID))
}

func (tx *Tx) sumThese(t *tally, tables []string) error {
	for _, table := range tables {
		sum, err := tx.sum(table, t.row.RequestID)
		if err != nil {
			return err
		}
		t.sums[table] = sum
	}
	return nil
}

// saveTally writes a tally, which whoever the transaction belongs to signs where nobody else vouches for it. It does so
// without GORM: every change does.
func (tx *Tx) saveTally(of *tally, t vouch.Row, sign bool) error {
	if sign {
		t.Staff, t.Roster = tx.keys.me, tx.chain.Last().Version
		t.Sig = tx.keys.signer().Sign(t.Text(tx.chain.ID()))
	}
	t.Mac = tx.keys.tallyMAC(tx.chain.ID(), t)
	of.row = t
	var binds []string
	for n := range 8 {
		binds = append(binds, tx.Bind(n+1))
	}
	s := tx.db.Statement
	_, err := s.ConnPool.ExecContext(s.Context,
		"INSERT INTO tally (request_id, counter, sums, mac, staff, roster, sig, epoch) VALUES ("+strings.Join(binds,
			", ")+
			") ON CONFLICT (request_id) DO UPDATE SET counter = excluded.counter, sums = excluded.sums, mac = excluded.mac, staff = excluded.staff, roster = excluded.roster, sig = excluded.sig, epoch = excluded.epoch",
		t.RequestID, t.Counter, t.Sums, t.Mac, t.Staff, t.Roster, t.Sig, t.Epoch)
	return database.MapError(err)
}

// HoldsNone reports whether, by its tally, a request has no row in a table.
func (v *View) HoldsNone(request int64, table string) (bool, error) {
	if !v.KeepsTallies() {
		return false, nil
	}
	t, err := v.tally(request)
	return err == nil && t.begun && !t.dirty[table] && t.sums[table] == "", err
}

// HoldsJust reports whether, by its tally, a request has just these rows in their table, so that they need not be
// written again.
func (v *View) HoldsJust(request int64, rows []schema.Tabler) (bool, error) {
	if len(rows) == 0 || !v.KeepsTallies() {
		return false, nil
	}
	t, err := v.tally(request)
	if err != nil || !t.begun || t.dirty[rows[0].TableName()] {
		return false, err
	}
	leaves := make([][sha256.Size]byte, len(rows))
	for i, row := range rows {
		if leaves[i], err = rowhash.Of(row); err != nil {
			return false, err
		}
	}
	return t.sums[rows[0].TableName()] == rowhash.Sum(leaves), nil
}

// ProveRow is prove for the one row of a request itself, which was read whole. It reports whether the row was compared:
// not so on a desk whose tallies are still being made.
func (v *View) ProveRow(request int64, row schema.Tabler) (proved bool, err error) {
	if !v.KeepsTallies() {
		return false, nil
	}
	t, err := v.tally(request)
	if err != nil || !t.begun || t.dirty["request"] {
		return false, err
	}
	leaf, err := rowhash.Of(row)
	if err != nil {
		return false, err
	}
	if rowhash.Sum([][sha256.Size]byte{leaf}) != t.sums["request"] {
		return false, v.differs(t, "request")
	}
	t.proved["request"] = true
	return true, nil
}

// nameTally names a tally in the last entry of its request, that of the desk in the last of all, and reports whether
// the log vouches for it: that of the desk is signed as well.
func (tx *Tx) nameTally(t vouch.Row) bool {
	for i := len(tx.entries) - 1; i >= 0; i-- {
		e := &tx.entries[i]
		if t.RequestID != theDesk && e.RequestID != t.RequestID {
			continue
		}
		detail := maps.Clone(e.Detail)
		if detail == nil {
			detail = map[string]any{}
		}
		detail[vouch.DetailOf(t.RequestID)] = t.Mark(tx.chain.ID())
		e.Detail = detail
		return t.RequestID != theDesk
	}
	return false
}
