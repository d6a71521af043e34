package trial

import (
	"bufio"
	"bytes"
	"cmp"
	"encoding/json"
	"io"
	"maps"
	"math/big"
	"slices"
	"strings"

	"orangelab.cn/rightsdesk/app/source/value"
)

// byKey sorts rows by their primary key, numbers by size.
type byKey struct {
	rows []value.Row
	keys [][]ranked
}

// ranked is a value of a key as it is compared.
type ranked struct {
	whole  int64
	is     bool     // whole holds it
	number *big.Rat // nil where it is no number, or whole holds it
	text   string
}

func newByKey(rows []value.Row, keys [][]value.Cell) byKey {
	b := byKey{rows, make([][]ranked, len(keys))}
	for i, key := range keys {
		b.keys[i] = make([]ranked, len(key))
		for n, c := range key {
			b.keys[i][n] = rank(c.Value)
		}
	}
	return b
}

func rank(v any) ranked {
	if n, is := v.(int64); is {
		return ranked{whole: n, is: true}
	}
	s, _ := value.Text(v)
	r := ranked{text: s}
	if value.IsNumber(s) {
		r.number, _ = new(big.Rat).SetString(value.PlainNumber(s))
	}
	return r
}

func (a ranked) compare(b ranked) int {
	switch {
	case a.is && b.is:
		return cmp.Compare(a.whole, b.whole)
	case (a.is || a.number != nil) && (b.is || b.number != nil):
		return a.rat().Cmp(b.rat())
	}
	return strings.Compare(a.asText(), b.asText())
}

func (a ranked) rat() *big.Rat {
	if a.is {
		return new(big.Rat).SetInt64(a.whole)
	}
	return a.number
}

func (a ranked) asText() string {
	if a.is {
		a.text, _ = value.Text(a.whole)
	}
	return a.text
}

func (b byKey) Len() int { return len(b.rows) }

func (b byKey) Swap(i, j int) {
	b.rows[i], b.rows[j] = b.rows[j], b.rows[i]
	b.keys[i], b.keys[j] = b.keys[j], b.keys[i]
}

func (b byKey) Less(i, j int) bool {
	for n := range min(len(b.keys[i]), len(b.keys[j])) {
		if c := b.keys[i][n].compare(b.keys[j][n]); c != 0 {
			return c < 0
		}
	}
	return false
}

// writeJSON writes a result as an encoder with two blanks of indent would. Rows are written one after another: such an
// encoder makes the text of all of them, compacts it and indents it again.
func writeJSON(w io.Writer, result map[string]any) error {
	out := bufio.NewWriterSize(w, 1<<16)
	text := func(s string) {
		_, _ = out.WriteString(s) // an error stays with the writer and comes at Flush
	}
	var line []byte
	for i, name := range slices.Sorted(maps.Keys(result)) {
		text([]string{"{\n  ", ",\n  "}[min(i, 1)])
		quoted, err := value.Marshal(name)
		if err != nil {
			return err
		}
		text(string(quoted) + ": ")
		rows, are := result[name].([]value.Row)
		if !are || len(rows) == 0 {
			one, err := value.Marshal(result[name])
			if err != nil {
				return err
			}
			var indented bytes.Buffer
			if err := json.Indent(&indented, one, "  ", "  "); err != nil {
				return err
			}
			text(indented.String())
			continue
		}
		for n, row := range rows {
			line = append(line[:0], "[,"[min(n, 1)])
			line = append(line, "\n    "...)
			if line, err = row.AppendIndented(line, "    "); err != nil {
				return err
			}
			if _, err := out.Write(line); err != nil {
				return err
			}
		}
		text("\n  ]")
	}
	if len(result) == 0 {
		text("{")
	}
	text(map[bool]string{true: "}\n", false: "\n}\n"}[len(result) == 0])
	return out.Flush()
}
