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

// The rules of a desk are what its database does by itself when somebody writes: triggers, and on PostgreSQL the
// functions that they call, rewrite rules, and whatever of the schema calls a function of somebody's own: a default, a
// check, an index, a policy. Whoever could add one of their own would have it write in the transaction of the member of
// staff who works, and the tally that they sign would vouch for it.

// rulesOf are the rules of a database by their names, each with all of its text.
type rulesOf map[string]string

// namedAtMost is how many rules that are not as they should be are named.
const namedAtMost = 12

// compare names the rules that are missing, where that is asked, and those that are there and should not be or say
// something else.
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
		if more := len(part.names) - namedAtMost; more > 0 {
			part.names = append(part.names[:namedAtMost], fmt.Sprintf("and %d more", more))
		}
		if len(part.names) > 0 {
			said = append(said, part.what+": "+strings.Join(part.names, ", "))
		}
	}
	if len(said) == 0 {
		return nil
	}
	return &placeError{"the rules of the database are not those of this program (" + strings.Join(said, "; ") +
		"): somebody changed the schema; restore a back-up and ask who", ErrSchema}
}

// RulesKept refuses to write where a database has rules that are not this program's: it looks whenever the schema of a
// SQLite desk is another one than it was the last time, and once on a shared desk. Where a rule is missing the database
// guards less, which the doctor says, but nothing is written that nobody wants.
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

// CompareRules returns how many rules the database has, or ErrSchema with what is wrong with them; whole says that a
// missing one is.
func (d *Database) CompareRules(db *gorm.DB, whole bool) (n int, err error) {
	query, wanted := sqliteRules, sqliteWanted
	if d.Postgres {
		query, wanted = postgresRules, postgresWanted
	}
	want, err := wanted()
	if err != nil {
		return 0, err
	}
	var rows []struct{ Name, Text, Made string }
	if err := db.Raw(query).Scan(&rows).Error; err != nil {
		return 0, MapError(err)
	}
	have := rulesOf{}
	for _, r := range rows {
		have[r.Name] = strings.TrimSpace(strings.TrimSpace(r.Text) + "\n" + when(r.Made))
		if _, known := want[r.Name]; known {
			n++
		}
	}
	return n, want.compare(have, whole)
}

// when returns when a trigger of PostgreSQL fires, in one spelling for how it was made and for how the server says it.
func when(made string) string {
	m := postgresWhen.FindStringSubmatch(made)
	if m == nil {
		return ""
	}
	events := strings.Split(m[2], " OR ")
	slices.Sort(events)
	condition := strings.ToLower(strings.NewReplacer("(", "", ")", "", " ", "", "\n", "").Replace(m[4]))
	return m[1] + " " + strings.Join(events, " OR ") + " EACH " + m[3] + " " + condition
}

// postgresWhen takes a CREATE TRIGGER apart: before or after what, for each row or statement, under which condition.
var postgresWhen = pattern.New(`(?s)CREATE (?:CONSTRAINT )?TRIGGER \S+\s+(BEFORE|AFTER|INSTEAD OF)\s+(.*?)\s+ON\s+.*?FOR EACH (ROW|STATEMENT)\s*(.*?)\s*EXECUTE`)

const sqliteRules = "SELECT name, sql AS text, '' AS made FROM sqlite_master WHERE type IN ('trigger', 'view')"

// postgresRules name a trigger by itself and its table, with the text of the function that it calls and when it fires;
// every rewrite rule but those that views are made of; views and whatever else stands where a table should; tables that
// inherit; policies that no team set up; row security and sessions in which triggers rest; and what of a table calls
// functions or has types of somebody's own, since a server records no dependence on its own.
const postgresRules = `WITH here AS (SELECT oid, relname, relkind FROM pg_class WHERE relnamespace = current_schema()::regnamespace),
	foreigners AS (SELECT classid, objid FROM pg_depend WHERE deptype = 'n' AND refclassid IN ('pg_proc'::regclass, 'pg_operator'::regclass, 'pg_opclass'::regclass, 'pg_type'::regclass))
	SELECT tgname || ' ON ' || relname AS name, prosrc AS text, pg_get_triggerdef(pg_trigger.oid) AS made FROM pg_trigger JOIN here ON here.oid = tgrelid JOIN pg_proc ON pg_proc.oid = tgfoid
		WHERE NOT tgisinternal AND tgenabled = 'O'
	UNION ALL SELECT rulename || ' ON ' || relname, 'a rule', '' FROM pg_rewrite JOIN here ON here.oid = ev_class WHERE rulename <> '_RETURN'
	UNION ALL SELECT tgname || ' ON ' || relname, 'fires elsewhere', '' FROM pg_trigger JOIN here ON here.oid = tgrelid WHERE NOT tgisinternal AND tgenabled NOT IN ('O', 'D')
	UNION ALL SELECT 'the view ' || relname, '', '' FROM here WHERE relkind IN ('v', 'm', 'f', 'p')
	UNION ALL SELECT 'what inherits from ' || relname, '', '' FROM pg_inherits JOIN here ON here.oid = inhparent
	UNION ALL SELECT 'the policy ' || polname || ' ON ' || relname, '', '' FROM pg_policy JOIN here ON here.oid = polrelid
		WHERE polname NOT IN ('team_reads', 'team_keeps', 'team_own') OR pg_policy.oid IN (SELECT objid FROM foreigners WHERE classid = 'pg_policy'::regclass)
	UNION ALL SELECT 'the default of ' || relname || '.' || attname, '', '' FROM pg_attrdef JOIN here ON here.oid = adrelid JOIN pg_attribute ON attrelid = adrelid AND attnum = adnum
		WHERE pg_attrdef.oid IN (SELECT objid FROM foreigners WHERE classid = 'pg_attrdef'::regclass)
	UNION ALL SELECT 'the check ' || conname || ' ON ' || relname, '', '' FROM pg_constraint JOIN here ON here.oid = conrelid
		WHERE pg_constraint.oid IN (SELECT objid FROM foreigners WHERE classid = 'pg_constraint'::regclass)
	UNION ALL SELECT 'the index ' || relname, '', '' FROM here WHERE relkind = 'i' AND oid IN (SELECT objid FROM foreigners WHERE classid = 'pg_class'::regclass)
	UNION ALL SELECT 'the type of ' || relname || '.' || attname, '', '' FROM pg_attribute JOIN here ON here.oid = attrelid JOIN pg_type ON pg_type.oid = atttypid
		WHERE relkind = 'r' AND attnum > 0 AND NOT attisdropped AND typnamespace <> 'pg_catalog'::regnamespace
	UNION ALL SELECT 'the key ' || conname || ' ON ' || relname, '', '' FROM pg_constraint JOIN here ON here.oid = conrelid WHERE contype = 'f' AND (confupdtype <> 'a' OR confdeltype NOT IN ('a', 'c', 'n'))
	UNION ALL SELECT 'the schemas before the server''s own', current_setting('search_path'), ''
		WHERE array_position(current_schemas(true), 'pg_catalog') > CASE WHEN (current_schemas(true))[1] LIKE 'pg\_temp%' THEN 2 ELSE 1 END
	UNION ALL SELECT 'session_replication_role', current_setting('session_replication_role'), '' WHERE current_setting('session_replication_role') <> 'origin'`

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
			want[m[1]+" ON "+m[2]] = strings.TrimSpace(bodies[m[3]] + "\n" + when(m[0]))
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
