package dataset_test

import (
	"encoding/json"
	"strings"
	"testing"

	"orangelab.cn/rightsdesk/app/source/dataset"
	"orangelab.cn/rightsdesk/app/source/value"
)

func TestAnOrdinaryRowHoldsNothingSensitive(t *testing.T) {
	problems := dataset.Problems{}
	datasets, found := dataset.Parse("m.yml", []byte(`dataset:
  - fides_key: m
    collections:
      - name: p
        fields:
          - {name: id, fides_meta: {primary_key: true}}
          - {name: name, data_categories: [user.name]}
          - {name: card, data_categories: [user.financial]}
          - name: profile
            fides_meta: {data_type: object}
            fields:
              - {name: city, data_categories: [user.contact.address.city]}
              - {name: blood, data_categories: [user.health_and_medical]}
              - name: pay
                fides_meta: {data_type: object}
                fields:
                  - {name: iban, data_categories: [user.financial]}
                  - {name: since, data_categories: [user.account]}
          - name: ill
            fides_meta: {data_type: object}
            fields:
              - {name: code, data_categories: [user.health_and_medical]}
`))
	problems = append(problems, found...)
	problems = append(problems, dataset.Link(datasets)...)
	if err := problems.Err(); err != nil {
		t.Fatal(err)
	}
	c := datasets[0].Collections[0]
	doc := func(text string) any {
		v, ok := value.ParseDocument([]byte(text))
		if !ok {
			t.Fatal(text)
		}
		return value.JSON{Value: v}
	}
	for _, tt := range []struct{ name, profile, want, left string }{
		{"each field by itself", `{"city": "Bonn", "blood": "A", "pay": {"iban": "DE1", "since": "2020"}}`,
			`{"city":"Bonn","pay":{"since":"2020"}}`, "card profile.blood profile.pay.iban ill.code"},
		{"a list of objects", `[{"blood": "A"}, {"city": "Bonn", "blood": "B"}]`, `[{"city":"Bonn"}]`,
			"card profile.blood ill.code"},
		{"a bare value where an object is declared", `["A negative"]`, `null`, "card profile ill.code"},
		{"a bare value one level down", `{"city": "Bonn", "pay": "DE1"}`, `{"city":"Bonn"}`,
			"card profile.pay ill.code"},
		{"nothing sensitive in it", `{"city": "Bonn"}`, `{"city":"Bonn"}`, "card ill.code"},
		{"what the data map does not name", `{"city": "Bonn", "note": "diabetic"}`, `{"city":"Bonn"}`, "card ill.code"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			kept, left := c.Ordinary(value.Row{{Name: "id", Value: int64(1)}, {Name: "name", Value: "Ann"},
				{Name: "card", Value: "4111"}, {Name: "profile", Value: doc(tt.profile)},
				{Name: "ill", Value: doc(`{"code": "E11"}`)}})
			raw, err := json.Marshal(kept)
			if err != nil {
				t.Fatal(err)
			}
			if want := `{"id":1,"name":"Ann","profile":` + tt.want + `}`; string(raw) != want {
				t.Errorf("kept %s, want %s", raw, want)
			}
			if got := strings.Join(left, " "); got != tt.left {
				t.Errorf("left %q, want %q", got, tt.left)
			}
		})
	}
	if kept, left := c.Ordinary(value.Row{{Name: "card", Value: nil},
		{Name: "profile", Value: "A negative (old format)"}, {Name: "ill", Value: nil}}); len(kept) != 1 ||
		kept[0].Value != nil || strings.Join(left, " ") != "profile" {
		t.Errorf("kept %+v, left %v", kept, left)
	}
}
