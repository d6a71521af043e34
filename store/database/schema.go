package database

import (
	"context"
	_ "embed"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"

	"github.com/glebarez/sqlite"
	"github.com/pressly/goose/v3"
	"gorm.io/gorm"
)

// sqliteMade is how every table and index is made by the migrations, by its name: a desk in memory is made to see it.
var sqliteMade = sync.OnceValues(func() (made rulesOf, err error) {
	desk, err := gorm.Open(sqlite.Open("file::memory:?_time_format=sqlite"), &gorm.Config{})
	if err != nil {
		return nil, fmt.Errorf("make a desk in memory: %w", err)
	}
	db, err := desk.DB()
	if err != nil {
		return nil, fmt.Errorf("make a desk in memory: %w", err)
	}
	db.SetMaxOpenConns(1)
	defer func() { err = errors.Join(err, db.Close()) }()
	if err := migrate(context.Background(), db, goose.DialectSQLite3, Newest); err != nil {
		return nil, err
	}
	rows, err := db.Query(sqliteSchema)
	if err != nil {
		return nil, fmt.Errorf("read a desk in memory: %w", err)
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	made = rulesOf{}
	for rows.Next() {
		var name, text string
		if err := rows.Scan(&name, &text); err != nil {
			return nil, fmt.Errorf("read a desk in memory: %w", err)
		}
		made[name] = plainSQL(text)
	}
	return made, rows.Err()
})

const sqliteSchema = "SELECT name, sql AS text FROM sqlite_master WHERE type IN ('table', 'index') AND sql IS NOT NULL AND name NOT LIKE 'sqlite_%'"

// plainSQL is a statement without the blanks and quotation marks in which two that say the same may differ.
func plainSQL(text string) string {
	return strings.Join(
		strings.Fields(strings.NewReplacer(`"`, "", "`", "", "(", " ( ", ")", " ) ", ",", " , ").Replace(text)), " ")
}

// plainText is a text on one line.
func plainText(text string) string { return strings.Join(strings.Fields(text), " ") }

// CompareSchema returns how many tables, columns, keys and indexes the database has, or ErrSchema with what is wrong: a
// default, a key or a uniqueness of somebody else's changes what is written and found without a trigger.
func (d *Database) CompareSchema(db *gorm.DB) (n int, err error) {
	query, wanted, plain := sqliteSchema, sqliteMade, plainSQL
	if d.Postgres {
		query, wanted, plain = postgresSchema, postgresMade, plainText
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
		have[r.Name] = plain(r.Text)
	}
	return len(have), want.compare(have, true)
}

// postgresText is how a PostgreSQL server describes what the migrations make, a line each: its name, a tab and what it
// says. A test asks a server and compares, and writes it anew with -update.
//
//go:embed postgres_schema.txt
var postgresText string

var postgresMade = sync.OnceValues(func() (rulesOf, error) {
	made := rulesOf{}
	for line := range strings.Lines(postgresText) {
		name, text, _ := strings.Cut(line, "\t")
		made[strings.TrimSpace(name)] = plainText(text)
	}
	return made, nil
})

// DescribeSchema is what postgresText holds, of a server's desk.
func DescribeSchema(db *gorm.DB) (string, error) {
	var rows []struct{ Name, Text string }
	if err := db.Raw(postgresSchema).Scan(&rows).Error; err != nil {
		return "", MapError(err)
	}
	lines := make([]string, len(rows))
	for i, r := range rows {
		lines[i] = strings.TrimSpace(r.Name+"\t"+plainText(r.Text)) + "\n"
	}
	slices.Sort(lines)
	return strings.Join(lines, ""), nil
}

// postgresSchema describes tables, columns, keys, checks, indexes, sequences, functions and operators that belong to no
// extension. A server from 18 on lists that a column is never null as a constraint, too, which its column says. Then
// come casts that somebody made, which no schema holds, functions that a sign-in to the server calls, and settings of
// the database or of a login under which statements mean something else or what was written may be lost.
const postgresSchema = `WITH added AS (SELECT classid, objid FROM pg_depend WHERE deptype = 'e'),
	here AS (SELECT * FROM pg_class WHERE relnamespace = current_schema()::regnamespace AND relname NOT LIKE 'goose\_db\_version%'
		AND NOT EXISTS (SELECT 1 FROM added WHERE classid = 'pg_class'::regclass AND objid = pg_class.oid))
	SELECT relname::text AS name, CASE relpersistence WHEN 'p' THEN '' ELSE 'not kept after a crash' END
		|| CASE WHEN relrowsecurity AND NOT EXISTS (SELECT 1 FROM pg_policy WHERE polrelid = here.oid AND polname = 'team_own') THEN 'rows are hidden' ELSE '' END AS text FROM here WHERE relkind = 'r'
	UNION ALL SELECT relname::text || '.' || attname, format_type(atttypid, atttypmod) || CASE WHEN attnotnull THEN ' NOT NULL' ELSE '' END
		|| COALESCE(' DEFAULT ' || replace(pg_get_expr(adbin, adrelid), current_schema() || '.', ''), '') || CASE attidentity WHEN '' THEN '' ELSE ' IDENTITY ' || attidentity::text END
		|| CASE attgenerated WHEN '' THEN '' ELSE ' COMPUTED ' || attgenerated::text END
		|| CASE WHEN attcollation = typcollation THEN '' ELSE ' COLLATE ' || (SELECT collname FROM pg_collation WHERE pg_collation.oid = attcollation) END
		FROM here JOIN pg_attribute ON attrelid = here.oid JOIN pg_type ON pg_type.oid = atttypid LEFT JOIN pg_attrdef ON adrelid = attrelid AND adnum = attnum
		WHERE relkind = 'r' AND attnum > 0 AND NOT attisdropped
	UNION ALL SELECT 'the constraint ' || conname::text || ' ON ' || relname, replace(pg_get_constraintdef(pg_constraint.oid), current_schema() || '.', '')
		FROM here JOIN pg_constraint ON conrelid = here.oid WHERE contype IN ('p', 'u', 'c', 'f', 'x')
	UNION ALL SELECT 'the index ' || relname, replace(pg_get_indexdef(here.oid), current_schema() || '.', '') || CASE WHEN indisvalid AND indisready THEN '' ELSE ' INVALID' END
		FROM here JOIN pg_index ON indexrelid = here.oid
	UNION ALL SELECT 'the sequence ' || relname, concat_ws(' ', seqtypid::regtype, seqstart, seqincrement, seqmax, seqmin, seqcycle) FROM here JOIN pg_sequence ON seqrelid = here.oid
	UNION ALL SELECT 'the function ' || proname || '(' || pg_get_function_identity_arguments(oid) || ')', concat_ws(' ', prosecdef, proconfig::text) FROM pg_proc
		WHERE pronamespace = current_schema()::regnamespace AND NOT EXISTS (SELECT 1 FROM added WHERE classid = 'pg_proc'::regclass AND objid = pg_proc.oid)
	UNION ALL SELECT 'the operator ' || oid::regoperator, '' FROM pg_operator
		WHERE oprnamespace = current_schema()::regnamespace AND NOT EXISTS (SELECT 1 FROM added WHERE classid = 'pg_operator'::regclass AND objid = pg_operator.oid)
	UNION ALL SELECT 'the cast from ' || castsource::regtype || ' to ' || casttarget::regtype, '' FROM pg_cast
		WHERE oid >= 16384 AND NOT EXISTS (SELECT 1 FROM added WHERE classid = 'pg_cast'::regclass AND objid = pg_cast.oid)
	UNION ALL SELECT 'what a sign-in calls: ' || evtname, '' FROM pg_event_trigger WHERE evtevent = 'login' AND evtenabled <> 'D'
	UNION ALL SELECT 'the setting ' || pg_settings.name, setting FROM pg_settings WHERE source IN ('database', 'user', 'database user')
		AND pg_settings.name IN ('transform_null_equals', 'standard_conforming_strings', 'backslash_quote', 'synchronous_commit', 'row_security', 'session_preload_libraries', 'local_preload_libraries')`
