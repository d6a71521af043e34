package rule

import (
	"errors"
	"fmt"
	"strings"

	"go.yaml.in/yaml/v3"

	"orangelab.cn/rightsdesk/model/pattern"
)

// Fault is what is wrong with a rule pack, with its line where there is one.
type Fault struct {
	Line    int
	Problem string
}

func (f *Fault) Error() string {
	if f.Line == 0 {
		return "rule pack: " + f.Problem
	}
	return fmt.Sprintf("rule pack, line %d: %s", f.Line, f.Problem)
}

// placed is an error with the way from the top of the file to what it speaks of.
type placed struct {
	path []any // keys and numbers of entries
	err  error
}

func (p *placed) Error() string { return p.err.Error() }

func (p *placed) Unwrap() error { return p.err }

// at puts the way to its place before an error; nil stays nil.
func at(err error, path ...any) error {
	if err == nil {
		return nil
	}
	return &placed{path, err}
}

// first returns the first error that there is.
func first(errs ...error) error {
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}

// named puts words before an error and keeps its place.
func named(err error, format string, a ...any) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf(format+": %w", append(a, err)...)
}

// faultOf says why a file could not be read.
func faultOf(data []byte, err error) error {
	var root yaml.Node
	if yaml.Unmarshal(data, &root) == nil && root.Kind == 0 {
		return &Fault{Problem: "the file is empty"}
	}
	return yamlFault(err)
}

// faultIn finds the line of an error in the file, which is read once more for it.
func faultIn(data []byte, err error) error {
	var root yaml.Node
	if err := yaml.Unmarshal(data, &root); err != nil {
		return yamlFault(err)
	}
	f := &Fault{Problem: err.Error()}
	for node := &root; ; {
		var p *placed
		if !errors.As(err, &p) {
			return f
		}
		for _, step := range p.path {
			next := child(node, step)
			if next == nil {
				continue
			}
			node, f.Line = next, next.Line
		}
		err = p.err
	}
}

// child returns what stands under a key or at a number, or nil.
func child(n *yaml.Node, step any) *yaml.Node {
	for n != nil && (n.Kind == yaml.AliasNode || n.Kind == yaml.DocumentNode) {
		if n.Kind == yaml.AliasNode {
			n = n.Alias
		} else if n = n.Content[0]; n == nil {
			return nil
		}
	}
	switch key := step.(type) {
	case int:
		if n.Kind == yaml.SequenceNode && key < len(n.Content) {
			return n.Content[key]
		}
	case string:
		for i := 0; n.Kind == yaml.MappingNode && i+1 < len(n.Content); i += 2 {
			if n.Content[i].Value == key {
				return n.Content[i+1]
			}
		}
	}
	return nil
}

// What the reader of YAML says, and how we say it: without the names of our types.
var (
	unknownWord = pattern.New(`^line (\d+): field (\S+) not found in type`)
	wrongForm   = pattern.New(`(?s)^line (\d+): cannot unmarshal (?:!!\w+ )?(.*?)(?: )?into (\S+)$`)
	wordTwice   = pattern.New(`^line (\d+): mapping key "(.*)" already defined`)
	anyLine     = pattern.New(`line (\d+)`)
)

// formNames are what stands in place of a type.
var formNames = map[string]string{"int": "a whole number", "bool": "true or false", "string": "a text"}

// yamlFault says in our words why a file could not be read; where several lines are wrong, the first.
func yamlFault(err error) error {
	text := err.Error()
	var kinds *yaml.TypeError
	if errors.As(err, &kinds) && len(kinds.Errors) > 0 {
		text = kinds.Errors[0]
	}
	f := &Fault{Problem: "this cannot be read as YAML: look at the indentation, the quotes and the brackets of this line and the one before"}
	if m := anyLine.FindStringSubmatch(text); m != nil {
		if _, err := fmt.Sscan(m[1], &f.Line); err != nil {
			f.Line = 0
		}
	}
	switch {
	case unknownWord.MatchString(text):
		f.Problem = fmt.Sprintf("%q is no word of a rule pack in this place: look for a slip in its spelling", unknownWord.FindStringSubmatch(text)[2])
	case wordTwice.MatchString(text):
		f.Problem = fmt.Sprintf("%q stands here twice: take one away", wordTwice.FindStringSubmatch(text)[2])
	case wrongForm.MatchString(text):
		m := wrongForm.FindStringSubmatch(text)
		form, known := formNames[m[3]]
		if !known {
			form = "another form, a list or words with values,"
		}
		f.Problem = strings.TrimSpace("here " + form + " is needed")
		if got := strings.Trim(m[2], "` "); got != "" {
			f.Problem += ", and not “" + got + "”"
		}
	}
	return f
}
