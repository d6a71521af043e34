package rule

import (
	"slices"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v3"

	"orangelab.cn/rightsdesk/model"
)

// Renamed returns the text of a rule pack as another version; everything else, its comments too, stays as it is. The
// error is a *Fault.
func Renamed(text, version string) (string, error) {
	out, err := replaced(text, "version", strconv.Quote(version))
	if err != nil {
		return "", err
	}
	p, err := Read([]byte(out))
	if err == nil && p.Version != version {
		err = faulty(0, model.Wrong("version must stand on a line of its own"))
	}
	return out, err
}

// WithDefaults returns the text of a rule pack with other regimes that every request falls under, in the order in which
// the pack lists its regimes. The error is a *Fault: what leaves a kind of request without a figure is refused.
func WithDefaults(text string, regimes []string) (string, error) {
	p, err := Read([]byte(text))
	if err != nil {
		return "", err
	}
	ids := slices.DeleteFunc(p.RegimeIDs(), func(id string) bool { return !slices.Contains(regimes, id) })
	out, err := replaced(text, "default_regimes", "["+strings.Join(ids, ", ")+"]")
	if err != nil {
		return "", err
	}
	q, err := Read([]byte(out))
	if err == nil && !slices.Equal(q.Default, ids) {
		err = faulty(0, model.Wrong("default_regimes must stand on lines of its own"))
	}
	return out, err
}

// replaced writes another value behind a key at the top of a file. The value that was there is on lines of its own.
func replaced(text, key, value string) (string, error) {
	var root yaml.Node
	if err := yaml.Unmarshal([]byte(text), &root); err != nil {
		return "", yamlFault(err)
	}
	if root.Kind != yaml.DocumentNode || root.Content[0].Kind != yaml.MappingNode ||
		root.Content[0].Style&yaml.FlowStyle != 0 {
		return "",
			faulty(0, model.Wrong("the file must be a list of words with values, each word on a line of its own"))
	}
	top := root.Content[0].Content
	for i := 0; i+1 < len(top); i += 2 {
		if top[i].Value != key {
			continue
		}
		lines := strings.SplitAfter(text, "\n")
		from, to := top[i].Line, lastLine(top[i+1])
		end := ""
		if strings.HasSuffix(lines[to-1], "\n") {
			end = "\n"
		}
		return strings.Join(slices.Concat(lines[:from-1], []string{key + ": " + value + end}, lines[to:]), ""), nil
	}
	return "", faulty(0, model.Wrong("%s is missing", key))
}

// lastLine is the last line that a value has something on.
func lastLine(n *yaml.Node) int {
	last := n.Line
	for _, c := range n.Content {
		last = max(last, lastLine(c))
	}
	return last
}
