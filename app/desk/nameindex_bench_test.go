package desk_test

import (
	"os"
	"testing"

	"orangelab.cn/rightsdesk/app/desk"
)

// The desk that the store's benchmarks filled and kept, and who works there.
const (
	benchFolder   = "RIGHTSDESK_BENCH_DESK"
	benchLogin    = "fang"
	benchPassword = "a long password"
)

// fullDesk opens that desk.
func fullDesk(b *testing.B) *desk.Desk {
	b.Helper()
	dir := os.Getenv(benchFolder)
	if dir == "" {
		b.Skipf("%s names no desk: run make bench", benchFolder)
	}
	d, err := desk.Open(ctx, dir, desk.Options{StateDir: b.TempDir()})
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() {
		if err := d.Close(); err != nil {
			b.Error(err)
		}
	})
	return d
}

// BenchmarkFirstNameSearch is what a person waits for who searches a name the moment after signing in: every name is
// read and opened first.
func BenchmarkFirstNameSearch(b *testing.B) {
	d := fullDesk(b)
	for b.Loop() {
		b.StopTimer()
		s, err := d.SignIn(ctx, benchLogin, benchPassword)
		if err != nil {
			b.Fatal(err)
		}
		b.StartTimer()
		if rows, err := s.Search(ctx, "person 77"); err != nil || len(rows) == 0 {
			b.Fatal(len(rows), err)
		}
	}
}

// BenchmarkNameSearch is every later search of a name, here of one that nobody has.
func BenchmarkNameSearch(b *testing.B) {
	s, err := fullDesk(b).SignIn(ctx, benchLogin, benchPassword)
	if err != nil {
		b.Fatal(err)
	}
	if err := s.LoadNames(ctx); err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		if rows, err := s.Search(ctx, "nobody of this name"); err != nil || len(rows) != 0 {
			b.Fatal(len(rows), err)
		}
	}
}
