package dataset_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"orangelab.cn/rightsdesk/app/source/dataset"
	"orangelab.cn/rightsdesk/app/source/trial"
)

func TestCollectionsAndFieldsHaveTitlesForPeople(t *testing.T) {
	datasets, problems := dataset.Parse("x.yml", []byte(`dataset:
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
		title      dataset.Title
		lang, want string
	}{{c.Title, "en", "Addresses"}, {c.Title, "zh-Hans", "地址"}, {c.Title, "fr", ""},
		{c.Fields[1].Title, "zh-Hans", "Recipient"}, {c.Fields[0].Title, "en", ""}} {
		if got := tt.title.In(tt.lang); got != tt.want {
			t.Errorf("%v in %s is %q, want %q", tt.title, tt.lang, got, tt.want)
		}
	}
}

func TestUnitsAndWordsOfAField(t *testing.T) {
	datasets, problems := dataset.Parse("x.yml", []byte(`dataset:
  - fides_key: shop
    collections:
      - name: orders
        fields:
          - name: total
            fides_meta: {unit: {en: fen, zh-Hans: 分, currency: CNY, per: 100}}
          - name: length
            fides_meta: {unit: seconds}
          - name: status
            fides_meta: {words: {3: {en: sent, zh-Hans: 已发货}, "4": returned}}
`))
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	f := datasets[0].Collections[0].Fields
	if u := f[0].Unit; u.Title.In("zh-Hans") != "分" || u.Currency != "CNY" || u.Per != 100 {
		t.Errorf("an amount is %+v", u)
	}
	if u := f[1].Unit; u.Title.In("en") != "seconds" || u.Per != 0 {
		t.Errorf("a unit is %+v", u)
	}
	if w := f[2].Words; len(w) != 2 || w[0].Code != "3" || w[0].Title.In("en") != "sent" ||
		w[1].Title.In("zh-Hans") != "returned" {
		t.Errorf("the words are %+v", w)
	}
}

// What people will read is noted, and is neither an error nor a warning: a published file has no titles at all.
func TestCheckNotesWhatHasNoTitle(t *testing.T) {
	path := filepath.Join(t.TempDir(), "shop.yml")
	if err := os.WriteFile(path, []byte(`dataset:
  - fides_key: shop
    collections:
      - name: addr
        fields:
          - {name: id, data_categories: [system.operations], fides_meta: {primary_key: true}}
          - {name: mail, data_categories: [user.contact.email], fides_meta: {identity: email, title: {en: Mail, zh-Hans: 邮箱}}}
          - {name: rcpt, data_categories: [user.name]}
          - {name: more, fields: [{name: city, data_categories: [user.contact.address.city]}]}
          - {name: billing, data_categories: [user.contact.email], fides_meta: {title: {en: Billing, zh-Hans: 邮箱}}}
`), 0o600); err != nil {
		t.Fatal(err)
	}
	var out strings.Builder
	if code := trial.Check(t.Context(), []string{path}, &out, &out); code != 0 {
		t.Errorf("the check ends with %d", code)
	}
	for _, want := range []string{`note: people will read the technical names of rcpt, more.city in collection "addr"`,
		`have the same title: mail = billing`, "0 error(s), 0 warning(s)"} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("the check does not say %q:\n%s", want, out.String())
		}
	}
}
