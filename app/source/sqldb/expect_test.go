package sqldb_test

import (
	"math/rand/v2"
	"testing"

	"orangelab.cn/rightsdesk/app/source/sqldb"
	"orangelab.cn/rightsdesk/app/source/value"
)

func TestAnExpectedRowIsFoundByItsKeyInWhateverOrderKeysAreAsked(t *testing.T) {
	r := rand.New(rand.NewPCG(7, 9))
	for range 300 {
		known := map[int64]bool{}
		var rows []sqldb.ExpectedRow
		for range r.IntN(30) {
			if key := r.Int64N(60) - 30; !known[key] {
				known[key] = true
				rows = append(rows, sqldb.ExpectedRow{Key: sqldb.AppendEncoded(nil, key),
					After: value.Row{{Value: key}}})
			}
		}
		e := sqldb.Expected(rows)
		next := r.Int64N(60) - 30
		for range 200 {
			switch r.IntN(4) { // as a walk does, and as anything else might
			case 0:
				next = r.Int64N(64) - 32
			case 1, 2:
				next++
			}
			row := e.Look(sqldb.AppendEncoded(nil, next))
			if (row != nil) != known[next] || row != nil && row.After[0].Value != next {
				t.Fatalf("%d of %v: %v", next, known, row)
			}
		}
	}
}
