package dataset

import (
	"orangelab.cn/rightsdesk/app/source/value"
)

// Select keeps of a document only what the wanted fields name, and the objects that are kept whole; false means that
// nothing is left of it. A single value that stands where the data map declares an object may be any of its fields.
func Select(v any, fields []*Field, want, whole func(*Field) bool) (any, bool) {
	s := selection{
		of: func(f *Field) share {
			switch {
			case len(f.Fields) > 0 && !whole(f):
				return some
			case want(f):
				return all
			}
			return none
		},
		single: func(fields []*Field) (is bool) {
			WalkFields(fields, func(f *Field) { is = is || f.Categorised() && want(f) })
			return is
		},
	}
	return s.kept(v, fields, 0)
}

// share is how much of a field's value is kept.
type share int

const (
	none share = iota
	some       // what is kept of the fields inside it
	all
)

// selection says what is kept of documents.
type selection struct {
	of     func(*Field) share
	single func(fields []*Field) bool // whether a single value is kept where an object of these fields is declared
}

// kept returns what is kept of a value in the place of some fields; false where that is nothing.
func (s selection) kept(v any, fields []*Field, depth int) (any, bool) {
	if depth > value.MaxDocumentDepth {
		return nil, false
	}
	switch v := v.(type) {
	case nil:
		return nil, false
	case []any:
		out := []any{}
		for _, e := range v {
			if kept, ok := s.kept(e, fields, depth+1); ok {
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
			switch s.of(f) {
			case all:
				out[f.Name] = e
			case some:
				if kept, ok := s.kept(e, f.Fields, depth+1); ok {
					out[f.Name] = kept
				}
			}
		}
		return out, len(out) > 0
	}
	return v, s.single(fields)
}
