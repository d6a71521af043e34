package source

import (
	"errors"
	"fmt"
	"regexp"
	"strings"

	"github.com/go-sql-driver/mysql"
	"github.com/jackc/pgx/v5/pgconn"
)

var quotedValue = regexp.MustCompile(`'(?:[^'\\]|\\.|'')*'`)

// secretless takes values of rows out of an error of a database: servers repeat the value they refuse.
func secretless(err error) error {
	var pg *pgconn.PgError
	if errors.As(err, &pg) {
		message := pg.Message
		// Class 22 and XX quote the value; P0001 is a trigger's own text.
		if strings.HasPrefix(pg.Code, "22") || pg.Code == "P0001" {
			message = "the server refuses a value"
			if pg.Code == "22001" {
				message = "a value is too long for its column"
			}
			if pg.Code == "P0001" {
				message = "a trigger of the server refuses the change"
			}
		}
		for name, value := range map[string]string{"constraint": pg.ConstraintName, "column": pg.ColumnName} {
			if value != "" && !strings.Contains(message, value) {
				message += fmt.Sprintf(" (%s %q)", name, value)
			}
		}
		return &sourceError{message: fmt.Sprintf("%s (SQLSTATE %s)", message, pg.Code), cause: err}
	}
	var my *mysql.MySQLError
	if errors.As(err, &my) {
		message := my.Message
		switch my.Number {
		case 1062, 1292, 1366, 1411, 3140: // duplicate entry, wrong value: the first quoted word is the value
			if at := quotedValue.FindStringIndex(message); at != nil {
				message = message[:at[0]] + "…" + message[at[1]:]
			}
		case 1644:
			message = "a trigger of the server refuses the change"
		}
		return &sourceError{message: fmt.Sprintf("%s (error %d)", message, my.Number), cause: err}
	}
	return err
}
