package source_test

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/json"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"orangelab.cn/rightsdesk/app/source/dataset"
	"orangelab.cn/rightsdesk/app/source/trial"
)

// trialFile writes a dataset file and gives its path.
func trialFile(tb testing.TB, text string) string {
	tb.Helper()
	file := filepath.Join(tb.TempDir(), "m.yml")
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		tb.Fatal(err)
	}
	return file
}

// tried runs the command and gives its exit status, its output and what it says.
func tried(tb testing.TB, args ...string) (code int, out, says string) {
	tb.Helper()
	var stdout, stderr strings.Builder
	code = trial.Command(context.Background(), append(args, "--json"), &stdout, &stderr)
	return code, stdout.String(), stderr.String()
}

const trialMap = `dataset:
  - fides_key: shop
    collections:
      - name: address
        fields:
          - {name: id, fides_meta: {primary_key: true}}
          - {name: street, data_categories: [user.contact.address.street]}
      - name: customer
        fields:
          - {name: id, fides_meta: {primary_key: true}}
          - {name: email, data_categories: [user.contact.email], fides_meta: {identity: email, data_type: string}}
          - {name: address, fides_meta: {references: [{dataset: shop, field: address.id, direction: to}]}}
      - name: visit
        fides_meta: {masking_strategy_override: {strategy: delete}}
        fields:
          - {name: email, fides_meta: {identity: email}}
          - {name: page}
      - name: stock
        fields:
          - {name: id}
`

const trialTables = `CREATE TABLE address (id INT PRIMARY KEY, street VARCHAR(50));
CREATE TABLE customer (id INT PRIMARY KEY, email VARCHAR(50), address INT);
CREATE TABLE visit (email VARCHAR(50), page VARCHAR(50));
CREATE TABLE stock (id INT);
INSERT INTO address VALUES (1, 'Via Roma'), (2, 'Via Po');
INSERT INTO customer VALUES (10, 'a@x', 1), (11, 'b@x', 1), (12, 'c@x', 2);
INSERT INTO visit VALUES ('a@x', '/'), ('a@x', '/'), ('b@x', '/')`

func TestATrialPrintsWhatAnErasureWouldDo(t *testing.T) {
	onEngines(t, func(t *testing.T, db *testDB) {
		db.exec(t, trialTables)
		file := trialFile(t, trialMap)
		args := []string{"--dataset", file, "--source", "shop=" + db.dsn, "--identity", "email=a@x", "--erase",
			"--strategy", "null_rewrite"}
		code, out, says := tried(t, args...)
		if code != 0 {
			t.Fatal(says)
		}
		name := strings.ToLower(db.engine)
		want := readTestdata(t, "trial-"+name+".json")
		if schema := strings.TrimPrefix(searchPath(t, db.dsn), "search_path="); schema != "" {
			want = strings.ReplaceAll(want, "SCHEMA", schema)
		}
		if out != want {
			t.Errorf("got %s", out)
		}
		before := db.dump(t, "SELECT email FROM customer")
		if before != "a@x|b@x|c@x" {
			t.Errorf("a trial without --write leaves %s", before)
		}
		if code, again, says := tried(t, append(args, "--write")...); code != 0 || again != out {
			t.Errorf("%d %s %s", code, again, says)
		}
		for query, want := range map[string]string{"SELECT * FROM customer": "10 - 1|11 b@x 1|12 c@x 2",
			"SELECT * FROM address": "1 -|2 Via Po", "SELECT * FROM visit": "b@x /"} {
			if got := db.dump(t, query); got != want {
				t.Errorf("%s: got %s, want %s", query, got, want)
			}
		}
	})
}

// searchPath is the schema or database of a test, which statements name.
func searchPath(tb testing.TB, dsn string) string {
	tb.Helper()
	u, err := url.Parse(dsn)
	if err != nil {
		return "" // a SQLite path
	}
	if schema := u.Query().Get("search_path"); schema != "" {
		return schema
	}
	return strings.Trim(u.Path, "/")
}

func TestATrialWithoutWriteLeavesTheFileByteForByte(t *testing.T) {
	db := sqliteDB(t)
	db.exec(t, trialTables)
	path := strings.TrimPrefix(db.dsn, "sqlite:")
	digest := func() string {
		b, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		return fmt.Sprintf("%x", sha256.Sum256(b))
	}
	before := digest()
	for strategy := range dataset.Strategies {
		if code, _, says := tried(t, "--dataset", trialFile(t, trialMap), "--source", "shop="+db.dsn, "--identity",
			"email=a@x", "--erase", "--strategy", strategy); code != 0 {
			t.Errorf("%s: %s", strategy, says)
		}
		if digest() != before {
			t.Fatalf("%s without --write changes the file", strategy)
		}
	}
	files, err := os.ReadDir(filepath.Dir(path))
	if err != nil || len(files) != 1 {
		t.Errorf("beside the file there are %v, %v", files, err)
	}
}

func TestATrialThatIsBlockedPrintsAllTheSameAndWritesNothing(t *testing.T) {
	onEngines(t, func(t *testing.T, db *testDB) {
		db.exec(t, "CREATE TABLE p (id INT PRIMARY KEY, email VARCHAR(50) NOT NULL);\nINSERT INTO p VALUES (1, 'a@x')")
		file := trialFile(t, d("m", c("p", "", f("id", pk), cat("user.contact", f("email", email)))))
		args := []string{"--dataset", file, "--source", "m=" + db.dsn, "--identity", "email=a@x", "--erase",
			"--strategy", "null_rewrite"}
		for _, write := range []bool{false, true} {
			if write {
				args = append(args, "--write")
			}
			code, out, says := tried(t, args...)
			var result trial.Erasure
			if err := json.Unmarshal([]byte(out), &result); err != nil || result.Counts["m:p"] != 1 {
				t.Errorf("prints %s", out)
			}
			if (code == 0) == write || !strings.Contains(says, "must not be empty") {
				t.Errorf("gives %d and says %s", code, says)
			}
		}
		if got := db.dump(t, "SELECT * FROM p"); got != "1 a@x" {
			t.Errorf("got %s", got)
		}
	})
}

// A source whose credential may not write is left as it was and named; the others are written.
func TestASourceThatCannotBeWrittenDoesNotStopTheOthers(t *testing.T) {
	db, other := postgresDB(t), sqliteDB(t)
	if db == nil {
		t.Skip("no server given")
	}
	tables := "CREATE TABLE p (id INT PRIMARY KEY, email VARCHAR(50));\nINSERT INTO p VALUES (1, 'a@x')"
	db.exec(t, tables)
	other.exec(t, tables)
	u, err := url.Parse(db.dsn)
	if err != nil {
		t.Fatal(err)
	}
	schema := u.Query().Get("search_path")
	db.exec(t,
		fmt.Sprintf("CREATE ROLE %s LOGIN PASSWORD 's3cret';\nGRANT USAGE ON SCHEMA %s TO %s;\nGRANT SELECT ON ALL TABLES IN SCHEMA %s TO %s", schema, schema, schema, schema, schema))
	t.Cleanup(func() { dropRole(t, schema) })
	u.User = url.UserPassword(schema, "s3cret")
	file := trialFile(t, d("one", c("p", "", f("id", pk), cat("user.contact", f("email", email)))))
	second := trialFile(t, d("two", c("p", "", f("id", pk), cat("user.contact", f("email", email)))))
	code, out, says := tried(t, "--dataset", file, "--dataset", second, "--source", "one="+u.String(), "--source",
		"two="+other.dsn, "--identity", "email=a@x", "--erase", "--strategy", "null_rewrite", "--write")
	if code != 1 || !strings.Contains(says, `"one"`) || strings.Contains(says, "s3cret") ||
		!strings.Contains(out, `"one:p": 1`) {
		t.Errorf("gives %d: %s%s", code, out, says)
	}
	if got := db.dump(t, "SELECT * FROM p") + other.dump(t, "SELECT * FROM p"); got != "1 a@x1 -" {
		t.Errorf("got %s", got)
	}
}

// dropRole removes a role after the schema that it may use is gone.
func dropRole(tb testing.TB, role string) {
	admin, err := sql.Open("pgx", os.Getenv("RIGHTSDESK_TEST_POSTGRES"))
	if err != nil {
		tb.Fatal(err)
	}
	defer closed(tb, admin)
	for _, statement := range []string{"DROP OWNED BY " + role, "DROP ROLE " + role} {
		if _, err := admin.Exec(statement); err != nil {
			tb.Error(err)
		}
	}
}

func TestAnOverrideThatCannotBeUsedIsNamedWithItsLine(t *testing.T) {
	db := sqliteDB(t)
	db.exec(t, "CREATE TABLE p (id INT PRIMARY KEY, email TEXT)")
	file := trialFile(t,
		d("m",
			c("p", "", f("id", pk),
				cat("user.contact", f("email",
					email+", masking_strategy_override: {strategy: hash, configuration: {algorithm: MD5}}")))))
	code, _, says := tried(t, "--dataset", file, "--source", "m="+db.dsn, "--identity", "email=a@x", "--erase",
		"--strategy", "null_rewrite")
	if code != 1 || !strings.Contains(says, "m.yml:") || !strings.Contains(says, "SHA-256") {
		t.Errorf("gives %d: %s", code, says)
	}
}
