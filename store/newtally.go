package store

import (
	"context"
	"crypto/sha256"

	"gorm.io/gorm"
	"gorm.io/gorm/schema"

	"orangelab.cn/rightsdesk/store/database"
	"orangelab.cn/rightsdesk/store/rowhash"
	"orangelab.cn/rightsdesk/store/vouch"
)

// NewTally is the tally of a request that is written with all its rows at once.
type NewTally struct {
	row  vouch.Row
	Mark string // names it in the log
}

// NewTally makes the tally of a request out of all rows it has; nil on a desk that keeps none.
func (tx *Tx) NewTally(request, counter int64, rows []schema.Tabler) (*NewTally, error) {
	if !tx.KeepsTallies() {
		return nil, nil
	}
	sums, leaves := map[string]string{}, map[string][][sha256.Size]byte{}
	for _, row := range rows {
		leaf, err := rowhash.Of(row)
		if err != nil {
			return nil, err
		}
		leaves[row.TableName()] = append(leaves[row.TableName()], leaf)
	}
	for table, list := range leaves {
		sums[table] = rowhash.Sum(list)
	}
	t := vouch.Row{RequestID: request, Counter: counter, Sums: rowhash.Format(sums),
		Epoch: tx.chain.Last().TallyEpoch()}
	t.Mac = tx.keys.tallyMAC(tx.chain.ID(), t)
	return &NewTally{t, t.Mark(tx.chain.ID())}, nil
}

// SaveTallies writes the tallies of new requests.
func (tx *Tx) SaveTallies(list []*NewTally) error {
	rows := make([]vouch.Row, len(list))
	for i, t := range list {
		rows[i] = t.row
	}
	return database.InsertAll(tx.Unguarded(), rows)
}

// Unguarded is the transaction without the guard of the tallies, for rows that are written together with their tally.
func (tx *Tx) Unguarded() *gorm.DB {
	return tx.db.WithContext(context.WithValue(tx.db.Statement.Context, inTransaction{}, (*View)(nil)))
}
