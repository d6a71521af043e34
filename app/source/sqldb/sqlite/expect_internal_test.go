package sqlite

import (
	"database/sql/driver"
	"testing"

	"orangelab.cn/rightsdesk/app/source/sqldb"
)

func TestWhatARowHeldIsForgottenAfterTheCall(t *testing.T) {
	columns := []sqldb.Column{{Name: "id"}, {Name: "name"}}
	seen, _ := sqldb.FingerprintRow(columns, []any{int64(1), "a\x00b"}, nil)
	e := dialect{}.expect(columns, []int{0}, []sqldb.ExpectedRow{{Key: sqldb.AppendEncoded(nil, int64(1)),
		Seen: seen[:]}}).(*expectation)
	defer e.Done()
	for name, is := range map[string]bool{"a\x00b": true, "a": false, "": false} {
		if e.met([]driver.Value{int64(1), name}) != is {
			t.Errorf("%q: not %v", name, is)
		}
		if e.row[0] != nil || e.row[1] != nil {
			t.Errorf("kept %v", e.row)
		}
	}
}
