// Package postgres reads and changes PostgreSQL databases.
package postgres
