package value

import (
	"bytes"
	"encoding/json"
	"io"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf16"
	"unicode/utf8"
)

// MaxDocumentDepth bounds the walk through a JSON value; deeper levels are neither searched nor filtered.
const MaxDocumentDepth = 200

// ParseDocument decodes a JSON text and keeps numbers as written, and all values of a name that an object holds twice,
// one after another as an array would. Bytes that are no UTF-8 and halves of surrogate pairs
// have no place in a decoded text: what holds one is no document, and stays whole as it is.
func ParseDocument(text []byte) (any, bool) {
	j, ok := ParseJSON(text)
	return j.Value, ok
}

// ParseJSON is [ParseDocument], and tells whether an object holds a name twice.
func ParseJSON(text []byte) (JSON, bool) {
	if !utf8.Valid(text) || halved(text) {
		return JSON{}, false
	}
	dec := json.NewDecoder(bytes.NewReader(text))
	dec.UseNumber()
	var v any
	if dec.Decode(&v) != nil {
		return JSON{}, false
	}
	if _, err := dec.Token(); err != io.EOF {
		return JSON{}, false
	}
	if written(text) == members(v) {
		return JSON{Value: v}, true
	}
	dec = json.NewDecoder(bytes.NewReader(text))
	dec.UseNumber()
	var twice []string
	v = everyMember(dec, "", &twice)
	return JSON{Value: v, Twice: strings.Join(twice, betweenPaths)}, true
}

// written counts the members of all objects of a JSON text: their colons.
func written(text []byte) (n int) {
	inside := false
	for i := 0; i < len(text); i++ {
		switch c := text[i]; {
		case c == '"':
			inside = !inside
		case c == '\\':
			i++
		case c == ':' && !inside:
			n++
		}
	}
	return n
}

// members counts those of a decoded document.
func members(v any) (n int) {
	switch v := v.(type) {
	case []any:
		for _, e := range v {
			n += members(e)
		}
	case map[string]any:
		n = len(v)
		for _, e := range v {
			n += members(e)
		}
	}
	return n
}

// What stands between the names of a path and between paths, in [JSON.Twice].
const betweenNames, betweenPaths = "\x00", "\x01"

// everyMember decodes the next value of a text that was decoded before, so that nothing in it fails, with all values of
// a name. It adds the paths of the names that stand twice.
func everyMember(dec *json.Decoder, path string, twice *[]string) any {
	token, _ := dec.Token()
	switch token {
	case json.Delim('['):
		list := []any{}
		for dec.More() {
			list = append(list, everyMember(dec, path, twice))
		}
		dec.Token()
		return list
	case json.Delim('{'):
		object, times := map[string]any{}, map[string]int{}
		for dec.More() {
			token, _ := dec.Token()
			name, _ := token.(string)
			inside := path + betweenNames + name
			v := everyMember(dec, inside, twice)
			switch times[name]++; times[name] {
			case 1:
				object[name] = v
			case 2:
				object[name] = []any{object[name], v}
				*twice = append(*twice, inside)
			default:
				object[name] = append(object[name].([]any), v)
			}
		}
		dec.Token()
		return object
	}
	return token
}

// Unmark takes the marks off what stands under a name that an object holds twice: that one of its values leads to the
// row says nothing of whose the other is.
func (j JSON) Unmark(k *MatchTree) {
	if j.Twice == "" {
		return
	}
	for path := range strings.SplitSeq(j.Twice, betweenPaths) {
		k.unmark(strings.Split(path, betweenNames)[1:])
	}
}

func (k *MatchTree) unmark(path []string) {
	switch {
	case k == nil:
	case len(path) == 0:
		*k = MatchTree{}
	default:
		for _, e := range k.Elements {
			e.unmark(path)
		}
		k.Keys[path[0]].unmark(path[1:])
	}
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
		case i+len(escapedUnitForm) < len(text) &&
			utf16.DecodeRune(unit, escapedUnit(text[i+len(escapedUnitForm):])) != unicode.ReplacementChar:
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

// EachScalar calls yield for every scalar at path, stepping through arrays at any level.
func EachScalar(v any, path []string, yield func(any)) { collectDepth(v, path, yield, 0) }

func collectDepth(v any, path []string, yield func(any), depth int) {
	if depth > MaxDocumentDepth {
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
			yield(ScalarOf(v))
		}
	}
}

// EachScalarBelow delivers the scalars of the objects that stand where EachScalar looks for scalars.
func EachScalarBelow(v any, path []string, yield func(any)) { belowDepth(v, path, false, yield, 0) }

func belowDepth(v any, path []string, below bool, yield func(any), depth int) {
	if depth > MaxDocumentDepth {
		return
	}
	switch v := v.(type) {
	case nil:
	case []any:
		for _, e := range v {
			belowDepth(e, path, below, yield, depth+1)
		}
	case map[string]any:
		if len(path) > 0 {
			belowDepth(v[path[0]], path[1:], below, yield, depth+1)
			return
		}
		for _, e := range v {
			belowDepth(e, nil, true, yield, depth+1)
		}
	default:
		if below {
			yield(ScalarOf(v))
		}
	}
}

// ScalarOf turns a JSON scalar into a row value.
func ScalarOf(v any) any {
	n, ok := v.(json.Number)
	if !ok {
		return v
	}
	if i, err := n.Int64(); err == nil {
		return i
	}
	return Decimal(n)
}

// MatchTree marks which elements of an array stay, and what stays inside each of them.
type MatchTree struct {
	Array    bool
	Elements map[int]*MatchTree
	Keys     map[string]*MatchTree
	Parts    []Part // of a text that holds several values
}

// Part is where one of the values of a text is written.
type Part struct {
	Start, End int
	Led        bool // it led here
}

// Element returns the marks inside an element of an array; false where the array led to the row and this element did
// not.
func (k *MatchTree) Element(i int) (*MatchTree, bool) {
	if k == nil || !k.Array {
		return nil, true
	}
	inside, led := k.Elements[i]
	return inside, led
}

// Key returns the marks below a key of an object.
func (k *MatchTree) Key(key string) *MatchTree {
	if k == nil {
		return nil
	}
	return k.Keys[key]
}

// Divides reports whether the tree marks some elements of an array, so that the others are no part of what it marks.
func (k *MatchTree) Divides() bool {
	if k == nil || k.Array {
		return k != nil
	}
	for _, below := range k.Keys {
		if below.Divides() {
			return true
		}
	}
	return false
}

// MarkMatches walks path through v and records in k the array elements that lead to a match. It reports
// whether any does. What matches a scalar may record in its tree the parts that do.
func MarkMatches(v any, path []string, match func(any, *MatchTree) bool, k *MatchTree) bool {
	return markMatches(v, path, match, k, 0)
}

func markMatches(v any, path []string, match func(any, *MatchTree) bool, k *MatchTree, depth int) bool {
	if depth > MaxDocumentDepth {
		return false
	}
	switch v := v.(type) {
	case nil:
		return false
	case []any:
		any := false
		for i, e := range v {
			child := k.Elements[i]
			if child == nil {
				child = &MatchTree{}
			}
			if markMatches(e, path, match, child, depth+1) {
				if k.Elements == nil {
					k.Elements = map[int]*MatchTree{}
				}
				any, k.Array, k.Elements[i] = true, true, child
			}
		}
		return any
	case map[string]any:
		if len(path) == 0 {
			return false
		}
		child := k.Keys[path[0]]
		if child == nil {
			child = &MatchTree{}
		}
		if !markMatches(v[path[0]], path[1:], match, child, depth+1) {
			return false
		}
		if k.Keys == nil {
			k.Keys = map[string]*MatchTree{}
		}
		k.Keys[path[0]] = child
		return true
	default:
		return len(path) == 0 && match(ScalarOf(v), k)
	}
}

// Narrow returns v with every array that k marks reduced to its kept elements; an array without a mark stays whole.
func Narrow(v any, k *MatchTree) any {
	if k == nil {
		return v
	}
	switch v := v.(type) {
	case []any:
		if !k.Array {
			return v
		}
		out := []any{}
		for i, e := range v {
			if child, ok := k.Elements[i]; ok {
				out = append(out, Narrow(e, child))
			}
		}
		return out
	case map[string]any:
		if len(k.Keys) == 0 {
			return v
		}
		out := make(map[string]any, len(v))
		for name, e := range v {
			out[name] = Narrow(e, k.Keys[name])
		}
		return out
	}
	return v
}

// DocumentText returns a decoded document as JSON text; "null" where it has no form in JSON.
func DocumentText(v any) string {
	b, err := Marshal(v)
	if err != nil {
		return "null"
	}
	return string(b)
}
