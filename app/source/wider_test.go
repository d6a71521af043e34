package source_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"orangelab.cn/rightsdesk/app/source"
	"orangelab.cn/rightsdesk/app/source/dataset"
	"orangelab.cn/rightsdesk/app/source/search"
	"orangelab.cn/rightsdesk/app/source/sqldb"
	"orangelab.cn/rightsdesk/app/source/trial"
)

// engineTypes are types whose values an engine calls equal by a rule of its own, with values in them.
var engineTypes = map[string]map[string][]string{
	"SQLite": {"NUMERIC": {"1", "1.0", "'1.00'", "'01'", "13800138000", "'x'"},
		"INTEGER": {"1", "1.0", "13800138000.0", "'1.5'"}, "": {"1", "'1'", "1.0", "'1.0'", "13800138000"},
		"TEXT COLLATE NOCASE": {"'u1'", "'U1'", "'1'", "'1.0'"}, "BOOLEAN": {"1", "0"}, "DATE": {"'1990-01-02'"},
		"TIMESTAMP": {"'1990-01-02 00:00:00'"}, "JSON": {"'1.0'", "'[1.00, 2]'", `'"u1"'`}},
	"PostgreSQL": {"NUMERIC": {"1", "1.0", "1.00", "2", "13800138000.00", "110105194912310021.0"},
		"NUMERIC(20,2)": {"1", "13800138000"}, "BIGINT": {"1", "13800138000"},
		"UUID":    {"'3f2504e0-4f89-41d3-9a0c-0305e82c3301'"},
		"BOOLEAN": {"true", "false"}, "DATE": {"'1990-01-02'"}, "TIMESTAMP": {"'1990-01-02 00:00'"},
		"TIMESTAMPTZ": {"'1990-01-02 00:00+00'"}, "INET": {"'10.0.0.1'", "'10.0.0.1/32'"}, "CHAR(9)": {"'u1'", "'1'"},
		"JSONB": {"'1.0'", "'[1.00, 2]'", `'"u1"'`}, "NUMERIC[]": {"ARRAY[1.00, 2]"},
		"UUID[]": {"ARRAY['3f2504e0-4f89-41d3-9a0c-0305e82c3301'::uuid]"}, "TEXT": {"'u1'", "'1'", "'1.0'"},
		"BYTEA": {`'\x7531'`}},
	"MySQL": {"DECIMAL(20,2)": {"1", "1.00", "13800138000"}, "BIGINT": {"1", "13800138000"}, "DATE": {"'1990-01-02'"},
		"DATETIME": {"'1990-01-02 00:00:00'"}, "VARCHAR(40)": {"'u1'", "'U1'", "'1'"}, "JSON": {"'1.0'", "'[1.00, 2]'"},
		"BOOLEAN": {"1", "0"}, "VARBINARY(9)": {"'u1'"}, "BIT(8)": {"b'1'"},
		"UUID": {"'3f2504e0-4f89-41d3-9a0c-0305e82c3301'"}},
}

// The wider search finds at least what the exact one does, in every type of column: engines call numbers, UUIDs and
// moments equal that are not one text.
func TestTheWiderSearchFindsWhatTheExactOneFinds(t *testing.T) {
	sought := []string{"1", "1.0", "1.00", "01", "u1", "13800138000", "13800138000.00", "110105194912310021",
		"1990-01-02", "1990-01-02 00:00:00", "1990-01-02T00:00:00Z", "3F2504E0-4F89-41D3-9A0C-0305E82C3301", "10.0.0.1",
		"true"}
	onEngines(t, func(t *testing.T, db *testDB) {
		found := 0
		for column, held := range engineTypes[db.engine] {
			db.exec(t, "DROP TABLE IF EXISTS p;\nCREATE TABLE p (id INTEGER PRIMARY KEY, v "+column+")")
			for i, v := range held {
				db.exec(t, fmt.Sprintf("INSERT INTO p VALUES (%d, %s)", i, v))
			}
			src, err := source.Open(context.Background(), db.dsn) // the table is new each time
			if err != nil {
				t.Fatal(err)
			}
			for _, kind := range []string{"customer_id", "phone_number", "id_number", "birth_date", "name", "email"} {
				opts := search.Options{Datasets: linked(t, d("m", c("p", "", f("id", pk), f("v", "identity: "+kind)))),
					Sources: map[string]*sqldb.Source{"m": src}}
				for _, value := range sought {
					opts.Identities = dataset.Identities{kind: {value}}
					opts.Spellings = false
					exact := idsFound(opts)
					opts.Spellings = true
					wider := idsFound(opts)
					found += len(exact)
					for _, id := range exact {
						if !slices.Contains(wider, id) {
							t.Errorf("%s %s %q: exact finds %v, spellings %v", column, kind, value, exact, wider)
						}
					}
				}
			}
			closed(t, src.DB)
		}
		if found < 30 {
			t.Errorf("only %d rows were found as written", found)
		}
	})
}

// idsFound returns the keys of the rows that are found; none where the column is refused for the kind.
func idsFound(opts search.Options) (ids []string) {
	rows, _, err := trial.Access(context.Background(), opts)
	if err != nil {
		return nil
	}
	for _, row := range rows["m:p"] {
		id, _ := row.Get("id")
		ids = append(ids, fmt.Sprint(id))
	}
	return ids
}

// A row that one query finds is not said to be a doubtful one by another; a row that nobody asked for is not taken for
// its number.
func TestAnotherConditionTakesNoRowByItsNumber(t *testing.T) {
	onEngines(t, func(t *testing.T, db *testDB) {
		db.exec(t,
			"CREATE TABLE p (id INTEGER PRIMARY KEY, n NUMERIC(9,2), name VARCHAR(40));\nINSERT INTO p VALUES (1, 1.00, '王芳'), (2, 2, '王芳芳'), (3, 1, 'x'), (4, 3, '王芳、李静'), (5, 1, '王芳、李静')")
		var ids []string
		report, err := search.Access(context.Background(),
			search.Options{Datasets: linked(t,
				d("m", c("p", "", f("id", pk), f("n", "identity: customer_id"), f("name", "identity: name")))),
				Sources:    map[string]*sqldb.Source{"m": opened(t, db)},
				Identities: dataset.Identities{"customer_id": {"1"}, "name": {"王芳"}}, Spellings: true},
			func(f search.Finding) error { ids = append(ids, fmt.Sprint(f.Key[0].Value)); return nil })
		if err != nil {
			t.Fatal(err)
		}
		near := report.Collections[0].Near
		slices.Sort(ids)
		if got := strings.Join(ids, " "); got != "1 3 5" || len(near) != 1 || near[0].Rows != 1 {
			t.Errorf("finds %s, says %v", got, near)
		}
	})
}

// A document in a column that holds an address is said where the address stands anywhere in it.
func TestAnAddressInADocumentIsSaid(t *testing.T) {
	onEngines(t, func(t *testing.T, db *testDB) {
		db.exec(t, "CREATE TABLE p (id INTEGER PRIMARY KEY, v "+map[string]string{"SQLite": "JSON",
			"PostgreSQL": "JSONB", "MySQL": "JSON"}[db.engine]+")")
		src := opened(t, db)
		for held, want := range map[string]int64{`{"a": "w@x.cn"}`: 1, `[{"a": [{"b": "W@x.cn"}]}]`: 1,
			`{"a": "mail w@x.cn"}`: 1, `{"a": "ww@x.cn"}`: 0, `{}`: 0} {
			db.exec(t, "DELETE FROM p;\nINSERT INTO p VALUES (1, '"+held+"')")
			report, err := search.Access(context.Background(),
				search.Options{Datasets: linked(t, d("m", c("p", "", f("id", pk), f("v", email)))),
					Sources:    map[string]*sqldb.Source{"m": src},
					Identities: dataset.Identities{"email": {"w@x.cn"}}, Spellings: true},
				func(f search.Finding) error {
					t.Errorf("%s is taken", held)
					return nil
				})
			said := int64(0)
			if err == nil {
				for _, n := range report.Collections[0].Near {
					said += n.Rows
				}
			}
			if err != nil || said != want {
				t.Errorf("%s: says %d rows, %v", held, said, err)
			}
		}
	})
}
