package source_test

import (
	"fmt"
	"sort"
	"strings"
	"testing"

	"orangelab.cn/rightsdesk/app/source/dataset"
)

// said writes a treatment in one line.
func said(t dataset.Treatment) string {
	if t.Delete {
		return "delete"
	}
	var out []string
	for field, m := range t.Mask {
		out = append(out, field+"="+m.Strategy)
	}
	sort.Strings(out)
	return strings.Join(out, " ")
}

func TestTheFormatDecidesWhatAnErasureDoes(t *testing.T) {
	over := "masking_strategy_override: {strategy: %s}"
	for _, tt := range []struct {
		name    string
		text    string
		targets []string
		want    string
	}{
		{"everything of the person by default",
			c("p", "", cat("user.name", f("a", "")), cat("system.operations", f("b", "")), f("c", "")), nil, "a=hash"},
		{"a parent category covers, a mere prefix does not",
			c("p", "", cat("user.contact.email", f("a", "")), cat("user.contacts", f("b", ""))),
			[]string{"user.contact"}, "a=hash"},
		{"keys and read_only fields are left",
			c("p", "", cat("user.a", f("a", pk)), cat("user.a", f("b", "read_only: true")), cat("user.a", f("c", ""))),
			nil, "c=hash"},
		{"the field's override wins over the collection's",
			c("p", fmt.Sprintf(over, dataset.NullRewrite), cat("user.a", f("a", fmt.Sprintf(over, dataset.Preserve))),
				cat("user.a", f("b", ""))), nil, "a=preserve b=null_rewrite"},
		{"nested fields inherit categories and overrides",
			c("p", "",
				"          - name: o\n            data_categories: [user.a]\n            fides_meta: {masking_strategy_override: {strategy: hmac}}\n            fields:\n              - name: x\n              - name: y\n                data_categories: [system]\n"), nil, "o.y=preserve o=hmac"},
		{"delete without a category", c("p", fmt.Sprintf(over, dataset.DeleteRow), cat("system.a", f("a", ""))), nil,
			"delete"},
		{"delete with a category that covers a field",
			c("p", fmt.Sprintf(over, dataset.DeleteRow), cat("user.name", f("a", "")), f("b", "")),
			[]string{"user.name"}, "delete"},
		{"delete with a category that covers none",
			c("p", fmt.Sprintf(over, dataset.DeleteRow), cat("user.name", f("a", ""))), []string{"user.contact"}, ""},
		{"delete with a category, nothing categorised", c("p", fmt.Sprintf(over, dataset.DeleteRow), f("a", "")),
			[]string{"user.contact"}, "delete"},
		{"nothing covered", c("p", "", cat("user.name", f("a", ""))), []string{"user.contact"}, ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			ds, problems := dataset.Parse("m.yml", []byte(d("m", tt.text)))
			if err := problems.Err(); err != nil {
				t.Fatal(err)
			}
			if got := said(dataset.FormatTreatment(ds[0].Collections[0], tt.targets,
				dataset.Masking{Strategy: dataset.Hash})); got != tt.want {
				t.Errorf("got %s, want %s", got, tt.want)
			}
		})
	}
}

func TestSourcesAreErasedInOrder(t *testing.T) {
	one := func(key, after string) string {
		if after != "" {
			after = "erase_after: [" + after + "]"
		}
		return d(key, c("t", after, f("e", email)))
	}
	for _, tt := range []struct {
		maps []string
		want string
		err  string
	}{
		{[]string{one("a", ""), one("b", ""), one("c", "")}, "[a b c]", ""},
		{[]string{one("a", "c.t"), one("b", ""), one("c", "b.t")}, "[b c a]", ""},
		{[]string{one("a", "b.t"), one("b", "c.t"), one("c", "a.t")}, "[]", "a, b, c"},
	} {
		got, err := dataset.SourceOrder(linked(t, tt.maps...))
		if fmt.Sprint(got) != tt.want || (err == nil) != (tt.err == "") ||
			(err != nil && !strings.Contains(err.Error(), tt.err)) {
			t.Errorf("got %v, %v; want %s", got, err, tt.want)
		}
	}
	// Two datasets in one database may wait for each other's collections.
	shared := linked(t, d("a", c("x", "erase_after: [b.x]", f("e", email)), c("y", "", f("e", email))),
		d("b", c("x", "", f("e", email)), c("y", "erase_after: [a.y]", f("e", email))))
	if got, err := dataset.SourceOrderBy(shared, func(string) string {
		return "one"
	}); err != nil || fmt.Sprint(got) != "[a]" {
		t.Errorf("got %v, %v", got, err)
	}
}
