// Package sqlite reads and changes SQLite files.
package sqlite
