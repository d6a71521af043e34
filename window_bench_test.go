//go:build e2e

package main

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

// deskVariable names the folder of the desk that the other benchmarks filled; benchLogin works there.
const (
	deskVariable  = "RIGHTSDESK_BENCH_DESK"
	benchLogin    = "fang"
	benchPassword = "a long password"
)

// BenchmarkWindow is how long the window takes from its start to the sign-in, and the memory it holds, beside an empty
// Fyne window on the same display with the same software OpenGL. Each round starts both; the figures are medians.
func BenchmarkWindow(b *testing.B) {
	dir := os.Getenv(deskVariable)
	if dir == "" {
		b.Skipf("%s names no desk: run make bench", deskVariable)
	}
	empty := filepath.Join(b.TempDir(), "emptywindow")
	build := exec.Command("go", "build", "-tags", "migrated_fynedo,x11", "-o", empty, "./testdata/emptywindow")
	build.Env = append(os.Environ(), "CGO_ENABLED=1")
	if out, err := build.CombinedOutput(); err != nil {
		b.Fatalf("build the empty window: %v\n%s", err, out)
	}
	s := newStage(b)
	s.openDesk(dir)
	home, emptyHome := b.TempDir(), b.TempDir() // the same for every round, as on a computer where it is no first start
	figures := map[string][]float64{}
	note := func(name string, v float64) { figures[name] = append(figures[name], v) }
	for b.Loop() {
		w, took := s.launchToRest(emptyHome, empty, "Empty window")
		note("empty-ms", took)
		note("empty-MB", w.memory())
		w.close()

		w, took = s.launchToRest(home, s.binary, "Rightsdesk", "--desk", dir)
		note("desk-ms", took)
		note("desk-MB", w.memory())
		w.close()

		w, _ = s.launchToRest(b.TempDir(), s.binary, "Rightsdesk", "--desk", dir) // where nobody's name is remembered
		w.raise()
		w.settle()
		w.signIn(benchLogin, benchPassword)
		note("signed-in-MB", w.memory())
		w.close()
	}
	for name, list := range figures {
		slices.Sort(list)
		b.ReportMetric(list[len(list)/2], name)
	}
}

// launchToRest starts a program and returns the milliseconds after which the middle of its window, where the sign-in
// stands, no longer changed.
func (s *stage) launchToRest(home, binary, title string, args ...string) (w *seat, ms float64) {
	s.t.Helper()
	began := time.Now()
	w = s.launch(home, binary, title, args...)
	last, lastAt, same := "", began, 0
	s.until("the window comes to rest", func() bool {
		for range 10 {
			out, err := s.command("import", "-window", w.id, "-crop", "600x500+420+200", "-depth", "8", "rgb:-").
				Output()
			now := string(out)
			if err != nil || strings.Trim(now, "\x00") == "" { // not painted yet
				continue
			}
			if same++; differing(now, last) > 400 { // a blinking cursor aside
				last, lastAt, same = now, time.Now(), 0
			}
		}
		return last != "" && same >= 10
	})
	return w, float64(lastAt.Sub(began).Microseconds()) / 1000
}

// memory is what the program holds in memory, in MB.
func (w *seat) memory() float64 {
	w.t.Helper()
	status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", w.cmd.Process.Pid))
	if err != nil {
		w.t.Fatal(err)
	}
	for line := range strings.Lines(string(status)) {
		var kb float64
		if _, err := fmt.Sscanf(line, "VmRSS: %f kB", &kb); err == nil {
			return kb / 1024
		}
	}
	w.t.Fatal("the kernel tells no VmRSS")
	return 0
}
