package source

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io/fs"
	"regexp"
	"slices"
	"strings"

	"github.com/go-sql-driver/mysql"
	"github.com/jackc/pgx/v5/pgconn"
)

// What reaches a person about a failed statement is a sentence of ours. The words of servers and drivers come in their
// own language, name types of a programming language, and repeat the values of rows.

// postgresReasons are by SQLSTATE, or by its class where the state is not listed.
var postgresReasons = map[string]string{
	"0A": "the server cannot do this", "08": lostReason, "22": "the server refuses a value", "22001": "a value is too long for its column",
	"23502": "a column must not be empty", "23503": "rows that stay point at the row", "23505": "another row has the value, and it must be unique",
	"23514": "a check of the table refuses the value", "23": "a rule of the table refuses the change", "25006": "the database takes no changes",
	"28": "the name or the password is refused", "3D": "there is no such database", "40": busyReason, "42501": deniedReason,
	"42P01": "there is no such table", "42703": "there is no such column", "53100": "the disk of the server is full", "53": "the server has no room for more connections or work",
	"55P03": busyReason, "57014": "the server stopped the statement, which took too long", "57": lostReason, "58": "the server cannot read or write its files",
	"P0": "a trigger of the server refuses the change", "XX": "the server reports that its data are damaged",
}

const (
	lostReason   = "the connection was lost"
	busyReason   = "other work on the database stands in the way; try again"
	deniedReason = "this login may not do it; grant the permission"
	policyReason = "a row-level security policy hides rows of the table from this login, so an answer would not be whole; use a login with BYPASSRLS"
)

// mysqlReasons are by the number of the error. The quoted word of those in mysqlNames is a name and no value.
var (
	mysqlReasons = map[uint16]string{
		1044: deniedReason, 1045: "the name or the password is refused", 1142: deniedReason, 1143: deniedReason, 1227: deniedReason,
		1049: "there is no such database", 1054: "there is no such column", 1146: "there is no such table",
		1040: "the server has no room for more connections or work", 1205: busyReason, 1213: busyReason, 1969: "the server stopped the statement, which took too long",
		3024: "the server stopped the statement, which took too long", 1048: "a column must not be empty", 1364: "a column must not be empty",
		1062: "another row has the value, and it must be unique", 1406: "a value is too long for its column", 1264: "the server refuses a value", 1265: "the server refuses a value",
		1292: "the server refuses a value", 1366: "the server refuses a value", 1411: "the server refuses a value", 3140: "the server refuses a value",
		1416: "the server refuses a value", 1451: "rows that stay point at the row", 1452: "the row that a value points at does not exist",
		3819: "a check of the table refuses the value", 4025: "a check of the table refuses the value", 1290: "the database takes no changes", 1792: "the database takes no changes",
		1836: "the database takes no changes", 1644: "a trigger of the server refuses the change", 1114: "the disk of the server is full", 1021: "the disk of the server is full",
	}
	mysqlNames  = map[uint16]bool{1048: true, 1364: true, 1406: true, 1264: true, 1265: true, 1054: true, 1146: true, 3819: true, 4025: true}
	quotedValue = regexp.MustCompile("['`]([^'`]*)['`]")
)

// sqliteReasons are by the primary result code; constraints by the extended one.
var (
	sqliteReasons = map[int]string{
		3: deniedReason, 5: busyReason, 6: busyReason, 8: "the database takes no changes", 9: "the reading was stopped", 10: "the file cannot be read or written",
		11: "the file is damaged", 13: "the disk is full", 14: "the file cannot be opened", 18: "a value is too long", 19: "a rule of the table refuses the change", 26: "it is no SQLite database",
		275: "a check of the table refuses the value", 787: "rows that stay point at the row", 1299: "a column must not be empty", 1555: uniqueReason, 1811: "a trigger refuses the change", 2067: uniqueReason,
	}
	// The names of columns stand behind the colon, before the number; of other constraints nothing is repeated.
	sqliteNames = regexp.MustCompile(`(?:NOT NULL|UNIQUE|CHECK) constraint failed: (.+) \(\d+\)$`)
)

const uniqueReason = "another row has the value, and it must be unique"

// reasonOf says in a sentence of ours, without any value of a row, why a database or the way to it failed. An error of
// our own speaks for itself.
func reasonOf(err error) string {
	if several, ok := err.(interface{ Unwrap() []error }); ok && len(several.Unwrap()) > 0 {
		var reasons []string
		for _, one := range several.Unwrap() {
			if reason := reasonOf(one); !slices.Contains(reasons, reason) {
				reasons = append(reasons, reason)
			}
		}
		return strings.Join(reasons, "; ")
	}
	if ours(err) {
		return err.Error()
	}
	var pg *pgconn.PgError
	var my *mysql.MySQLError
	var lite interface {
		error
		Code() int
	}
	var path *fs.PathError
	var silent *silentError
	var certificate *tls.CertificateVerificationError
	var connecting *pgconn.ConnectError
	switch {
	case errors.As(err, &silent):
		return silent.Error()
	case errors.As(err, &pg):
		return postgresReason(pg)
	case errors.As(err, &my):
		return mysqlReason(my)
	case errors.As(err, &lite):
		return sqliteReason(lite.Code(), lite.Error())
	case errors.Is(err, context.Canceled):
		return "it was stopped"
	case errors.Is(err, context.DeadlineExceeded):
		return "it took too long"
	case errors.As(err, &path): // before the network, of whose errors it has the form
		return FileReason(path)
	case errors.As(err, &certificate):
		return "the certificate of the server is not trusted; for PostgreSQL name the root it comes from with sslrootcert=FILE in the address, " +
			"or encrypt without checking who answers: sslmode=require, for MySQL tls=skip-verify"
	case errors.Is(err, mysql.ErrNoTLS), strings.Contains(err.Error(), "server refused TLS connection"):
		return "the server takes no encrypted connections; let its administrator turn TLS on, or, where the network between is trusted, " +
			"write sslmode=disable, for MySQL tls=false, into the address"
	case connectionLost(err):
		return "the server does not answer"
	case errors.As(err, &connecting):
		return "the server does not answer as it should; check host, port and encryption"
	}
	return "the database driver cannot use what the server gave"
}

// ours reports whether an error is a sentence of ours already.
func ours(err error) bool {
	_, is := err.(sentence)
	return is
}

// sentence is an error whose text is one of ours: it names the place and the remedy, and no value of a row.
type sentence interface {
	error
	sentence()
}

func postgresReason(pg *pgconn.PgError) string {
	reason, known := postgresReasons[pg.Code]
	if !known && len(pg.Code) == 5 {
		reason, known = postgresReasons[pg.Code[:2]]
	}
	switch {
	case pg.Routine == "check_enable_rls":
		reason = policyReason
	case !known:
		reason = "the server refuses it"
	}
	for _, name := range [][2]string{{"constraint", pg.ConstraintName}, {"column", pg.ColumnName}} {
		if name[1] != "" {
			reason += fmt.Sprintf(" (%s %q)", name[0], name[1])
		}
	}
	return fmt.Sprintf("%s (SQLSTATE %s)", reason, pg.Code)
}

func mysqlReason(my *mysql.MySQLError) string {
	reason, known := mysqlReasons[my.Number]
	if !known {
		reason = "the server refuses it"
	}
	if mysqlNames[my.Number] {
		if name := quotedValue.FindStringSubmatch(my.Message); name != nil {
			reason += fmt.Sprintf(" (%q)", name[1])
		}
	}
	return fmt.Sprintf("%s (error %d)", reason, my.Number)
}

func sqliteReason(code int, message string) string {
	reason, known := sqliteReasons[code]
	if !known {
		reason, known = sqliteReasons[code&0xff]
	}
	if !known {
		reason = "SQLite refuses it"
	}
	if name := sqliteNames.FindStringSubmatch(message); name != nil {
		reason += fmt.Sprintf(" (%s)", name[1])
	}
	return fmt.Sprintf("%s (code %d)", reason, code)
}
