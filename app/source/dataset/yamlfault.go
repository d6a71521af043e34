package dataset

import (
	"bytes"
	"errors"
	"io"
	"sort"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v3"
)

// notYAML is the problem of a file that cannot be read as YAML. The parser names the line at which the block or the
// list begins that it could not finish, and speaks of tokens; the line named here is the one at which the file goes
// wrong.
func notYAML(file string, data []byte, err error) Problem {
	named := 1
	if m := yamlLine.FindStringSubmatch(err.Error()); m != nil {
		if n, err := strconv.Atoi(m[1]); err == nil {
			named = n
		}
	}
	at := Position{File: file, Line: faultyLine(data, fault(err), named), Column: 1}
	const code = "not-yaml"
	switch text := fault(err); {
	case strings.Contains(text, "did not find expected key"),
		strings.Contains(text, "did not find expected '-' indicator"):
		return at.Problem(Error, code, "begin it in the same column as what belongs beside it",
			"the indentation does not fit the lines above")
	case strings.Contains(text, "unexpected end of stream"):
		return at.Problem(Error, code, "close it", "a quotation mark is not closed")
	case strings.Contains(text, "expected ',' or"):
		return at.Problem(Error, code, "close it", "a bracket is not closed")
	case strings.Contains(text, "mapping values are not allowed"):
		return at.Problem(Error, code, "put the value into quotation marks, or mend the indentation",
			"a colon stands where none is allowed")
	case strings.Contains(text, "cannot start any token"), strings.Contains(text, "tab character"):
		return at.Problem(Error, code, "indent with blanks, and put the value into quotation marks",
			"a tab, or a character that must be quoted, begins a value")
	case strings.Contains(text, "unknown anchor"):
		return at.Problem(Error, code, "write the value out", "it refers to an anchor that is not there")
	case strings.Contains(text, "UTF-8"), strings.Contains(text, "control characters"):
		return at.Problem(Error, code, "save the file as UTF-8", "the file is not UTF-8 text")
	}
	return at.Problem(Error, code, "correct the indentation or quoting at this line", "the file is not valid YAML here")
}

// fault is the parser's text without the line it names.
func fault(err error) string {
	if err == nil || errors.Is(err, io.EOF) {
		return ""
	}
	text := yamlText(err)
	if m := yamlLine.FindString(text); m != "" {
		text = text[len(m):]
	}
	return text
}

// maxTried is up to which size a file is read again and again for the line at which it goes wrong.
const maxTried = 512 << 10

// faultyLine is the first line with which the file goes wrong in this way: without it, and what follows, it does not.
// Of a large file it is the line that the parser names.
func faultyLine(data []byte, text string, named int) int {
	if len(data) > maxTried {
		return named
	}
	var ends []int // where each line ends
	for i, b := range data {
		if b == '\n' {
			ends = append(ends, i+1)
		}
	}
	if len(data) > 0 && data[len(data)-1] != '\n' {
		ends = append(ends, len(data))
	}
	goesWrong := func(lines int) bool { return fault(firstError(data[:ends[lines-1]])) == text }
	return min(sort.Search(len(ends), func(n int) bool { return goesWrong(n + 1) })+1, max(len(ends), 1))
}

// firstError is what stops the parser in a text; nil if it reads all of it.
func firstError(data []byte) error {
	for dec := yaml.NewDecoder(bytes.NewReader(data)); ; {
		var doc yaml.Node
		if err := dec.Decode(&doc); err != nil {
			if errors.Is(err, io.EOF) {
				return nil
			}
			return err
		}
	}
}
