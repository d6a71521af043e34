package change

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"time"
	"unicode/utf8"

	"orangelab.cn/rightsdesk/app/source/dataset"
	"orangelab.cn/rightsdesk/app/source/search"
	"orangelab.cn/rightsdesk/app/source/value"
)

// wireChange is how a RowChange is written down; its values are tagged, so that 1, "1" and 1.0 stay apart.
type wireChange struct {
	Dataset    string     `json:"dataset"`
	Collection string     `json:"collection"`
	Order      int        `json:"order"`
	Key        []wireCell `json:"key,omitempty"`
	Delete     bool       `json:"delete,omitempty"`
	Before     []wireCell `json:"before,omitempty"`
	After      []wireCell `json:"after,omitempty"`
	How        []string   `json:"how,omitempty"`
	Seen       []byte     `json:"seen,omitempty"`
	Rows       int        `json:"rows"`
	Calls      []wireCall `json:"calls,omitempty"`
}

type wireCall struct {
	Text string `json:"text"`
	Data []byte `json:"data"`
}

type wireCell struct {
	Name  string          `json:"n"`
	Value json.RawMessage `json:"v"`
}

// MarshalJSON writes the change so that UnmarshalJSON gives back the very same values.
func (c RowChange) MarshalJSON() ([]byte, error) {
	w := wireChange{Dataset: c.Dataset, Collection: c.Collection, Order: c.Order, Delete: c.Delete, How: c.How,
		Seen: c.Seen, Rows: c.Rows}
	for _, call := range c.Calls {
		w.Calls = append(w.Calls, wireCall(call))
	}
	for _, part := range []struct {
		to   *[]wireCell
		from []value.Cell
	}{{&w.Key, c.Key}, {&w.Before, c.Before}, {&w.After, c.After}} {
		for _, cell := range part.from {
			value, err := marshalValue(cell.Value)
			if err != nil {
				return nil, fmt.Errorf("column %q of a change of %s cannot be written down: %w", cell.Name, c.Address,
					err)
			}
			*part.to = append(*part.to, wireCell{cell.Name, value})
		}
	}
	return value.Marshal(w)
}

// UnmarshalJSON reads what MarshalJSON wrote.
func (c *RowChange) UnmarshalJSON(data []byte) error {
	var w wireChange
	if err := json.Unmarshal(data, &w); err != nil {
		return fmt.Errorf("a change cannot be read: %w", err)
	}
	out := RowChange{Address: dataset.Address{Dataset: w.Dataset, Collection: w.Collection}, Order: w.Order,
		Delete: w.Delete, How: w.How, Seen: w.Seen, Rows: w.Rows}
	for _, call := range w.Calls {
		out.Calls = append(out.Calls, search.Call(call))
	}
	for _, part := range []struct {
		to   *[]value.Cell
		from []wireCell
	}{{&out.Key, w.Key}, {(*[]value.Cell)(&out.Before), w.Before}, {(*[]value.Cell)(&out.After), w.After}} {
		for _, cell := range part.from {
			held, err := unmarshalValue(cell.Value)
			if err != nil {
				return fmt.Errorf("column %q of a change of %s cannot be read: %w", cell.Name, out.Address, err)
			}
			*part.to = append(*part.to, value.Cell{Name: cell.Name, Value: held})
		}
	}
	*c = out
	return nil
}

// Null, booleans and texts are written as they are in JSON; every other value is an object with one key, its kind.
func marshalValue(v any) ([]byte, error) {
	tagged := func(kind string, wire any) ([]byte, error) { return value.Marshal(map[string]any{kind: wire}) }
	switch v := v.(type) {
	case nil, bool:
		return value.Marshal(v)
	case string:
		if utf8.ValidString(v) {
			return value.Marshal(v)
		}
		return tagged("text", []byte(v))
	case value.Unreadable:
		return tagged("unreadable", []byte(v))
	case int64:
		return tagged("int", strconv.FormatInt(v, 10))
	case float64:
		return tagged("float", strconv.FormatFloat(v, 'g', -1, 64))
	case value.Decimal:
		return tagged("decimal", string(v))
	case []byte:
		return tagged("bytes", base64.StdEncoding.EncodeToString(v))
	case value.Timestamp:
		_, zone := v.Zone()
		return tagged("time", wireTime{v.Unix(), v.Nanosecond(), zone, v.Local, []byte(v.Text)})
	case value.JSON:
		return tagged("json", v.Value)
	}
	return nil, errors.New("it is of no kind that rows have")
}

// wireTime is a moment that may lie outside the years that RFC 3339 can write.
type wireTime struct {
	Seconds int64  `json:"s"`
	Nanos   int    `json:"n"`
	Zone    int    `json:"z"` // seconds east of UTC
	Local   bool   `json:"l,omitempty"`
	Text    []byte `json:"t,omitempty"`
}

func unmarshalValue(data []byte) (any, error) {
	dec := json.NewDecoder(bytes.NewReader(data))
	if len(data) == 0 || data[0] != '{' {
		var v any
		err := dec.Decode(&v)
		return v, err
	}
	var tagged map[string]json.RawMessage
	if err := dec.Decode(&tagged); err != nil {
		return nil, err
	}
	for kind, raw := range tagged {
		switch kind {
		case "json":
			doc, ok := value.ParseDocument(raw)
			if !ok {
				return nil, fmt.Errorf("%s is no document", raw)
			}
			return value.JSON{Value: doc}, nil
		case "time":
			var t wireTime
			if err := json.Unmarshal(raw, &t); err != nil {
				return nil, err
			}
			at := time.Unix(t.Seconds, int64(t.Nanos)).UTC()
			if t.Zone != 0 {
				at = at.In(time.FixedZone("", t.Zone))
			}
			return value.Timestamp{Time: at, Local: t.Local, Text: string(t.Text)}, nil
		}
		var s string
		if err := json.Unmarshal(raw, &s); err != nil {
			return nil, err
		}
		switch kind {
		case "int":
			return strconv.ParseInt(s, 10, 64)
		case "float":
			return strconv.ParseFloat(s, 64)
		case "decimal":
			return value.Decimal(s), nil
		case "bytes":
			return base64.StdEncoding.DecodeString(s)
		case "unreadable":
			b, err := base64.StdEncoding.DecodeString(s)
			return value.Unreadable(b), err
		case "text":
			b, err := base64.StdEncoding.DecodeString(s)
			return string(b), err
		}
	}
	return nil, fmt.Errorf("%s is no value of a row", data)
}
