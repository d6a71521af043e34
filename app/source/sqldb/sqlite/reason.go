package sqlite

import (
	"errors"
	"fmt"

	"orangelab.cn/rightsdesk/app/source/sqldb"
	"orangelab.cn/rightsdesk/model/pattern"
)

// sqliteReasons are by the primary result code; constraints by the extended one.
var (
	sqliteReasons = map[int]string{
		3: sqldb.DeniedReason, 5: sqldb.BusyReason, 6: sqldb.BusyReason, 8: "the database takes no changes",
		9: "the reading was stopped", 10: "the file cannot be read or written",
		11: "the file is damaged", 13: "the disk is full", 14: "the file cannot be opened", 18: "a value is too long",
		19: "a rule of the table refuses the change", 26: "it is no SQLite database",
		275: "a check of the table refuses the value", 787: sqldb.ReferenceReason,
		1299: "a column must not be empty", 1555: sqldb.UniqueReason, 1811: "a trigger refuses the change",
		2067: sqldb.UniqueReason,
	}
	// The names of columns stand behind the colon, before the number; of other constraints nothing is repeated.
	sqliteNames = pattern.New(`(?:NOT NULL|UNIQUE|CHECK) constraint failed: (.+) \(\d+\)$`)
)

// FailureOf says of a file that it does not come up later, except when its writer holds it.
func (dialect) FailureOf(err error) sqldb.Failure {
	var coded interface {
		error
		Code() int
	}
	if !errors.As(err, &coded) {
		return sqldb.Failure{}
	}
	const busy, locked = 5, 6
	code := coded.Code()
	return sqldb.Failure{Answered: true, Reason: sqliteReason(code, coded.Error()),
		Refused: code&0xff != busy && code&0xff != locked}
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
