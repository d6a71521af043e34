package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"runtime/debug"
	"strings"

	"orangelab.cn/rightsdesk/app/desk"
	"orangelab.cn/rightsdesk/app/source/trial"
	"orangelab.cn/rightsdesk/app/source/value"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/store"
)

// version is the program's version; FyneApp.toml names the same.
const version = "0.1.0"

func printVersion(_ context.Context, c *command) int {
	if len(c.args) != 0 {
		return c.wrongUsage("version takes nothing")
	}
	revision := "built without a revision"
	if info, ok := debug.ReadBuildInfo(); ok {
		for _, s := range info.Settings {
			if s.Key == "vcs.revision" {
				revision = s.Value
			}
		}
	}
	c.say("rightsdesk %s (%s)\n", version, revision)
	return statusOK
}

// withStore opens the desk, runs fn on it and closes it again.
func (c *command) withStore(ctx context.Context, fn func(*store.Store) error) int {
	if status := c.needDesk(); status >= 0 {
		return status
	}
	s, err := store.Open(ctx, c.desk)
	if err != nil {
		return c.failed(err)
	}
	if err := errors.Join(fn(s), s.Close()); err != nil {
		return c.failed(err)
	}
	return statusOK
}

func audit(ctx context.Context, c *command) int {
	if len(c.args) == 0 {
		return c.wrongUsage("audit needs verify, head or accept")
	}
	what := c.args[0]
	var paths []string
	flags := flag.NewFlagSet("audit "+what, flag.ContinueOnError)
	flags.SetOutput(io.Discard)
	if what == "verify" {
		flags.Func("head", "", func(path string) error { paths = append(paths, path); return nil })
	}
	if err := flags.Parse(c.args[1:]); err != nil {
		return c.wrongUsage("audit %s: %s", what, trial.FlagProblem(err))
	}
	if flags.NArg() > 0 {
		return c.wrongUsage("audit %s: %q is not understood", what, flags.Arg(0))
	}
	switch what {
	case "verify":
		return c.verify(ctx, paths)
	case "head":
		return c.withStore(ctx, func(s *store.Store) error { return c.head(ctx, s) })
	case "accept":
		return c.acceptRestore(ctx)
	}
	return c.wrongUsage("audit %q is not understood: verify, head or accept", what)
}

// acceptRestore lets an administrator go on in a desk restored from a back-up, whose log is shorter than this computer
// saw.
func (c *command) acceptRestore(ctx context.Context) int {
	return c.withDesk(ctx, func(d *desk.Desk, login, password string) int {
		if _, err := c.withCode(ctx, login, nil, d.AcceptRestore(ctx, login, password)); err != nil {
			return c.failed(err)
		}
		c.say("accepted: this computer goes by the restored log from now on, and the log says so\n")
		return statusOK
	})
}

// recovery makes another recovery key and prints it, the only time it is shown.
func recovery(ctx context.Context, c *command) int {
	shared := len(c.args) == 2 && c.args[1] == "--shares"
	if len(c.args) == 0 || c.args[0] != "renew" || len(c.args) != 1 && !shared {
		return c.wrongUsage("recovery needs renew, and takes --shares beside it")
	}
	return c.withDesk(ctx, func(d *desk.Desk, login, password string) int {
		s, err := c.enter(ctx, d, login, password)
		if err != nil {
			return c.failed(err)
		}
		prints, err := s.RenewRecovery(ctx, password, shared)
		if shared && prints != nil {
			c.say("%s\n\nThese are the three shares of the new recovery key, shown this once; any two open the desk, and the older print opens nothing any more. Print them, and give each to another person.\n", strings.Join(prints, "\n\n"))
		} else if prints != nil {
			c.say("%s\n\nThis is the new recovery key, shown this once; the older print opens nothing any more. Print it, and keep it where two people can reach it.\n", prints[0])
		}
		if err := errors.Join(err, s.SignOut(ctx)); err != nil {
			return c.failed(err)
		}
		return statusOK
	})
}

// maxHead bounds the file of a head, in bytes; a head has a few hundred.
const maxHead = 64 << 10

// readHeads returns the texts of earlier heads, each from a file.
func readHeads(paths []string) (heads []string, err error) {
	for _, path := range paths {
		info, err := os.Stat(path)
		if err == nil && !info.Mode().IsRegular() {
			return nil, fmt.Errorf("--head %s: that is no file", path)
		}
		var text []byte
		if err == nil && info.Size() <= maxHead {
			text, err = os.ReadFile(path)
		}
		if err != nil {
			return nil, fmt.Errorf("--head %s: %s", path, value.FileReason(err))
		}
		if !strings.Contains(string(text), "\n\n— ") { // how a signed text ends
			return nil, fmt.Errorf("--head %s: this is no head of a log; audit head prints one", path)
		}
		heads = append(heads, string(text))
	}
	return heads, nil
}

// verify also compares the log with the newest head that this computer remembers of it.
func (c *command) verify(ctx context.Context, paths []string) (status int) {
	if status := c.needDesk(); status >= 0 {
		return status
	}
	heads, err := readHeads(paths)
	if err != nil {
		return c.failed(err)
	}
	d, err := desk.Open(ctx, c.desk, desk.Options{})
	if err != nil {
		return c.failed(err)
	}
	v, err := d.VerifyLog(ctx, heads...)
	if err = errors.Join(err, d.Close()); err != nil {
		return c.failed(err)
	}
	for _, p := range v.Problems {
		c.say("problem  %s\n", p)
	}
	if n := len(v.Problems); n > 0 {
		return c.failed(fmt.Errorf("the audit log is not sound: %d problem(s)", n))
	}
	c.say("sound    %d entries, %d signed, %d earlier head(s), root %s\n", v.Entries, v.Signed, len(heads), v.Root)
	return statusOK
}

func (c *command) head(ctx context.Context, s *store.Store) error {
	var head model.Head
	err := s.Read(ctx, nil, func(v *store.View) (err error) {
		head, err = v.Head()
		return err
	})
	if errors.Is(err, store.ErrNotFound) {
		return store.ErrNoDesk
	}
	if err != nil {
		return err
	}
	if head.Note == "" {
		return errors.New("nobody has signed in yet, so no head is signed")
	}
	c.say("%s", head.Note)
	return nil
}

func doctor(ctx context.Context, c *command) int {
	if len(c.args) != 0 {
		return c.wrongUsage("doctor takes nothing but --desk")
	}
	if status := c.needDesk(); status >= 0 {
		return status
	}
	status := statusOK
	for _, check := range desk.Examine(ctx, c.desk, desk.Options{}) {
		if check.Problem != "" {
			c.say("problem  %-11s %s\n", check.Name, check.Problem)
			status = statusProblem
			continue
		}
		c.say("ok       %-11s %s\n", check.Name, check.Found)
	}
	return status
}
