package postgres

import (
	"errors"
	"fmt"
	"strings"

	"github.com/jackc/pgx/v5/pgconn"

	"orangelab.cn/rightsdesk/app/source/sqldb"
)

// postgresReasons are by SQLSTATE, or by its class where the state is not listed.
var postgresReasons = map[string]string{
	"0A": "the server cannot do this", "08": sqldb.LostReason, "22": "the server refuses a value",
	"22001": "a value is too long for its column",
	"23502": "a column must not be empty", "23503": sqldb.ReferenceReason, "23505": sqldb.UniqueReason,
	"23514": "a check of the table refuses the value", "23": "a rule of the table refuses the change",
	"25006": "the database takes no changes",
	"28":    "the name or the password is refused", "3D": "there is no such database", "40": sqldb.BusyReason,
	"42501": sqldb.DeniedReason,
	"42P01": "there is no such table", "42703": "there is no such column", "53100": "the disk of the server is full",
	"53":    "the server has no room for more connections or work",
	"55P03": sqldb.BusyReason, "57014": "the server stopped the statement, which took too long", "57": sqldb.LostReason,
	"58": "the server cannot read or write its files",
	"P0": "a trigger of the server refuses the change", "XX": "the server reports that its data are damaged",
}

const policyReason = "a row-level security policy hides rows of the table from this login, so an answer would not be whole; use a login with BYPASSRLS"

func (dialect) FailureOf(err error) sqldb.Failure {
	var server *pgconn.PgError
	var connecting *pgconn.ConnectError
	switch {
	case errors.As(err, &server):
		is := func(class string) bool { return strings.HasPrefix(server.Code, class) }
		return sqldb.Failure{
			Answered: true, Reason: postgresReason(server),
			Lost:      is("08") || is("57P0"), // the connection; a server going down or coming up
			Stale:     is("0A000") && strings.Contains(server.Message, "cached plan"),
			Refused:   is("28") || is("3D"),
			Overtaken: is("40001"),
			Value:     is("22") || is("23") || is("P0") || is("38"),
		}
	case strings.Contains(err.Error(), "server refused TLS connection"):
		return sqldb.Failure{Answered: true, Reason: sqldb.NoTLSReason}
	case errors.As(err, &connecting):
		return sqldb.Failure{Reason: "the server does not answer as it should; check host, port and encryption"}
	}
	return sqldb.Failure{}
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
