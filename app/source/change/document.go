package change

import (
	"encoding/json"
	"slices"

	"orangelab.cn/rightsdesk/app/source/value"
)

// transformed returns a copy of a document in which every scalar at path went through fn, and every object that ends
// the path, with the marks inside it. Of an array that led to the row only the marked elements are touched.
func transformed(v any, path []string, mark *value.MatchTree, depth int,
	fn func(any, *value.MatchTree) (any, error)) (any, error) {
	if depth > value.MaxDocumentDepth {
		return v, nil
	}
	switch v := v.(type) {
	case nil:
		return nil, nil
	case []any:
		out := slices.Clone(v)
		for i, e := range v {
			below, whose := mark.Element(i)
			if !whose {
				continue
			}
			var err error
			if out[i], err = transformed(e, path, below, depth+1, fn); err != nil {
				return nil, err
			}
		}
		return out, nil
	case map[string]any:
		if len(path) == 0 {
			return fn(v, mark)
		}
		inside, has := v[path[0]]
		if !has {
			return v, nil
		}
		changed, err := transformed(inside, path[1:], mark.Key(path[0]), depth+1, fn)
		if err != nil {
			return nil, err
		}
		out := make(map[string]any, len(v))
		for key, e := range v {
			out[key] = e
		}
		out[path[0]] = changed
		return out, nil
	}
	// A single value that stands where the data map declares an object goes through fn too: it may be what is meant.
	changed, err := fn(v, mark)
	return documentScalar(changed), err
}

// only returns a copy of a document with nothing but what the paths lead to, and of arrays that led to the row the
// elements that did not, which are other people's; nil where that is nothing.
func only(v any, paths [][]string, mark *value.MatchTree, depth int) any {
	if len(paths) == 0 && !mark.Divides() || depth > value.MaxDocumentDepth {
		return nil
	}
	switch v := v.(type) {
	case []any:
		out := make([]any, len(v))
		for i, e := range v {
			if led, whose := mark.Element(i); whose {
				out[i] = only(e, paths, led, depth+1)
			} else {
				out[i] = e
			}
		}
		return out
	case map[string]any:
		out := map[string]any{}
		for key, e := range v {
			rest, whole := below(paths, key)
			if whole {
				out[key] = e
			} else if kept := only(e, rest, mark.Key(key), depth+1); kept != nil {
				out[key] = kept
			}
		}
		if len(out) > 0 {
			return out
		}
	}
	return nil
}

// below returns the paths that go on under a key, and whether one of them ends there.
func below(paths [][]string, key string) (rest [][]string, ends bool) {
	for _, path := range paths {
		if path[0] != key {
			continue
		}
		if len(path) == 1 {
			return nil, true
		}
		rest = append(rest, path[1:])
	}
	return rest, false
}

// everyText returns a copy of a document in which every text went through fn, but for what the paths lead to and, of
// arrays that led to the row, the elements that did not. It notes in left that something else stays.
func everyText(v any, except [][]string, mark *value.MatchTree, left *bool, depth int,
	fn func(string) (any, error)) (any, error) {
	if depth > value.MaxDocumentDepth {
		*left = true
		return v, nil
	}
	var err error
	switch v := v.(type) {
	case nil:
		return nil, nil
	case string:
		return fn(v)
	case []any:
		out := slices.Clone(v)
		for i, e := range v {
			led, whose := mark.Element(i)
			if !whose {
				continue
			}
			if out[i], err = everyText(e, except, led, left, depth+1, fn); err != nil {
				return nil, err
			}
		}
		return out, nil
	case map[string]any:
		out := make(map[string]any, len(v))
		for key, e := range v {
			rest, apart := below(except, key)
			if apart {
				out[key] = e
			} else if out[key], err = everyText(e, rest, mark.Key(key), left, depth+1, fn); err != nil {
				return nil, err
			}
		}
		return out, nil
	}
	*left = true
	return v, nil
}

// assigned returns a copy of a document with a value at path, in every element of the arrays on the way.
func assigned(v any, path []string, given any, depth int) any {
	if len(path) == 0 || depth > value.MaxDocumentDepth {
		return given
	}
	switch v := v.(type) {
	case []any:
		out := make([]any, len(v))
		for i, e := range v {
			out[i] = assigned(e, path, given, depth+1)
		}
		return out
	case map[string]any:
		out := make(map[string]any, len(v)+1)
		for key, e := range v {
			out[key] = e
		}
		out[path[0]] = assigned(v[path[0]], path[1:], given, depth+1)
		return out
	case nil:
		return map[string]any{path[0]: assigned(nil, path[1:], given, depth+1)}
	}
	return v
}

// documentScalar turns a row value into a JSON scalar.
func documentScalar(v any) any {
	switch v := v.(type) {
	case int64, value.Decimal, float64:
		s, _ := value.Text(v)
		return json.Number(s)
	case nil, bool, string, json.Number, map[string]any, []any:
		return v
	}
	s, _ := value.Text(v)
	return s
}
