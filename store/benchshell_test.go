package store_test

import (
	"bufio"
	"fmt"
	"io"
	"os/exec"
	"reflect"
	"strings"
	"testing"
)

// sqliteShell is the C sqlite3 shell on a desk's file, kept running: what the program's own SQL is measured beside.
type sqliteShell struct {
	in  io.Writer
	out *bufio.Scanner
}

// newSQLiteShell starts the shell, or returns nil where the computer has none.
func newSQLiteShell(b *testing.B, file string) *sqliteShell {
	b.Helper()
	path, err := exec.LookPath("sqlite3")
	if err != nil {
		return nil
	}
	cmd := exec.Command(path, "-readonly", "-batch", file)
	in, err := cmd.StdinPipe()
	if err != nil {
		b.Fatal(err)
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		b.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() {
		if err := in.Close(); err != nil {
			b.Error(err)
		}
		if err := cmd.Wait(); err != nil {
			b.Error(err)
		}
	})
	return &sqliteShell{in, bufio.NewScanner(out)}
}

// run runs a statement, its rows written to nowhere, and waits for its end.
func (s *sqliteShell) run(b *testing.B, statement string) {
	if s == nil {
		b.Skip("there is no sqlite3 shell")
	}
	if _, err := fmt.Fprintf(s.in, ".output /dev/null\n%s;\n.output stdout\n.print done\n", statement); err != nil {
		b.Fatal(err)
	}
	if !s.out.Scan() || s.out.Text() != "done" {
		b.Fatalf("the shell says %q %v", s.out.Text(), s.out.Err())
	}
}

// spread gives each value of a list a placeholder of its own, as GORM does.
func spread(query string, args []any) (string, []any) {
	var all []any
	parts := strings.Split(query, "?")
	query = parts[0]
	for i, a := range args {
		marks, v := "?", reflect.ValueOf(a)
		if v.Kind() == reflect.Slice {
			marks = "(" + strings.TrimSuffix(strings.Repeat("?,", v.Len()), ",") + ")"
			for n := range v.Len() {
				all = append(all, v.Index(n).Interface())
			}
		} else {
			all = append(all, a)
		}
		query += marks + parts[i+1]
	}
	return query, all
}

// literal is a statement with its values written into it.
func literal(query string, args []any) string {
	for _, a := range args {
		text := fmt.Sprint(a)
		if s, ok := a.(string); ok {
			text = "'" + strings.ReplaceAll(s, "'", "''") + "'"
		}
		query = strings.Replace(query, "?", text, 1)
	}
	return query
}
