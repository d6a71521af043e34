package sqlite

import (
	"database/sql"
	"os"
	"path/filepath"
	"testing"
)

// Names are what people call their files; some characters mean something in the address that SQLite reads.
func TestADatabaseIsFoundWhateverItsPathIsCalled(t *testing.T) {
	for _, name := range []string{"shop.sqlite", "with space.sqlite", "a?b#c%41.sqlite", `back\slash.sqlite`,
		"名单.sqlite", "a:b.sqlite", "*.sqlite"} {
		dir := t.TempDir()
		plain := filepath.Join(dir, "plain.sqlite")
		made, err := sql.Open("sqlite", plain)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := made.Exec("CREATE TABLE marker (n INTEGER)"); err != nil {
			t.Fatal(err)
		}
		if err := made.Close(); err != nil {
			t.Fatal(err)
		}
		path := filepath.Join(dir, name)
		if err := os.Rename(plain, path); err != nil {
			t.Fatal(err)
		}
		for _, address := range []string{"sqlite:" + path, "sqlite://" + path, "sqlite:///" + path} {
			for _, write := range []bool{false, true} {
				s, err := open(address, write)
				if err != nil {
					t.Errorf("%s: %v", address, err)
					continue
				}
				var rows int
				if err := s.DB.QueryRow("SELECT COUNT(*) FROM marker").Scan(&rows); err != nil {
					t.Errorf("%s: %v", address, err)
				}
				if err := s.Close(); err != nil {
					t.Error(err)
				}
			}
		}
	}
}

// \\server\share\shop.sqlite is a file on another computer, and not one on the server "share".
func TestAPathOfANetworkDriveNamesNoServerOfAnAddress(t *testing.T) {
	for path, want := range map[string]string{
		`\\server\share\shop.sqlite`: `file:%5c%5cserver%5cshare%5cshop.sqlite`,
		`\\?\C:\data\shop.sqlite`:    `file:%5c%5c%3f%5cC:%5cdata%5cshop.sqlite`,
		"//server/share/shop.sqlite": "file:////server/share/shop.sqlite",
	} {
		if got := sqliteAddress(path, false); got[:len(want)+1] != want+"?" {
			t.Errorf("%s: %s", path, got)
		}
	}
}
