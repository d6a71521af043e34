package main

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"orangelab.cn/rightsdesk/app/desk"
	"orangelab.cn/rightsdesk/app/desk/desktest"
	"orangelab.cn/rightsdesk/app/sample"
	"orangelab.cn/rightsdesk/app/upkeep"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/store"
	"orangelab.cn/rightsdesk/store/storetest"
)

func TestEveryWayInWhichABackupIsNoGoodHasAStatusOfItsOwn(t *testing.T) {
	dir := newDesk(t)
	file, restored := filepath.Join(t.TempDir(), "backup"), filepath.Join(t.TempDir(), "restored")
	must := func(status int, says string, args ...string) {
		t.Helper()
		got, out, errOut := rightsdesk(args...)
		if got != status || !strings.Contains(out+errOut, says) {
			t.Errorf("%v: status %d, want %d\n%s%s", args, got, status, out, errOut)
		}
	}
	must(statusOK, "proved by restoring it", "--desk", dir, "backup", file)
	must(statusOccupied, "nothing is written over", "--desk", dir, "backup", file)
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	flipped := []byte(strings.Clone(string(data)))
	flipped[len(data)/2] ^= 1
	for status, bad := range map[int]string{
		statusCut:     write(t, "cut", string(data[:len(data)-1])),
		statusChanged: write(t, "flipped", string(flipped)),
		statusNewer:   write(t, "newer", strings.Replace(string(data), "back-up 1", "back-up 2", 1)),
		statusProblem: filepath.Join(t.TempDir(), "none"),
	} {
		must(status, "rightsdesk: ", "--desk", restored, "restore", bad)
	}
	must(statusChanged, "no back-up of a desk", "--desk", restored, "restore", write(t, "other", "something else"))
	inEnvironment(t, envPassword, "another password")
	must(statusWrongKey, "does not open the back-up", "--desk", restored, "restore", file)
	inEnvironment(t, envPassword, desktest.Password)
	if _, err := os.Stat(restored); !os.IsNotExist(err) {
		t.Errorf("left behind: %v", err)
	}
	must(statusOK, "the log is sound", "--desk", restored, "restore", file)
	must(statusOccupied, "nothing is written over", "--desk", restored, "restore", file)
	must(statusOK, "ok", "--desk", restored, "doctor")
	must(statusOK, "not proved", "--desk", restored, "backup", "--verify=false", file+"2")
}

// resting is the line of the one table that a restore adds to, the sum of all tables, and that no entry tells of a
// back-up yet.
var resting = regexp.MustCompile(
	`(?m)^\s*(?:restored\s+\d+ rows.*\n|\d+ tables, \d+|not recorded in the log yet.*\n.*\n)`)

// TestADeskMovesToPostgreSQLAndBack moves the sample desk, and compares what the command prints of every table.
func TestADeskMovesToPostgreSQLAndBack(t *testing.T) {
	if testing.Short() {
		t.Skip("makes two hundred requests")
	}
	shared := storetest.Address(t, "postgres")
	ownSettings(t)
	work := t.TempDir()
	dir, back := filepath.Join(work, "demo"), filepath.Join(work, "back")
	if status, out, errOut := rightsdesk("demo", dir); status != statusOK {
		t.Fatalf("status %d, %s%s", status, out, errOut)
	}
	inEnvironment(t, envLogin, "jing")
	inEnvironment(t, envPassword, sample.Password)
	var moved []string
	for _, step := range [][]string{
		{"--desk", dir, "backup", filepath.Join(work, "1")},
		{"--desk", shared, "restore", filepath.Join(work, "1")},
		{"--desk", shared, "backup", filepath.Join(work, "2")},
		{"--desk", back, "restore", filepath.Join(work, "2")},
	} {
		status, out, errOut := rightsdesk(step...)
		if status != statusOK {
			t.Fatalf("%v: status %d, %s%s", step, status, out, errOut)
		}
		tables, _, _ := strings.Cut(out, " rows\n")
		// what waited to leave rests at a restored desk until somebody decides
		tables = resting.ReplaceAllString(tables, "")
		moved = append(moved, tables)
		if tables != moved[0] || strings.Count(tables, "\n") < 30 {
			t.Errorf("%v: other rows\n%s\nbefore\n%s", step, tables, moved[0])
		}
	}
	for _, at := range []string{shared, back} {
		if status, out, _ := rightsdesk("--desk", at, "doctor"); status != statusOK {
			t.Errorf("status %d\n%s", status, out)
		}
	}
	first, _ := os.ReadFile(filepath.Join(work, "1"))
	if len(first) == 0 || strings.Contains(string(first), "jing") {
		t.Error("the file names somebody")
	}
}

// TestABackupFromATimerIsRecordedByWhoHasTheKeys makes back-ups as a timer of the system does, and looks what the log
// and the folder tell of them.
func TestABackupFromATimerIsRecordedByWhoHasTheKeys(t *testing.T) {
	ownSettings(t)
	dir, work := newDesk(t), t.TempDir()
	back := func(status int, says string, args ...string) {
		t.Helper()
		got, out, errOut := rightsdesk(append([]string{"--desk", dir, "backup"}, args...)...)
		if got != status || !strings.Contains(out+errOut, says) {
			t.Errorf("%v: status %d, want %d\n%s%s", args, got, status, out, errOut)
		}
	}
	beside := func(name string) bool {
		_, err := os.Stat(filepath.Join(work, name+".erased"))
		return err == nil
	}
	back(statusOK, "not recorded in the log yet", "--verify=false", filepath.Join(work, "one.backup"))
	inEnvironment(t, envLogin, "admin")
	inEnvironment(t, envPassword, "another password")
	back(statusProblem, "not recorded in the log", "--record", filepath.Join(work, "two.backup"))
	if beside("one") || beside("two") {
		t.Error("a ledger without keys")
	}
	inEnvironment(t, envPassword, desktest.Password)
	back(statusOK, "recorded in the log\nwho was erased stands beside it, in "+filepath.Join(work, "three.erased"),
		"--record", filepath.Join(work, "three.backup"))
	if !beside("one") || !beside("two") || !beside("three") { // who has the keys records what waited as well
		t.Error("no ledger beside a back-up")
	}
	back(statusOK, "not recorded in the log yet", filepath.Join(work, "four.backup"))
	back(statusProblem, "no back-up can be written", filepath.Join(work, "away", "five.backup"))
	d, err := desk.Open(t.Context(), dir, desk.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer d.Close()
	s, err := d.SignIn(t.Context(), "admin", desktest.Password)
	if err != nil {
		t.Fatal(err)
	}
	for range 2 {
		if _, err := upkeep.BackUpWhenDue(t.Context(), s); err != nil { // what a window does
			t.Fatal(err)
		}
	}
	var told []string
	if err := s.Read(t.Context(), model.ActBackUp, func(v *store.View) error {
		entries, err := v.Entries(0, 0, 100)
		for _, e := range entries {
			if e.Action == model.ActBackUp {
				told = append(told, fmt.Sprint(e.Detail["outside"], e.Detail["failed"], e.Detail["unproven"],
					e.Detail["made"].(float64) > 0))
			}
		}
		return err
	}); err != nil {
		t.Fatal(err)
	}
	want := []string{"true true <nil> true", "true false false true", "true false false true", "true false true true",
		"true false false true"}
	slices.Sort(told)
	slices.Sort(want)
	if !slices.Equal(told, want) || !beside("four") {
		t.Errorf("the log tells %q", told)
	}
}
