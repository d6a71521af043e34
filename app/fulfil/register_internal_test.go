package fulfil

import (
	"slices"
	"testing"

	"orangelab.cn/rightsdesk/app/packet"
	"orangelab.cn/rightsdesk/model"
)

const testRegister = `
- category: user.account
  title: {en: Account, zh-Hans: 账号}
  purpose: {en: To sign you in, zh-Hans: 登录}
  recipients: []
  retention: {en: Until you cancel, zh-Hans: 至账号注销}
- category: user.contact
  title: {en: Contact, zh-Hans: 联系方式}
  purpose: {en: To deliver, zh-Hans: 配送}
  recipients: [{en: Carriers, zh-Hans: 承运商}]
  retention: {en: 3 years, zh-Hans: 3 年}
  origin: {en: Given by you, zh-Hans: 由您提供}
- category: user.device
  title: {en: Devices, zh-Hans: 设备}
`

func TestACollectionIsToldAsTheUnionOfItsColumns(t *testing.T) {
	reg, err := model.ReadRegister([]byte(testRegister))
	if err != nil {
		t.Fatal(err)
	}
	for name, tt := range map[string]struct {
		categories map[string][]string
		purpose    string
		recipients []string
		unrecorded []string
	}{
		"two entries, one address among many account columns": {
			map[string][]string{"a": {"user.account"}, "b": {"user.account.settings"}, "c": {"user.account.username"}, "d": {"user.contact.address"}},
			"To sign you in; To deliver", []string{"Carriers"}, nil},
		"one entry, nobody outside":               {map[string][]string{"a": {"user.account"}}, "To sign you in", []string{}, nil},
		"an entry that is silent":                 {map[string][]string{"a": {"user.device.ip_address"}}, "", nil, nil},
		"a category that the register lacks":      {map[string][]string{"a": {"user.health"}}, "", nil, []string{"user.health"}},
		"no entry for one of two":                 {map[string][]string{"a": {"user.contact.email"}, "b": {"user.health"}}, "To deliver; not recorded for: Health data", []string{"Carriers", "not recorded for: Health data"}, []string{"user.health"}},
		"nobody, and one that the register lacks": {map[string][]string{"a": {"user.account"}, "b": {"user.health"}}, "To sign you in; not recorded for: Health data", []string{"not recorded for: Health data", "otherwise nobody outside the organisation"}, []string{"user.health"}},
		"technical columns only":                  {map[string][]string{"a": {"system.operations"}, "b": nil}, "", nil, nil},
	} {
		t.Run(name, func(t *testing.T) {
			sec := packet.Section{Collection: "things", Columns: []packet.Column{{Name: "a"}, {Name: "b"}, {Name: "c"}, {Name: "d"}}}
			unrecorded := describe(&sec, names{lang: packet.English, register: reg}, tt.categories)
			if sec.Purpose != tt.purpose || !slices.Equal(sec.Recipients, tt.recipients) || (sec.Recipients == nil) != (tt.recipients == nil) || !slices.Equal(unrecorded, tt.unrecorded) {
				t.Errorf("purpose %q, recipients %q, unrecorded %q", sec.Purpose, sec.Recipients, unrecorded)
			}
		})
	}
	sec := packet.Section{Collection: "things", Columns: []packet.Column{{Name: "a"}}}
	if describe(&sec, names{lang: packet.Chinese}, map[string][]string{"a": {"user.contact.email"}}); sec.Title != "电子邮箱 · Things" || sec.Recipients != nil || sec.Purpose != "" {
		t.Errorf("without a register a person is told %+v", sec)
	}
}

func TestColumnsAndCategoriesHaveATitleInThePersonsLanguage(t *testing.T) {
	titles, err := categoryTitles()
	if err != nil || len(titles) < 90 {
		t.Fatalf("%d titles: %v", len(titles), err)
	}
	for c, text := range titles {
		for _, lang := range model.Languages {
			if text[lang] == "" {
				t.Errorf("%s has no title in %s", c, lang)
			}
		}
	}
	categories := map[string][]string{"mail": {"user.contact.email"}, "billing_mail": {"user.contact.email"}, "phone": {"user.contact.phone_number"}, "id": {"system.operations"}}
	for name, want := range map[string]string{"phone": "电话号码", "mail": "电子邮箱（Mail）", "billing_mail": "电子邮箱（Billing mail）", "id": "Id"} {
		if got := columnTitle(nil, name, categories, packet.Chinese); got != want {
			t.Errorf("%s is called %q, want %q", name, got, want)
		}
	}
}
