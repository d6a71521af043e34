package files

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"

	"orangelab.cn/rightsdesk/app/source/mirror"
	"orangelab.cn/rightsdesk/app/source/value"
)

// readJSON reads a list of objects, objects one below another, or an object whose lists of objects are tables of their
// own.
func readJSON(data []byte) (*content, error) {
	t, err := readText(data)
	if err != nil {
		return nil, err
	}
	s := &scanner{text: t.string, dec: json.NewDecoder(strings.NewReader(t.string))}
	found, err := s.file()
	if err != nil {
		var syntax *json.SyntaxError
		if errors.As(err, &syntax) || errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, io.EOF) {
			err = fmt.Errorf("line %d: it is no JSON",
				1+strings.Count(t.string[:min(int(s.dec.InputOffset()), len(t.string))], "\n"))
		}
		return nil, err
	}
	out := &content{}
	columns := map[string][]mirror.Column{}
	for _, list := range found {
		made, err := t.table(list)
		if err != nil {
			return nil, err
		}
		columns[list.name] = made.columns
		out.tables = append(out.tables, made)
	}
	out.anew = func(changes map[string][]mirror.Change) ([]byte, error) {
		var edits []edit
		for _, list := range found {
			edits = append(edits, t.edits(list, columns[list.name], changes[list.name])...)
		}
		return t.edited(edits)
	}
	return out, nil
}

// table returns the rows of objects. A column whose values are not all texts, whole numbers or flags holds JSON.
func (t text) table(list objects) (table, error) {
	out := table{name: list.name, closed: list.closed}
	if !t.exact {
		out.closed = notAnew
	}
	place := map[string]int{}
	for _, o := range list.objects {
		for _, m := range o.members {
			i, known := place[m.name]
			if !known {
				i = len(out.columns)
				place[m.name], out.columns = i, append(out.columns, mirror.Column{Name: m.name})
			}
			out.columns[i].Type = widened(out.columns[i].Type, t.string[m.from:m.to])
		}
	}
	for i := range out.columns {
		if out.columns[i].Charset = t.charset(); out.columns[i].Type == "" {
			out.columns[i].Type = mirror.Text
		}
	}
	for _, o := range list.objects {
		row := make([]any, len(out.columns))
		for _, m := range o.members {
			held, ok := read(out.columns[place[m.name]].Type, t.string[m.from:m.to])
			if !ok {
				return out, fmt.Errorf("line %d: a text has a character that is none",
					1+strings.Count(t.string[:m.from], "\n"))
			}
			row[place[m.name]] = held
		}
		out.rows = append(out.rows, row)
	}
	return out, nil
}

// widened returns the type of a column that holds one value more.
func widened(t mirror.Type, raw string) mirror.Type {
	is := mirror.Document
	switch c := raw[0]; {
	case c == 'n':
		return t
	case c == '"':
		is = mirror.Text
	case c == 't' || c == 'f':
		is = mirror.Flag
	case c != '{' && c != '[' && len(raw) < 19 && raw != "-0" && !strings.ContainsAny(raw, ".eE"):
		is = mirror.Whole
	}
	if t != "" && t != is {
		return mirror.Document
	}
	return is
}

// read returns a value as its column holds it; false where it is no text.
func read(t mirror.Type, raw string) (any, bool) {
	if raw == "null" {
		return nil, true
	}
	doc, ok := value.ParseDocument([]byte(raw))
	switch v := doc.(type) {
	case string:
		if t == mirror.Text {
			return v, ok
		}
	case bool:
		if t == mirror.Flag {
			if v {
				return int64(1), ok
			}
			return int64(0), ok
		}
	case json.Number:
		if n, err := v.Int64(); err == nil && t == mirror.Whole {
			return n, ok
		}
	}
	return raw, ok
}

// written returns a value of a column as JSON.
func written(t mirror.Type, v any) string {
	switch v := v.(type) {
	case nil:
		return "null"
	case int64:
		if t == mirror.Flag && (v == 0 || v == 1) {
			return map[int64]string{0: "false", 1: "true"}[v]
		}
		return fmt.Sprint(v)
	case string:
		if t == mirror.Document && json.Valid([]byte(v)) {
			return v
		}
		if out, err := value.Marshal(v); err == nil {
			return string(out)
		}
	}
	out, err := value.Marshal(fmt.Sprint(v))
	if err != nil {
		return "null"
	}
	return string(out)
}

// edits returns what of a file is written for changes of a table.
func (t text) edits(list objects, columns []mirror.Column, changes []mirror.Change) (out []edit) {
	gone := map[int64]bool{}
	for _, c := range changes {
		gone[c.Row] = c.Deleted
	}
	kept := int64(0) // the first row that stays
	for n := range list.objects {
		if kept == 0 && !gone[int64(n+1)] {
			kept = int64(n + 1)
		}
	}
	for _, c := range changes {
		o, at := list.objects[c.Row-1], int(c.Row-1)
		switch {
		case !c.Deleted:
			out = append(out, o.edits(t.string, columns, c)...)
		case list.lines:
			end := len(t.string)
			if at+1 < len(list.objects) {
				end = list.objects[at+1].from
			}
			out = append(out, edit{o.from, end, ""})
		case kept > 0 && kept < c.Row: // with the comma before it
			out = append(out, edit{list.objects[at-1].to, o.to, ""})
		case at+1 < len(list.objects): // with the comma behind it
			out = append(out, edit{o.from, list.objects[at+1].from, ""})
		default:
			out = append(out, edit{o.from, o.to, ""})
		}
	}
	return out
}

// edits returns what of an object is written.
func (o object) edits(s string, columns []mirror.Column, c mirror.Change) (out []edit) {
	for i, col := range columns {
		if c.New[i] == c.Old[i] {
			continue
		}
		found := false
		for _, m := range o.members {
			if found = m.name == col.Name; found {
				out = append(out, edit{m.from, m.to, written(col.Type, c.New[i])})
				break
			}
		}
		if !found {
			name, err := value.Marshal(col.Name)
			if err != nil {
				continue // which the check of the new file finds
			}
			comma := ", "
			if len(o.members) == 0 {
				comma = ""
			}
			end := len(strings.TrimRight(s[:o.to-1], " \t\r\n"))
			out = append(out, edit{end, end, comma + string(name) + ": " + written(col.Type, c.New[i])})
		}
	}
	return out
}
