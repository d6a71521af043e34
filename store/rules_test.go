package store_test

import (
	"database/sql"
	"errors"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"orangelab.cn/rightsdesk/store"
	"orangelab.cn/rightsdesk/store/casefile"
	"orangelab.cn/rightsdesk/store/database"
	"orangelab.cn/rightsdesk/store/doctor"
	"orangelab.cn/rightsdesk/store/storetest"
)

// On SQLite a table, an index or a column that was made otherwise writes or finds something else: the doctor compares
// all of them.
func TestASchemaThatSomebodyChangedIsFound(t *testing.T) {
	for name, forge := range map[string][]string{
		"a default":                  {"ALTER TABLE comment ADD COLUMN zz TEXT DEFAULT 'passed'"},
		"a table of somebody's own":  {"CREATE TABLE zz (id INTEGER)"},
		"an index taken away":        {"DROP INDEX " + `(SELECT)`},
		"an index of somebody's own": {"CREATE UNIQUE INDEX zz ON comment (request_id)"},
		"a computed column":          {"ALTER TABLE comment ADD COLUMN zz TEXT AS (lower(request_id))"},
		"a table that replaces rows": {"ALTER TABLE guess RENAME TO guess_was",
			"CREATE TABLE guess AS SELECT * FROM guess_was", "DROP TABLE guess_was"},
		"a column that compares by no case": {"PRAGMA writable_schema = ON",
			"UPDATE sqlite_master SET sql = replace(sql, 'login ', 'login COLLATE NOCASE ') WHERE name = 'staff'",
			"PRAGMA writable_schema = OFF"},
	} {
		t.Run(name, func(t *testing.T) {
			address := storetest.Migrated(t, "sqlite")
			s, err := store.Open(ctx, address)
			if err != nil {
				t.Fatal(err)
			}
			d := setUp(t, s)
			if names := sick(doctor.Examine(ctx, address)); slices.Contains(names, "guards") {
				t.Fatalf("before: %v", names)
			}
			var index string
			if err := d.Raw().Raw("SELECT name FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL LIMIT 1").
				Scan(&index).Error; err != nil {
				t.Fatal(err)
			}
			if err := d.Close(); err != nil {
				t.Fatal(err)
			}
			db, err := sql.Open("sqlite", "file:"+filepath.Join(address, store.File)) // as any client does
			if err != nil {
				t.Fatal(err)
			}
			db.SetMaxOpenConns(1)
			for _, statement := range forge {
				if _, err := db.Exec(strings.Replace(statement, "(SELECT)", index, 1)); err != nil {
					t.Fatalf("%s: %v", statement, err)
				}
			}
			if err := db.Close(); err != nil {
				t.Fatal(err)
			}
			if names := sick(doctor.Examine(ctx, address)); !slices.Contains(names, "guards") &&
				!slices.Contains(names, "open") {
				t.Errorf("the doctor finds %v", names)
			}
		})
	}
}

// A rule that somebody adds to the database writes in the transaction of whoever works, and their tally would vouch for
// it.
func TestNothingIsWrittenWhereTheDatabaseHasRulesOfItsOwn(t *testing.T) {
	postgres := func(rule string) []string {
		return []string{
			"CREATE FUNCTION forged() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN DELETE FROM part; RETURN NULL; END $$", rule}
	}
	const forged = "CREATE FUNCTION forged() RETURNS boolean LANGUAGE plpgsql AS $$ BEGIN DELETE FROM part; RETURN true; END $$"
	const forgedNumber = "CREATE FUNCTION forged_number(n BIGINT) RETURNS BIGINT LANGUAGE plpgsql IMMUTABLE AS $$ BEGIN PERFORM set_config('a.b', 'c', false); RETURN n; END $$"
	for _, tt := range []struct {
		what, engine string
		forge, back  []string
	}{
		{"a trigger", "sqlite", []string{"CREATE TRIGGER zz AFTER INSERT ON comment BEGIN DELETE FROM part; END"},
			[]string{"DROP TRIGGER zz"}},
		{"a guard that does something else", "sqlite",
			[]string{"DROP TRIGGER entry_stays",
				"CREATE TRIGGER entry_stays BEFORE UPDATE ON entry BEGIN SELECT 1; END"}, nil},
		{"a view", "sqlite", []string{"CREATE VIEW letters AS SELECT * FROM letter"}, []string{"DROP VIEW letters"}},
		{"a trigger", "postgres",
			postgres("CREATE TRIGGER zz AFTER INSERT ON comment FOR EACH ROW EXECUTE FUNCTION forged()"),
			[]string{"DROP TRIGGER zz ON comment"}},
		{"a trigger of replicas", "postgres",
			append(postgres("CREATE TRIGGER zz AFTER INSERT ON comment FOR EACH ROW EXECUTE FUNCTION forged()"),
				"ALTER TABLE comment ENABLE ALWAYS TRIGGER zz"), nil},
		{"a guard whose function does something else", "postgres",
			[]string{
				"CREATE OR REPLACE FUNCTION append_only() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$"}, nil},
		{"a guard that never fires", "postgres",
			[]string{
				"CREATE OR REPLACE TRIGGER entry_kept BEFORE UPDATE OR DELETE ON entry FOR EACH ROW WHEN (false) EXECUTE FUNCTION append_only()"}, nil},
		{"a guard of fewer statements", "postgres",
			[]string{
				"CREATE OR REPLACE TRIGGER entry_kept BEFORE DELETE ON entry FOR EACH ROW EXECUTE FUNCTION append_only()"}, nil},
		{"a check that does something", "postgres",
			[]string{forged, "ALTER TABLE comment ADD CONSTRAINT zz CHECK (forged()) NOT VALID"},
			[]string{"ALTER TABLE comment DROP CONSTRAINT zz"}},
		{"a default that does something", "postgres",
			[]string{forged, "ALTER TABLE comment ADD COLUMN zz BOOLEAN",
				"ALTER TABLE comment ALTER COLUMN zz SET DEFAULT forged()"}, nil},
		{"an index that does something", "postgres",
			[]string{forgedNumber, "CREATE INDEX zz ON comment (forged_number(request_id))"},
			[]string{"DROP INDEX zz"}},
		{"an index for some rows that does something", "postgres",
			[]string{forgedNumber, "CREATE INDEX zz ON comment (at) WHERE forged_number(request_id) > 0"},
			[]string{"DROP INDEX zz"}},
		{"a type that does something", "postgres",
			[]string{forged, "CREATE DOMAIN zz AS BIGINT CHECK (forged())", "ALTER TABLE comment ADD COLUMN zz zz"},
			[]string{"ALTER TABLE comment DROP COLUMN zz"}},
		{"a computed column that does something", "postgres",
			[]string{forgedNumber,
				"ALTER TABLE comment ADD COLUMN zz BIGINT GENERATED ALWAYS AS (forged_number(request_id)) STORED"},
			[]string{"ALTER TABLE comment DROP COLUMN zz"}},
		{"an operator that does something", "postgres",
			[]string{forgedNumber, "CREATE OPERATOR @@@ (FUNCTION = forged_number, RIGHTARG = BIGINT)",
				"ALTER TABLE comment ADD CONSTRAINT zz CHECK ((@@@ request_id) >= 0) NOT VALID"},
			[]string{"ALTER TABLE comment DROP CONSTRAINT zz"}},
		{"a policy that hides rows", "postgres",
			[]string{"ALTER TABLE comment ENABLE ROW LEVEL SECURITY",
				"CREATE POLICY zz ON comment USING (request_id <> 1)"}, []string{"DROP POLICY zz ON comment"}},
		{"a policy of a team's name that does something", "postgres",
			[]string{forged, "CREATE POLICY team_own ON comment USING (forged())"},
			[]string{"DROP POLICY team_own ON comment"}},
		{"a view in the place of a table", "postgres",
			[]string{"ALTER TABLE guess RENAME TO guess_away", "CREATE VIEW guess AS SELECT * FROM guess_away"},
			[]string{"DROP VIEW guess"}},
		{"a table that inherits", "postgres", []string{"CREATE TABLE zz () INHERITS (restored)"},
			[]string{"DROP TABLE zz"}},
		{"a key that writes along", "postgres",
			[]string{
				"ALTER TABLE comment ADD CONSTRAINT zz FOREIGN KEY (request_id) REFERENCES request (id) ON UPDATE CASCADE NOT VALID"}, []string{"ALTER TABLE comment DROP CONSTRAINT zz"}},
		{"a rewrite rule", "postgres", []string{"CREATE RULE zz AS ON INSERT TO comment DO ALSO DELETE FROM part"},
			[]string{"DROP RULE zz ON comment"}},
	} {
		t.Run(tt.engine+": "+tt.what, func(t *testing.T) {
			address := storetest.Migrated(t, tt.engine)
			s, err := store.Open(ctx, address)
			if err != nil {
				t.Fatal(err)
			}
			d := setUp(t, s)
			r := d.add(t, nil)
			comment := func() error {
				return d.write(func(tx *store.Tx) error {
					_, err := casefile.AddComment(tx, r.ID, "staff", start, "a comment")
					return err
				})
			}
			if err := comment(); err != nil {
				t.Fatal(err)
			}
			for _, statement := range tt.forge {
				d.raw(t, statement)
			}
			if tt.engine == "postgres" { // a shared desk is looked at once, by each desktop
				if d.Store, err = store.Open(ctx, address); err != nil {
					t.Fatal(err)
				}
				defer s.Close()
			}
			defer func() { d.Close() }()
			if err := comment(); !errors.Is(err, database.ErrSchema) {
				t.Errorf("a comment was written: %v", err)
			}
			if names := sick(doctor.Examine(ctx, address)); len(names) == 0 || names[0] != "guards" {
				t.Errorf("the doctor finds %v", names)
			}
			if tt.back == nil {
				return
			}
			for _, statement := range tt.back {
				d.raw(t, statement)
			}
			if err := comment(); err != nil {
				t.Errorf("once it is gone: %v", err)
			}
		})
	}
}

func TestADeskThatSkippedAMigrationIsRefusedInOurWords(t *testing.T) {
	storetest.Each(t, func(t *testing.T, engine string) {
		address := storetest.Address(t, engine)
		s, err := store.Open(ctx, address)
		if err != nil {
			t.Fatal(err)
		}
		d := setUp(t, s)
		d.raw(t, "DELETE FROM goose_db_version WHERE version_id = 34")
		if err := d.Close(); err != nil {
			t.Fatal(err)
		}
		if s, err = store.Open(ctx, address); err == nil {
			t.Fatal("it is opened", s.Close())
		}
		if !errors.Is(err, database.ErrSchema) || strings.Contains(err.Error(), "out-of-order") {
			t.Errorf("refused with %v", err)
		}
	})
}
