package trial

import (
	"bytes"
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"slices"
	"sort"
	"strings"
	"unicode/utf8"

	"orangelab.cn/rightsdesk/app/source"
	"orangelab.cn/rightsdesk/app/source/dataset"
	"orangelab.cn/rightsdesk/app/source/search"
	"orangelab.cn/rightsdesk/app/source/value"
)

// Access runs an access and gives the rows by "dataset:collection". Every declared collection is a key, with an
// empty list where nothing was read. Rows are in the order of their primary key. It fails when any collection fails.
func Access(ctx context.Context, opts search.Options) (map[string][]value.Row, search.Report, error) {
	rows := map[string][]value.Row{}
	keys := map[string][][]value.Cell{}
	for _, d := range opts.Datasets {
		for _, c := range d.Collections {
			rows[c.Address().String()] = []value.Row{}
		}
	}
	report, err := search.Access(ctx, opts, func(f search.Finding) error {
		at := dataset.Address{Dataset: f.Dataset, Collection: f.Collection}.String()
		rows[at] = append(rows[at], f.Row)
		keys[at] = append(keys[at], f.Key)
		return nil
	})
	if err != nil {
		return nil, report, err
	}
	for at := range rows {
		sort.Stable(newByKey(rows[at], keys[at]))
	}
	var failed []error
	for _, c := range report.Collections {
		if c.Err != nil {
			failed = append(failed, c.Err)
		}
	}
	return rows, report, errors.Join(failed...)
}

// list is a flag that may be given several times.
type list []string

func (l *list) String() string { return strings.Join(*l, ",") }

func (l *list) Set(s string) error { *l = append(*l, s); return nil }

const trialUsage = `usage: rightsdesk datamap trial --dataset FILE.yml [--dataset …] --source KEY=DSN [--source …]
                                [--identity email=…]… [--spellings] [--category user.contact]…
                                [--connector FILE.yml [--param NAME=VALUE]…]
                                (--access | --erase --strategy NAME [--write]) --json [--warnings]
  Shows what a request would find or change on a test copy. DSN is sqlite:PATH, postgres://…,
  mysql://user:password@host:port/db, folder:PATH of CSV, XLSX and JSON files,
  ldaps://LOGIN:password@host/BASE, imaps://USER:password@host
  or mongodb://USER:password@host/DATABASE. A strategy is null_rewrite, string_rewrite, random_string_rewrite, hash, hmac,
  aes_encrypt, preserve or delete, with a configuration as 'string_rewrite:{"rewrite_value": "MASKED"}'. Overrides of
  the dataset file win over it. Only --write changes anything. An identity is found as it is written; --spellings finds
  it in any spelling, as a request does, and says which it found.
  What is said beside the result goes to stderr, a sentence a line; with --json --warnings it stands in the result too,
  as a list under "warnings".
  With --connector one source is a system that answers over HTTP, KEY=http://… on this machine or KEY=https://…: it stands
  for every host of the connector file, and KEY for <instance_fides_key>. A --param is a setting of the connection, a
  token of it, or an outside reference as NAME=dataset.collection.field; given several times it is a list.
`

// Command carries out "rightsdesk datamap trial" and returns the exit status: 0 done, 1 a problem, 2 wrong usage.
func Command(ctx context.Context, args []string, stdout, stderr io.Writer) int {
	var datasets, sources, identities, categories, connectors, params list
	var access, erase, write, asJSON, spellings, warnings bool
	var strategy string
	flags := flag.NewFlagSet("datamap trial", flag.ContinueOnError)
	flags.SetOutput(io.Discard)
	flags.Var(&datasets, "dataset", "")
	flags.Var(&sources, "source", "")
	flags.Var(&connectors, "connector", "")
	flags.Var(&params, "param", "")
	flags.Var(&identities, "identity", "")
	flags.Var(&categories, "category", "")
	flags.BoolVar(&access, "access", false, "")
	flags.BoolVar(&erase, "erase", false, "")
	flags.BoolVar(&write, "write", false, "")
	flags.BoolVar(&asJSON, "json", false, "")
	flags.BoolVar(&spellings, "spellings", false, "")
	flags.BoolVar(&warnings, "warnings", false, "")
	flags.StringVar(&strategy, "strategy", "", "")
	usage := func(format string, a ...any) int {
		say(stderr, "rightsdesk: "+format+"\n%s", append(a, trialUsage)...)
		return 2
	}
	if err := flags.Parse(args); err != nil {
		return usage("%s", FlagProblem(err))
	}
	switch {
	case flags.NArg() > 0:
		return usage("%q is not understood", flags.Arg(0))
	case access == erase:
		return usage("say what to try: --access or --erase")
	case erase && strategy == "":
		return usage("say how to erase with --strategy, for example --strategy null_rewrite")
	case access && (write || strategy != ""):
		return usage("--strategy and --write belong to --erase")
	case warnings && !asJSON:
		return usage("--warnings belongs to --json")
	case len(datasets) == 0:
		return usage("name at least one dataset file with --dataset")
	case len(sources) == 0:
		return usage("name at least one source with --source KEY=DSN")
	case len(connectors) > 1:
		return usage("one connector can be tried at a time")
	case len(params) > 0 && len(connectors) == 0:
		return usage("--param belongs to --connector")
	}
	if err := notFiles(append(slices.Clone(datasets), connectors...)); err != nil {
		say(stderr, "rightsdesk: %s\n", err)
		return 1
	}
	var said *bytes.Buffer
	if warnings {
		said = &bytes.Buffer{}
		stderr = io.MultiWriter(stderr, said)
	}
	opts := search.Options{Identities: dataset.Identities{}, Categories: categories, Spellings: spellings}
	for _, given := range identities {
		kind, sought, ok := strings.Cut(given, "=")
		if !ok || kind == "" {
			return usage("an identity is written KIND=VALUE, for example email=a@example.com")
		}
		if value.Blank(sought) || !utf8.ValidString(sought) {
			return usage("the identity %s= has no value that could be looked for; write it in UTF-8", kind)
		}
		opts.Identities[kind] = append(opts.Identities[kind], sought)
	}
	var masking dataset.Masking
	if erase {
		var err error
		if masking, err = ParseStrategy(strategy); err != nil {
			return usage("%s", err)
		}
	}
	dsns, err := addresses(sources)
	if err != nil {
		return usage("%s", err)
	}
	m, problems, err := loadMap(datasets, connectors, params, dsns)
	if err != nil {
		say(stderr, "rightsdesk: %s\n", err)
		return 1
	}
	defer m.close()
	loaded := m.datasets
	opts.Datasets, opts.Services = loaded, m.services
	if problems.Err() == nil {
		problems = append(problems, unknownWords(opts)...)
		problems = append(problems, dataset.NewGraph(loaded).Skipped(search.GivenKinds(opts.Identities))...)
	}
	if err := sayProblems(stdout, stderr, asJSON, problems); err != nil {
		say(stderr, "rightsdesk: %s\n", err)
	}
	if problems.Err() != nil {
		return 1
	}
	opened, closeAll, err := source.OpenAll(ctx, m.databases)
	if err != nil {
		say(stderr, "rightsdesk: %s\n", err)
		return 1
	}
	opts.Sources = opened
	if erase {
		status := carryOut(ctx, NewErasing(opts, m.addresses(dsns), masking), write, asJSON, stdout, stderr, said)
		if err := closeAll(); err != nil {
			say(stderr, "rightsdesk: %s\n", err)
			return 1
		}
		return status
	}
	rows, report, err := Access(ctx, opts)
	if err = errors.Join(err, closeAll()); err != nil {
		say(stderr, "rightsdesk: %s\n", err)
		return 1
	}
	sayFoundAs(stderr, report)
	if err := printTrial(stdout, rows, report, asJSON, said); err != nil {
		say(stderr, "rightsdesk: the result cannot be written: %s\n", err)
		return 1
	}
	return 0
}

// say writes a message for people. When even that fails there is nobody left to tell.
func say(w io.Writer, format string, args ...any) {
	if _, err := fmt.Fprintf(w, format, args...); err != nil {
		return
	}
}

// sayFoundAs prints by which spellings rows were found.
func sayFoundAs(w io.Writer, report search.Report) {
	for _, c := range report.Collections {
		for _, as := range c.As {
			say(w, "%s.%s: %d row(s) found as %q\n", c.Address, as.Field, as.Rows, as.Value)
		}
		for _, other := range c.Others {
			say(w,
				"%s.%s: %d row(s) hold another's value there, though it is what they were asked for by, and were not taken: the system does not filter by it\n", c.Address, other.Field, other.Rows)
		}
		for _, referring := range c.Referring {
			say(w,
				"%s.%s: %d row(s) refer to a row that was found by a foreign key that takes different spellings for one, and were not taken: the database may delete or change them along with it\n", c.Address, referring.Field, referring.Rows)
		}
		for _, near := range c.Near {
			say(w,
				"%s.%s: %d row(s) may hold a value that is looked for, among other words or values, in letters that only look like it, with an extension or without it, or as a number that this country has too, and were not taken: look at them\n", c.Address, near.Field, near.Rows)
		}
	}
}

// sentences returns what was said, a sentence a line; nil where nobody asked for it.
func sentences(said *bytes.Buffer) []string {
	if said == nil {
		return nil
	}
	list := strings.Split(strings.TrimSpace(said.String()), "\n")
	return slices.DeleteFunc(list, func(line string) bool { return line == "" })
}

func printTrial(w io.Writer, rows map[string][]value.Row, report search.Report, asJSON bool, said *bytes.Buffer) error {
	if asJSON {
		result := map[string]any{}
		for at, list := range rows {
			result[at] = list
		}
		if said != nil {
			result["warnings"] = sentences(said) // no collection is called so: their names have a colon
		}
		return writeJSON(w, result)
	}
	for _, c := range report.Collections {
		if _, err := fmt.Fprintf(w, "%-12s %8d  %s\n", c.State, len(rows[c.String()]), c.Address); err != nil {
			return err
		}
	}
	return nil
}
