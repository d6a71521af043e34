package dataset

import (
	"orangelab.cn/rightsdesk/app/source/value"
)

// Select keeps of a document only what the wanted fields name, and the objects that are kept whole; false means that
// nothing is left of it. A single value that stands where the data map declares an object may be any of its fields.
func Select(v any, fields []*Field, want, whole func(*Field) bool) (any, bool) {
	return selected(v, fields, want, whole, 0)
}

func selected(v any, fields []*Field, want, whole func(*Field) bool, depth int) (any, bool) {
	if depth > value.MaxDocumentDepth {
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
	WalkFields(fields, func(f *Field) { any = any || f.Categorised() && want(f) })
	return v, any
}
