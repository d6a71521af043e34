package sqldb

import (
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"math"
	"time"

	"orangelab.cn/rightsdesk/app/source/value"
)

// Fingerprint is the SHA-256 over a whole row, with the type of each value: 1 and "1" differ.
type Fingerprint [sha256.Size]byte

// FingerprintRow returns the fingerprint of a whole row: of the names of its columns and what the driver gave for each.
// The scratch is grown as needed and returned, to be reused for the next row.
func FingerprintRow(columns []Column, raw []any, scratch []byte) (Fingerprint, []byte) {
	scratch = scratch[:0]
	for i, c := range columns {
		scratch = append(scratch, c.Name...)
		scratch = append(scratch, 0)
		scratch = AppendEncoded(scratch, raw[i])
	}
	return sha256.Sum256(scratch), scratch
}

// EncodeKey returns a key in a form to look it up by; no two different keys are written alike.
func EncodeKey(values []any) string {
	var room [64]byte
	scratch := room[:0]
	for _, v := range values {
		scratch = AppendEncoded(scratch, v)
	}
	return string(scratch)
}

// AppendEncoded appends a value to b so that no two different ones are written alike.
func AppendEncoded(b []byte, v any) []byte {
	number := func(tag byte, n uint64) []byte { return binary.BigEndian.AppendUint64(append(b, tag), n) }
	sized := func(tag byte, s string) []byte { return append(number(tag, uint64(len(s))), s...) }
	switch v := v.(type) {
	case nil:
		return append(b, 'n')
	case bool:
		if v {
			return append(b, 't')
		}
		return append(b, 'f')
	case int64:
		return number('i', uint64(v))
	case uint64:
		return number('u', v)
	case float64:
		return number('d', math.Float64bits(v))
	case float32:
		return number('e', uint64(math.Float32bits(v)))
	case string:
		return sized('s', v)
	case value.Decimal:
		return sized('D', string(v))
	case value.Unreadable:
		return sized('s', string(v))
	case []byte:
		return append(number('b', uint64(len(v))), v...)
	case time.Time:
		return binary.BigEndian.AppendUint64(number('T', uint64(v.Unix())), uint64(v.Nanosecond()))
	case value.Timestamp:
		b = AppendEncoded(b, v.Time)
		return AppendEncoded(b, v.Text)
	case value.JSON:
		written, err := value.Marshal(v)
		if err != nil {
			return sized('x', fmt.Sprint(v.Value))
		}
		return sized('j', string(written))
	}
	return sized('x', fmt.Sprint(v))
}
