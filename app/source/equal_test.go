package source_test

import (
	"context"
	"database/sql"
	"fmt"
	"net/url"
	"os"
	"slices"
	"strings"
	"testing"

	"orangelab.cn/rightsdesk/app/source"
	"orangelab.cn/rightsdesk/app/source/apply"
	"orangelab.cn/rightsdesk/app/source/change"
	"orangelab.cn/rightsdesk/app/source/dataset"
	"orangelab.cn/rightsdesk/app/source/search"
	"orangelab.cn/rightsdesk/app/source/sqldb"
	"orangelab.cn/rightsdesk/app/source/trial"
)

// looselyCompared is what engines call equal and people are not: accents, case, blanks at the end, emoji, long s.
var looselyCompared = []string{"rené@x.org", "rene@x.org", "RENE@x.org", "rene@x.org ", "rene@x.org\u00a0", "小😀", "小😎",
	"小𠮷", "ſ", "s", "S", "1", "1 ", "01", "1.0", "1abc", "+1"}

func literal(s string) string { return "'" + strings.ReplaceAll(s, "'", "''") + "'" }

// columnsOf are the loosest text types of each engine.
func columnsOf(t *testing.T, db *testDB) map[string]string {
	switch db.engine {
	case "SQLite":
		return map[string]string{"nocase": "TEXT COLLATE NOCASE", "rtrim": "TEXT COLLATE RTRIM", "untyped": "",
			"numeric": "NUMERIC COLLATE NOCASE"}
	case "MySQL":
		return map[string]string{"general": "VARCHAR(40) CHARACTER SET utf8mb4 COLLATE utf8mb4_general_ci",
			"unicode": "VARCHAR(40) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci",
			"bin":     "VARCHAR(40) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin", "text": "TEXT CHARACTER SET utf8mb4"}
	}
	db.exec(t, `CREATE COLLATION loose (provider = icu, locale = 'und-u-ks-level1', deterministic = false)`)
	return map[string]string{"loose": "TEXT COLLATE loose", "plain": "VARCHAR(40)"}
}

func TestARowIsThePersonsOnlyIfItsValueIsEqual(t *testing.T) {
	onEngines(t, func(t *testing.T, db *testDB) {
		for name, column := range columnsOf(t, db) {
			t.Run(name, func(t *testing.T) {
				db.exec(t,
					"DROP TABLE IF EXISTS linked;\nDROP TABLE IF EXISTS person;\nCREATE TABLE person (id INTEGER PRIMARY KEY, who "+column+", door INTEGER);\nCREATE TABLE linked (id INTEGER PRIMARY KEY, who "+column+")")
				numeric := name == "numeric" // its affinity makes 1, 01 and 1.0 one number
				for i, who := range looselyCompared {
					db.exec(t,
						fmt.Sprintf("INSERT INTO person VALUES (%d, %s, %d);\nINSERT INTO linked VALUES (%d, %s)", i,
							literal(who), 1000+i, i, literal(who)))
				}
				datasets := linked(t,
					d("m", c("person", "", f("id", pk), f("who", ""), f("door", "identity: door")),
						c("linked", "", f("id", pk), f("who", "references: [{dataset: m, field: person.who}]"))))
				src, w := openedBoth(t, db)
				for i, who := range looselyCompared {
					if numeric && strings.Trim(who, "+01. ") == "" {
						continue
					}
					found := map[string][]string{}
					opts := search.Options{Datasets: datasets, Sources: map[string]*sqldb.Source{"m": src},
						Identities: dataset.Identities{"door": {fmt.Sprint(1000 + i)}}}
					_, err := search.Access(context.Background(), opts, func(f search.Finding) error {
						found[f.Collection] = append(found[f.Collection], fmt.Sprint(f.Key[0].Value))
						return nil
					})
					if err != nil {
						t.Fatal(err)
					}
					if want := []string{fmt.Sprint(i)}; !slices.Equal(found["person"], want) ||
						!slices.Equal(found["linked"], want) {
						t.Errorf("%q reaches %v, want row %d in each", who, found, i)
					}
				}
				// Erasing one leaves every other row.
				var changes []change.RowChange
				_, err := change.Preview(context.Background(),
					change.Options{Options: search.Options{Datasets: datasets,
						Sources: map[string]*sqldb.Source{"m": src}, Identities: dataset.Identities{"door": {"1001"}}},
						Decide: func(search.Finding) (dataset.Treatment,
							error) {
							return dataset.Treatment{Delete: true}, nil
						}}, func(c change.RowChange) error { changes = append(changes, c); return nil })
				if err != nil {
					t.Fatal(err)
				}
				if applied, err := apply.Changes(context.Background(), w, datasets, each(changes), nil); err != nil ||
					applied.Deleted != 2 {
					t.Fatalf("%+v, %v", applied, err)
				}
				for _, table := range []string{"person", "linked"} {
					var left, gone int
					if err := db.db.QueryRow("SELECT COUNT(*), SUM(CASE WHEN id = 1 THEN 1 ELSE 0 END) FROM "+table).
						Scan(&left, &gone); err != nil || left != len(looselyCompared)-1 || gone != 0 {
						t.Errorf("%s: %d rows are left, %d of them the person's, %v", table, left, gone, err)
					}
				}
			})
		}
	})
}

// The same where a whole database has a character set of one byte: rows in a spelling beyond ASCII are found there too.
func TestADatabaseInLatin1IsSearchedForAnyValue(t *testing.T) {
	base := os.Getenv("RIGHTSDESK_TEST_POSTGRES")
	if base == "" {
		t.Skip("no server given")
	}
	admin, err := sql.Open("pgx", base)
	if err != nil {
		t.Fatal(err)
	}
	name := fmt.Sprintf("latin_%d_%d", os.Getpid(), testNumber.Add(1))
	if _, err := admin.Exec("CREATE DATABASE " + name +
		" ENCODING 'LATIN1' LC_COLLATE 'C' LC_CTYPE 'C' TEMPLATE template0"); err != nil {
		t.Fatal(err)
	}
	defer closed(t, admin)
	u, err := url.Parse(base)
	if err != nil {
		t.Fatal(err)
	}
	u.Path = "/" + name
	db := &testDB{"PostgreSQL", u.String(), nil}
	if db.db, err = sql.Open("pgx", db.dsn); err != nil {
		t.Fatal(err)
	}
	db.exec(t,
		"CREATE TABLE p (id INT PRIMARY KEY, nick TEXT, mail TEXT, j JSONB);\nINSERT INTO p VALUES (1, 'bob', 'Bob@X.org', NULL), (2, '?', E'bob@x.org\\u00a0', NULL), (3, E'b\\u00a0', '??', NULL), (4, NULL, NULL, '{\"n\": \"bob\"}')")
	src, err := source.Open(context.Background(), db.dsn)
	if err != nil {
		t.Fatal(err)
	}
	datasets := linked(t,
		d("m", c("p", "", f("id", pk), f("nick", "identity: account"), f("mail", email),
			"          - name: j\n            fields: [{name: n, fides_meta: {identity: account}}]\n")))
	for spellings, want := range map[bool]int{false: 2, true: 4} {
		rows, _, err := trial.Access(context.Background(),
			search.Options{Datasets: datasets, Sources: map[string]*sqldb.Source{"m": src}, Spellings: spellings,
				Identities: dataset.Identities{"account": {"小", "b😀", "bob", "b"}, "email": {"😀@x.org", "bob@x.org"}}})
		if err != nil || len(rows["m:p"]) != want {
			t.Errorf("spellings %v: %v, %v", spellings, rows["m:p"], err)
		}
	}
	closed(t, src.DB)
	closed(t, db.db)
	if _, err := admin.Exec("DROP DATABASE " + name); err != nil {
		t.Error(err)
	}
}

// A value that a column's character set cannot hold is in none of its rows, and costs nobody the collection.
func TestAValueThatTheCharacterSetLacksIsNotFound(t *testing.T) {
	db := mysqlDB(t)
	if db == nil {
		t.Skip("no server given")
	}
	for _, charset := range []string{"latin1 COLLATE latin1_german1_ci", "latin1 COLLATE latin1_bin", "gbk", "utf8mb3",
		"ascii", "utf8mb4 COLLATE utf8mb4_unicode_ci"} {
		db.exec(t,
			"DROP TABLE IF EXISTS p;\nCREATE TABLE p (id INT PRIMARY KEY, nick VARCHAR(60) CHARACTER SET "+charset+", mail TEXT CHARACTER SET "+charset+");\nINSERT INTO p VALUES (1, 'bob', 'bob@x.org'), (2, '?', '?@x.org'), (3, 'b?', '??')")
		for _, spellings := range []bool{false, true} {
			src, err := source.Open(context.Background(), db.dsn) // the table is new each time
			if err != nil {
				t.Fatal(err)
			}
			rows, _, err := trial.Access(context.Background(),
				search.Options{Datasets: linked(t,
					d("m", c("p", "", f("id", pk), f("nick", "identity: account"), f("mail", email)))),
					Sources:    map[string]*sqldb.Source{"m": src},
					Identities: dataset.Identities{"account": {"小", "b😀", "bob"}, "email": {"😀@x.org", "😀小"}},
					Spellings:  spellings})
			if err != nil || len(rows["m:p"]) != 1 {
				t.Errorf("%s (spellings %v): %v, %v", charset, spellings, rows["m:p"], err)
			}
			closed(t, src.DB)
		}
	}
}

func TestTheKeyOfAStrangerIsNotTheKeyOfThePersonsRow(t *testing.T) {
	db := sqliteDB(t)
	db.exec(t,
		"CREATE TABLE person (id INTEGER PRIMARY KEY, mail TEXT, k);\nCREATE TABLE item (id INTEGER PRIMARY KEY, k)")
	for i := range 250 {
		db.exec(t, fmt.Sprintf("INSERT INTO person VALUES (%d, 'a@x', 'key%d')", i, i))
	}
	keys := []string{"CAST(x'6bff' AS TEXT)", "x'6bfe'", "'k' || char(0) || 'z'", "'k\ufffd'", "'k\ufffdz'", "'k'",
		"1.5", "9007199254740993", "'a/8='", "'a/4='", "CAST(x'6bfd' AS TEXT)"}
	const own = 3
	for i, k := range keys[:own] {
		db.exec(t, fmt.Sprintf("INSERT INTO person VALUES (%d, 'a@x', %s)", 1000+i, k))
	}
	db.exec(t,
		"INSERT INTO person VALUES (2000, 'a@x', 1.5);\nINSERT INTO person VALUES (2001, 'a@x', 9007199254740993)")
	for i, k := range keys {
		db.exec(t, fmt.Sprintf("INSERT INTO item VALUES (%d, %s)", i, k))
	}
	datasets := linked(t,
		d("m", c("person", "", f("id", pk), f("mail", email), f("k", "")),
			c("item", "", f("id", pk), f("k", "references: [{dataset: m, field: person.k}]"))))
	var found []string
	_, err := search.Access(context.Background(),
		search.Options{Datasets: datasets, Sources: map[string]*sqldb.Source{"m": opened(t, db)},
			Identities: dataset.Identities{"email": {"a@x"}}}, func(f search.Finding) error {
			if f.Collection == "item" {
				found = append(found, fmt.Sprint(f.Key[0].Value))
			}
			return nil
		})
	slices.Sort(found)
	if err != nil || !slices.Equal(found, []string{"0", "1", "2", "6", "7"}) {
		t.Errorf("rows %v, %v", found, err)
	}
}

func openedBoth(t *testing.T, db *testDB) (*sqldb.Source, *sqldb.Writer) {
	t.Helper()
	w, err := source.OpenWriter(context.Background(), db.dsn)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := w.Close(); err != nil {
			t.Error(err)
		}
	})
	return opened(t, db), w
}

// A foreign key compares as the key does that it refers to: what the database takes along is planned, and nothing else.
func TestAForeignKeyTakesAlongWhatTheDatabaseWould(t *testing.T) {
	tables := map[string]map[string][2]string{ // by engine: the types of the parent's key and of the child's column
		"SQLite": {"loose parent": {"TEXT COLLATE NOCASE", "TEXT"}, "loose child": {"TEXT", "TEXT COLLATE NOCASE"},
			"both": {"TEXT COLLATE NOCASE", "TEXT COLLATE NOCASE"}, "neither": {"TEXT", "TEXT"}},
		"MySQL": {"both": {"VARCHAR(20) CHARACTER SET utf8mb4 COLLATE utf8mb4_general_ci",
			"VARCHAR(20) CHARACTER SET utf8mb4 COLLATE utf8mb4_general_ci"},
			"neither": {"VARCHAR(20) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin",
				"VARCHAR(20) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin"}},
		"PostgreSQL": {"neither": {"TEXT", "TEXT"}},
	}
	onEngines(t, func(t *testing.T, db *testDB) {
		for name, types := range tables[db.engine] {
			t.Run(name, func(t *testing.T) {
				db.exec(t,
					"DROP TABLE IF EXISTS child;\nDROP TABLE IF EXISTS parent;\nCREATE TABLE parent (k "+types[0]+" PRIMARY KEY, mail VARCHAR(20));\n"+
						"CREATE TABLE child (id INTEGER PRIMARY KEY, k "+types[1]+", FOREIGN KEY (k) REFERENCES parent (k) ON DELETE CASCADE)")
				db.exec(t,
					"INSERT INTO parent VALUES ('abc', 'a@x'), ('other', 'b@x');\nINSERT INTO child VALUES (1, 'abc'), (2, 'other')")
				want := []string{"child 1", "parent abc"}
				if types[0] == types[1] && name == "both" || name == "loose parent" {
					db.exec(t, "INSERT INTO child VALUES (3, 'ABC')") // refers to abc
					want = []string{"child 1", "child 3", "parent abc"}
				} else {
					// refers to a stranger
					db.exec(t, "INSERT INTO parent VALUES ('ABC', 'c@x');\nINSERT INTO child VALUES (3, 'ABC')")
				}
				datasets := linked(t, d("m", c("parent", "", f("k", pk), f("mail", email))))
				src, w := openedBoth(t, db)
				// The link of the data map takes what is equal, and says what the database takes along besides.
				var shown []string
				along, err := search.Access(context.Background(),
					search.Options{Datasets: linked(t,
						d("m", c("parent", "", f("k", pk), f("mail", email)),
							c("child", "", f("id", pk), f("k", ref("m", "parent.k", "from"))))),
						Sources: map[string]*sqldb.Source{"m": src}, Identities: dataset.Identities{"email": {"a@x"}}},
					func(f search.Finding) error {
						shown = append(shown, fmt.Sprint(f.Collection, " ", f.Key[len(f.Key)-1].Value))
						return nil
					})
				slices.Sort(shown)
				said := map[bool][]search.Near{false: nil, true: {{Field: "k", Rows: 1}}}[len(want) == 3]
				if err != nil || !slices.Equal(shown, []string{"child 1", "parent abc"}) ||
					!slices.Equal(along.Collections[len(along.Collections)-1].Referring, said) {
					t.Errorf("shown %q, said %+v of %+v, %v", shown, said, along.Collections, err)
				}
				var changes []change.RowChange
				report, err := change.Preview(context.Background(),
					change.Options{Options: search.Options{Datasets: datasets,
						Sources: map[string]*sqldb.Source{"m": src}, Identities: dataset.Identities{"email": {"a@x"}}},
						Decide: func(search.Finding) (dataset.Treatment,
							error) {
							return dataset.Treatment{Delete: true}, nil
						}}, func(c change.RowChange) error { changes = append(changes, c); return nil })
				if err != nil || report.Err() != nil {
					t.Fatal(err, report.Err())
				}
				var planned []string
				for _, c := range changes {
					planned = append(planned, fmt.Sprint(c.Collection, " ", c.Key[len(c.Key)-1].Value))
				}
				slices.Sort(planned)
				if !slices.Equal(planned, want) {
					t.Errorf("planned %q, want %q", planned, want)
				}
				slices.SortStableFunc(changes, func(a, b change.RowChange) int { return a.Order - b.Order })
				if applied, err := apply.Changes(context.Background(), w, datasets, each(changes), nil); err != nil ||
					applied.Deleted != int64(len(want)) {
					t.Errorf("%+v, %v", applied, err)
				}
				var left int
				if err := db.db.QueryRow("SELECT (SELECT COUNT(*) FROM parent) + (SELECT COUNT(*) FROM child)").
					Scan(&left); err != nil || (len(want) == 2 && left != 4) || (len(want) == 3 && left != 2) {
					t.Errorf("%d rows are left, %v", left, err)
				}
			})
		}
	})
}

// A key of the data map that the table does not enforce, and a table without row numbers, are written by what is equal
// and never by what the column's collation calls so.
func TestARowWhoseKeyOnlyLooksTheSameIsNotWritten(t *testing.T) {
	onEngines(t, func(t *testing.T, db *testDB) {
		tables := map[string]string{
			"no constraint": map[string]string{"SQLite": "k TEXT COLLATE NOCASE, mail TEXT, note TEXT)",
				"PostgreSQL": "k TEXT COLLATE loose, mail TEXT, note TEXT)",
				"MySQL":      "k VARCHAR(20) CHARACTER SET utf8mb4 COLLATE utf8mb4_general_ci, mail VARCHAR(20), note VARCHAR(20))"}[db.engine]}
		columnsOf(t, db)
		if db.engine == "SQLite" {
			tables["no row numbers"] =
				"k TEXT COLLATE NOCASE, mail TEXT, note TEXT, PRIMARY KEY (k COLLATE BINARY)) WITHOUT ROWID"
		}
		for name, columns := range tables {
			t.Run(name, func(t *testing.T) {
				db.exec(t, "DROP TABLE IF EXISTS p;\nCREATE TABLE p ("+columns)
				db.exec(t,
					"INSERT INTO p VALUES ('rene', 'a@x', 'mine'), ('RENE', 'b@x', 'theirs'), ('rené', 'c@x', 'theirs')")
				datasets := linked(t, d("m", c("p", "", f("k", pk), f("mail", email), f("note", ""))))
				src, w := openedBoth(t, db)
				for _, treatment := range []dataset.Treatment{{Set: map[string]any{"note": "new"}}, {Delete: true}} {
					var changes []change.RowChange
					if _, err := change.Preview(context.Background(),
						change.Options{Options: search.Options{Datasets: datasets,
							Sources:    map[string]*sqldb.Source{"m": src},
							Identities: dataset.Identities{"email": {"a@x"}}},
							Decide: func(search.Finding) (dataset.Treatment, error) { return treatment, nil }},
						func(c change.RowChange) error { changes = append(changes, c); return nil }); err != nil {
						t.Fatal(err)
					}
					if applied, err := apply.Changes(context.Background(), w, datasets, each(changes),
						nil); err != nil || applied.Updated+applied.Deleted != 1 {
						t.Errorf("%+v, %v", applied, err)
					}
				}
				var left, touched int
				if err := db.db.QueryRow("SELECT COUNT(*), SUM(CASE WHEN note = 'theirs' THEN 0 ELSE 1 END) FROM p").
					Scan(&left, &touched); err != nil || left != 2 || touched != 0 {
					t.Errorf("%d rows are left, %d of them written, %v", left, touched, err)
				}
			})
		}
	})
}
