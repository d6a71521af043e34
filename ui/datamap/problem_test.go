package datamap

import (
	"strings"
	"testing"
	"unicode"

	"orangelab.cn/rightsdesk/app/source/dataset"
	"orangelab.cn/rightsdesk/ui/frame"
)

const faulty = `dataset:
  - fides_key: shop
    colour: red
    after: [warehouse]
    collections:
      - name: account
        after: [shop.orders]
        fides_meta:
          skip_processing: perhaps
        fields:
          - name: id
          - name: id
          - name: email
            data_categories: [user.shoe]
            fides_meta:
              data_type: number
              length: -1
              references:
                - {dataset: shop, field: account.none, direction: sideways}
                - {dataset: shop, field: gone.id}
                - {dataset: store, field: a.b}
      - name: account
      - fields: none
      - name: [a, b]
`

func han(s string) bool {
	return strings.ContainsFunc(s, func(r rune) bool { return unicode.Is(unicode.Han, r) })
}

func TestProblemsOfTheDataMapSpeakTheWindowsLanguage(t *testing.T) {
	parsed, problems := dataset.Parse("shop.yml", []byte(faulty))
	problems = append(problems, dataset.Link(parsed)...)
	codes := map[string]bool{}
	for _, p := range problems {
		codes[p.Code] = true
	}
	if len(codes) < 12 {
		t.Errorf("only these kinds of problems: %v", codes)
	}
	if err := frame.Use(frame.Chinese); err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := frame.Use(frame.English); err != nil {
			t.Error(err)
		}
	}()
	for _, p := range problems {
		message, remedy := problemText(p)
		if !han(message) || !han(remedy) || strings.Contains(message, "{{") || strings.Contains(message, "<no value>") {
			t.Errorf("%s: %q, %q", p, message, remedy)
		}
		for _, v := range []string{" a dataset", " of ", "collection "} {
			if strings.Contains(message, v) {
				t.Errorf("%s: %q has English in it", p, message)
			}
		}
	}
}
