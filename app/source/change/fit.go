package change

import (
	"slices"

	"orangelab.cn/rightsdesk/app/source/dataset"
	"orangelab.cn/rightsdesk/app/source/sqldb"
	"orangelab.cn/rightsdesk/app/source/value"
)

// fitted returns a new value in the form that the column will give back; false when it does not fit the column.
func fitted(c sqldb.Column, f *dataset.Field, v any) (any, bool) {
	switch v.(type) {
	case nil:
		return nil, true
	case []any, map[string]any:
		v = value.JSON{Value: v}
	}
	if c.Class == value.ClassJSON || c.Class == value.ClassArray || (f != nil && dataset.HoldsDocument(f)) {
		if s, ok := v.(string); ok {
			if doc, ok := value.ParseDocument([]byte(s)); ok {
				return value.JSON{Value: doc}, true
			}
		}
		doc, ok := normalDocument(v)
		return value.JSON{Value: doc}, ok
	}
	s, ok := value.Text(v)
	if !ok {
		return nil, false
	}
	switch c.Class {
	case value.ClassPlace:
		return nil, false
	case value.ClassText, value.ClassOther:
		if len(c.Values) > 0 && !slices.Contains(c.Values, s) {
			return nil, false
		}
		return s, true
	case value.ClassBytes:
		if b, ok := v.([]byte); ok {
			return b, true
		}
		return []byte(s), true
	case value.ClassUntyped, value.ClassDecimal:
		if _, known := v.(string); known && c.Class == value.ClassDecimal {
			return value.Decimal(s), value.IsNumber(s)
		}
		return v, true
	case value.ClassInteger, value.ClassBits:
		return value.AsWhole(s, v)
	case value.ClassBoolean:
		return value.AsBoolean(s)
	case value.ClassTimestamp:
		if at, ok := v.(value.Timestamp); ok {
			return at, true
		}
		at, ok := value.TimeOf(s, v)
		return value.Timestamp{Time: at, Local: !c.Zoned, Text: s}, ok
	}
	fitting, ok := value.TextAs(c.Class, c.Bits, c.Zoned, v)
	return fitting, ok
}

// normalDocument brings a given value to the types of a decoded document.
func normalDocument(v any) (any, bool) {
	b, err := value.Marshal(v)
	if err != nil {
		return nil, false
	}
	return value.ParseDocument(b)
}

// holdsText reports whether a strategy for text may write into a field: by its declared data_type, else by the type of
// its column. No declaration makes a number column of a strict engine hold text.
func holdsText(f *dataset.Field, column sqldb.Column, inside, lenient bool) bool {
	inside = inside || column.Class == value.ClassJSON || column.Class == value.ClassArray || dataset.HoldsDocument(f)
	if f.Type.Name != "" && f.Type.Name != "string" && f.Type.Name != "object_id" {
		return false
	}
	switch {
	case column.Class == value.ClassArray:
		return column.Elem == value.ClassText
	case inside: // the value decides, see rewriter.treat
		return true
	case f.Type.Name != "" && lenient:
		return true
	}
	return column.Class == value.ClassText || column.Class == value.ClassUntyped
}
