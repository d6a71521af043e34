package main

import (
	"bufio"
	"context"
	"errors"
	"flag"
	"io"
	"os"
	"strings"

	"golang.org/x/term"

	"orangelab.cn/rightsdesk/app/desk/reach"
	"orangelab.cn/rightsdesk/app/source/trial"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/store/database"
	"orangelab.cn/rightsdesk/store/team"
)

// teamVerb prepares the server of a shared desk: it prints what it will do, and does it once somebody agreed.
func teamVerb(ctx context.Context, c *command) int {
	if len(c.args) == 0 {
		return c.wrongUsage("team needs init, add or end")
	}
	flags := flag.NewFlagSet("team", flag.ContinueOnError)
	flags.SetOutput(io.Discard)
	yes := flags.Bool("yes", false, "")
	role := flags.String("role", "", "")
	if err := flags.Parse(c.args[1:]); err != nil {
		return c.wrongUsage("team %s: %s", c.args[0], trial.FlagProblem(err))
	}
	wants := map[string]int{"init": 1, "add": 2, "end": 2}[c.args[0]]
	switch {
	case wants == 0:
		return c.wrongUsage("team %q is not understood: init, add or end", c.args[0])
	case flags.NArg() != wants:
		return c.wrongUsage("team %s needs the address postgres://ADMINISTRATOR@HOST/DATABASE%s", c.args[0],
			map[bool]string{true: " and a login"}[wants == 2])
	}
	c.desk = flags.Arg(0)
	if reach.Shown(c.desk) != c.desk {
		return c.wrongUsage("a password on the command line can be read by everybody on this computer: leave it out; PGPASSWORD and ~/.pgpass work, and a terminal asks")
	}
	if !database.IsShared(c.desk) {
		return c.wrongUsage("the address begins with postgres://")
	}
	var plan team.Plan
	var password string
	login := strings.ToLower(flags.Arg(1))
	make := func() (err error) {
		switch c.args[0] {
		case "init":
			plan, err = team.Init(ctx, c.desk)
		case "add":
			plan, password, err = team.Add(ctx, c.desk, login, model.Role(*role))
		default:
			plan, err = team.End(c.desk, login)
		}
		return err
	}
	err := make()
	if errors.Is(err, database.ErrPassword) && term.IsTerminal(int(os.Stdin.Fd())) {
		c.complain("Password of %s: ", c.desk)
		typed, readErr := term.ReadPassword(int(os.Stdin.Fd()))
		c.complain("\n")
		if c.desk = reach.WithPassword(c.desk, string(typed)); readErr == nil {
			err = make()
		}
	}
	if err != nil {
		return c.failed(err)
	}
	c.sayPlan(plan, password)
	if !*yes && !c.agreed() {
		c.say("Nothing was done. Say --yes to do it.\n")
		return statusProblem
	}
	if err := plan.Run(ctx); err != nil {
		return c.failed(err)
	}
	c.say("Done.\n")
	if password != "" {
		c.say("%s signs in to the server with the password %s, shown this once. At the desk they have the same login and a password of their own.\n", login, password)
	}
	return statusOK
}

// sayPlan prints what will be done, word by word; a new password is shown at the end alone.
func (c *command) sayPlan(plan team.Plan, password string) {
	for i, step := range plan.Steps {
		c.say("%d. %s\n", i+1, step.Says)
		for _, statement := range step.SQL {
			if password != "" {
				statement = strings.ReplaceAll(statement, password, "…")
			}
			c.say("     %s;\n", strings.ReplaceAll(statement, "\n", "\n     "))
		}
	}
}

// agreed asks at a terminal whether to go on.
func (c *command) agreed() bool {
	if !term.IsTerminal(int(os.Stdin.Fd())) {
		return false
	}
	c.say("Do this? (y/N) ")
	answer, err := bufio.NewReader(os.Stdin).ReadString('\n')
	return err == nil && strings.EqualFold(strings.TrimSpace(answer), "y")
}
