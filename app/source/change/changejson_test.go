package change_test

import (
	"encoding/json"
	"math"
	"reflect"
	"testing"
	"time"

	"pgregory.net/rapid"

	"orangelab.cn/rightsdesk/app/source/change"
	"orangelab.cn/rightsdesk/app/source/dataset"
	"orangelab.cn/rightsdesk/app/source/value"
)

func drawValue(t *rapid.T) any {
	switch rapid.IntRange(0, 9).Draw(t, "kind") {
	case 0:
		return nil
	case 1:
		return rapid.Bool().Draw(t, "bool")
	case 2:
		return rapid.Int64().Draw(t, "int")
	case 3:
		return rapid.OneOf(rapid.Float64(), rapid.SampledFrom([]float64{math.Inf(1), math.Copysign(0, -1), 1e300})).
			Draw(t, "float")
	case 4:
		return value.Decimal(rapid.StringMatching(`-?[0-9]{1,30}(\.[0-9]{1,20})?`).Draw(t, "decimal"))
	case 5:
		return string(rapid.SliceOf(rapid.Byte()).Draw(t, "broken text"))
	case 6:
		return rapid.SliceOf(rapid.Byte()).Draw(t, "bytes")
	case 7:
		at := time.Unix(rapid.Int64Range(-1e11, 1e12).Draw(t, "seconds"),
			rapid.Int64Range(0, 999_999_999).Draw(t, "nanos")).UTC()
		if zone := rapid.IntRange(-12, 12).Draw(t, "zone"); zone != 0 {
			at = at.In(time.FixedZone("", zone*3600))
		}
		return value.Timestamp{Time: at, Text: rapid.String().Draw(t, "spelling")}
	case 8:
		doc, ok := value.ParseDocument(
			[]byte(rapid.SampledFrom([]string{`null`, `{"a": [1, 1.50, "<&>", null, true]}`, `"text"`,
				`12345678901234567890`, `[]`}).Draw(t, "document")))
		if !ok {
			t.Fatal("the document cannot be read")
		}
		return value.JSON{Value: doc}
	}
	return rapid.String().Draw(t, "text")
}

func TestAChangeSurvivesJSON(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		cells := func(label string) (out []value.Cell) {
			for range rapid.IntRange(0, 4).Draw(t, label) {
				out = append(out, value.Cell{Name: rapid.String().Draw(t, "name"), Value: drawValue(t)})
			}
			return out
		}
		c := change.RowChange{Address: dataset.Address{Dataset: rapid.String().Draw(t, "dataset"),
			Collection: rapid.String().Draw(t, "collection")}, Order: rapid.IntRange(0, 1<<30).Draw(t, "order"),
			Key: cells("key"), Delete: rapid.Bool().Draw(t, "delete"), Before: cells("before"), After: cells("after"),
			How:  rapid.SliceOfN(rapid.String(), 1, 3).Draw(t, "how"),
			Seen: rapid.SliceOfN(rapid.Byte(), 1, 32).Draw(t, "seen"), Rows: rapid.IntRange(0, 9).Draw(t, "rows")}
		written, err := json.Marshal(c)
		if err != nil {
			t.Fatal(err)
		}
		var back change.RowChange
		if err := json.Unmarshal(written, &back); err != nil {
			t.Fatal(err)
		}
		if !reflect.DeepEqual(c, back) {
			t.Errorf("wrote %#v\n read %#v\nfrom %s", c, back, written)
		}
	})
}

func TestABrokenChangeIsRefused(t *testing.T) {
	for _, broken := range []string{`[]`, `{"key": [{"n": "a", "v": {"int": "x"}}]}`,
		`{"key": [{"n": "a", "v": {"what": "1"}}]}`, `{"key": [{"n": "a", "v": 5.5.5}]}`,
		`{"key": [{"n": "a", "v": {"time": 1}}]}`} {
		if err := json.Unmarshal([]byte(broken), new(change.RowChange)); err == nil {
			t.Errorf("%s is taken for a change", broken)
		}
	}
	if _, err := json.Marshal(change.RowChange{Key: []value.Cell{{Name: "a", Value: struct{}{}}}}); err == nil {
		t.Error("an unknown kind of value is written down")
	}
}
