// Package sample holds the data map of the sample desk and the tables it describes; every person in it is invented.
package sample

import "embed"

// Files are a dataset file (NAME.yml) and the tables (NAME.sql) of each source that is a database. The SQL keeps to
// what SQLite, PostgreSQL and MariaDB share; statements end with a semicolon at the end of a line.
//
//go:embed *.yml *.sql
var Files embed.FS

// Register is the register of processing of the sample's organisation (YAML).
//
//go:embed register.yaml
var Register string

// Statements are two versions of the organisation's privacy statement (statement-VERSION.LANGUAGE.md).
//
//go:embed statement-*.md
var Statements embed.FS
