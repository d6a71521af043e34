package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"orangelab.cn/rightsdesk/app/sample"
	"orangelab.cn/rightsdesk/app/source/trial"
	"orangelab.cn/rightsdesk/app/source/value"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/private"
)

// demo makes a sample desk. One that is broken off leaves nothing behind.
func demo(ctx context.Context, c *command) int {
	flags := flag.NewFlagSet("demo", flag.ContinueOnError)
	flags.SetOutput(io.Discard)
	requests, language := flags.Int("requests", 0, ""), flags.String("language", model.Languages[0], "")
	if err := flags.Parse(c.args); err != nil {
		return c.wrongUsage("%s", trial.FlagProblem(err))
	}
	given := false
	flags.Visit(func(f *flag.Flag) { given = given || f.Name == "requests" })
	switch {
	case given && *requests < 1:
		return c.wrongUsage("--requests %d: a desk has at least 1 request", *requests)
	case !slices.Contains(model.Languages, *language):
		return c.wrongUsage("--language %s: a sample desk is made in %s", *language,
			strings.Join(model.Languages, " or "))
	case flags.NArg() != 1:
		return c.wrongUsage("demo needs one folder")
	}
	dir := flags.Arg(0)
	if err := private.Folder(dir); err != nil {
		return c.failed(fmt.Errorf("the folder %s cannot be made: %s", dir, value.FileReason(err)))
	}
	err := makeSampleOf(ctx, dir, sample.Options{Requests: *requests, Language: *language,
		Progress: c.progress(time.Second)})
	switch {
	case errors.Is(err, context.Canceled):
		return c.failed(errors.New("broken off: there is no desk"))
	case err != nil:
		return c.failed(err)
	}
	c.say("the sample desk is in %s\nopen it with: rightsdesk --desk %s\neverybody's password: %s\n", dir, dir,
		sample.Password)
	for _, member := range sample.Staff {
		c.say("  %-6s %-8s %s\n", member.Login, member.Role, member.Name.In(*language))
	}
	return statusOK
}

// progress says from time to time how far something is, where errors go, so that the result stays alone.
func (c *command) progress(every time.Duration) func(done, all int) {
	began, next := time.Now(), time.Now().Add(every)
	return func(done, all int) {
		if now := time.Now(); now.After(next) || done == all && now.Sub(began) > every {
			next = now.Add(every)
			c.complain("%d of %d requests (%d %%), %s\n", done, all, done*100/all, now.Sub(began).Round(time.Second))
		}
	}
}
