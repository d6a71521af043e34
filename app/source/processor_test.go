//go:build linux

package source_test

import (
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"
)

// ownTime is what this process has used of the processor.
func ownTime(b *testing.B) time.Duration {
	b.Helper()
	var own syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &own); err != nil {
		b.Fatal(err)
	}
	return time.Duration(own.Utime.Nano() + own.Stime.Nano())
}

// serverTime is what the server of a database on this machine has used, with what its ended children used.
func serverTime(b *testing.B, db *testDB) (total time.Duration) {
	b.Helper()
	query := map[string]string{"PostgreSQL": "SELECT current_setting('data_directory') || '/postmaster.pid'",
		"MySQL": "SELECT @@pid_file"}[db.engine]
	if query == "" {
		return 0
	}
	var file string
	if err := db.db.QueryRow(query).Scan(&file); err != nil {
		b.Fatal(err)
	}
	held, err := os.ReadFile(file)
	if err != nil {
		b.Skipf("the server is on another machine: %v", err)
	}
	pid := strings.Fields(string(held))[0]
	stats, err := filepath.Glob("/proc/[0-9]*/stat")
	if err != nil {
		b.Fatal(err)
	}
	for _, path := range stats {
		text, err := os.ReadFile(path)
		if err != nil {
			continue // it has ended
		}
		fields := strings.Fields(string(text[strings.LastIndexByte(string(text), ')')+1:]))
		to := 13
		if path == "/proc/"+pid+"/stat" {
			to = 15
		} else if fields[1] != pid {
			continue
		}
		for _, ticks := range fields[11:to] {
			n, err := strconv.ParseInt(ticks, 10, 64)
			if err != nil {
				b.Fatal(err)
			}
			total += time.Duration(n) * 10 * time.Millisecond
		}
	}
	return total
}

// inTurn runs two ways of doing the same, one after the other and again, and reports what each used of the processor,
// of both sides together, and the one by the other: where other work runs that tells more than the clock. Before each
// it restores.
func inTurn(b *testing.B, db *testDB, restore, bare, ours func()) {
	b.Helper()
	var here, there [2]time.Duration
	for b.Loop() {
		for n, do := range []func(){bare, ours} {
			restore()
			server, own := serverTime(b, db), ownTime(b)
			do()
			here[n] += ownTime(b) - own
			there[n] += serverTime(b, db) - server
		}
	}
	each := func(d time.Duration) float64 { return float64(d.Milliseconds()) / float64(b.N) }
	b.ReportMetric(each(here[0]+there[0]), "bare-cpu-ms/op")
	b.ReportMetric(each(here[1]+there[1]), "ours-cpu-ms/op")
	b.ReportMetric(each(here[1]), "of-it-here-ms/op")
	b.ReportMetric(float64(here[1]+there[1])/float64(max(here[0]+there[0], 1)), "times")
}
