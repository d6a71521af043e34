package sqlite

import (
	"database/sql"
	"fmt"
	"net/url"
	"os"
	"strings"

	"orangelab.cn/rightsdesk/app/source/sqldb"
	"orangelab.cn/rightsdesk/app/source/value"
)

// Engine is SQLite: a database that is a file of this machine.
var Engine = sqldb.Engine{Key: "sqlite", Name: "SQLite", Schemes: []string{"sqlite"}, Form: "sqlite:PATH", Open: open}

// open prepares the database file that an address names; it creates none. An error names the path and the remedy.
func open(address string, write bool) (*sqldb.Source, error) {
	_, path, _ := strings.Cut(address, ":")
	path = strings.TrimPrefix(path, "//")
	info, err := os.Stat(path)
	if err != nil {
		return nil,
			&value.Error{Message: fmt.Sprintf("the SQLite source %s cannot be opened; check the path: %s", path,
				value.FileReason(err)), Cause: err}
	}
	if info.IsDir() {
		return nil, fmt.Errorf("the SQLite source %s is a folder; name the database file", path)
	}
	if write {
		if err := RegisterExpectations(); err != nil {
			return nil, &value.Error{Message: "SQLite cannot be given the function that compares rows", Cause: err}
		}
	}
	db, err := sql.Open("sqlite", sqliteAddress(path, write))
	if err != nil {
		return nil, &value.Error{Message: fmt.Sprintf("the SQLite source %s cannot be opened", path), Cause: err}
	}
	return sqldb.NewSource(db, dialect{}, path, ""), nil
}

// sqliteAddress is the file with the settings of a reader or a writer. Neither creates a file.
func sqliteAddress(path string, write bool) string {
	// A path of a network drive or of \\?\ keeps its backslashes: written with slashes its server would be read as the
	// address's.
	escaped := strings.NewReplacer("%", "%25", "?", "%3f", "#", "%23", `\`, "%5c").Replace(path)
	if strings.HasPrefix(escaped, "//") {
		escaped = "//" + escaped
	}
	settings := url.Values{"_pragma": {"busy_timeout(5000)", "trusted_schema(0)"}}
	if write {
		settings.Set("mode", "rw")
		settings.Set("_txlock", "immediate")
		settings.Add("_pragma", "foreign_keys(1)")
		// Pages written before the commit would each wait for the disk: up to 64 MiB of them stay in memory, and what
		// statements set aside does too.
		settings.Add("_pragma", "cache_size(-65536)")
		settings.Add("_pragma", "temp_store(2)")
	} else {
		settings.Set("mode", "ro")
		settings.Add("_pragma", "query_only(1)")
	}
	return "file:" + escaped + "?" + settings.Encode()
}
