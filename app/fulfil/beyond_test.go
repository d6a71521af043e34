package fulfil_test

import (
	"slices"
	"strings"
	"testing"

	"orangelab.cn/rightsdesk/app/datamap"
	"orangelab.cn/rightsdesk/app/desk/desktest"
	"orangelab.cn/rightsdesk/app/packet"
	"orangelab.cn/rightsdesk/app/withhold"
	"orangelab.cn/rightsdesk/model"
)

// remap saves the data map of the shop with a column of a customer in another category.
func (h house) remap(t *testing.T, from, to string) {
	t.Helper()
	list, err := datamap.List(ctx, h.lead)
	if err != nil {
		t.Fatal(err)
	}
	i := slices.IndexFunc(list, func(e datamap.Entry) bool { return e.Key == "shop" })
	src := list[i].Source
	if !strings.Contains(src.Dataset, from) {
		t.Fatalf("the map lacks %q", from)
	}
	src.Dataset = strings.Replace(src.Dataset, from, to, 1)
	if err := datamap.Save(ctx, h.lead, src); err != nil {
		t.Fatal(err)
	}
}

func TestWhatBecomesSensitiveAfterTheCollectStaysOutOfACopyWithoutSensitiveData(t *testing.T) {
	const note, district = "{name: note, data_categories: [user.content]}", "{name: district, data_categories: [user.contact.address.district]}"
	for _, tt := range []struct {
		name     string
		from, to string
		decide   func(h house, r model.Request)
		column   string
		value    string
	}{
		{"a column", note, "{name: note, data_categories: [user.health_and_medical]}", nil, "note", "=cmd"},
		{"a column that was masked by hand before", note, "{name: note, data_categories: [user.health_and_medical]}",
			func(h house, r model.Request) {
				w := model.Withholding{Source: "shop", Collection: "customer", Column: "note", Why: model.WithholdNamed,
					Note: "names a neighbour", Masked: true}
				if _, err := withhold.Column(ctx, h.agent, desktest.Seen(t, h.agent, r.ID), w); err != nil {
					t.Fatal(err)
				}
			}, "note", "=cmd"},
		{"a field inside what is a document by now", district,
			"{name: district, data_categories: [user.contact.address.district], fides_meta: {data_type: object}, fields: [{name: ward, data_categories: [user.health_and_medical]}]}", nil, "district", "朝阳区"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			h := newHouse(t, "sqlite")
			r := h.verified(t)
			opened, w := h.copied(t, r, func() {
				if tt.decide != nil {
					tt.decide(h, r)
				}
				h.remap(t, tt.from, tt.to)
			})
			rows, columns := rowsOf(opened, "customer")
			if strings.Contains(rows, tt.value) || strings.Contains(columns, tt.column) ||
				!strings.Contains(rows, "王小明") {
				t.Errorf("customer with %s:\n%s", columns, rows)
			}
			if !slices.ContainsFunc(opened.Withheld, func(w packet.Withheld) bool {
				return strings.HasPrefix(w.Title, "shop · Customer · ") &&
					strings.Contains(w.Reason, "only once the level of identity")
			}) {
				t.Errorf("the copy does not say so: %+v", opened.Withheld)
			}
			says(t, "the letter", w.Text(),
				[]string{"Left out, because it is sensitive[^-]*- [^\\n]*Customer · [^\\n]+: in 1 record"},
				[]string{"Nothing of what we found"})
		})
	}
}
