package source_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"orangelab.cn/rightsdesk/app/source/dataset"
	"orangelab.cn/rightsdesk/app/source/trial"
)

// A field that cannot hold its identity finds nobody, and a person of whom nothing is found would be told so.
func TestAnIdentityThatItsTypeCannotHoldIsAnError(t *testing.T) {
	for meta, fits := range map[string]bool{
		"identity: email, data_type: integer": false, "identity: email, data_type: float": false,
		"identity: email, data_type: boolean": false, "identity: email, data_type: object_id": false,
		"identity: email, data_type: object": false, "identity: email, data_type: 'integer[]'": false,
		"identity: phone_number, data_type: boolean": false, "identity: phone_number, data_type: float": false,
		"identity: id_number, data_type: float": false, "identity: name, data_type: integer": false,
		"identity: email, data_type: string": true, "identity: email, data_type: 'string[]'": true,
		"identity: email": true, "identity: phone_number, data_type: integer": true,
		"identity: account, data_type: integer": true, "identity: account, data_type: object_id": true,
		"identity: id_number, data_type: integer": true, "identity: loyalty_id, data_type: integer": true,
		"data_type: integer": true,
	} {
		path := trialFile(t, d("m", c("p", "", f("id", pk), f("held", meta), f("mail", email))))
		problems, err := dataset.Check(path)
		if err != nil {
			t.Fatal(err)
		}
		said := problems.Err() != nil
		if said == fits || said && (problems[0].Code != "identity-type" || problems[0].Line != 8 ||
			problems[0].Remedy == "" || !strings.Contains(problems[0].Message, `"held"`)) {
			t.Errorf("%s: %v", meta, problems)
		}
	}
	path := trialFile(t,
		d("m", c("p", "", f("id", pk), f("held", "identity: email")+"            fields: [{name: mail}]\n")))
	if problems, err := dataset.Check(path); err != nil || problems.Err() == nil {
		t.Errorf("an object: %v, %v", problems, err)
	}
}

func TestAnIdentityThatItsColumnCannotHoldIsSaid(t *testing.T) {
	unfit := map[string]map[string][]string{
		"SQLite": {"email": {"INTEGER", "DATE", "BOOLEAN", "NUMERIC", "REAL"},
			"phone_number": {"DATE", "REAL", "FLOAT", "DOUBLE", "NUMERIC(10)"},
			"id_number":    {"REAL", "DOUBLE", "NUMERIC(10)", "DECIMAL(18,2)"}},
		"PostgreSQL": {"email": {"INT", "UUID", "TIMESTAMPTZ", "BOOLEAN", "INT[]", "NUMERIC"},
			"phone_number": {"UUID", "INET", "REAL", "INT", "NUMERIC(10)", "NUMERIC(10)[]"},
			"id_number":    {"FLOAT8", "REAL", "INT", "SMALLINT", "NUMERIC(17)", "NUMERIC(20,3)"},
			"account":      {"REAL"}},
		"MySQL": {"email": {"INT", "DATETIME", "POINT", "DECIMAL(9,2)", "BIT(8)"},
			"phone_number": {"DATE", "FLOAT", "INT", "INT UNSIGNED", "DECIMAL", "MEDIUMINT"},
			"id_number":    {"DOUBLE", "FLOAT", "INT UNSIGNED", "DECIMAL(17)", "DECIMAL(18,1)"},
			"account":      {"FLOAT"}},
	}
	fit := map[string]map[string][]string{
		"SQLite": {"email": {"TEXT", "BLOB", ""},
			"phone_number": {"INTEGER", "TEXT", "INT", "NUMERIC", "NUMERIC(11)"},
			"account":      {"INTEGER", "TEXT", "REAL"}, "id_number": {"INTEGER", "NUMERIC", "NUMERIC(18)"}},
		"PostgreSQL": {"email": {"TEXT", "CHAR(40)", "JSONB", "TEXT[]", "BYTEA"},
			"phone_number": {"BIGINT", "NUMERIC", "NUMERIC(13)"}, "account": {"INT", "UUID", "FLOAT8"},
			"id_number": {"BIGINT", "NUMERIC(18)", "NUMERIC"}},
		"MySQL": {"email": {"VARCHAR(40)", "VARBINARY(40)", "JSON"},
			"phone_number": {"BIGINT", "BIGINT UNSIGNED", "DECIMAL(11)"}, "account": {"INT", "DOUBLE"},
			"id_number": {"BIGINT", "DECIMAL(20,2)"}},
	}
	given := map[string]string{"email": "a@x.org", "phone_number": "13800000001", "account": "16777217",
		"id_number": "110105194912310021"}
	onEngines(t, func(t *testing.T, db *testDB) {
		for says, types := range map[bool]map[string][]string{true: unfit[db.engine], false: fit[db.engine]} {
			for kind, columns := range types {
				for _, column := range columns {
					db.exec(t,
						"DROP TABLE IF EXISTS p;\nCREATE TABLE p (id INT PRIMARY KEY, held "+column+", note VARCHAR(20))")
					path := trialFile(t, d("m", c("p", "", f("id", pk), f("held", "identity: "+kind))))
					source := []string{"--source", "m=" + db.dsn}
					var out bytes.Buffer
					status := trial.Check(t.Context(), append(source, path), &out, &out)
					if (status == 1) != says ||
						says && (!strings.Contains(out.String(), ".yml:8:") || !strings.Contains(out.String(), kind)) {
						t.Errorf("check of %s in %q: %d %s", kind, column, status, out.String())
					}
					for _, spellings := range [][]string{nil, {"--spellings"}} {
						status, stdout, stderr := tried(t,
							append(append([]string{"--dataset", path, "--identity", kind + "=" + given[kind],
								"--access", "--json"}, source...), spellings...)...)
						if (status == 1) != says || says && !strings.Contains(stderr, "move the identity") ||
							!says && !json.Valid([]byte(stdout)) {
							t.Errorf("trial of %s in %q: %d %s %s", kind, column, status, stdout, stderr)
						}
					}
				}
			}
		}
	})
}

// A check that is given the database looks for tables and columns too.
func TestACheckWithTheDatabaseNamesWhatItLacks(t *testing.T) {
	db := sqliteDB(t)
	db.exec(t, "CREATE TABLE p (id INT PRIMARY KEY, mail TEXT)")
	path := trialFile(t,
		d("m", c("p", "", f("id", pk), f("mail", email), f("tel", phone)), c("q", "", f("id", pk), f("mail", email))))
	var out bytes.Buffer
	status := trial.Check(t.Context(), []string{"--source", "m=" + db.dsn, path}, &out, &out)
	for _, want := range []string{`"tel"`, `"q"`, "no such table", "2 error(s)"} {
		if status != 1 || !strings.Contains(out.String(), want) {
			t.Errorf("%d, lacks %s: %s", status, want, out.String())
		}
	}
	out.Reset()
	if status := trial.Check(t.Context(), []string{"--source", "nothing", path}, &out, &out); status != 2 {
		t.Error(fmt.Sprint(status), out.String())
	}
}
