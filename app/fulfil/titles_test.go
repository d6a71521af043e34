package fulfil_test

import (
	"context"
	"testing"

	"orangelab.cn/rightsdesk/app/datamap"
	"orangelab.cn/rightsdesk/app/desk/desktest"
	"orangelab.cn/rightsdesk/app/naming"
	"orangelab.cn/rightsdesk/model"
)

func TestStaffReadWhatThePersonReads(t *testing.T) {
	const file = `dataset:
  - fides_key: crm
    fides_meta: {title: {en: Customers, zh-Hans: 客户}}
    collections:
      - name: order_item
        fides_meta: {title: {en: Ordered goods, zh-Hans: 订购商品}}
        fields:
          - {name: id, fides_meta: {primary_key: true}}
          - {name: mail, fides_meta: {identity: email, title: {en: E-mail address, zh-Hans: 电子邮箱}}}
`
	d := desktest.New(t, "sqlite")
	agent := d.Add(t, "fang", model.RoleAgent)
	if err := datamap.Save(context.Background(), d.Admin,
		model.Source{Key: "crm", Owner: "IT", Address: "sqlite:" + t.TempDir() + "/crm.sqlite", Dataset: file}); err !=
		nil {
		t.Fatal(err)
	}
	for lang, want := range map[string][3]string{"en": {"Customers", "Ordered goods", "E-mail address"},
		"zh-Hans": {"客户", "订购商品", "电子邮箱"}} {
		titles, err := naming.ReadTitles(context.Background(), agent, lang)
		if err != nil {
			t.Fatal(err)
		}
		if got := [3]string{titles.Source("crm"), titles.Collection("crm", "order_item"),
			titles.Column("crm", "order_item", "mail")}; got != want {
			t.Errorf("%s: %v, want %v", lang, got, want)
		}
		// an entry of the log from before it named the source
		if got := titles.Collection("", "order_item"); got != want[1] {
			t.Errorf("%s: without a source %q, want %q", lang, got, want[1])
		}
		if titles.SourceOf("crm") != "crm" || titles.Source("gone") != "gone" {
			t.Errorf("%s: a source without a title is not called by its key", lang)
		}
	}
}
