// Command rightsdesk.com lets the commands of Rightsdesk be used in a console of Windows. The program itself is of the
// kind that has a window: a shell does not wait for one, and shows nothing of what it writes. A shell that is asked for
// "rightsdesk" takes the .com before the .exe; this one starts the program beside it, with the same streams, waits, and
// ends with its status.
package main

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
)

func main() { os.Exit(run(os.Args[1:])) }

func run(args []string) int {
	self, err := os.Executable()
	if err != nil {
		return failed(err)
	}
	c := exec.Command(filepath.Join(filepath.Dir(self), "rightsdesk.exe"), args...)
	c.Stdin, c.Stdout, c.Stderr = os.Stdin, os.Stdout, os.Stderr
	if len(args) == 0 { // the window opens beside the console
		if err := c.Start(); err != nil {
			return failed(err)
		}
		return 0
	}
	err = c.Run()
	var ended *exec.ExitError
	switch {
	case errors.As(err, &ended):
		return ended.ExitCode()
	case err != nil:
		return failed(err)
	}
	return 0
}

func failed(err error) int {
	if _, err := fmt.Fprintln(os.Stderr, "rightsdesk: rightsdesk.exe beside this program cannot be started:",
		err); err != nil {
		return 1
	}
	return 1
}
