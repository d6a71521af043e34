package store_test

import (
	"bufio"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"strings"
	"sync"
	"testing"

	"orangelab.cn/rightsdesk/store"
	"orangelab.cn/rightsdesk/store/database"
	"orangelab.cn/rightsdesk/store/doctor"
	"orangelab.cn/rightsdesk/store/requests"
	"orangelab.cn/rightsdesk/store/storetest"
)

func TestEnginesThatCanCorruptADeskAreToldApart(t *testing.T) {
	for _, tt := range []struct {
		a, b string
		less bool
	}{{"3.41.2", database.MinimumSQLite, true}, {"3.51.2", database.MinimumSQLite, true},
		{"3.51.3", database.MinimumSQLite, false},
		{"3.54.1", database.MinimumSQLite, false}, {"3.100.0", database.MinimumSQLite, false},
		{"4.0.0", database.MinimumSQLite, false},
		{"2.99.99", database.MinimumSQLite, true}, {"", database.MinimumSQLite, true}} {
		if got := database.VersionLess(tt.a, tt.b); got != tt.less {
			t.Errorf("%q older than %q: %v", tt.a, tt.b, got)
		}
	}
	s := storetest.Open(t, "sqlite")
	v, err := s.EngineVersion(ctx)
	if err != nil || database.VersionLess(strings.TrimPrefix(v, "SQLite "), database.MinimumSQLite) {
		t.Errorf("this program carries %s, %v", v, err)
	}
}

// The engine's own module says which C library it was made for, and this program is built with that one alone.
func TestTheEngineIsBuiltWithTheLibraryThatItWasMadeFor(t *testing.T) {
	for version, fits := range map[string]bool{database.EngineLibrary: true, "v1.78.9": false, "v1.79.1": false,
		"": false} {
		deps := []*debug.Module{{Path: "modernc.org/sqlite", Version: "v1"},
			{Path: "modernc.org/libc", Version: version}}
		if err := database.PartsFit(deps); (err == nil) != fits ||
			err != nil && !errors.Is(err, database.ErrEngineParts) {
			t.Errorf("%q: %v", version, err)
		}
	}
	replaced := &debug.Module{Path: "modernc.org/libc", Version: database.EngineLibrary,
		Replace: &debug.Module{Path: "../libc"}}
	if err := database.PartsFit([]*debug.Module{replaced}); !errors.Is(err, database.ErrEngineParts) {
		t.Errorf("another in its place: %v", err)
	}
	path, err := exec.Command("go", "list", "-m", "-f", "{{.GoMod}}", "modernc.org/sqlite").Output()
	if err != nil {
		t.Fatal(err)
	}
	asks, err := os.ReadFile(strings.TrimSpace(string(path)))
	if err != nil {
		t.Fatal(err)
	}
	ours, err := os.ReadFile("../go.mod")
	if err != nil {
		t.Fatal(err)
	}
	for name, text := range map[string][]byte{"the engine's go.mod": asks, "go.mod": ours} {
		if !strings.Contains(string(text), "modernc.org/libc "+database.EngineLibrary) {
			t.Errorf("%s names another library than %s", name, database.EngineLibrary)
		}
	}
}

func TestADesksFilesAreTheirOwnersAlone(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("Windows has no modes")
	}
	dir := filepath.Join(t.TempDir(), "new", "desk")
	s, err := store.Open(ctx, dir)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	newest := setUp(t, s)
	newest.add(t, nil)
	for path, want := range map[string]os.FileMode{dir: 0o700, filepath.Join(dir, store.File): 0o600,
		filepath.Join(dir, store.File+"-wal"): 0o600, filepath.Join(dir, store.File+"-shm"): 0o600} {
		info, err := os.Stat(path)
		if err != nil || info.Mode().Perm() != want {
			t.Errorf("%s: %v %v, want %v", path, info, err, want)
		}
	}
}

func TestDesktopsThatWriteAtOnceLoseNothing(t *testing.T) {
	storetest.Each(t, func(t *testing.T, engine string) {
		const desktops, each = 4, 15
		address := storetest.Migrated(t, engine)
		first, err := store.Open(ctx, address)
		if err != nil {
			t.Fatal(err)
		}
		defer first.Close()
		d := setUp(t, first)
		var wg sync.WaitGroup
		failed := make([]error, desktops)
		for i := range desktops {
			other, err := store.Open(ctx, address)
			if err != nil {
				t.Fatal(err)
			}
			defer other.Close()
			wg.Go(func() {
				for range each {
					failed[i] = errors.Join(failed[i], other.Write(ctx, d.keys, func(tx *store.Tx) error {
						tx.Append(entry("one of many"))
						r := newRequest()
						var err error
						if r.Reference, err = requests.NextReference(tx, 2026); err != nil {
							return err
						}
						_, err = requests.Create(tx, r, "")
						return err
					}))
				}
			})
		}
		wg.Wait()
		if err := errors.Join(failed...); err != nil {
			t.Fatal(err)
		}
		if n := column[int64](t, d, "SELECT COUNT(DISTINCT reference) FROM request"); n != desktops*each {
			t.Errorf("%d requests, want %d", n, desktops*each)
		}
		if v, err := d.VerifyLog(ctx); err != nil || len(v.Problems) > 0 || v.Entries != 1+desktops*each {
			t.Errorf("log: %+v, %v", v, err)
		}
	})
}

// writerAddress makes the test program a second process that writes until it is killed.
const writerAddress = "RIGHTSDESK_TEST_WRITER"

// openerAddress makes the test program a second desktop that opens a desk and ends.
const openerAddress = "RIGHTSDESK_TEST_OPENER"

func TestMain(m *testing.M) {
	if address := os.Getenv(openerAddress); address != "" {
		s, err := store.Open(ctx, address)
		if err == nil {
			err = s.Close()
		}
		if err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		os.Exit(0)
	}
	if line := os.Getenv(counterAddress); line != "" {
		if err := count(line); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		os.Exit(0)
	}
	if line := os.Getenv(restorerAddress); line != "" {
		if err := restoreAlone(line); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		os.Exit(0)
	}
	if address := os.Getenv(writerAddress); address != "" {
		err := writeForEver(address)
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	status := m.Run()
	if err := dropBenchDesks(); err != nil {
		fmt.Fprintln(os.Stderr, err)
		status = 1
	}
	os.Exit(status)
}

func writeForEver(address string) error {
	s, err := store.Open(ctx, address)
	if err != nil {
		return err
	}
	for {
		if err := s.Write(ctx, nil, func(tx *store.Tx) error { tx.Append(failedSignIn); return nil }); err != nil {
			return err
		}
		fmt.Println("written")
	}
}

func TestAProcessKilledWhileItWritesLosesNothingItReported(t *testing.T) {
	storetest.Each(t, func(t *testing.T, engine string) {
		address := storetest.Migrated(t, engine)
		s, err := store.Open(ctx, address)
		if err != nil {
			t.Fatal(err)
		}
		defer s.Close()
		d := setUp(t, s)
		writer := exec.Command(os.Args[0], "-test.run=^$")
		writer.Env = append(os.Environ(), writerAddress+"="+address)
		out, err := writer.StdoutPipe()
		if err != nil {
			t.Fatal(err)
		}
		if err := writer.Start(); err != nil {
			t.Fatal(err)
		}
		reported, lines := int64(0), bufio.NewScanner(out)
		for reported < 25 && lines.Scan() {
			reported++
			d.log(t, 1) // both write at once
		}
		if err := writer.Process.Kill(); err != nil {
			t.Fatal(err)
		}
		for lines.Scan() {
			reported++
		}
		if err := writer.Wait(); err == nil {
			t.Error("the writer ended by itself")
		}
		v, err := d.VerifyLog(ctx)
		if err != nil || len(v.Problems) > 0 || v.Entries < reported+26 {
			t.Errorf("%d entries were reported by the other process: %+v, %v", reported, v, err)
		}
		d.log(t, 1)
	})
}

func TestDesktopsThatStartAtOnceAllOpenTheDesk(t *testing.T) {
	storetest.Each(t, func(t *testing.T, engine string) {
		const desktops = 4
		for range 3 {
			address := storetest.Address(t, engine)
			var wg sync.WaitGroup
			for range desktops {
				opener := exec.Command(os.Args[0], "-test.run=^$")
				opener.Env = append(os.Environ(), openerAddress+"="+address)
				wg.Go(func() {
					if out, err := opener.CombinedOutput(); err != nil {
						t.Errorf("%v: %s", err, out)
					}
				})
			}
			wg.Wait()
			s, err := store.Open(ctx, address)
			if err != nil {
				t.Fatal(err)
			}
			if err := s.Close(); err != nil {
				t.Error(err)
			}
			for _, c := range doctor.Examine(ctx, address) {
				if c.Problem != "" && c.Name != "audit log" {
					t.Errorf("afterwards: %s: %s", c.Name, c.Problem)
				}
			}
		}
	})
}
