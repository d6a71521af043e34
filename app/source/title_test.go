package source

import "testing"

func TestCollectionsAndFieldsHaveTitlesForPeople(t *testing.T) {
	datasets, problems := Parse("x.yml", []byte(`dataset:
  - fides_key: shop
    collections:
      - name: addr
        fides_meta: {title: {en: Addresses, zh-Hans: 地址}}
        fields:
          - name: id
            data_categories: [system.operations]
            fides_meta: {primary_key: true}
          - name: rcpt
            data_categories: [user.name]
            fides_meta: {title: Recipient}
`))
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	c := datasets[0].Collections[0]
	for _, tt := range []struct {
		title      Title
		lang, want string
	}{{c.Title, "en", "Addresses"}, {c.Title, "zh-Hans", "地址"}, {c.Title, "fr", ""}, {c.Fields[1].Title, "zh-Hans", "Recipient"}, {c.Fields[0].Title, "en", ""}} {
		if got := tt.title.In(tt.lang); got != tt.want {
			t.Errorf("%v in %s is %q, want %q", tt.title, tt.lang, got, tt.want)
		}
	}
}
