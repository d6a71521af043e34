package datamap

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"

	"orangelab.cn/rightsdesk/app/source/draft/guess"
)

// ErrLayout says that a dataset file is written in a way in which single columns cannot be changed.
var ErrLayout = errors.New(
	"the dataset file is written so that single columns cannot be changed by the review: change it as text")

// mapText is the text of a dataset file with the places of its tables and columns, so that one can be changed and every
// other line stays.
type mapText struct {
	lines  []string
	tables map[string]*textTable // by name, in lower case
	list   *textBlock            // of the collections; nil where there is none
}

// textBlock is an item of a list: the lines from its dash to the last that is indented deeper.
type textBlock struct {
	node          *yaml.Node
	from, to      int // lines, to not among them
	indent        int // of the dash
	ends          int // the last item of a list that lies in it ends here; 0 for none
	below         int // the indent of that list's dashes
	laidOutByLine bool
}

type textTable struct {
	textBlock
	name    string
	columns map[string]*textBlock // by name, in lower case
}

// readMap reads a dataset file; what is no YAML has no tables.
func readMap(text string) *mapText {
	m := &mapText{lines: strings.Split(text, "\n"), tables: map[string]*textTable{}}
	var root yaml.Node
	if yaml.Unmarshal([]byte(text), &root) != nil || len(root.Content) == 0 {
		return m
	}
	for _, set := range items(valueOf(root.Content[0], "dataset")) {
		collections := items(valueOf(set, "collections"))
		for _, c := range collections {
			t := &textTable{textBlock: m.block(c), name: scalar(valueOf(c, "name")), columns: map[string]*textBlock{}}
			for _, f := range items(valueOf(c, "fields")) {
				b := m.block(f)
				t.columns[strings.ToLower(scalar(valueOf(f, "name")))] = &b
				t.ends, t.below = b.to, b.indent
				t.laidOutByLine = t.laidOutByLine && b.laidOutByLine
			}
			m.tables[strings.ToLower(t.name)] = t
			m.list = &textBlock{ends: t.to, below: t.indent, laidOutByLine: t.textBlock.laidOutByLine}
		}
	}
	return m
}

func items(n *yaml.Node) []*yaml.Node {
	if n == nil || n.Kind != yaml.SequenceNode {
		return nil
	}
	return n.Content
}

func valueOf(n *yaml.Node, key string) *yaml.Node {
	if n == nil || n.Kind != yaml.MappingNode {
		return nil
	}
	for i := 0; i+1 < len(n.Content); i += 2 {
		if n.Content[i].Value == key {
			return n.Content[i+1]
		}
	}
	return nil
}

func scalar(n *yaml.Node) string {
	if n == nil {
		return ""
	}
	return n.Value
}

// block finds the lines of an item of a list.
func (m *mapText) block(n *yaml.Node) textBlock {
	b := textBlock{node: n, from: n.Line - 1}
	line := m.lines[b.from]
	b.indent = len(line) - len(strings.TrimLeft(line, " "))
	b.laidOutByLine = strings.HasPrefix(line[b.indent:], "- ") && n.Style&yaml.FlowStyle == 0
	for b.to = b.from + 1; b.to < len(m.lines); b.to++ {
		rest := strings.TrimLeft(m.lines[b.to], " ")
		if strings.TrimSpace(rest) != "" && len(m.lines[b.to])-len(rest) <= b.indent {
			break
		}
	}
	for b.to > b.from+1 && strings.TrimSpace(m.lines[b.to-1]) == "" {
		b.to--
	}
	return b
}

// column returns the block of a column; nil where the file does not name it.
func (m *mapText) column(table, column string) *textBlock {
	if t := m.tables[strings.ToLower(table)]; t != nil {
		return t.columns[strings.ToLower(column)]
	}
	return nil
}

// categorised reports whether the file says which kind of data a column holds.
func (m *mapText) categorised(table, column string) bool {
	b := m.column(table, column)
	return b != nil && len(items(valueOf(b.node, "data_categories"))) > 0
}

// said names what the file says of a column, its remarks left out; empty where it says nothing.
func (m *mapText) said(table, column string) string {
	b := m.column(table, column)
	if b == nil {
		return ""
	}
	var out bytes.Buffer
	if err := yaml.NewEncoder(&out).Encode(bare(b.node)); err != nil {
		return "?"
	}
	sum := sha256.Sum256(out.Bytes())
	return hex.EncodeToString(sum[:12])
}

// bare is a node without remarks and layout.
func bare(n *yaml.Node) *yaml.Node {
	c := *n
	c.HeadComment, c.LineComment, c.FootComment, c.Style =
		"", "", "", n.Style&(yaml.DoubleQuotedStyle|yaml.SingleQuotedStyle)
	c.Content = make([]*yaml.Node, len(n.Content))
	for i, below := range n.Content {
		c.Content[i] = bare(below)
	}
	return &c
}

// guessed reports whether a line of a column is still marked as a guess.
func (m *mapText) guessed(table, column string) bool {
	b := m.column(table, column)
	return b != nil && len(guess.Lines(strings.Join(m.lines[b.from:b.to], "\n"))) > 0
}

// text is the file as it stands now.
func (m *mapText) text() string { return strings.Join(m.lines, "\n") }

// put puts lines in the place of others, and reads the file anew.
func (m *mapText) put(from, to int, lines ...string) {
	*m = *readMap(strings.Join(slices.Concat(m.lines[:from], lines, m.lines[to:]), "\n"))
}

// confirm takes the marks of guesses from a column.
func (m *mapText) confirm(table, column string) {
	b := m.column(table, column)
	if b == nil {
		return
	}
	part := strings.Join(m.lines[b.from:b.to], "\n")
	if lines := guess.Lines(part); len(lines) > 0 {
		m.put(b.from, b.to, strings.Split(guess.Confirm(part, lines...), "\n")...)
	}
}

// change lets edit change what the file says of a column.
func (m *mapText) change(table, column string, edit func(field *yaml.Node)) error {
	b := m.column(table, column)
	if b == nil || !b.laidOutByLine {
		return ErrLayout
	}
	node := bareRemarks(b.node)
	edit(node)
	var out bytes.Buffer
	enc := yaml.NewEncoder(&out)
	enc.SetIndent(2)
	if err := errors.Join(enc.Encode(&yaml.Node{Kind: yaml.SequenceNode, Content: []*yaml.Node{node}}),
		enc.Close()); err != nil {
		return fmt.Errorf("what the dataset file says of %s.%s: %w", table, column, err)
	}
	m.put(b.from, b.to, indented(out.String(), b.indent)...)
	return nil
}

// bareRemarks is a node without the marks of guesses.
func bareRemarks(n *yaml.Node) *yaml.Node {
	c := *n
	if len(guess.Lines("x "+n.LineComment)) > 0 {
		c.LineComment = ""
	}
	c.Content = make([]*yaml.Node, len(n.Content))
	for i, below := range n.Content {
		c.Content[i] = bareRemarks(below)
	}
	return &c
}

func indented(text string, by int) []string {
	lines := strings.Split(strings.TrimRight(text, "\n"), "\n")
	for i := range lines {
		lines[i] = strings.Repeat(" ", by) + lines[i]
	}
	return lines
}

// addColumn writes a column behind the others of its table, addTable a table behind the others; what is added is
// indented by nothing.
func (m *mapText) addColumn(table, text string) bool {
	t := m.tables[strings.ToLower(table)]
	if t == nil || t.ends == 0 || !t.laidOutByLine {
		return false
	}
	m.put(t.ends, t.ends, indented(text, t.below)...)
	return true
}

func (m *mapText) addTable(text string) bool {
	if m.list == nil || !m.list.laidOutByLine {
		return false
	}
	m.put(m.list.ends, m.list.ends, indented(text, m.list.below)...)
	return true
}

// drop takes a column out of the file, and with its last one the table.
func (m *mapText) drop(table, column string) error {
	b := m.column(table, column)
	if b == nil {
		return nil
	}
	t := m.tables[strings.ToLower(table)]
	if len(t.columns) == 1 {
		b = &t.textBlock
	}
	if !b.laidOutByLine || len(m.tables) == 1 && len(t.columns) == 1 {
		return ErrLayout
	}
	m.put(b.from, b.to)
	return nil
}

// Bare returns the numbers of the lines of Text, from 1, that name a column without a category: nothing touches what it
// holds.
func (e Entry) Bare() (lines []int) {
	for _, t := range readMap(e.Text()).tables {
		if valueOf(t.node, "data_categories") != nil {
			continue
		}
		for _, b := range t.columns {
			if valueOf(b.node, "data_categories") == nil && valueOf(b.node, "fields") == nil {
				lines = append(lines, b.from+1)
			}
		}
	}
	slices.Sort(lines)
	return lines
}
