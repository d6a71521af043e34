package database

import (
	"fmt"
	"io/fs"
	"maps"
	"slices"
	"strings"
	"sync"

	"gorm.io/gorm"

	"orangelab.cn/rightsdesk/model/pattern"
	"orangelab.cn/rightsdesk/store/migrations"
)

// The rules of a desk are what its database does by itself when somebody writes: triggers, and on PostgreSQL the functions that they
// call and rewrite rules. Whoever could add one of their own would have it write in the transaction of the member of staff who works,
// and the tally that they sign would vouch for it.

// rulesOf are the rules of a database by their names, each with all of its text.
type rulesOf map[string]string

// compare names the rules that are missing, where that is asked, and those that are there and should not be or say something else.
func (want rulesOf) compare(have rulesOf, whole bool) error {
	var missing, foreign, changed []string
	for _, name := range slices.Sorted(maps.Keys(want)) {
		if text, there := have[name]; there && text != want[name] {
			changed = append(changed, name)
		} else if !there && whole {
			missing = append(missing, name)
		}
	}
	for _, name := range slices.Sorted(maps.Keys(have)) {
		if _, known := want[name]; !known {
			foreign = append(foreign, name)
		}
	}
	var said []string
	for _, part := range []struct {
		what  string
		names []string
	}{{"missing or off", missing}, {"not this program's", foreign}, {"changed", changed}} {
		if len(part.names) > 0 {
			said = append(said, part.what+": "+strings.Join(part.names, ", "))
		}
	}
	if len(said) == 0 {
		return nil
	}
	return &placeError{"the rules of the database are not those of this program (" + strings.Join(said, "; ") + "): somebody changed the schema; restore a backup and ask who", ErrSchema}
}

// RulesKept refuses to write where a database has rules that are not this program's: it looks whenever the schema of a SQLite desk is
// another one than it was the last time, and once on a shared desk. Where a rule is missing the database guards less, which the
// doctor says, but nothing is written that nobody wants.
func (d *Database) RulesKept(db *gorm.DB) error {
	state := int64(1)
	if !d.Postgres {
		if err := db.Raw("PRAGMA schema_version").Scan(&state).Error; err != nil {
			return MapError(err)
		}
	}
	if d.rules.Load() == state {
		return nil
	}
	if _, err := d.CompareRules(db, false); err != nil {
		return err
	}
	d.rules.Store(state)
	return nil
}

// CompareRules returns how many rules the database has, or ErrSchema with what is wrong with them; whole says that a missing one is.
func (d *Database) CompareRules(db *gorm.DB, whole bool) (n int, err error) {
	query, wanted := sqliteRules, sqliteWanted
	if d.Postgres {
		query, wanted = postgresRules, postgresWanted
	}
	want, err := wanted()
	if err != nil {
		return 0, err
	}
	var rows []struct{ Name, Text string }
	if err := db.Raw(query).Scan(&rows).Error; err != nil {
		return 0, MapError(err)
	}
	have := rulesOf{}
	for _, r := range rows {
		have[r.Name] = strings.TrimSpace(r.Text)
	}
	return len(have), want.compare(have, whole)
}

const sqliteRules = "SELECT name, sql AS text FROM sqlite_master WHERE type IN ('trigger', 'view')"

// postgresRules name a trigger by itself and its table, with the text of the function that it calls; and every rewrite rule but those
// that views are made of.
const postgresRules = `SELECT tgname || ' ON ' || relname AS name, prosrc AS text FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid JOIN pg_proc ON pg_proc.oid = tgfoid
	WHERE NOT tgisinternal AND tgenabled = 'O' AND relnamespace = current_schema()::regnamespace
	UNION ALL SELECT rulename || ' ON ' || relname, 'a rule' FROM pg_rewrite JOIN pg_class ON pg_class.oid = ev_class
	WHERE relnamespace = current_schema()::regnamespace AND rulename <> '_RETURN'
	UNION ALL SELECT tgname || ' ON ' || relname, 'fires elsewhere' FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid
	WHERE NOT tgisinternal AND tgenabled NOT IN ('O', 'D') AND relnamespace = current_schema()::regnamespace`

var (
	sqliteTrigger    = pattern.New(`(?s)CREATE TRIGGER (\w+).*?\bEND;\n-- \+goose StatementEnd`)
	postgresFunction = pattern.New(`(?s)CREATE (?:OR REPLACE )?FUNCTION (\w+)\(\) RETURNS trigger.*?AS \$\$(.*?)\$\$`)
	postgresTrigger  = pattern.New(`CREATE TRIGGER (\w+) [^;]*? ON (\w+) [^;]*?EXECUTE FUNCTION (\w+)\(\)`)
)

// sqliteWanted and postgresWanted are the rules that the migrations make, the last of each name.
var (
	sqliteWanted = sync.OnceValues(func() (rulesOf, error) {
		text, err := migrationText("sqlite")
		want := rulesOf{}
		for _, m := range sqliteTrigger.FindAllStringSubmatch(text, -1) {
			want[m[1]] = strings.TrimSuffix(m[0], ";\n-- +goose StatementEnd")
		}
		return want, err
	})
	postgresWanted = sync.OnceValues(func() (rulesOf, error) {
		text, err := migrationText("postgres")
		bodies, want := map[string]string{}, rulesOf{}
		for _, m := range postgresFunction.FindAllStringSubmatch(text, -1) {
			bodies[m[1]] = strings.TrimSpace(m[2])
		}
		for _, m := range postgresTrigger.FindAllStringSubmatch(text, -1) {
			want[m[1]+" ON "+m[2]] = bodies[m[3]]
		}
		return want, err
	})
)

// migrationText is the text of all migrations of a dialect, in their order.
func migrationText(dialect string) (string, error) {
	files, err := fs.Glob(migrations.Files, dialect+"/*.sql")
	if err != nil {
		return "", fmt.Errorf("migrations of this program: %w", err)
	}
	var all strings.Builder
	for _, f := range files {
		text, err := migrations.Files.ReadFile(f)
		if err != nil {
			return "", fmt.Errorf("migrations of this program: %w", err)
		}
		all.Write(text)
	}
	return all.String(), nil
}
