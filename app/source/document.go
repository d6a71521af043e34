package source

import (
	"bytes"
	"encoding/json"
	"io"
	"strconv"
	"unicode"
	"unicode/utf16"
	"unicode/utf8"
)

// maxDocumentDepth bounds the walk through a JSON value; deeper levels are neither searched nor filtered.
const maxDocumentDepth = 200

// parseDocument decodes a JSON text and keeps numbers as written. Bytes that are no UTF-8 and halves of surrogate pairs
// have no place in a decoded text: what holds one is no document, and stays whole as it is.
func parseDocument(text []byte) (any, bool) {
	if !utf8.Valid(text) || halved(text) {
		return nil, false
	}
	dec := json.NewDecoder(bytes.NewReader(text))
	dec.UseNumber()
	var v any
	if dec.Decode(&v) != nil {
		return nil, false
	}
	_, err := dec.Token()
	return v, err == io.EOF
}

// halved reports whether a JSON text escapes one half of a surrogate pair without the other. The decoder would put
// U+FFFD in its place.
func halved(text []byte) bool {
	for i := 0; i+1 < len(text); i++ {
		if text[i] != '\\' {
			continue
		}
		unit := escapedUnit(text[i:])
		switch {
		case unit < 0:
			i++ // whatever is escaped begins no escape of its own
		case !utf16.IsSurrogate(unit):
			i += len(escapedUnitForm) - 1
		case i+len(escapedUnitForm) < len(text) && utf16.DecodeRune(unit, escapedUnit(text[i+len(escapedUnitForm):])) != unicode.ReplacementChar:
			i += 2*len(escapedUnitForm) - 1
		default:
			return true
		}
	}
	return false
}

const escapedUnitForm = `\u0000`

// escapedUnit returns the UTF-16 unit whose escape begins the text; below zero where none does.
func escapedUnit(text []byte) rune {
	if len(text) < len(escapedUnitForm) || text[0] != '\\' || text[1] != 'u' {
		return -1
	}
	n, err := strconv.ParseUint(string(text[2:len(escapedUnitForm)]), 16, 32)
	if err != nil {
		return -1
	}
	return rune(n)
}

// collect calls yield for every scalar at path, stepping through arrays at any level.
func collect(v any, path []string, yield func(any)) { collectDepth(v, path, yield, 0) }

func collectDepth(v any, path []string, yield func(any), depth int) {
	if depth > maxDocumentDepth {
		return
	}
	switch v := v.(type) {
	case nil:
	case []any:
		for _, e := range v {
			collectDepth(e, path, yield, depth+1)
		}
	case map[string]any:
		if len(path) > 0 {
			collectDepth(v[path[0]], path[1:], yield, depth+1)
		}
	default:
		if len(path) == 0 {
			yield(scalarOf(v))
		}
	}
}

// scalarOf turns a JSON scalar into a row value.
func scalarOf(v any) any {
	n, ok := v.(json.Number)
	if !ok {
		return v
	}
	if i, err := n.Int64(); err == nil {
		return i
	}
	return Decimal(n)
}

// keep marks which elements of an array stay, and what stays inside each of them.
type keep struct {
	array    bool
	elements map[int]*keep
	keys     map[string]*keep
}

// matching walks path through v and records in k the array elements that lead to a match. It says whether any does.
func matching(v any, path []string, match func(any) bool, k *keep, depth int) bool {
	if depth > maxDocumentDepth {
		return false
	}
	switch v := v.(type) {
	case nil:
		return false
	case []any:
		any := false
		for i, e := range v {
			child := k.elements[i]
			if child == nil {
				child = &keep{}
			}
			if matching(e, path, match, child, depth+1) {
				if k.elements == nil {
					k.elements = map[int]*keep{}
				}
				any, k.array, k.elements[i] = true, true, child
			}
		}
		return any
	case map[string]any:
		if len(path) == 0 {
			return false
		}
		child := k.keys[path[0]]
		if child == nil {
			child = &keep{}
		}
		if !matching(v[path[0]], path[1:], match, child, depth+1) {
			return false
		}
		if k.keys == nil {
			k.keys = map[string]*keep{}
		}
		k.keys[path[0]] = child
		return true
	default:
		return len(path) == 0 && match(scalarOf(v))
	}
}

// narrowed gives v with every array that k marks reduced to its kept elements; an array without a mark stays whole.
func narrowed(v any, k *keep) any {
	if k == nil {
		return v
	}
	switch v := v.(type) {
	case []any:
		if !k.array {
			return v
		}
		out := []any{}
		for i, e := range v {
			if child, ok := k.elements[i]; ok {
				out = append(out, narrowed(e, child))
			}
		}
		return out
	case map[string]any:
		if len(k.keys) == 0 {
			return v
		}
		out := make(map[string]any, len(v))
		for name, e := range v {
			out[name] = narrowed(e, k.keys[name])
		}
		return out
	}
	return v
}

// selected keeps of a document only what the wanted fields name, and the objects that are kept whole; false means that
// nothing is left of it. A single value that stands where the data map declares an object may be any of its fields.
func selected(v any, fields []*Field, want, whole func(*Field) bool, depth int) (any, bool) {
	if depth > maxDocumentDepth {
		return nil, false
	}
	switch v := v.(type) {
	case nil:
		return nil, false
	case []any:
		out := []any{}
		for _, e := range v {
			if kept, ok := selected(e, fields, want, whole, depth+1); ok {
				out = append(out, kept)
			}
		}
		return out, len(out) > 0
	case map[string]any:
		out := map[string]any{}
		for _, f := range fields {
			e, ok := v[f.Name]
			if !ok {
				continue
			}
			if len(f.Fields) == 0 || whole(f) {
				if want(f) {
					out[f.Name] = e
				}
			} else if kept, ok := selected(e, f.Fields, want, whole, depth+1); ok {
				out[f.Name] = kept
			}
		}
		return out, len(out) > 0
	}
	any := false
	walkFields(fields, func(f *Field) { any = any || f.Categorised() && want(f) })
	return v, any
}
