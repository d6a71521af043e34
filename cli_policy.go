package main

import (
	"context"
	"flag"
	"fmt"
	"io"
	"path/filepath"
	"slices"
	"strings"

	"orangelab.cn/rightsdesk/app/desk"
	library "orangelab.cn/rightsdesk/app/policy"
	"orangelab.cn/rightsdesk/app/policy/paper"
	"orangelab.cn/rightsdesk/app/source/trial"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/model/calendar"
	"orangelab.cn/rightsdesk/model/policy"
)

// policyOptions are the options of the policy commands.
type policyOptions struct {
	lang, label, from string
	beside            bool
}

// policies checks and compares privacy statements in files, and keeps them in a desk as drafts.
func policies(ctx context.Context, c *command) int {
	if len(c.args) == 0 {
		return c.wrongUsage("policy needs check, compare, list or import")
	}
	what, o := c.args[0], policyOptions{lang: model.Languages[0]}
	flags := flag.NewFlagSet("policy "+what, flag.ContinueOnError)
	flags.SetOutput(io.Discard)
	if what != "list" {
		flags.StringVar(&o.lang, "lang", o.lang, "")
	}
	if what == "import" {
		flags.StringVar(&o.label, "label", "", "")
		flags.StringVar(&o.from, "from", "", "")
		flags.BoolVar(&o.beside, "beside", false, "")
	}
	if err := flags.Parse(c.args[1:]); err != nil {
		return c.wrongUsage("policy %s: %s", what, trial.FlagProblem(err))
	}
	needs := map[string]int{"check": 1, "compare": 2, "list": 0, "import": 1}
	n, known := needs[what]
	switch files := flags.Args(); {
	case !known:
		return c.wrongUsage("policy %q is not understood: check, compare, list or import", what)
	case len(files) != n:
		return c.wrongUsage("policy %s takes %d files", what, n)
	case !slices.Contains(model.Languages, o.lang):
		return c.wrongUsage("--lang %q is not understood: %s", o.lang, strings.Join(model.Languages, " or "))
	case what == "list":
		return c.inSession(ctx, c.listPolicies)
	case what == "import":
		return c.inSession(ctx, func(ctx context.Context, s *desk.Session) error {
			return c.importPolicy(ctx, s, files[0], o)
		})
	case what == "compare":
		return c.comparePolicies(files[0], files[1], o.lang)
	default:
		return c.checkPolicy(files[0], o.lang)
	}
}

// readPolicy reads a statement from a file.
func readPolicy(path, lang string) (v policy.Version, err error) {
	data, err := readSmall(path)
	if err != nil {
		return v, err
	}
	title, clauses, err := paper.Read(filepath.Base(path), data, lang)
	if err != nil {
		return v, fmt.Errorf("%s: %w", path, err)
	}
	return policy.Version{Document: library.Statement, Title: model.Text{lang: title}, Clauses: clauses}, nil
}

// checkPolicy tells what is wrong with the text of a file; the status says whether something keeps it back.
func (c *command) checkPolicy(path, lang string) int {
	v, err := readPolicy(path, lang)
	if err != nil {
		return c.failed(err)
	}
	defects := v.Check(policy.Facts{})
	c.sayDefects(defects)
	c.say("%d clauses, %d flaws, %d keep it back\n", len(v.Clauses), len(defects), len(policy.Blocking(defects)))
	if len(policy.Blocking(defects)) > 0 {
		return statusProblem
	}
	return statusOK
}

func (c *command) sayDefects(defects []policy.Defect) {
	for _, d := range defects {
		place := d.Clause
		if d.Line > 0 {
			place += fmt.Sprintf(":%d", d.Line)
		}
		c.say("%s\t%s\t%s\n", place, d.Kind, d.Quote)
	}
}

// comparePolicies tells in plain words what became of each clause from one file to another.
func (c *command) comparePolicies(from, to, lang string) int {
	was, err := readPolicy(from, lang)
	if err != nil {
		return c.failed(err)
	}
	now, err := readPolicy(to, lang)
	if err != nil {
		return c.failed(err)
	}
	comparison := policy.Compare(was, now)
	for _, change := range comparison.Classed(policy.Classing{}) {
		c.say("%s\t%v %v\t%s\n", change.Change.Key(), change.Triggers, change.Effects, change.Describe(lang))
	}
	c.say("%d of %d clauses changed\n", len(comparison.Differences()), len(comparison.Changes))
	return statusOK
}

func (c *command) listPolicies(ctx context.Context, s *desk.Session) error {
	l, err := library.Read(ctx, s)
	if err != nil {
		return err
	}
	for _, v := range l.Versions {
		from := ""
		if v.From != (calendar.Date{}) {
			from = v.From.String()
		}
		c.say("%s\t%d\t%s\t%s\t%s\n", v.Document, v.Number, v.Label, l.State(v), from)
	}
	return nil
}

// importPolicy saves a file as the next draft, and tells what is wrong with its text.
func (c *command) importPolicy(ctx context.Context, s *desk.Session, path string, o policyOptions) error {
	data, err := readSmall(path)
	if err != nil {
		return err
	}
	in := library.Import{Label: o.label, Language: o.lang, Beside: o.beside, Name: filepath.Base(path), Data: data}
	if o.from != "" {
		if in.From, err = calendar.ParseDate(o.from); err != nil {
			return err
		}
	}
	v, seen, defects, err := library.Look(ctx, s, in)
	if err != nil {
		return err
	}
	saved, err := library.Draft(ctx, s, v, seen)
	if err != nil {
		return err
	}
	c.sayDefects(defects)
	c.say("%s: draft %d, %d clauses, %d flaws\n", saved.Document, saved.Number, len(saved.Clauses), len(defects))
	return nil
}
