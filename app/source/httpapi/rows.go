package httpapi

import (
	"slices"
	"strings"

	"orangelab.cn/rightsdesk/app/source/connector"
	"orangelab.cn/rightsdesk/app/source/value"
)

// rowsOf returns the rows of an answer's data after the steps of the request.
func (s *Inquiry) rowsOf(q *connector.Request, data any) ([]any, error) {
	for _, p := range q.Posts {
		data = s.step(p, data)
	}
	switch data := data.(type) {
	case []any:
		return data, nil
	case map[string]any:
		if len(data) == 0 {
			return nil, nil
		}
		return []any{data}, nil
	case nil:
		return nil, nil
	default:
		return nil,
			sentence("%s: the answer is no list of objects; see data_path and the postprocessors in the connector file",
				q.What)
	}
}

// step returns what one step leaves of the data.
func (s *Inquiry) step(p connector.Postprocessor, data any) any {
	switch p.Strategy {
	case connector.Unwrap:
		return unwrapped(data, p.Path)
	case connector.Filter:
		return s.narrowed(p, data)
	}
	return data // what goes to a log of the other system stays as it is
}

// unwrapped returns the value at a path of an object, or of each object of a list that has it.
func unwrapped(data any, path connector.Path) any {
	list, is := data.([]any)
	if !is {
		if v, ok := valueAt(data, path); ok && v != nil {
			return v
		}
		return []any{}
	}
	out := []any{}
	for _, e := range list {
		v, ok := valueAt(e, path)
		if !ok || v == nil {
			continue
		}
		if inner, nested := v.([]any); nested {
			out = append(out, inner...)
		} else {
			out = append(out, v)
		}
	}
	return out
}

// narrowed keeps the objects of which a field is what is looked for.
func (s *Inquiry) narrowed(p connector.Postprocessor, data any) any {
	var wanted []any
	switch {
	case p.Identity != "":
		for _, v := range s.identities(p.Identity) {
			wanted = append(wanted, v)
		}
	case p.From != "":
		parts := strings.SplitN(p.From, ".", 3)
		for _, f := range s.remembered(parts[1]) {
			value.EachScalar(f.row, strings.Split(parts[2], "."), func(v any) { wanted = append(wanted, v) })
		}
	default:
		wanted = []any{p.Value}
	}
	keeps := func(e any) bool { return holds(p, e, wanted...) }
	if list, is := data.([]any); is {
		return slices.DeleteFunc(slices.Clone(list), func(e any) bool { return !keeps(e) })
	}
	if keeps(data) {
		return data
	}
	return nil
}

// holds reports whether an object has one of the values in the field of a filter.
func holds(p connector.Postprocessor, object any, wanted ...any) (is bool) {
	if _, ok := object.(map[string]any); !ok {
		return false
	}
	value.EachScalar(object, p.Field, func(held any) {
		is = is || slices.ContainsFunc(wanted, func(w any) bool { return alike(held, w, p) })
	})
	return is
}

func (s *Inquiry) identities(kind string) []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.DeleteFunc(slices.Clone(s.ids[kind]), value.Blank)
}

// alike reports whether a value is one that a filter looks for: numbers by what they count, texts whole or, where the
// filter says so, as a part, and in any case. A value of another type is none.
func alike(held, wanted any, p connector.Postprocessor) bool {
	text, isText := held.(string)
	want, wantText := wanted.(string)
	if isText != wantText {
		return false
	}
	if !isText {
		a, ok := value.Text(held)
		b, also := value.Text(wanted)
		_, truth := held.(bool)
		_, wantTruth := wanted.(bool)
		if !ok || !also || truth != wantTruth {
			return false
		}
		return a == b || value.IsNumber(a) && value.IsNumber(b) && value.PlainNumber(a) == value.PlainNumber(b)
	}
	if p.FoldedCase {
		text, want = strings.ToLower(text), strings.ToLower(want)
	}
	if p.Contains {
		return want != "" && strings.Contains(text, want)
	}
	return text == want
}

// output returns the row that a request makes of one.
func output(q *connector.Request, row map[string]any, values names) (map[string]any, error) {
	text, err := fillJSON(q.Output, func(name string) (any, bool) {
		if name == connector.AllFields {
			return row, true
		}
		return values(name)
	})
	if err != nil {
		return nil, lacks(q.What, err)
	}
	doc, _ := value.ParseDocument([]byte(text.String()))
	made, is := doc.(map[string]any)
	if !is {
		return nil, sentence("%s: its output is no JSON object; correct it in the connector file", q.What)
	}
	return made, nil
}
