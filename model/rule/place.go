package rule

import (
	"bytes"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v3"

	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/model/pattern"
)

// Fault is what is wrong with a rule pack, with its line where there is one.
type Fault struct {
	Line    int
	Problem string
	Words   []model.Worded // the same, for a window of another language
}

func faulty(line int, err error) *Fault { return &Fault{line, err.Error(), model.Words(err)} }

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

// faultOf says why a file could not be read.
func faultOf(data []byte, err error) error {
	var root yaml.Node
	if yaml.Unmarshal(data, &root) == nil && root.Kind == 0 {
		return faulty(0, model.Wrong("the file is empty"))
	}
	return yamlFault(err)
}

// faultIn finds the line of an error in the file, which is read once more for it.
func faultIn(data []byte, err error) error {
	var root yaml.Node
	if err := yaml.Unmarshal(data, &root); err != nil {
		return yamlFault(err)
	}
	f := faulty(0, err)
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

// checkAmounts refuses an amount that the reader of YAML would take for another number: 4.5 for 4, 045 for 37.
func checkAmounts(data []byte) error {
	const key = "amount:"
	for at, line := 0, 1; ; {
		i := bytes.Index(data[at:], []byte(key))
		if i < 0 {
			return nil
		}
		line += bytes.Count(data[at:at+i], []byte("\n"))
		at += i + len(key)
		value := data[at:]
		if end := bytes.IndexAny(value, "\n,}#"); end >= 0 {
			value = value[:end]
		}
		text := strings.TrimSpace(string(value))
		if digits := strings.TrimLeft(text, "+-"); digits != "" && digits[0] >= '0' && digits[0] <= '9' ||
			strings.HasPrefix(digits, ".") {
			if _, err := strconv.Atoi(text); err != nil || len(digits) > 1 && digits[0] == '0' {
				return faulty(line, formNames["int"](text))
			}
		}
	}
}

// What the reader of YAML says, and how we say it: without the names of our types.
var (
	unknownWord = pattern.New(`^line (\d+): field (\S+) not found in type`)
	wrongForm   = pattern.New(`(?s)^line (\d+): cannot unmarshal (?:!!\w+ )?(.*?)(?: )?into (\S+)$`)
	wordTwice   = pattern.New(`^line (\d+): mapping key "(.*)" already defined`)
	anyLine     = pattern.New(`line (\d+)`)
)

// formNames are what stands in place of a type.
var formNames = map[string]func(got string) error{
	"int":    func(got string) error { return model.Wrong("here a whole number is needed, and not “%s”", got) },
	"bool":   func(got string) error { return model.Wrong("here true or false is needed, and not “%s”", got) },
	"string": func(got string) error { return model.Wrong("here a text is needed, and not “%s”", got) },
}

func otherForm(got string) error {
	return model.Wrong("here another form, a list or words with values, is needed, and not “%s”", got)
}

// yamlFault says in our words why a file could not be read; where several lines are wrong, the first.
func yamlFault(err error) error {
	text := err.Error()
	var kinds *yaml.TypeError
	if errors.As(err, &kinds) && len(kinds.Errors) > 0 {
		text = kinds.Errors[0]
	}
	line := 0
	if m := anyLine.FindStringSubmatch(text); m != nil {
		if _, err := fmt.Sscan(m[1], &line); err != nil {
			line = 0
		}
	}
	return faulty(line, yamlWrong(text))
}

// yamlWrong is what the reader of YAML says, in our words.
func yamlWrong(text string) error {
	switch {
	case unknownWord.MatchString(text):
		return model.Wrong("%q is no word of a rule pack in this place: look for a slip in its spelling",
			unknownWord.FindStringSubmatch(text)[2])
	case wordTwice.MatchString(text):
		return model.Wrong("%q stands here twice: take one away", wordTwice.FindStringSubmatch(text)[2])
	case !wrongForm.MatchString(text):
		return model.Wrong("this cannot be read as YAML: look at the indentation, the quotes and the brackets of this line and the one before")
	}
	m := wrongForm.FindStringSubmatch(text)
	form := formNames[m[3]]
	if form == nil {
		form = otherForm
	}
	return form(strings.Trim(m[2], "` "))
}
