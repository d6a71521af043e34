package mysql

import (
	"errors"
	"fmt"

	"github.com/go-sql-driver/mysql"

	"orangelab.cn/rightsdesk/app/source/sqldb"
	"orangelab.cn/rightsdesk/model/pattern"
)

// mysqlReasons are by the number of the error. The quoted word of those in mysqlNames is a name and no value.
var (
	mysqlReasons = map[uint16]string{
		1044: sqldb.DeniedReason, 1045: "the name or the password is refused", 1142: sqldb.DeniedReason,
		1143: sqldb.DeniedReason, 1227: sqldb.DeniedReason,
		1049: "there is no such database", 1054: "there is no such column", 1146: "there is no such table",
		1040: "the server has no room for more connections or work", 1205: sqldb.BusyReason, 1213: sqldb.BusyReason,
		1969: "the server stopped the statement, which took too long",
		3024: "the server stopped the statement, which took too long", 1048: "a column must not be empty",
		1364: "a column must not be empty",
		1062: sqldb.UniqueReason, 1406: "a value is too long for its column", 1264: "the server refuses a value",
		1265: "the server refuses a value",
		1292: "the server refuses a value", 1366: "the server refuses a value", 1411: "the server refuses a value",
		3140: "the server refuses a value",
		1416: "the server refuses a value", 1451: "rows that stay point at the row",
		1452: "the row that a value points at does not exist",
		3819: "a check of the table refuses the value", 4025: "a check of the table refuses the value",
		1290: "the database takes no changes", 1792: "the database takes no changes",
		1836: "the database takes no changes", 1644: "a trigger of the server refuses the change",
		1114: "the disk of the server is full", 1021: "the disk of the server is full",
	}
	mysqlNames = map[uint16]bool{1048: true, 1364: true, 1406: true, 1264: true, 1265: true, 1054: true, 1146: true,
		3819: true, 4025: true}
	// what an expression says of a value that it cannot be worked out for
	mysqlValues = map[uint16]bool{1264: true, 1265: true, 1292: true, 1366: true, 1406: true, 1411: true, 1365: true,
		1690: true, 1139: true, 3140: true, 3141: true, 4038: true}
	quotedValue = pattern.New("['`]([^'`]*)['`]")
)

func (dialect) FailureOf(err error) sqldb.Failure {
	var server *mysql.MySQLError
	switch {
	case errors.As(err, &server):
		n := server.Number
		return sqldb.Failure{Answered: true, Reason: mysqlReason(server), Refused: n == 1044 || n == 1045 || n == 1049,
			Value: mysqlValues[n]}
	case errors.Is(err, mysql.ErrNoTLS):
		return sqldb.Failure{Answered: true, Reason: sqldb.NoTLSReason}
	}
	return sqldb.Failure{Lost: errors.Is(err, mysql.ErrInvalidConn)}
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
