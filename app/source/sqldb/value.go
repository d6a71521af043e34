package sqldb

import (
	"orangelab.cn/rightsdesk/app/source/dataset"
	"orangelab.cn/rightsdesk/app/source/value"
)

// FieldValue returns the row value of what the driver gave for a column. Where f, the field of the data map, says more
// than the column's type, it is followed: a text that it calls an object or an array is decoded, a 0 or 1 that it calls
// boolean is one. f is nil where the data map does not name the column.
func FieldValue(d Dialect, c Column, f *dataset.Field, raw any) any {
	v := value.Readable(d.Scan(c, raw))
	if f == nil {
		return v
	}
	if n, ok := v.(int64); ok && (n == 0 || n == 1) && f.Type == (value.DataType{Name: "boolean"}) {
		return n == 1
	}
	if !dataset.HoldsDocument(f) {
		return v
	}
	var doc value.JSON
	ok := false
	switch v := v.(type) {
	case string:
		doc, ok = value.ParseJSON([]byte(v))
	case []byte:
		doc, ok = value.ParseJSON(v)
	}
	if ok {
		return doc
	}
	return v
}
