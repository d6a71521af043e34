package source

import (
	"database/sql/driver"
	"errors"
	"io"
	"net"
	"strings"

	"github.com/go-sql-driver/mysql"
	"github.com/jackc/pgx/v5/pgconn"
)

// connectionLost says whether an error is about the way to the server rather than about the question.
func connectionLost(err error) bool {
	var network net.Error
	var server *pgconn.PgError
	switch {
	case errors.Is(err, driver.ErrBadConn), errors.Is(err, mysql.ErrInvalidConn), errors.Is(err, io.EOF),
		errors.Is(err, io.ErrUnexpectedEOF), errors.Is(err, net.ErrClosed), errors.As(err, &network):
		return true
	case errors.As(err, &server):
		// Class 08 is the connection, 57P01 to 57P03 a server going down or coming up.
		return strings.HasPrefix(server.Code, "08") || strings.HasPrefix(server.Code, "57P0")
	}
	return false
}

// planStale says whether PostgreSQL dropped a prepared statement because its table was altered meanwhile; asking
// again prepares it anew.
func planStale(err error) bool {
	var server *pgconn.PgError
	return errors.As(err, &server) && server.Code == "0A000" && strings.Contains(server.Message, "cached plan")
}

// refused says whether trying to connect again is pointless: wrong password, no such database, no permission, a server that
// was waited for in vain.
func refused(err error) bool {
	var silent *silentError
	if errors.As(err, &silent) {
		return true
	}
	var pg *pgconn.PgError
	if errors.As(err, &pg) {
		return strings.HasPrefix(pg.Code, "28") || strings.HasPrefix(pg.Code, "3D")
	}
	var my *mysql.MySQLError
	if errors.As(err, &my) {
		return my.Number == 1044 || my.Number == 1045 || my.Number == 1049
	}
	// A SQLite file does not come up later, except when its writer holds it.
	var lite interface{ Code() int }
	if errors.As(err, &lite) {
		const busy, locked = 5, 6
		return lite.Code()&0xff != busy && lite.Code()&0xff != locked
	}
	return false
}
