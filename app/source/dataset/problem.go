package dataset

import (
	"fmt"
	"sort"
	"strings"

	"orangelab.cn/rightsdesk/model/pattern"
)

// Severity reports whether a problem stops a run.
type Severity string

const (
	// Error stops a run before anything is read.
	Error Severity = "error"
	// Warning is shown to whoever maintains the data map and stops nothing.
	Warning Severity = "warning"
	// Note is what only "datamap check" says, of what people will read; it is neither error nor warning.
	Note Severity = "note"
)

// Problem is one fault of a data map, with its place in the file and what to do about it.
type Problem struct {
	File     string
	Line     int // from 1; 0 when the whole file is meant
	Column   int // from 1
	Severity Severity
	Code     string // stable, for translation: "unknown-field", "after-cycle", …
	Message  string
	Remedy   string
	// Sentence is Message with {{.A}}, {{.B}}… for its Values: the key of its translation. Remedy is one as it stands.
	Sentence string
	Values   []any
}

// String returns the problem the way compilers do, so that editors can jump to it.
func (p Problem) String() string {
	var b strings.Builder
	if p.File != "" {
		fmt.Fprintf(&b, "%s:%d:%d: ", p.File, p.Line, p.Column)
	}
	fmt.Fprintf(&b, "%s: %s", p.Severity, p.Message)
	if p.Remedy != "" {
		b.WriteString("; ")
		b.WriteString(p.Remedy)
	}
	return b.String()
}

// Problems is everything found wrong with a set of dataset files, in file order.
type Problems []Problem

// MaxProblems is how many problems of one file, or of the links between files, are listed: nobody reads more.
const MaxProblems = 1_000

// with adds a problem. Beyond the number that is listed one says that there are more, and only errors are added, up to
// twice as many; that a bound is passed is always said.
func (ps Problems) with(p Problem) Problems {
	if len(ps) == MaxProblems {
		at := Position{File: p.File, Line: p.Line, Column: p.Column}
		ps = append(ps, at.Problem(Warning, "too-many", "correct these first",
			"there are more than %d problems; the others are not listed", MaxProblems))
	}
	if len(ps) < MaxProblems || p.Severity == Error && len(ps) < 2*MaxProblems || p.Code == "too-large" {
		return append(ps, p)
	}
	return ps
}

// MapError reports that a data map has errors and nothing was read.
type MapError struct{ Errors Problems }

// Error lists the errors, one a line.
func (e *MapError) Error() string {
	lines := make([]string, len(e.Errors))
	for i, p := range e.Errors {
		lines[i] = p.String()
	}
	return fmt.Sprintf("the data map has %d error(s):\n%s", len(lines), strings.Join(lines, "\n"))
}

// Err returns the errors among the problems as one *MapError, nil when there are only warnings.
func (ps Problems) Err() error {
	var errs Problems
	for _, p := range ps {
		if p.Severity == Error {
			errs = append(errs, p)
		}
	}
	if len(errs) == 0 {
		return nil
	}
	return &MapError{errs}
}

// sort puts problems in line order within each file, files in the order they first appear.
func (ps Problems) sort() {
	file := map[string]int{}
	for _, p := range ps {
		if _, seen := file[p.File]; !seen {
			file[p.File] = len(file)
		}
	}
	sort.SliceStable(ps, func(i, j int) bool {
		if a, b := file[ps[i].File], file[ps[j].File]; a != b {
			return a < b
		}
		return ps[i].Line < ps[j].Line
	})
}

// Position is a place in a dataset file.
type Position struct {
	File         string
	Line, Column int
}

// Problem returns a problem at this place. The message is made of format and args, of which %q, %s, %d and %v may be
// used.
func (p Position) Problem(s Severity, code, remedy, format string, args ...any) Problem {
	return Problem{File: p.File, Line: p.Line, Column: p.Column, Severity: s, Code: code,
		Message: fmt.Sprintf(format, args...), Remedy: remedy, Sentence: TranslationKey(format), Values: args}
}

var verb = pattern.New(`%[qsdv]`)

// TranslationKey returns a format as translations are keyed: quoted values in typographic quotation marks.
func TranslationKey(format string) string {
	next := 'A' - 1
	return verb.ReplaceAllStringFunc(format, func(v string) string {
		next++
		if v == "%q" {
			return fmt.Sprintf("“{{.%c}}”", next)
		}
		return fmt.Sprintf("{{.%c}}", next)
	})
}
