// Package doctor looks at everything of a desk that can be judged without signing in, and says what is wrong.
package doctor

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"strings"

	"gorm.io/gorm"

	"orangelab.cn/rightsdesk/private"
	"orangelab.cn/rightsdesk/store"
	"orangelab.cn/rightsdesk/store/database"
	"orangelab.cn/rightsdesk/store/lists"
	"orangelab.cn/rightsdesk/store/migrations"
	"orangelab.cn/rightsdesk/store/notices"
)

// Check is one thing the doctor looked at. Problem is empty where it is well, and otherwise says what is wrong and what
// to do.
type Check struct {
	Name    string
	Found   string
	Problem string
}

// Examine opens the desk at an address and looks at everything that can be judged without signing in: engine, schema,
// files, the database's own integrity, the kept counts and the audit log.
func Examine(ctx context.Context, address string) []Check {
	s, err := store.Open(ctx, address)
	if err != nil {
		return []Check{{Name: "open", Problem: err.Error()}}
	}
	checks := append([]Check{{Name: "open", Found: "the schema is up to date"}}, ExamineOpen(ctx, s, address)...)
	if err := s.Close(); err != nil {
		checks = append(checks, Check{Name: "close", Problem: err.Error()})
	}
	return checks
}

func engine(ctx context.Context, s *store.Store) (string, error) { return s.EngineVersion(ctx) }

// Rows compares every row that decides about a request, or about the desk, with its tally.
func Rows(ctx context.Context, s *store.Store) (string, error) { return s.ExamineTallies(ctx) }

func receipts(ctx context.Context, s *store.Store) (string, error) { return notices.Examine(s, ctx) }

// ExamineOpen is Examine of a desk that is open.
func ExamineOpen(ctx context.Context, s *store.Store, address string) (checks []Check) {
	for _, c := range []struct {
		name string
		look func(context.Context, *store.Store) (found string, err error)
	}{
		{"engine", engine},
		{"migrations", Migrations},
		{"guards", Guards},
		{"integrity", Integrity},
		{"references", References},
		{"counts", Counts},
		{"numbers", Numbers},
		{"files", func(context.Context, *store.Store) (string, error) { return examineFiles(address) }},
		{"audit log", log},
		{"log and desk", Gone},
		{"roster", Membership},
		{"keys", Keyring},
		{"tallies", Rows},
		{"receipts", receipts},
	} {
		check := Check{Name: c.name}
		found, err := c.look(ctx, s)
		if check.Found = found; err != nil {
			check.Problem = err.Error()
		}
		checks = append(checks, check)
	}
	return checks
}

// Migrations compares what was applied with what this program carries: a desk from a newer program would be
// written with the wrong idea of its columns.
func Migrations(ctx context.Context, s *store.Store) (string, error) {
	files, err := fs.Glob(migrations.Files, s.Database().Dialect()+"/*.sql")
	if err != nil {
		return "", fmt.Errorf("migrations of this program: %w", err)
	}
	var applied int
	if err := s.Reader(ctx).Raw("SELECT COUNT(*) FROM goose_db_version WHERE version_id > 0 AND is_applied").
		Scan(&applied).Error; err != nil {
		return "", database.MapError(err)
	}
	if applied != len(files) {
		return "",
			fmt.Errorf("%d were applied, this program knows %d: use the program that set the desk up, or a newer one",
				applied, len(files))
	}
	return fmt.Sprintf("%d applied", applied), nil
}

// Guards compares the triggers that keep the log append-only and the counts right with those of this program: a rebuilt
// table loses them without a word, and one that somebody added would write in the name of whoever works. It compares
// tables, columns, keys and indexes as well.
func Guards(ctx context.Context, s *store.Store) (string, error) {
	n, err := s.Database().CompareRules(s.Reader(ctx), true)
	if err != nil {
		return "", err
	}
	_, err = s.Database().CompareSchema(s.Reader(ctx))
	return fmt.Sprintf("%d triggers in place", n), err
}

// Integrity lets SQLite check its own pages. PostgreSQL has no such check over a connection.
func Integrity(ctx context.Context, s *store.Store) (string, error) {
	if s.Postgres() {
		return "left to the server's own tools (pg_amcheck)", nil
	}
	return integrity(ctx, s)
}

func integrity(ctx context.Context, s *store.Store) (string, error) {
	var lines []string
	if err := s.Reader(ctx).Raw("PRAGMA integrity_check(20)").Scan(&lines).Error; err != nil {
		return "", fmt.Errorf("the file cannot be checked: %w; restore the newest back-up", err)
	}
	if len(lines) != 1 || lines[0] != "ok" {
		return "", fmt.Errorf("the file is damaged: %s; restore the newest back-up", strings.Join(lines, "; "))
	}
	return "every page is sound", nil
}

// References finds rows that point at nothing. PostgreSQL never lets one in.
func References(ctx context.Context, s *store.Store) (string, error) {
	if s.Postgres() {
		return "kept by the server", nil
	}
	rows, err := s.Reader(ctx).Raw("PRAGMA foreign_key_check").Rows()
	if err != nil {
		return "", database.MapError(err)
	}
	dangling := 0
	for rows.Next() {
		dangling++
	}
	if err := errors.Join(rows.Err(), rows.Close()); err != nil {
		return "", database.MapError(err)
	}
	if dangling > 0 {
		return "", fmt.Errorf("%d rows point at a request or run that is gone; restore a back-up", dangling)
	}
	return "every row has its owner", nil
}

// Counts compares the counts kept by triggers with the table they count.
func Counts(ctx context.Context, s *store.Store) (string, error) {
	var wrong, all int64
	err := s.Snapshot(ctx, func(db *gorm.DB) error {
		err := db.Raw(`SELECT COUNT(*) FROM (
		SELECT kind, status, holder, author, letter, busy, SUM(n) AS n FROM (
			SELECT kind, status, holder, ` + lists.AuthorOf + ` AS author,
				CASE WHEN ` + lists.LetterWaits + ` THEN 1 ELSE 0 END AS letter, CASE meanwhile WHEN '' THEN 0 ELSE 1 END AS busy, COUNT(*) AS n
			FROM request GROUP BY 1, 2, 3, 4, 5, 6
			UNION ALL SELECT kind, status, holder, author, letter, busy, -n FROM request_count) AS both_sides
		GROUP BY kind, status, holder, author, letter, busy) AS difference WHERE n <> 0`).Scan(&wrong).Error
		if err != nil {
			return err
		}
		return db.Raw("SELECT COUNT(*) FROM request").Scan(&all).Error
	})
	if err != nil {
		return "", err
	}
	if wrong > 0 {
		return "",
			fmt.Errorf("%d kept counts differ from the requests they count: rows were changed with the triggers off",
				wrong)
	}
	return fmt.Sprintf("%d requests, counts agree", all), nil
}

// examineFiles looks who else may reach into the desk's folder, and whether it lies where one computer alone writes to
// it.
func examineFiles(address string) (string, error) {
	if store.IsShared(address) {
		return "on the server", nil
	}
	if drive := database.NetworkDrive(address); drive != "" {
		return "", fmt.Errorf("%s: %s", address, database.OnAnother(drive))
	}
	// There is no WAL while nobody has the desk open.
	for _, path := range []string{address, filepath.Join(address, store.File),
		filepath.Join(address, store.File+"-wal"), filepath.Join(address, store.File+"-shm")} {
		problem, err := private.Examine(path)
		if err != nil {
			return "", fmt.Errorf("look at %s: %w", path, err)
		}
		if problem != "" {
			return "", errors.New(problem)
		}
	}
	return "readable by their owner alone", nil
}

func log(ctx context.Context, s *store.Store) (string, error) {
	v, err := s.VerifyLog(ctx)
	if errors.Is(err, store.ErrNoDesk) {
		return "", fmt.Errorf("%w: set the desk up first", err)
	}
	if err != nil {
		return "", err
	}
	if len(v.Problems) > 0 {
		return "", errors.New(strings.Join(v.Problems, "; "))
	}
	return fmt.Sprintf("%d entries, %d signed", v.Entries, v.Signed), nil
}
