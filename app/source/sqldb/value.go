package sqldb

import (
	"orangelab.cn/rightsdesk/app/source/dataset"
	"orangelab.cn/rightsdesk/app/source/value"
)

// FieldValue is value for any column; f is nil where the data map does not name it.
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
	var doc any
	ok := false
	switch v := v.(type) {
	case string:
		doc, ok = value.ParseDocument([]byte(v))
	case []byte:
		doc, ok = value.ParseDocument(v)
	}
	if ok {
		return value.JSON{Value: doc}
	}
	return v
}
