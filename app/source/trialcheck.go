package source

import (
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"sort"
	"strings"
)

// unknownWords names the kinds of identity and the categories of a trial that mean nothing: they would find nothing, and
// nobody would be told why.
func unknownWords(opts Options) Problems {
	categories := map[string]bool{}
	for _, d := range opts.Datasets {
		for _, c := range d.Collections {
			c.Walk(func(f *Field) {
				for _, category := range f.EffectiveCategories() {
					categories[category] = true
				}
			})
		}
	}
	var out Problems
	if len(opts.Identities) == 0 {
		out = append(out, Position{}.problem(Error, "no-identity", "say it with --identity KIND=VALUE, for example --identity email=a@example.com",
			"nobody is named who could be looked for: the fields that are read declare %s", listed(declaredKinds(opts.Datasets))))
	}
	for _, kind := range Unsearchable(opts.Datasets, opts.Identities) {
		out = append(out, Position{}.problem(Error, "unknown-identity", "give one of a kind that a field declares, or mark the field that holds it in the data map",
			"nothing can be found by the identity %q: the fields that are read declare %s", kind, listed(declaredKinds(opts.Datasets))))
	}
	for _, category := range opts.Categories {
		known := taxonomy[category]
		for c := range categories {
			known = known || Covers(category, c)
		}
		if !known {
			out = append(out, Position{}.problem(Error, "unknown-category", "check the spelling; the data map has "+listed(categories),
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

// trialProblem is a problem in the JSON of a trial that went no further.
type trialProblem struct {
	Severity Severity `json:"severity"`
	Code     string   `json:"code"`
	Message  string   `json:"message"`
	Remedy   string   `json:"remedy,omitempty"`
	File     string   `json:"file,omitempty"`
	Line     int      `json:"line,omitempty"`
}

// sayProblems says the problems to people, and with --json, where they stop the trial, to programs too.
func sayProblems(stdout, stderr io.Writer, asJSON bool, problems Problems) error {
	for _, p := range problems {
		say(stderr, "%s\n", p)
	}
	if !asJSON || problems.Err() == nil {
		return nil
	}
	list := []trialProblem{}
	for _, p := range problems {
		list = append(list, trialProblem{p.Severity, p.Code, p.Message, p.Remedy, p.File, p.Line})
	}
	enc := json.NewEncoder(stdout)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	if err := enc.Encode(map[string][]trialProblem{"problems": list}); err != nil {
		return fmt.Errorf("the result cannot be written: %w", err)
	}
	return nil
}

// flagProblem says what is wrong with the words of a command line.
func flagProblem(err error) string {
	text := err.Error()
	if name, ok := strings.CutPrefix(text, "flag provided but not defined: "); ok {
		return "there is no option -" + name
	}
	if name, ok := strings.CutPrefix(text, "flag needs an argument: "); ok {
		return "the option -" + name + " needs a value"
	}
	return "an option has a value that it does not take"
}
