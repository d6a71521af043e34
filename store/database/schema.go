package database

import (
	"context"
	"errors"
	"fmt"
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
	return strings.Join(strings.Fields(strings.NewReplacer(`"`, "", "`", "", "(", " ( ", ")", " ) ", ",", " , ").Replace(text)), " ")
}

// CompareSchema returns how many tables and indexes the database has that the migrations make, or ErrSchema with what is wrong: a
// default, a key or a uniqueness of somebody else's changes what is written and found without a trigger. On PostgreSQL what calls
// functions is among the rules.
func (d *Database) CompareSchema(db *gorm.DB) (n int, err error) {
	if d.Postgres {
		return 0, nil
	}
	want, err := sqliteMade()
	if err != nil {
		return 0, err
	}
	var rows []struct{ Name, Text string }
	if err := db.Raw(sqliteSchema).Scan(&rows).Error; err != nil {
		return 0, MapError(err)
	}
	have := rulesOf{}
	for _, r := range rows {
		have[r.Name] = plainSQL(r.Text)
	}
	return len(have), want.compare(have, true)
}
