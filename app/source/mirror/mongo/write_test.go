package mongo

import (
	"testing"

	"go.mongodb.org/mongo-driver/v2/bson"

	"orangelab.cn/rightsdesk/app/source/mirror"
)

// fieldOf is a value as a document holds it.
func fieldOf(t *testing.T, v any) bson.RawValue {
	t.Helper()
	doc, err := bson.Marshal(bson.D{{Key: "v", Value: v}})
	if err != nil {
		t.Fatal(err)
	}
	return bson.Raw(doc).Lookup("v")
}

func TestWhatIsNotChangedKeepsItsForm(t *testing.T) {
	price, err := bson.ParseDecimal128("12.50")
	if err != nil {
		t.Fatal(err)
	}
	key, at := bson.ObjectID{11: 9}, bson.DateTime(643248000000)
	line := func(name any, n any) bson.D {
		return bson.D{{Key: "z", Value: name}, {Key: "at", Value: at}, {Key: "n", Value: n}, {Key: "key", Value: key}}
	}
	for _, c := range []struct {
		old  any
		now  string
		want any
	}{
		{line("a", price), `{"z":null,"at":"1990-05-21T00:00:00.000Z","n":12.50,"key":"000000000000000000000009"}`,
			line(nil, price)},
		{line("a", 1.0), `{"z":"a","at":"2001-02-03T04:05:06Z","n":2,"key":"x"}`, bson.D{{Key: "z", Value: "a"},
			{Key: "at", Value: bson.DateTime(981173106000)}, {Key: "n", Value: 2.0}, {Key: "key", Value: "x"}}},
		{bson.A{line("a", int64(1)), line("b", int64(2)), line("c", int64(3))},
			`[{"z":null,"at":"1990-05-21T00:00:00.000Z","n":2,"key":"000000000000000000000009"},` +
				`{"z":"c","at":"1990-05-21T00:00:00.000Z","n":3,"key":"000000000000000000000009"}]`,
			bson.A{line(nil, int64(2)), line("c", int64(3))}},
		{bson.A{key, at}, `["000000000000000000000009"]`, bson.A{key}},
		{nil, `{"b":1,"a":"x"}`, bson.D{{Key: "a", Value: "x"}, {Key: "b", Value: int32(1)}}},
	} {
		made, err := written(mirror.Document, fieldOf(t, c.old), c.now)
		if err != nil || !fieldOf(t, made).Equal(fieldOf(t, c.want)) {
			t.Errorf("%s: %v, %v, want %v", c.now, fieldOf(t, made), err, fieldOf(t, c.want))
		}
	}
	if got, err := written(mirror.Document, bson.RawValue{Type: bson.TypeEmbeddedDocument,
		Value: bson.Raw("\x17\x00\x00\x00\x02a\x00\x02\x00\x00\x00x\x00\x02a\x00\x02\x00\x00\x00y\x00\x00")},
		`{"a":"z"}`); err == nil {
		t.Errorf("a name that stands twice is written as %v", got)
	}
}

func TestColumnsHoldWhatTheirDocumentsHave(t *testing.T) {
	for want, values := range map[mirror.Type][]any{
		mirror.Text:     {"a", bson.ObjectID{}, bson.DateTime(0), []byte{1}, nil},
		mirror.Whole:    {int32(1), int64(1) << 60},
		mirror.Real:     {1.5, int32(1)},
		mirror.Flag:     {true, nil},
		mirror.Document: {"a", int32(1)},
	} {
		var got mirror.Type
		for _, v := range values {
			got = widened(got, fieldOf(t, v))
		}
		if got != want {
			t.Errorf("%v: %s, want %s", values, got, want)
		}
	}
	if got := widened(mirror.Real, fieldOf(t, int64(1)<<60)); got != mirror.Document {
		t.Errorf("a number that a floating-point number does not hold makes %s", got)
	}
}
