package source_test

import (
	"encoding/json"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"orangelab.cn/rightsdesk/app/source/dataset"
	"orangelab.cn/rightsdesk/app/source/search"
	"orangelab.cn/rightsdesk/app/source/sqldb"
	"orangelab.cn/rightsdesk/app/source/trial"
)

// A word that means nothing would find nothing, and the trial would look as if nothing were held.
func TestAWordThatMeansNothingIsNamed(t *testing.T) {
	db := sqliteDB(t)
	db.exec(t, "CREATE TABLE p (id INT PRIMARY KEY, mail TEXT, tenant TEXT);\nINSERT INTO p VALUES (1, 'a@x', 't7')")
	file := trialFile(t,
		d("m", c("p", "", f("id", pk), cat("user.contact.email", f("mail", email)),
			cat("user.house_rules", f("tenant", "custom_request_field: tenant_id")))))
	for _, tt := range []struct {
		args []string
		code int
		says string
	}{
		{[]string{"--identity", "mail=a@x", "--access"}, 1, "mail"},
		{[]string{"--identity", "email=a@x", "--identity", "mail=a@x", "--erase", "--strategy", "hash"}, 1, "mail"},
		{[]string{"--identity", "email=a@x", "--category", "user.nmae", "--access"}, 1, "user.nmae"},
		{[]string{"--identity", "email=a@x", "--category", "user.nmae", "--erase", "--strategy", "null_rewrite",
			"--write"}, 1, "user.nmae"},
		{[]string{"--identity", "email=a@x", "--category", "user.contac", "--access"}, 1, "user.contac"},
		{[]string{"--identity", "email=a@x", "--category", "user.house_rules", "--access"}, 0, ""},
		{[]string{"--identity", "email=a@x", "--category", "user.health", "--access"}, 0, ""},
		{[]string{"--identity", "email=a@x", "--category", "user", "--access"}, 0, ""},
		{[]string{"--identity", "phone_number=1", "--access"}, 1, "phone_number"},
		{[]string{"--identity", "tenant_id=t7", "--access"}, 0, ""},
	} {
		t.Run(strings.Join(tt.args, " "), func(t *testing.T) {
			code, out, says := tried(t, append([]string{"--dataset", file, "--source", "m=" + db.dsn}, tt.args...)...)
			if code != tt.code || !strings.Contains(says, tt.says) {
				t.Fatalf("gives %d: %s", code, says)
			}
			var result struct{ Problems []trial.Problem }
			if err := json.Unmarshal([]byte(out), &result); err != nil {
				t.Fatalf("prints %s", out)
			}
			if named := func(p trial.Problem) bool {
				return p.Severity == dataset.Error && strings.Contains(p.Message, tt.says)
			}; code != 0 && !slices.ContainsFunc(result.Problems, named) {
				t.Errorf("prints %s", out)
			}
		})
	}
	if got := db.dump(t, "SELECT mail FROM p"); got != "a@x" {
		t.Errorf("left is %s", got)
	}
}

// A request's own field is searched for like an identity, in both directions of the search.
func TestACustomRequestFieldLeadsToRows(t *testing.T) {
	onEngines(t, func(t *testing.T, db *testDB) {
		db.exec(t,
			"CREATE TABLE p (id INT PRIMARY KEY, ticket VARCHAR(9), name VARCHAR(9));\nCREATE TABLE o (id INT PRIMARY KEY, pid INT);\nINSERT INTO p VALUES (1, 't7', 'Ann'), (2, 't8', 'Bob');\nINSERT INTO o VALUES (5, 1), (6, 2)")
		maps := linked(t,
			d("m", c("p", "", f("id", pk), f("ticket", "custom_request_field: ticket_no"),
				cat("user.name", f("name", ""))), c("o", "", f("id", pk), f("pid", ref("m", "p.id", "from")))))
		ids := dataset.Identities{"ticket_no": {"t7"}}
		expect(t, accessed(t, db, maps, ids),
			map[string]string{"m:p": `[{"id":1,"ticket":"t7","name":"Ann"}]`, "m:o": `[{"id":5,"pid":1}]`})
		expect(t, accessed(t, db, maps, dataset.Identities{"email": {"t7"}}),
			map[string]string{"m:p": `[]`, "m:o": `[]`})
		erased(t, db, maps, ids, "null_rewrite", true)
		if got := db.dump(t, "SELECT name FROM p"); got != "-|Bob" {
			t.Errorf("left is %s", got)
		}
	})
}

// One database under two addresses is read once and written in one transaction.
func TestOneDatabaseUnderTwoAddressesIsOne(t *testing.T) {
	other := map[string]func(t *testing.T, dsn string) string{
		"SQLite": func(t *testing.T, dsn string) string {
			link := filepath.Join(t.TempDir(), "other.db")
			if err := os.Symlink(strings.TrimPrefix(dsn, "sqlite:"), link); err != nil {
				t.Fatal(err)
			}
			return "sqlite:" + link
		},
		"PostgreSQL": func(t *testing.T, dsn string) string {
			return withHost(t, dsn, "localhost") + "&application_name=other"
		},
		"MySQL": func(t *testing.T, dsn string) string { return strings.Replace(dsn, "mysql://", "mariadb://", 1) },
	}
	onEngines(t, func(t *testing.T, db *testDB) {
		db.exec(t,
			"CREATE TABLE p (id INT PRIMARY KEY, mail VARCHAR(9), name VARCHAR(9));\nCREATE TABLE o (id INT PRIMARY KEY, pid INT REFERENCES p (id));\nINSERT INTO p VALUES (1, 'a@x', 'Ann');\nINSERT INTO o VALUES (5, 1)")
		one := trialFile(t,
			d("one", c("p", "masking_strategy_override: {strategy: delete}", f("id", pk),
				cat("user.contact", f("mail", email)))))
		two := trialFile(t,
			d("two", c("o", "masking_strategy_override: {strategy: delete}", f("id", pk),
				cat("user.content", f("pid", ref("one", "p.id", "from")))),
				c("p", "", f("id", pk), cat("user.contact", f("mail", email)), cat("user.name", f("name", "")))))
		code, out, says := tried(t, "--dataset", one, "--dataset", two, "--source", "one="+db.dsn, "--source",
			"two="+other[db.engine](t, db.dsn), "--identity", "email=a@x", "--erase", "--strategy", "null_rewrite",
			"--write")
		if code != 0 {
			t.Fatalf("gives %d: %s%s", code, says, out)
		}
		if got := db.dump(t, "SELECT id FROM p") + db.dump(t, "SELECT id FROM o"); got != "" {
			t.Errorf("left is %s: %s", got, says)
		}
	})
}

func withHost(t *testing.T, dsn, host string) string {
	u, err := url.Parse(dsn)
	if err != nil {
		t.Fatal(err)
	}
	u.Host = host + ":" + u.Port()
	return u.String()
}

// What only a collection that is left out leads to is an error, for these identities too.
func TestACollectionThatALeftOutOneLeadsToIsAnError(t *testing.T) {
	db := sqliteDB(t)
	db.exec(t,
		"CREATE TABLE a (id INT PRIMARY KEY, mail TEXT);\nCREATE TABLE b (id INT PRIMARY KEY, aid INT, phone TEXT)")
	file := trialFile(t,
		d("m", c("a", "skip_processing: true", f("id", pk), f("mail", email)),
			c("b", "", f("id", pk), f("aid", ref("m", "a.id", "from")), f("phone", phone))))
	for identity, want := range map[string]int{"email=a@x": 1, "phone_number=1": 0} {
		code, out, says := tried(t, "--dataset", file, "--source", "m="+db.dsn, "--identity", identity, "--access")
		if code != want || (want == 1) != strings.Contains(says, "skip_processing") ||
			(want == 1) != strings.Contains(out, "skip-needed") {
			t.Errorf("%s gives %d: %s%s", identity, code, says, out)
		}
	}
}

// A circle is cut where the person's rows may be lost, and both its ends are named.
func TestACircleIsNamed(t *testing.T) {
	file := trialFile(t,
		d("m", c("a", "", f("id", ref("m", "b.aid", "to")), f("mail", email), f("bid", ref("m", "b.id", "from"))),
			c("b", "", f("id", ""), f("aid", ""))))
	problems, err := dataset.Check(file)
	if err != nil || problems.Err() != nil {
		t.Fatal(problems, err)
	}
	for _, p := range problems {
		if p.Code == "circle" && strings.Contains(p.Message, "m:a.bid") && strings.Contains(p.Message, "m:b.id") &&
			p.Line > 1 {
			return
		}
	}
	t.Errorf("the problems are %v", problems)
}

// An identity without a value finds nothing, and whoever asks is told so instead of being shown empty lists.
func TestAnIdentityWithoutAValueIsRefused(t *testing.T) {
	for _, given := range []string{"email=", "email=  ", "email=\u200b\u3000", "email=a\xff@x"} {
		code, out, says := tried(t, "--dataset", trialFile(t, trialMap), "--source", "shop=sqlite:gone.db",
			"--identity", given, "--access")
		if code != 2 || out != "" || !strings.Contains(says, "no value that could be looked for") {
			t.Errorf("%q: %d %s %s", given, code, out, says)
		}
	}
}

// What is said beside a result stands in it where that is asked for, and the result is as the format says where it is
// not.
func TestWhatIsSaidOfATrialStandsInItsJSON(t *testing.T) {
	db := sqliteDB(t)
	db.exec(t, "CREATE TABLE p (id INT PRIMARY KEY, mail TEXT);\nINSERT INTO p VALUES (1, 'A@X.org')")
	file := trialFile(t, d("m", c("p", "", f("id", pk), cat("user.contact.e_post", f("mail", email)))))
	args := []string{"--dataset", file, "--source", "m=" + db.dsn, "--identity", "email=a@x.org", "--spellings"}
	for _, mode := range [][]string{{"--access"}, {"--erase", "--strategy", "null_rewrite"}} {
		var with, without map[string]json.RawMessage
		_, out, _ := tried(t, append(append(slices.Clone(args), mode...), "--warnings")...)
		if err := json.Unmarshal([]byte(out), &with); err != nil {
			t.Fatal(err, out)
		}
		if said := string(with["warnings"]); !strings.Contains(said, "user.contact.e_post") ||
			!strings.Contains(said, "found as") {
			t.Errorf("%s: %s", mode, said)
		}
		_, out, _ = tried(t, append(slices.Clone(args), mode...)...)
		if err := json.Unmarshal([]byte(out), &without); err != nil || without["warnings"] != nil ||
			len(without) != len(with)-1 {
			t.Errorf("%s: %v %s", mode, err, out)
		}
	}
}

// A reference between moments and times of day finds nothing, and whoever checks the data map is told.
func TestTheCheckNamesLinksBetweenMomentsAndTimesOfDay(t *testing.T) {
	for engine, types := range map[string][3]string{"MySQL": {"DATETIME", "TIMESTAMP NULL", "DATETIME(6)"},
		"PostgreSQL": {"timestamp", "timestamptz", "timestamp(3)"}, "SQLite": {"DATETIME", "TIMESTAMPTZ", "TEXT"}} {
		t.Run(engine, func(t *testing.T) {
			db := engineNamed(t, engine)
			db.exec(t, "CREATE TABLE p (id INT PRIMARY KEY, mail VARCHAR(9), k "+types[0]+
				");\nCREATE TABLE o (id INT PRIMARY KEY, k "+types[1]+
				");\nCREATE TABLE q (id INT PRIMARY KEY, k "+types[2]+")")
			maps := linked(t, d("m", c("p", "", f("id", pk), f("mail", email), f("k", "")),
				c("o", "", f("id", pk), f("k", ref("m", "p.k", "from"))),
				c("q", "", f("id", pk), f("k", ref("m", "p.k", "from")))))
			src, _ := openedBoth(t, db)
			problems, err := search.CheckColumns(t.Context(), maps, map[string]*sqldb.Source{"m": src})
			var named []string
			for _, p := range problems {
				named = append(named, p.Code)
			}
			want := []string{"time-zone"}
			if engine == "SQLite" { // a column holds either there
				want = nil
			}
			if err != nil || !slices.Equal(named, want) ||
				len(want) > 0 && !strings.Contains(problems[0].Message, `"o"`) {
				t.Errorf("%v, %v, want %v", problems, err, want)
			}
		})
	}
}
