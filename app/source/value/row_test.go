package value

import (
	"bytes"
	"encoding/json"
	"math"
	"testing"
	"time"
)

// A row is written as encoding/json would write it, indented or not.
func TestARowIsWrittenAsAnEncoderWould(t *testing.T) {
	at := time.Date(2021, 1, 6, 1, 2, 3, 500_000_000, time.FixedZone("", 3600))
	row := Row{{"a", nil}, {"b", true}, {"c", int64(-7)}, {"d", "x"}, {"e", "\"\\\n<&>\u2028é😀\x7f"}, {"f", "\xcd\xf5"},
		{"g", Decimal("12.30")}, {"h", Decimal("NaN")}, {"i", Timestamp{Time: at}},
		{"j", Timestamp{Time: at, Local: true}},
		{"k", []byte("text")}, {"l", []byte{0, 1}}, {"m", 0.1}, {"n", 1e21}, {"o\"", math.MaxInt32 + 0.5},
		{"p", JSON{Value: map[string]any{"x": []any{json.Number("1"), map[string]any{}, []any{}}, "y": "<"}}},
		{"q", JSON{Value: []any{}}}, {"r", JSON{}}, {"s", JSON{Value: "text"}}, {"t", Decimal("1e5")}}
	var want bytes.Buffer
	enc := json.NewEncoder(&want)
	enc.SetEscapeHTML(false)
	enc.SetIndent("    ", "  ")
	if err := enc.Encode(row); err != nil {
		t.Fatal(err)
	}
	got, err := row.AppendIndented(nil, "    ")
	if err != nil || string(got)+"\n" != want.String() {
		t.Errorf("%v\n%s\nwant\n%s", err, got, want.String())
	}
	if compact, err := row.MarshalJSON(); err != nil || !json.Valid(compact) {
		t.Errorf("%s %v", compact, err)
	}
	if empty, err := (Row{}).AppendIndented(nil, ""); err != nil || string(empty) != "{}" {
		t.Errorf("%s %v", empty, err)
	}
}
