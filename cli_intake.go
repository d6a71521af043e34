package main

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"runtime/debug"
	"strings"
	"time"

	"golang.org/x/term"

	"orangelab.cn/rightsdesk/app/desk"
	"orangelab.cn/rightsdesk/app/intake"
	"orangelab.cn/rightsdesk/app/intake/record"
	"orangelab.cn/rightsdesk/app/source/trial"
)

// Where login and password come from when nobody sits at the terminal.
const (
	envLogin    = "RIGHTSDESK_LOGIN"
	envPassword = "RIGHTSDESK_PASSWORD"
	envCode     = "RIGHTSDESK_CODE"
)

// credentials are who signs in.
type credentials struct {
	login, password, code string
}

// givenCredentials takes login and password out of the environment, so that no program started from here, and nobody
// who looks at this one, finds them there.
func givenCredentials() credentials {
	given := credentials{os.Getenv(envLogin), os.Getenv(envPassword), os.Getenv(envCode)}
	for _, name := range []string{envLogin, envPassword, envCode} {
		if err := os.Unsetenv(name); err != nil {
			return credentials{} // cannot be hidden, so it is not used
		}
	}
	return given
}

// takeFiles takes requests in. A broken record is a line of its own and loses none of the good ones.
func takeFiles(ctx context.Context, c *command) int {
	var show, asJSON bool
	var as record.As
	flags := flag.NewFlagSet("intake", flag.ContinueOnError)
	flags.SetOutput(io.Discard)
	flags.BoolVar(&show, "preview", false, "")
	flags.BoolVar(&asJSON, "json", false, "")
	flags.StringVar(&as.Zone, "zone", "", "")
	if err := flags.Parse(c.args); err != nil {
		return c.wrongUsage("intake: %s", trial.FlagProblem(err))
	}
	if c.args = flags.Args(); len(c.args) == 0 {
		return c.wrongUsage("intake needs at least one file")
	}
	if _, err := record.ZoneNamed(as.Zone); err != nil {
		return c.wrongUsage("intake: --zone: %s", err)
	}
	// A file is bytes without pointers, which the collector passes over at once: a heap of twice its size would buy
	// nothing.
	defer debug.SetGCPercent(debug.SetGCPercent(25))
	if asJSON && !show {
		return c.wrongUsage("intake: --json goes with --preview")
	}
	if show && c.desk == "" {
		return c.previewAlone(ctx, asJSON, as)
	}
	if show {
		return c.withDesk(ctx, func(d *desk.Desk, login, password string) int {
			return c.previewAt(ctx, d, login, password, asJSON, as)
		})
	}
	return c.withDesk(ctx, func(d *desk.Desk, login, password string) int {
		return c.takeInto(ctx, d, login, password, as)
	})
}

// previewAlone is previewFiles without any desk.
func (c *command) previewAlone(ctx context.Context, asJSON bool, as record.As) int {
	if !asJSON {
		return c.previewFiles(false, func(path string) (intake.Preview, error) {
			data, err := intake.ReadPath(path)
			if err != nil {
				return intake.Preview{}, err
			}
			return intake.PreviewData(ctx, path, data, time.Now(), as)
		})
	}
	status := statusOK
	for _, path := range c.args {
		data, err := intake.ReadPath(path)
		if err == nil {
			err = intake.PrintPreview(ctx, c.out, path, data, time.Now(), as)
		}
		if err != nil {
			status = c.failed(brokenOff(path, err))
		}
	}
	return status
}

// brokenOff says of a file that its reading was broken off, where it was.
func brokenOff(path string, err error) error {
	if errors.Is(err, context.Canceled) {
		return fmt.Errorf("%s: broken off before its end", path)
	}
	return err
}

// previewFiles shows what files hold, each as one line of JSON or in words, and takes nothing in.
func (c *command) previewFiles(asJSON bool, preview func(path string) (intake.Preview, error)) int {
	status := statusOK
	for _, path := range c.args {
		p, err := preview(path)
		if err != nil {
			status = c.failed(brokenOff(path, err))
			continue
		}
		if !asJSON {
			c.say("%s", p.Sentences())
			continue
		}
		line, err := json.Marshal(p)
		if err != nil {
			return c.failed(fmt.Errorf("%s: write the preview: %w", path, err))
		}
		c.say("%s\n", line)
	}
	return status
}

// previewAt is previewFiles with what a desk knows of the records.
func (c *command) previewAt(ctx context.Context, d *desk.Desk, login, password string, asJSON bool, as record.As) int {
	session, err := c.enter(ctx, d, login, password)
	if err != nil {
		return c.failed(fmt.Errorf("sign in: %w", err))
	}
	status := c.previewFiles(asJSON, func(path string) (intake.Preview, error) {
		shown, err := intake.ShowFile(ctx, session, path, as)
		if err != nil {
			return intake.Preview{}, err
		}
		return shown.Preview(session.Rules(), session.Now()), nil
	})
	if err := session.SignOut(ctx); err != nil {
		return c.failed(err)
	}
	return status
}

// withDesk opens the desk and asks who is there.
func (c *command) withDesk(ctx context.Context, fn func(d *desk.Desk, login, password string) int) (status int) {
	if status := c.needDesk(); status >= 0 {
		return status
	}
	d, err := desk.Open(ctx, c.desk, desk.Options{})
	if err != nil {
		return c.failed(err)
	}
	defer func() {
		if err := d.Close(); err != nil {
			status = c.failed(err)
		}
	}()
	login, password, err := c.signIn()
	if err != nil {
		return c.failed(err)
	}
	return fn(d, login, password)
}

func (c *command) takeInto(ctx context.Context, d *desk.Desk, login, password string, as record.As) (status int) {
	session, err := c.enter(ctx, d, login, password)
	if err != nil {
		return c.failed(fmt.Errorf("sign in: %w", err))
	}
	for _, path := range c.args {
		report, err := intake.TakeFile(ctx, session, path, as)
		c.say("%s: %d taken, %d there before, %d problem(s)\n", path, len(report.Taken), report.Duplicates,
			len(report.Problems))
		if report.Aside > 0 {
			c.say("%s: %d automatic mail(s) set aside\n", path, report.Aside)
		}
		for _, reference := range report.Numbers {
			c.say("%s: %s carries the number of an earlier record and says something else\n", path, reference)
		}
		if n := len(report.Waiting); n > 0 {
			c.say("%s: %d record(s) kept in Received, to be decided in the window: %s\n", path, n,
				lines(report.Waiting))
			status = statusProblem
		}
		for _, p := range report.Problems {
			c.say("%s\n", p)
			status = statusProblem
		}
		if err != nil {
			status = c.failed(fmt.Errorf("%s: %w", path, err))
		}
	}
	if err := session.Lock(ctx); err != nil {
		return c.failed(err)
	}
	return status
}

// namedLines is how many lines of a file a sentence names.
const namedLines = 12

// lines names lines of a file.
func lines(list []int) string {
	text := "line"
	if len(list) > 1 {
		text = "lines"
	}
	for i, n := range list[:min(len(list), namedLines)] {
		if i > 0 {
			text += ","
		}
		text += fmt.Sprintf(" %d", n)
	}
	if more := len(list) - namedLines; more > 0 {
		text += fmt.Sprintf(" and %d more", more)
	}
	return text
}

// enter signs in, with the code of the second factor where one is asked for.
func (c *command) enter(ctx context.Context, d *desk.Desk, login, password string) (*desk.Session, error) {
	s, err := d.SignIn(ctx, login, password)
	return c.withCode(ctx, login, s, err)
}

// withCode goes on where a code of the second factor is needed: with what the environment gave, or asking at the
// terminal.
func (c *command) withCode(ctx context.Context, login string, s *desk.Session, err error) (*desk.Session, error) {
	var needed *desk.CodeNeeded
	if !errors.As(err, &needed) {
		return s, err
	}
	typed := c.given.code
	if in := int(os.Stdin.Fd()); typed == "" && term.IsTerminal(in) {
		c.complain("Code of %s's authenticator: ", login)
		read, err := term.ReadPassword(in)
		c.complain("\n")
		if err != nil {
			return nil, fmt.Errorf("read the code: %w", err)
		}
		typed = string(read)
	}
	if typed == "" {
		return nil,
			fmt.Errorf("%s has a second factor: set %s to the code of their authenticator, or run it at a terminal",
				login, envCode)
	}
	return needed.Enter(ctx, typed)
}

// signIn is what the environment gave, or asks at the terminal without showing the password.
func (c *command) signIn() (login, password string, err error) {
	login, password = c.given.login, c.given.password
	if login != "" && password != "" {
		return login, password, nil
	}
	in := int(os.Stdin.Fd())
	if !term.IsTerminal(in) {
		return "", "", errors.New("set " + envLogin + " and " + envPassword + ", or run it at a terminal")
	}
	if login == "" {
		c.complain("Login: ")
		line, err := bufio.NewReader(os.Stdin).ReadString('\n')
		if err != nil {
			return "", "", fmt.Errorf("read the login: %w", err)
		}
		login = strings.TrimSpace(line)
	}
	if password == "" {
		c.complain("Password of %s: ", login)
		typed, err := term.ReadPassword(in)
		c.complain("\n")
		if err != nil {
			return "", "", fmt.Errorf("read the password: %w", err)
		}
		password = string(typed)
	}
	return login, password, nil
}
