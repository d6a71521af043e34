package mysql

import (
	"database/sql"
	"errors"
	"fmt"
	"net"
	"net/url"
	"strings"

	"github.com/go-sql-driver/mysql"

	"orangelab.cn/rightsdesk/app/source/sqldb"
	"orangelab.cn/rightsdesk/model/loopback"
)

// Engine is MySQL, and MariaDB with it.
var Engine = sqldb.Engine{Key: "mysql", Name: "MySQL", Schemes: []string{"mysql", "mariadb"}, Form: "mysql://…",
	Open: open}

// open prepares a database by its address, mysql://user:password@host:port/database. Off this machine the server's
// certificate is checked unless the address says otherwise.
func open(dsn string, write bool) (*sqldb.Source, error) {
	u, err := url.Parse(dsn)
	if err != nil || u.Host == "" {
		return nil,
			errors.New("the MySQL address cannot be read; write mysql://user:password@host:port/database, the port as a number and special characters of the password percent-encoded")
	}
	cfg := mysql.NewConfig()
	cfg.User = u.User.Username()
	cfg.Passwd, _ = u.User.Password()
	cfg.Net, cfg.Addr = "tcp", u.Host
	if u.Port() == "" {
		cfg.Addr = net.JoinHostPort(u.Hostname(), "3306")
	}
	cfg.DBName = strings.TrimPrefix(u.Path, "/")
	if cfg.TLSConfig = u.Query().Get("tls"); cfg.TLSConfig == "" && !loopback.Is(u.Hostname()) {
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
		return nil,
			errors.New("the MySQL address cannot be used; of tls it knows true, false, skip-verify and preferred")
	}
	return sqldb.NewSource(sql.OpenDB(sqldb.TimeoutConnector{Connector: connector, Server: cfg.Addr}), dialect{},
		fmt.Sprintf("MySQL database %q at %s", cfg.DBName, cfg.Addr), cfg.Passwd), nil
}
