package trial

import (
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"slices"
	"sort"
	"strings"

	"orangelab.cn/rightsdesk/app/source"
	"orangelab.cn/rightsdesk/app/source/dataset"
	"orangelab.cn/rightsdesk/app/source/search"
)

// Check carries out "rightsdesk datamap check FILE.yml…" and returns the exit status: 0 no errors, 1 errors, 2 wrong
// usage. Warnings are printed and do not change it. With the databases it looks at their tables and columns too.
func Check(ctx context.Context, args []string, stdout, stderr io.Writer) int {
	var sources list
	flags := flag.NewFlagSet("datamap check", flag.ContinueOnError)
	flags.SetOutput(io.Discard)
	flags.Var(&sources, "source", "")
	if err := flags.Parse(args); err != nil || flags.NArg() == 0 {
		say(stderr, "usage: rightsdesk datamap check [--source KEY=DSN]… FILE.yml…\n")
		return 2
	}
	dsns, err := addresses(sources)
	if err != nil {
		say(stderr, "rightsdesk: %s\n", err)
		return 2
	}
	err = notFiles(flags.Args())
	var problems dataset.Problems
	if err == nil {
		problems, err = dataset.Check(flags.Args()...)
	}
	if err == nil && len(dsns) > 0 && problems.Err() == nil {
		var unfit dataset.Problems
		unfit, err = checkColumns(ctx, flags.Args(), dsns)
		problems = append(problems, unfit...)
	}
	if err != nil {
		say(stderr, "rightsdesk: %s\n", err)
		return 1
	}
	errs, warnings := 0, 0
	for _, p := range problems {
		switch p.Severity {
		case dataset.Error:
			errs++
		case dataset.Warning:
			warnings++
		}
		say(stdout, "%s\n", p)
	}
	say(stdout, "%d error(s), %d warning(s)\n", errs, warnings)
	if errs > 0 {
		return 1
	}
	return 0
}

// checkColumns compares the data map with the tables of the databases.
func checkColumns(ctx context.Context, files []string, dsns map[string]string) (problems dataset.Problems, err error) {
	loaded, _, err := dataset.Load(files...)
	if err != nil {
		return nil, err
	}
	opened, closeAll, err := source.OpenAll(ctx, dsns)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, closeAll()) }()
	return search.CheckColumns(ctx, loaded, opened)
}

// addresses reads the sources of a command line: KEY=DSN.
func addresses(sources []string) (map[string]string, error) {
	dsns := map[string]string{}
	for _, given := range sources {
		key, dsn, ok := strings.Cut(given, "=")
		if !ok || key == "" || dsn == "" {
			return nil, errors.New("a source is written KEY=DSN, KEY being the dataset's fides_key")
		}
		if _, dup := dsns[key]; dup {
			return nil, fmt.Errorf("two sources are given for %q", key)
		}
		dsns[key] = dsn
	}
	return dsns, nil
}

// unknownWords names the kinds of identity and the categories of a trial that mean nothing: they would find nothing,
// and nobody would be told why.
func unknownWords(opts search.Options) dataset.Problems {
	categories := map[string]bool{}
	for _, d := range opts.Datasets {
		for _, c := range d.Collections {
			c.Walk(func(f *dataset.Field) {
				for _, category := range f.EffectiveCategories() {
					categories[category] = true
				}
			})
		}
	}
	var out dataset.Problems
	if len(opts.Identities) == 0 {
		out = append(out, dataset.Position{}.Problem(dataset.Error, "no-identity",
			"say it with --identity KIND=VALUE, for example --identity email=a@example.com",
			"nobody is named who could be looked for: the fields that are read declare %s",
			listed(dataset.DeclaredKinds(opts.Datasets))))
	}
	for _, kind := range dataset.Unsearchable(opts.Datasets, opts.Identities) {
		out = append(out, dataset.Position{}.Problem(dataset.Error, "unknown-identity",
			"give one of a kind that a field declares, or mark the field that holds it in the data map",
			"nothing can be found by the identity %q: the fields that are read declare %s", kind,
			listed(dataset.DeclaredKinds(opts.Datasets))))
	}
	for _, category := range opts.Categories {
		known := dataset.Taxonomy[category]
		for c := range categories {
			known = known || dataset.Covers(category, c)
		}
		if !known {
			out = append(out, dataset.Position{}.Problem(dataset.Error, "unknown-category",
				"check the spelling; the data map has "+listed(categories),
				"%q is no category of the published taxonomy, and no field has it", category))
		}
	}
	sort.Slice(out, func(i, j int) bool { return out[i].Message < out[j].Message })
	return out
}

func listed(words map[string]bool) string {
	if len(words) == 0 {
		return "none"
	}
	var out []string
	for w := range words {
		out = append(out, w)
	}
	slices.Sort(out)
	return strings.Join(out, ", ")
}

// Problem is a problem in the JSON of a trial that went no further.
type Problem struct {
	Severity dataset.Severity `json:"severity"`
	Code     string           `json:"code"`
	Message  string           `json:"message"`
	Remedy   string           `json:"remedy,omitempty"`
	File     string           `json:"file,omitempty"`
	Line     int              `json:"line,omitempty"`
}

// sayProblems prints the problems for people, and with --json, where they stop the trial, for programs too.
func sayProblems(stdout, stderr io.Writer, asJSON bool, problems dataset.Problems) error {
	for _, p := range problems {
		say(stderr, "%s\n", p)
	}
	if !asJSON || problems.Err() == nil {
		return nil
	}
	list := []Problem{}
	for _, p := range problems {
		list = append(list, Problem{p.Severity, p.Code, p.Message, p.Remedy, p.File, p.Line})
	}
	enc := json.NewEncoder(stdout)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	if err := enc.Encode(map[string][]Problem{"problems": list}); err != nil {
		return fmt.Errorf("the result cannot be written: %w", err)
	}
	return nil
}

// FlagProblem returns what is wrong with the words of a command line.
func FlagProblem(err error) string {
	if errors.Is(err, flag.ErrHelp) {
		return "this is how it is used"
	}
	text := err.Error()
	if name, ok := strings.CutPrefix(text, "flag provided but not defined: "); ok {
		return "there is no option -" + name
	}
	if name, ok := strings.CutPrefix(text, "flag needs an argument: "); ok {
		return "the option -" + name + " needs a value"
	}
	if _, after, ok := strings.Cut(text, " for flag "); ok {
		name, _, _ := strings.Cut(after, ":")
		return "the option " + name + " has a value that it does not take"
	}
	return "an option has a value that it does not take"
}

// notFiles returns the first of some paths that is a folder, a pipe or a device, as an error: a pipe would be waited
// for.
func notFiles(paths []string) error {
	for _, path := range paths {
		info, err := os.Stat(path)
		switch {
		case err != nil || info.Mode().IsRegular(): // reading it says what is wrong
		case info.IsDir():
			return fmt.Errorf("%s is a folder: name the dataset files in it", path)
		default:
			return fmt.Errorf("%s is no file: a dataset is read from a file", path)
		}
	}
	return nil
}
