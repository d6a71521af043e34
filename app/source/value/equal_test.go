package value_test

import (
	"encoding/json"
	"testing"
	"time"

	"orangelab.cn/rightsdesk/app/source/value"
)

// Equal values written differently are one key, and nothing else is.
func TestCanonicalTextJoinsEqualValues(t *testing.T) {
	noon := time.Date(2024, 1, 2, 12, 0, 0, 0, time.UTC)
	for _, equal := range [][]any{
		{int64(1), "1", value.Decimal("1.00"), float64(1), json.Number("1e0"), []byte("1")},
		{value.Decimal("0.10"), float64(0.1), value.Decimal("1e-1")},
		{value.Timestamp{Time: noon}, value.Timestamp{Time: noon.In(time.FixedZone("", 3600)), Text: "x"}},
		{true, "true"},
		{value.Decimal("1e999999999")},
	} {
		want, _ := value.Canonical(equal[0])
		for _, v := range equal[1:] {
			if got, ok := value.Canonical(v); !ok || got != want {
				t.Errorf("%T %v gives %q, want %q", v, v, got, want)
			}
		}
	}
	for _, v := range []any{nil, value.JSON{Value: map[string]any{}}, value.JSON{Value: nil}} {
		if got, ok := value.Canonical(v); ok {
			t.Errorf("%v gives %q", v, got)
		}
	}
}
