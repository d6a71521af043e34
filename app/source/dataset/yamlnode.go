package dataset

import (
	"fmt"
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

// nodeReader walks a YAML tree with a budget and collects problems on the way.
type nodeReader struct {
	file     string
	visited  int
	spent    bool
	problems Problems
}

// pair is one entry of a mapping.
type pair struct {
	key        string
	keyNode    *yaml.Node
	value      *yaml.Node
	fromMerged bool
}

func (r *nodeReader) at(n *yaml.Node) Position {
	return Position{File: r.file, Line: n.Line, Column: n.Column}
}

func (r *nodeReader) report(n *yaml.Node, s Severity, code, remedy, format string, args ...any) {
	r.add(r.at(n).Problem(s, code, remedy, format, args...))
}

func (r *nodeReader) add(p Problem) { r.problems = r.problems.with(p) }

// spend counts a visit and says whether the budget still holds.
func (r *nodeReader) spend(n *yaml.Node) bool {
	r.visited++
	if r.visited <= maxNodes {
		return true
	}
	if !r.spent {
		r.spent = true
		r.report(n, Error, "too-large", "split the file, or write out fewer aliases",
			"the file has more than %d values once its aliases are written out", maxNodes)
	}
	return false
}

// deref follows aliases. The steps are bounded because an alias may name a node that contains it.
func (r *nodeReader) deref(n *yaml.Node) *yaml.Node {
	for i := 0; n != nil && n.Kind == yaml.AliasNode && i < maxDepth; i++ {
		n = n.Alias
	}
	return n
}

func isNull(n *yaml.Node) bool {
	return n == nil || (n.Kind == yaml.ScalarNode && n.Tag == "!!null")
}

// mapping returns the entries of a mapping in order with merge keys resolved; a key written twice is a problem.
func (r *nodeReader) mapping(n *yaml.Node, what string) []pair {
	n = r.deref(n)
	if isNull(n) {
		return nil
	}
	if n.Kind != yaml.MappingNode {
		r.report(n, Error, "not-a-mapping", "write it as indented \"key: value\" lines", "%s must be a mapping", what)
		return nil
	}
	pairs, seen := []pair{}, map[string]int{}
	r.entries(n, what, 0, false, &pairs, seen)
	return pairs
}

func (r *nodeReader) entries(n *yaml.Node, what string, depth int, merged bool, pairs *[]pair, seen map[string]int) {
	if depth > maxDepth {
		r.report(n, Error, "too-deep", "write the mapping out", "merge keys are nested deeper than %d", maxDepth)
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
		p := pair{key: key.Value, keyNode: key, value: value, fromMerged: merged}
		at, dup := seen[p.key]
		switch {
		case !dup:
			seen[p.key] = len(*pairs)
			*pairs = append(*pairs, p)
		case merged: // what is written already wins over what is merged in
		case (*pairs)[at].fromMerged:
			(*pairs)[at] = p
		default:
			r.report(key, Error, "duplicate-key", "remove one of the two", "%q is written twice in %s", p.key, what)
		}
	}
}

func (r *nodeReader) mergeSources(n *yaml.Node) []*yaml.Node {
	n = r.deref(n)
	if n == nil {
		return nil
	}
	switch n.Kind {
	case yaml.MappingNode:
		return []*yaml.Node{n}
	case yaml.SequenceNode:
		var out []*yaml.Node
		for _, c := range n.Content {
			if c = r.deref(c); c != nil && c.Kind == yaml.MappingNode {
				out = append(out, c)
			}
		}
		return out
	}
	r.report(n, Error, "bad-merge", "merge a mapping", "a merge key must name a mapping")
	return nil
}

// list returns the elements of a sequence; null is an empty one.
func (r *nodeReader) list(n *yaml.Node, what string) []*yaml.Node {
	n = r.deref(n)
	if isNull(n) {
		return nil
	}
	if n.Kind != yaml.SequenceNode {
		r.report(n, Error, "not-a-list", "write each entry on its own line, begun with \"- \"", "%s must be a list", what)
		return nil
	}
	var out []*yaml.Node
	for _, c := range n.Content {
		if !r.spend(c) {
			return out
		}
		out = append(out, r.deref(c))
	}
	return out
}

// text returns a scalar as written; null is empty.
func (r *nodeReader) text(n *yaml.Node, what string) string {
	n = r.deref(n)
	if isNull(n) {
		return ""
	}
	if n.Kind != yaml.ScalarNode {
		r.report(n, Error, "not-text", "write one value", "%s must be a single value", what)
		return ""
	}
	return strings.TrimSpace(n.Value)
}

func (r *nodeReader) texts(n *yaml.Node, what string) []string {
	if d := r.deref(n); d != nil && d.Kind == yaml.ScalarNode && !isNull(d) {
		return []string{r.text(d, what)}
	}
	var out []string
	for _, c := range r.list(n, what) {
		if s := r.text(c, what); s != "" {
			out = append(out, s)
		}
	}
	return out
}

func (r *nodeReader) flag(n *yaml.Node, what string) bool {
	n = r.deref(n)
	if isNull(n) {
		return false
	}
	var b bool
	if err := n.Decode(&b); err != nil {
		r.report(n, Error, "not-a-boolean", "write true or false", "%s must be true or false, not %q", what, n.Value)
	}
	return b
}

func (r *nodeReader) number(n *yaml.Node, what string) int {
	n = r.deref(n)
	if isNull(n) {
		return 0
	}
	var i int
	if err := n.Decode(&i); err != nil || i <= 0 {
		r.report(n, Error, "not-a-number", "write a whole number above zero", "%s must be a whole number above zero, not %q", what, n.Value)
		return 0
	}
	return i
}

// plain turns a small subtree into Go values, inside the same budget.
func (r *nodeReader) plain(n *yaml.Node, depth int) any {
	n = r.deref(n)
	if isNull(n) || !r.spend(n) {
		return nil
	}
	if depth > maxDepth {
		r.report(n, Error, "too-deep", "flatten it", "the value is nested deeper than %d", maxDepth)
		return nil
	}
	switch n.Kind {
	case yaml.MappingNode:
		m := map[string]any{}
		for _, p := range r.mapping(n, "the configuration") {
			m[p.key] = r.plain(p.value, depth+1)
		}
		return m
	case yaml.SequenceNode:
		var l []any
		for _, c := range n.Content {
			l = append(l, r.plain(c, depth+1))
		}
		return l
	}
	var v any
	if err := n.Decode(&v); err != nil {
		r.report(n, Error, "bad-value", "correct the value", "the value cannot be read")
		return nil
	}
	return v
}

func yamlText(err error) string { return strings.TrimPrefix(fmt.Sprint(err), "yaml: ") }
