package source

import (
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"net"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/go-sql-driver/mysql"
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/stdlib"

	"orangelab.cn/rightsdesk/model"
)

func openSQLite(path string, write bool) (*Source, error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, &sourceError{fmt.Sprintf("the SQLite source %s cannot be opened; check the path: %s", path, FileReason(err)), err}
	}
	if info.IsDir() {
		return nil, fmt.Errorf("the SQLite source %s is a folder; name the database file", path)
	}
	if write {
		if err := registerAsSeen(); err != nil {
			return nil, &sourceError{"SQLite cannot be given the function that compares rows", err}
		}
	}
	db, err := sql.Open("sqlite", sqliteAddress(filepath.ToSlash(path), write))
	if err != nil {
		return nil, &sourceError{fmt.Sprintf("the SQLite source %s cannot be opened", path), err}
	}
	return newSource(db, sqliteDialect{}, path, ""), nil
}

func openPostgres(dsn string) (*Source, error) {
	if err := readable(dsn); err != nil {
		return nil, err
	}
	cfg, err := pgx.ParseConfig(dsn)
	if err == nil && !model.Loopback(cfg.Host) && !strings.Contains(dsn, "sslmode=") && os.Getenv("PGSSLMODE") == "" {
		cfg, err = pgx.ParseConfig(dsn + joining(dsn) + "sslmode=verify-full")
	}
	var file *fs.PathError
	switch {
	case errors.As(err, &file):
		return nil, &sourceError{fmt.Sprintf("the file %s, which the PostgreSQL address names, cannot be used: %s", file.Path, FileReason(err)), err}
	case err != nil:
		return nil, errors.New("the PostgreSQL address cannot be used; check the port, the parameters behind the question mark, and that certificates are PEM files")
	}
	// Each address of a server gets its share of the time, so that a dead one does not hide the next.
	cfg.ConnectTimeout = connectTimeout / time.Duration(1+len(cfg.Fallbacks))
	for name, value := range map[string]string{"application_name": "rightsdesk", "client_encoding": "UTF8", "timezone": "UTC", "datestyle": "ISO"} {
		if _, set := cfg.RuntimeParams[name]; !set {
			cfg.RuntimeParams[name] = value
		}
	}
	at := net.JoinHostPort(cfg.Host, fmt.Sprint(cfg.Port))
	return newSource(sql.OpenDB(patience{stdlib.GetConnector(*cfg), at}), postgresDialect{},
		fmt.Sprintf("PostgreSQL database %q at %s", cfg.Database, at), cfg.Password), nil
}

var sslModes = []string{"disable", "allow", "prefer", "require", "verify-ca", "verify-full"}

// readable names what is wrong with the form of a PostgreSQL address.
func readable(dsn string) error {
	u, err := url.Parse(dsn)
	if err != nil {
		return errors.New("the PostgreSQL address cannot be read; write postgres://user:password@host:port/database, the port as a number and special characters of the password percent-encoded")
	}
	if mode := u.Query().Get("sslmode"); mode != "" && !slices.Contains(sslModes, mode) {
		return fmt.Errorf("the PostgreSQL address cannot be used: sslmode %q is none of %s", mode, strings.Join(sslModes, ", "))
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

func openMySQL(dsn string, write bool) (*Source, error) {
	u, err := url.Parse(dsn)
	if err != nil || u.Host == "" {
		return nil, errors.New("the MySQL address cannot be read; write mysql://user:password@host:port/database, the port as a number and special characters of the password percent-encoded")
	}
	cfg := mysql.NewConfig()
	cfg.User = u.User.Username()
	cfg.Passwd, _ = u.User.Password()
	cfg.Net, cfg.Addr = "tcp", u.Host
	if u.Port() == "" {
		cfg.Addr = net.JoinHostPort(u.Hostname(), "3306")
	}
	cfg.DBName = strings.TrimPrefix(u.Path, "/")
	if cfg.TLSConfig = u.Query().Get("tls"); cfg.TLSConfig == "" && !model.Loopback(u.Hostname()) {
		cfg.TLSConfig = "true"
	}
	// One round trip a query instead of three, and no limit of 65535 parameters.
	cfg.InterpolateParams = true
	cfg.Collation = "utf8mb4_general_ci"
	cfg.Params = map[string]string{"time_zone": "'+00:00'"}
	if write {
		// What does not fit is an error, never cut; and a row counts as found whether or not it changes.
		cfg.Params["sql_mode"] = "CONCAT(@@sql_mode,',STRICT_ALL_TABLES')"
		cfg.ClientFoundRows = true
	}
	connector, err := mysql.NewConnector(cfg)
	if err != nil {
		return nil, errors.New("the MySQL address cannot be used; of tls it knows true, false, skip-verify and preferred")
	}
	return newSource(sql.OpenDB(patience{connector, cfg.Addr}), mysqlDialect{},
		fmt.Sprintf("MySQL database %q at %s", cfg.DBName, cfg.Addr), cfg.Passwd), nil
}
