package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// A real crash of a real program, told of at the next start and once only.
func TestTheNextStartFindsTheRecordOfACrash(t *testing.T) {
	if dir := os.Getenv("CRASH_TEST_FOLDER"); dir != "" {
		if _, err := keepCrashes(dir); err != nil {
			t.Fatal(err)
		}
		go panic("broken off")
		select {}
	}
	dir := t.TempDir()
	if record, err := keepCrashes(dir); err != nil || record != "" {
		t.Fatalf("before any crash: %q, %v", record, err)
	}
	crashing := exec.CommandContext(t.Context(), os.Args[0], "-test.run=^TestTheNextStartFindsTheRecordOfACrash$")
	crashing.Env = append(os.Environ(), "CRASH_TEST_FOLDER="+dir)
	if out, err := crashing.CombinedOutput(); err == nil {
		t.Fatalf("it did not crash: %s", out)
	}
	record, err := keepCrashes(dir)
	if err != nil || filepath.Dir(record) != dir {
		t.Fatalf("%q, %v", record, err)
	}
	if text, err := os.ReadFile(record); err != nil || !strings.Contains(string(text), "broken off") {
		t.Errorf("the record holds %q, %v", text, err)
	}
	if again, err := keepCrashes(dir); err != nil || again != "" {
		t.Errorf("told of twice: %q, %v", again, err)
	}
}
