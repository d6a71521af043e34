package store_test

import (
	"errors"
	"flag"
	"os"
	"strings"
	"testing"

	"gorm.io/gorm"

	"orangelab.cn/rightsdesk/store"
	"orangelab.cn/rightsdesk/store/database"
	"orangelab.cn/rightsdesk/store/doctor"
	"orangelab.cn/rightsdesk/store/storetest"
)

var update = flag.Bool("update", false, "write the description of the PostgreSQL schema anew")

// TestTheSchemaOfAServerIsWrittenDown compares the description that the doctor goes by with what the migrations make.
// .ci/servers go test -tags ci,migrated_fynedo ./store -run WrittenDown -update
func TestTheSchemaOfAServerIsWrittenDown(t *testing.T) {
	s, err := store.Open(ctx, storetest.Migrated(t, "postgres"))
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	now, err := database.DescribeSchema(s.Raw())
	if err != nil {
		t.Fatal(err)
	}
	const file = "database/postgres_schema.txt"
	if *update {
		if err := os.WriteFile(file, []byte(now), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	was, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if string(was) != now {
		t.Error(file,
			"is not what the migrations make: .ci/servers go test -tags ci,migrated_fynedo ./store -run WrittenDown -update")
	}
	if _, err := s.Database().CompareSchema(s.Raw()); err != nil && !*update {
		t.Error(err)
	}
}

// Whoever may change the tables of a server gives statements another meaning without a trigger: the doctor finds each.
func TestASchemaThatSomebodyChangedOnAServerIsFound(t *testing.T) {
	address := storetest.Migrated(t, "postgres")
	s, err := store.Open(ctx, address)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	guards := func(db *gorm.DB) error {
		_, rules := s.Database().CompareRules(db, true)
		_, schema := s.Database().CompareSchema(db)
		return errors.Join(rules, schema)
	}
	if err := guards(s.Raw()); err != nil {
		t.Fatal("before:", err)
	}
	for what, forge := range map[string][]string{
		"a constant default":         {"ALTER TABLE comment ALTER COLUMN at SET DEFAULT 1"},
		"a default taken away":       {"ALTER TABLE source_review ALTER COLUMN program DROP DEFAULT"},
		"another default":            {"ALTER TABLE source_review ALTER COLUMN program SET DEFAULT 'x'"},
		"a column of somebody's own": {"ALTER TABLE comment ADD COLUMN zz TEXT"},
		"a column taken away":        {"ALTER TABLE source_review DROP COLUMN program"},
		"a column of another type":   {"ALTER TABLE source_review ALTER COLUMN program TYPE VARCHAR(9)"},
		"a column that may be empty": {"ALTER TABLE source_review ALTER COLUMN program DROP NOT NULL"},
		"a column that the server computes": {
			"ALTER TABLE comment ADD COLUMN zz TEXT GENERATED ALWAYS AS (upper(by_staff)) STORED"},
		"a column that the server numbers": {"ALTER TABLE comment ADD COLUMN zz BIGINT GENERATED ALWAYS AS IDENTITY"},
		"a column that compares otherwise": {
			"CREATE COLLATION zz (provider = icu, locale = 'und-u-ks-level2', deterministic = false)",
			"ALTER TABLE staff ALTER COLUMN login TYPE TEXT COLLATE zz"},
		"a uniqueness":                  {"CREATE UNIQUE INDEX zz ON comment (request_id)"},
		"a unique key":                  {"ALTER TABLE comment ADD CONSTRAINT zz UNIQUE (request_id)"},
		"rows that exclude one another": {"ALTER TABLE comment ADD CONSTRAINT zz EXCLUDE (request_id WITH =)"},
		"a uniqueness taken away":       {"ALTER TABLE staff DROP CONSTRAINT staff_login_key"},
		"a key taken away":              {"ALTER TABLE source_review DROP CONSTRAINT source_review_pkey"},
		"a check":                       {"ALTER TABLE comment ADD CONSTRAINT zz CHECK (request_id <> 7)"},
		"a check taken away":            {"ALTER TABLE source_review DROP CONSTRAINT source_review_version_check"},
		"another check": {
			"ALTER TABLE source_review DROP CONSTRAINT source_review_version_check, ADD CONSTRAINT source_review_version_check CHECK (version > -1)"},
		"a table":                      {"CREATE TABLE zz (id BIGINT)"},
		"a table taken away":           {"DROP TABLE source_review"},
		"a table that a crash empties": {"ALTER TABLE source_review SET UNLOGGED"},
		"rows that are hidden":         {"ALTER TABLE source_review ENABLE ROW LEVEL SECURITY"},
		"an index for other rows": {"DROP INDEX entry_backup",
			"CREATE INDEX entry_backup ON entry (seq) WHERE action = 'x'"},
		"a sequence": {"CREATE SEQUENCE zz"},
		"a function": {
			"CREATE FUNCTION length(BIGINT) RETURNS INTEGER LANGUAGE sql IMMUTABLE AS 'SELECT 1'"},
		"a guard that runs as somebody else": {"ALTER FUNCTION append_only() SECURITY DEFINER"},
		"a guard that looks somewhere else":  {"ALTER FUNCTION append_only() SET search_path = zz"},
		"a cast": {
			"CREATE FUNCTION zz(BIGINT) RETURNS TEXT LANGUAGE sql IMMUTABLE AS $$SELECT 'x'$$",
			"CREATE CAST (BIGINT AS TEXT) WITH FUNCTION zz(BIGINT) AS IMPLICIT"},
		"an operator": {
			"CREATE FUNCTION zz(TEXT, BIGINT) RETURNS BOOLEAN LANGUAGE sql IMMUTABLE AS 'SELECT true'",
			"CREATE OPERATOR = (FUNCTION = zz, LEFTARG = TEXT, RIGHTARG = BIGINT)"},
	} {
		t.Run(what, func(t *testing.T) {
			tx := s.Raw().Begin()
			defer tx.Rollback()
			for _, statement := range forge {
				if err := tx.Exec(statement).Error; err != nil {
					t.Fatalf("%s: %v", statement, err)
				}
			}
			if err := guards(tx); !errors.Is(err, database.ErrSchema) {
				t.Errorf("the doctor says %v", err)
			}
		})
	}
	// What a sign-in to the server begins with is not in the address.
	for _, setting := range []string{"transform_null_equals = on", "synchronous_commit = off",
		"search_path = public, pg_catalog"} {
		t.Run(setting, func(t *testing.T) {
			name, _, _ := strings.Cut(setting, " ")
			for _, forge := range []string{"SET " + setting, "RESET " + name} {
				if err := s.Raw().Exec("DO $$ BEGIN EXECUTE format('ALTER DATABASE %I " + forge +
					"', current_database()); END $$").Error; err != nil {
					t.Fatal(err)
				}
				again, err := store.Open(ctx, address)
				if err != nil {
					t.Fatal(err)
				}
				said, err := doctor.Guards(ctx, again)
				if errors.Is(err, database.ErrSchema) != strings.HasPrefix(forge, "SET") {
					t.Errorf("%s: the doctor says %q, %v", forge, said, err)
				}
				if err := again.Close(); err != nil {
					t.Error(err)
				}
			}
		})
	}
}
