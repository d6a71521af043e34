package mongo

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/google/uuid"
	"go.mongodb.org/mongo-driver/v2/bson"

	"orangelab.cn/rightsdesk/app/source/mirror"
	"orangelab.cn/rightsdesk/app/source/value"
)

// widened returns the type of a column that holds one value more. What has a form as text is one; only numbers and
// flags beside others, lists and documents make a column of JSON.
func widened(t mirror.Type, v bson.RawValue) mirror.Type {
	is := mirror.Text
	switch v.Type {
	case bson.TypeNull, bson.TypeUndefined:
		return t
	case bson.TypeBoolean:
		is = mirror.Flag
	case bson.TypeInt32, bson.TypeInt64:
		is = mirror.Whole
	case bson.TypeDouble:
		if is = mirror.Real; !finite(v) {
			is = mirror.Document
		}
	case bson.TypeDecimal128, bson.TypeEmbeddedDocument, bson.TypeArray:
		is = mirror.Document
	}
	both := []mirror.Type{t, is}
	switch {
	case t == "" || t == is:
		return is
	case slices.Contains(both, mirror.Whole) && slices.Contains(both, mirror.Real) && exact(v):
		return mirror.Real
	}
	return mirror.Document
}

func finite(v bson.RawValue) bool {
	f := v.Double()
	return !math.IsNaN(f) && !math.IsInf(f, 0)
}

// exact reports whether a number is none that a floating-point number may not hold.
func exact(v bson.RawValue) bool {
	n, ok := v.AsInt64OK()
	return v.Type == bson.TypeDouble || ok && n > -1<<53 && n < 1<<53
}

// cell returns a value as its column holds it.
func cell(t mirror.Type, v bson.RawValue) any {
	made := plain(v)
	switch m := made.(type) {
	case nil:
		return nil
	case string:
		if t == mirror.Text {
			return m
		}
	case bool:
		if t == mirror.Flag {
			return map[bool]int64{true: 1}[m]
		}
	case json.Number:
		if n, err := m.Int64(); err == nil && t == mirror.Whole {
			return n
		}
		if f, err := m.Float64(); err == nil && t == mirror.Real {
			return f
		}
	}
	return value.DocumentText(made)
}

// bytesMark begins the text of a value that is no text.
const bytesMark = "base64:"

// plain returns a value as JSON has it: nil, a string, a bool, a json.Number, a list or an object.
func plain(v bson.RawValue) any {
	switch v.Type {
	case bson.TypeNull, bson.TypeUndefined:
		return nil
	case bson.TypeString:
		return legible(v.StringValue())
	case bson.TypeSymbol:
		return legible(v.Symbol())
	case bson.TypeBoolean:
		return v.Boolean()
	case bson.TypeInt32, bson.TypeInt64:
		return json.Number(strconv.FormatInt(v.AsInt64(), 10))
	case bson.TypeDouble:
		if finite(v) {
			return json.Number(strconv.FormatFloat(v.Double(), 'g', -1, 64))
		}
		return fmt.Sprint(v.Double())
	case bson.TypeDecimal128:
		if s := v.Decimal128().String(); json.Valid([]byte(s)) {
			return json.Number(s)
		}
		return v.Decimal128().String()
	case bson.TypeObjectID:
		return v.ObjectID().Hex()
	case bson.TypeDateTime:
		return v.Time().UTC().Format("2006-01-02T15:04:05.000Z07:00")
	case bson.TypeBinary:
		kind, b := v.Binary()
		if id, err := uuid.FromBytes(b); err == nil && kind == bson.TypeBinaryUUID {
			return id.String()
		}
		return bytesMark + base64.StdEncoding.EncodeToString(b)
	case bson.TypeArray:
		out := []any{}
		elements, _ := v.Array().Values()
		for _, e := range elements {
			out = append(out, plain(e))
		}
		return out
	case bson.TypeEmbeddedDocument:
		out := map[string]any{}
		elements, _ := v.Document().Elements()
		for _, e := range elements {
			out[legible(e.Key())] = plain(e.Value())
		}
		return out
	}
	return v.String() // patterns, programs, stamps of the server
}

// legible returns a text, and what is none as its bytes.
func legible(s string) string {
	if !utf8.ValidString(s) || strings.ContainsRune(s, 0) {
		return bytesMark + base64.StdEncoding.EncodeToString([]byte(s))
	}
	return s
}

// formed returns a new text in the form of the value that it stands in place of, where it has that form.
func formed(old bson.RawValue, s string) any {
	switch old.Type {
	case bson.TypeDateTime:
		if at, err := time.Parse(time.RFC3339Nano, s); err == nil {
			return bson.NewDateTimeFromTime(at)
		}
	case bson.TypeObjectID:
		if id, err := bson.ObjectIDFromHex(s); err == nil {
			return id
		}
	case bson.TypeBinary:
		if id, err := uuid.Parse(s); err == nil {
			return bson.Binary{Subtype: bson.TypeBinaryUUID, Data: id[:]}
		}
		if coded, is := strings.CutPrefix(s, bytesMark); is {
			if b, err := base64.StdEncoding.DecodeString(coded); err == nil {
				return bson.Binary{Data: b}
			}
		}
	case bson.TypeDecimal128:
		if d, err := bson.ParseDecimal128(s); err == nil {
			return d
		}
	}
	return s
}

// number returns a new number in the type of the one that it stands in place of, else in the narrowest that holds it.
func number(old bson.RawValue, n json.Number) any {
	whole, err := n.Int64()
	if old.Type == bson.TypeDecimal128 {
		if d, err := bson.ParseDecimal128(n.String()); err == nil {
			return d
		}
	}
	switch {
	case err != nil || old.Type == bson.TypeDouble:
		f, _ := n.Float64()
		return f
	case old.Type != bson.TypeInt64 && whole >= math.MinInt32 && whole <= math.MaxInt32:
		return int32(whole)
	}
	return whole
}
