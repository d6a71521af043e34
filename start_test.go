package main

import (
	"os"
	"os/exec"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"orangelab.cn/rightsdesk/model/pattern"
)

// What a package of ours and all packages together may take while they are initialised, in bytes. The collector first
// runs at 4 MB, and reads all of the program's data for it.
const ownInit, allInit = 96 << 10, 4 << 20

// initialised is a line of the runtime's record of how packages are initialised.
var initialised = regexp.MustCompile(`(?m)^init (\S+) @.* (\d+) bytes, `)

// Every start of the program, the window's too, waits for what its packages make before main begins. Bytes are measured
// since they are the same every time, and the time goes with them.
func TestTheProgramStartsWithoutMakingItsTables(t *testing.T) {
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(self, "-test.run=^$")
	cmd.Env = append(os.Environ(), "GODEBUG=inittrace=1")
	trace, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("%v: %s", err, trace)
	}
	ours, all := 0, 0
	for _, m := range initialised.FindAllStringSubmatch(string(trace), -1) {
		bytes, err := strconv.Atoi(m[2])
		if err != nil {
			t.Fatal(err)
		}
		all += bytes
		if !strings.HasPrefix(m[1], "orangelab.cn/rightsdesk") {
			continue
		}
		ours++
		if bytes > ownInit {
			t.Errorf("%s makes %d KB before the program begins, more than %d: make it when it is first used (sync.OnceValue, pattern.New)", m[1], bytes>>10, ownInit>>10)
		}
	}
	if all > allInit {
		t.Errorf(
			"all packages together make %d KB before the program begins, more than %d: see docs/decisions/start.md",
			all>>10, allInit>>10)
	}
	if ours < 10 {
		t.Errorf("the trace names %d packages of ours: is it read wrongly? %.300s", ours, trace)
	}
}

func TestEveryPatternOfTheProgramIsWellFormed(t *testing.T) {
	if err := pattern.Check(); err != nil {
		t.Fatal(err)
	}
}
