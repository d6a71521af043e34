package postgres

import (
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"net"
	"net/url"
	"os"
	"slices"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/stdlib"

	"orangelab.cn/rightsdesk/app/source/sqldb"
	"orangelab.cn/rightsdesk/app/source/value"
	"orangelab.cn/rightsdesk/model/loopback"
)

// Engine is PostgreSQL.
var Engine = sqldb.Engine{Key: "postgres", Name: "PostgreSQL", Schemes: []string{"postgres", "postgresql"},
	Form: "postgres://…", Open: open}

// open prepares a database by its address, for reading and for changing rows alike. Off this machine the server's
// certificate is checked unless the address says otherwise.
func open(dsn string, write bool) (*sqldb.Source, error) {
	if err := readable(dsn); err != nil {
		return nil, err
	}
	cfg, err := pgx.ParseConfig(dsn)
	if err == nil && !allHere(cfg) && !saysHow(dsn) && os.Getenv("PGSSLMODE") == "" {
		cfg, err = pgx.ParseConfig(dsn + joining(dsn) + "sslmode=verify-full")
	}
	var file *fs.PathError
	switch {
	case errors.As(err, &file):
		return nil,
			&value.Error{Message: fmt.Sprintf("the file %s, which the PostgreSQL address names, cannot be used: %s",
				file.Path, value.FileReason(err)), Cause: err}
	case err != nil:
		return nil,
			errors.New("the PostgreSQL address cannot be used; check the port, the parameters behind the question mark, and that certificates are PEM files")
	}
	// Each address of a server gets its share of the time, so that a dead one does not hide the next.
	cfg.ConnectTimeout = sqldb.ConnectTimeout / time.Duration(1+len(cfg.Fallbacks))
	for name, value := range map[string]string{"application_name": "rightsdesk", "client_encoding": "UTF8",
		"timezone": "UTC", "datestyle": "ISO"} {
		if _, set := cfg.RuntimeParams[name]; !set {
			cfg.RuntimeParams[name] = value
		}
	}
	at := net.JoinHostPort(cfg.Host, fmt.Sprint(cfg.Port))
	if write && cfg.ValidateConnect == nil && len(hostsOf(cfg)) > 1 {
		// the first that answers may be a standby
		cfg.ValidateConnect = pgconn.ValidateConnectTargetSessionAttrsReadWrite
	}
	src := sqldb.NewSource(sql.OpenDB(sqldb.TimeoutConnector{Connector: stdlib.GetConnector(*cfg), Server: at}),
		dialect{},
		fmt.Sprintf("PostgreSQL database %q at %s", cfg.Database, at), cfg.Password)
	if standby := standbyOf(cfg, at); standby != nil {
		src.FollowedBy(standby)
	}
	return src, nil
}

// allHere reports whether every server of an address is this computer.
func allHere(cfg *pgx.ConnConfig) bool {
	for host := range hostsOf(cfg) {
		if !loopback.Is(host.name) {
			return false
		}
	}
	return true
}

var sslModes = []string{"disable", "allow", "prefer", "require", "verify-ca", "verify-full"}

// saysHow reports whether an address says itself whether it wants to be encrypted, and who answers to be checked: a
// password or a name that reads so does not.
func saysHow(dsn string) bool {
	u, err := url.Parse(dsn)
	return err == nil && u.Query().Get("sslmode") != ""
}

// readable names what is wrong with the form of a PostgreSQL address.
func readable(dsn string) error {
	u, err := url.Parse(dsn)
	if err != nil {
		return errors.New("the PostgreSQL address cannot be read; write postgres://user:password@host:port/database, the port as a number and special characters of the password percent-encoded")
	}
	if mode := u.Query().Get("sslmode"); mode != "" && !slices.Contains(sslModes, mode) {
		return fmt.Errorf("the PostgreSQL address cannot be used: sslmode %q is none of %s", mode,
			strings.Join(sslModes, ", "))
	}
	return nil
}

// joining is what stands before one more parameter of an address.
func joining(dsn string) string {
	if strings.Contains(dsn, "?") {
		return "&"
	}
	return "?"
}
