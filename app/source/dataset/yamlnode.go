package dataset

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"

	"go.yaml.in/yaml/v3"
)

// Limits on a dataset file. The largest published map is a few hundred kilobytes and six levels deep.
const (
	MaxFileBytes = 8 << 20
	maxDepth     = 64
	maxNodes     = 400_000 // counted as visited, so that an alias costs as much as what it stands for
	MaxFields    = 5_000   // in one list; no engine has wider tables
	maxDatasets  = 1_000   // in one file
	maxTables    = 20_000  // in one dataset
)

// NodeReader walks the YAML trees of one file with a budget and collects problems on the way.
type NodeReader struct {
	file     string
	bare     bool // a dataset may have no collections: its connector file has them
	visited  int
	spent    bool
	problems Problems
}

// NewNodeReader returns a reader for a file of this name.
func NewNodeReader(file string) *NodeReader { return &NodeReader{file: file} }

// Problems returns what has been found wrong so far.
func (r *NodeReader) Problems() Problems { return r.problems }

// Pair is one entry of a mapping.
type Pair struct {
	Key        string
	KeyNode    *yaml.Node
	Value      *yaml.Node
	fromMerged bool
}

// Documents calls each for the root of every document of the file that says anything. It reports whether the text is
// YAML to its end; else the problem names the line.
func (r *NodeReader) Documents(data []byte, each func(root *yaml.Node)) bool {
	if len(data) > MaxFileBytes {
		r.Add(Position{File: r.file, Line: 1, Column: 1}.Problem(Error, "too-large", "split the file",
			"the file is larger than %d MiB", MaxFileBytes>>20))
		return false
	}
	for dec := yaml.NewDecoder(bytes.NewReader(data)); ; {
		var doc yaml.Node
		err := dec.Decode(&doc)
		if errors.Is(err, io.EOF) {
			return true
		}
		if err != nil {
			r.Add(notYAML(r.file, data, err))
			return false
		}
		if len(doc.Content) > 0 && !IsNull(doc.Content[0]) {
			each(doc.Content[0])
		}
	}
}

// At returns the place of a node in the file.
func (r *NodeReader) At(n *yaml.Node) Position {
	return Position{File: r.file, Line: n.Line, Column: n.Column}
}

// Report adds a problem at a node; see Position.Problem.
func (r *NodeReader) Report(n *yaml.Node, s Severity, code, remedy, format string, args ...any) {
	r.Add(r.At(n).Problem(s, code, remedy, format, args...))
}

// Add adds a problem.
func (r *NodeReader) Add(p Problem) { r.problems = r.problems.with(p) }

// spend counts a visit and says whether the budget still holds.
func (r *NodeReader) spend(n *yaml.Node) bool {
	r.visited++
	if r.visited <= maxNodes {
		return true
	}
	if !r.spent {
		r.spent = true
		r.Report(n, Error, "too-large", "split the file, or write out fewer aliases",
			"the file has more than %d values once its aliases are written out", maxNodes)
	}
	return false
}

// Deref follows aliases. The steps are bounded because an alias may name a node that contains it.
func (r *NodeReader) Deref(n *yaml.Node) *yaml.Node {
	for i := 0; n != nil && n.Kind == yaml.AliasNode && i < maxDepth; i++ {
		n = n.Alias
	}
	return n
}

// IsNull reports whether nothing is written.
func IsNull(n *yaml.Node) bool {
	return n == nil || (n.Kind == yaml.ScalarNode && n.Tag == "!!null")
}

// Mapping returns the entries of a mapping in order with merge keys resolved; a key written twice is a problem.
func (r *NodeReader) Mapping(n *yaml.Node, what string) []Pair {
	n = r.Deref(n)
	if IsNull(n) {
		return nil
	}
	if n.Kind != yaml.MappingNode {
		r.Report(n, Error, "not-a-mapping", "write it as indented \"key: value\" lines", "%s must be a mapping", what)
		return nil
	}
	pairs, seen := []Pair{}, map[string]int{}
	r.entries(n, what, 0, false, &pairs, seen)
	return pairs
}

func (r *NodeReader) entries(n *yaml.Node, what string, depth int, merged bool, pairs *[]Pair, seen map[string]int) {
	if depth > maxDepth {
		r.Report(n, Error, "too-deep", "write the mapping out", "merge keys are nested deeper than %d", maxDepth)
		return
	}
	for i := 0; i+1 < len(n.Content); i += 2 {
		key, value := n.Content[i], n.Content[i+1]
		if !r.spend(key) {
			return
		}
		if key.Tag == "!!merge" {
			for _, m := range r.mergeSources(value) {
				r.entries(m, what, depth+1, true, pairs, seen)
			}
			continue
		}
		p := Pair{Key: key.Value, KeyNode: key, Value: value, fromMerged: merged}
		at, dup := seen[p.Key]
		switch {
		case !dup:
			seen[p.Key] = len(*pairs)
			*pairs = append(*pairs, p)
		case merged: // what is written already wins over what is merged in
		case (*pairs)[at].fromMerged:
			(*pairs)[at] = p
		default:
			r.Report(key, Error, "duplicate-key", "remove one of the two", "%q is written twice in %s", p.Key, what)
		}
	}
}

func (r *NodeReader) mergeSources(n *yaml.Node) []*yaml.Node {
	n = r.Deref(n)
	if n == nil {
		return nil
	}
	switch n.Kind {
	case yaml.MappingNode:
		return []*yaml.Node{n}
	case yaml.SequenceNode:
		var out []*yaml.Node
		for _, c := range n.Content {
			if c = r.Deref(c); c != nil && c.Kind == yaml.MappingNode {
				out = append(out, c)
			}
		}
		return out
	}
	r.Report(n, Error, "bad-merge", "merge a mapping", "a merge key must name a mapping")
	return nil
}

// List returns the elements of a sequence; null is an empty one.
func (r *NodeReader) List(n *yaml.Node, what string) []*yaml.Node {
	n = r.Deref(n)
	if IsNull(n) {
		return nil
	}
	if n.Kind != yaml.SequenceNode {
		r.Report(n, Error, "not-a-list", "write each entry on its own line, begun with \"- \"", "%s must be a list",
			what)
		return nil
	}
	var out []*yaml.Node
	for _, c := range n.Content {
		if !r.spend(c) {
			return out
		}
		out = append(out, r.Deref(c))
	}
	return out
}

// Text returns a scalar as written; null is empty.
func (r *NodeReader) Text(n *yaml.Node, what string) string {
	n = r.Deref(n)
	if IsNull(n) {
		return ""
	}
	if n.Kind != yaml.ScalarNode {
		r.Report(n, Error, "not-text", "write one value", "%s must be a single value", what)
		return ""
	}
	return strings.TrimSpace(n.Value)
}

// name returns a name with the blanks that quotes keep: a column may begin or end with some.
func (r *NodeReader) name(n *yaml.Node) string {
	name := r.Text(n, "name")
	if d := r.Deref(n); name != "" && d.Style&(yaml.DoubleQuotedStyle|yaml.SingleQuotedStyle) != 0 {
		return d.Value
	}
	return name
}

func (r *NodeReader) texts(n *yaml.Node, what string) []string {
	if d := r.Deref(n); d != nil && d.Kind == yaml.ScalarNode && !IsNull(d) {
		return []string{r.Text(d, what)}
	}
	var out []string
	for _, c := range r.List(n, what) {
		if s := r.Text(c, what); s != "" {
			out = append(out, s)
		}
	}
	return out
}

// Flag returns a boolean; null is false.
func (r *NodeReader) Flag(n *yaml.Node, what string) bool {
	n = r.Deref(n)
	if IsNull(n) {
		return false
	}
	var b bool
	if err := n.Decode(&b); err != nil {
		r.Report(n, Error, "not-a-boolean", "write true or false", "%s must be true or false, not %q", what, n.Value)
	}
	return b
}

func (r *NodeReader) number(n *yaml.Node, what string) int {
	n = r.Deref(n)
	if IsNull(n) {
		return 0
	}
	var i int
	if err := n.Decode(&i); err != nil || i <= 0 {
		r.Report(n, Error, "not-a-number", "write a whole number above zero",
			"%s must be a whole number above zero, not %q", what, n.Value)
		return 0
	}
	return i
}

// Plain turns a small subtree into Go values, inside the same budget.
func (r *NodeReader) Plain(n *yaml.Node, depth int) any {
	n = r.Deref(n)
	if IsNull(n) || !r.spend(n) {
		return nil
	}
	if depth > maxDepth {
		r.Report(n, Error, "too-deep", "flatten it", "the value is nested deeper than %d", maxDepth)
		return nil
	}
	switch n.Kind {
	case yaml.MappingNode:
		m := map[string]any{}
		for _, p := range r.Mapping(n, "the configuration") {
			m[p.Key] = r.Plain(p.Value, depth+1)
		}
		return m
	case yaml.SequenceNode:
		var l []any
		for _, c := range n.Content {
			l = append(l, r.Plain(c, depth+1))
		}
		return l
	}
	var v any
	if err := n.Decode(&v); err != nil {
		r.Report(n, Error, "bad-value", "correct the value", "the value cannot be read")
		return nil
	}
	return v
}

func yamlText(err error) string { return strings.TrimPrefix(fmt.Sprint(err), "yaml: ") }
