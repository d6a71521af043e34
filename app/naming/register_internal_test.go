package naming

import (
	"slices"
	"testing"

	"orangelab.cn/rightsdesk/app/packet"
	"orangelab.cn/rightsdesk/app/source/dataset"
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
- category: user.account
  where: support
  title: {en: Questions, zh-Hans: 咨询}
  purpose: {en: To answer you, zh-Hans: 答复}
  recipients: [{en: A call centre, zh-Hans: 呼叫中心}]
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
			map[string][]string{"a": {"user.account"}, "b": {"user.account.settings"}, "c": {"user.account.username"},
				"d": {"user.contact.address"}},
			"To sign you in; To deliver", []string{"Carriers"}, nil},
		"one entry, nobody outside": {map[string][]string{"a": {"user.account"}}, "To sign you in",
			[]string{}, nil},
		"an entry that is silent": {map[string][]string{"a": {"user.device.ip_address"}}, "", nil, nil},
		"a category that the register lacks": {map[string][]string{"a": {"user.health"}}, "", nil,
			[]string{"user.health"}},
		"no entry for one of two": {
			map[string][]string{"a": {"user.contact.email"}, "b": {"user.health"}},
			"To deliver; not recorded for: Health data", []string{"Carriers", "not recorded for: Health data"},
			[]string{"user.health"}},
		"nobody, and one that the register lacks": {map[string][]string{"a": {"user.account"}, "b": {"user.health"}},
			"To sign you in; not recorded for: Health data",
			[]string{"not recorded for: Health data", "otherwise nobody outside the organisation"},
			[]string{"user.health"}},
		"technical columns only": {map[string][]string{"a": {"system.operations"}, "b": nil}, "", nil,
			nil},
	} {
		t.Run(name, func(t *testing.T) {
			sec := packet.Section{Collection: "things",
				Columns: []packet.Column{{Name: "a"}, {Name: "b"}, {Name: "c"}, {Name: "d"}}}
			unrecorded := Describe(&sec, Names{Lang: packet.English, Register: reg}, tt.categories)
			if sec.Purpose != tt.purpose || !slices.Equal(sec.Recipients, tt.recipients) ||
				(sec.Recipients == nil) != (tt.recipients == nil) || !slices.Equal(unrecorded, tt.unrecorded) {
				t.Errorf("purpose %q, recipients %q, unrecorded %q", sec.Purpose, sec.Recipients, unrecorded)
			}
		})
	}
	sec := packet.Section{Collection: "things", Columns: []packet.Column{{Name: "a"}}}
	if Describe(&sec, Names{Lang: packet.Chinese}, map[string][]string{"a": {"user.contact.email"}}); sec.Title !=
		"Things" || sec.Recipients != nil || sec.Purpose != "" {
		t.Errorf("without a register a person is told %+v", sec)
	}
}

// What a person is told of rows of which only numbers are left in the copy comes from all that the collection holds,
// and what is registered for one system is told for that system only.
func TestACollectionIsToldByItselfAndWhereItIs(t *testing.T) {
	reg, err := model.ReadRegister([]byte(testRegister))
	if err != nil {
		t.Fatal(err)
	}
	for name, tt := range map[string]struct {
		source     string
		categories map[string][]string
		purpose    string
		recipients []string
	}{
		"only columns without a category are left": {"shop",
			map[string][]string{"a": {"system.operations"}, "total": {"user.contact"}}, "To deliver",
			[]string{"Carriers"}},
		"a column with a category is left": {"shop",
			map[string][]string{"a": {"user.account"}, "total": {"user.contact"}}, "To sign you in", []string{}},
		"the collection holds nothing registered": {"shop", map[string][]string{"a": {"system.operations"}}, "", nil},
		"a system of which something else is told": {"support", map[string][]string{"a": {"user.account.settings"}},
			"To answer you", []string{"A call centre"}},
	} {
		sec := packet.Section{Source: tt.source, Collection: "things", Columns: []packet.Column{{Name: "a"}}}
		Describe(&sec, Names{Lang: packet.English, Register: reg}, tt.categories)
		if sec.Purpose != tt.purpose || !slices.Equal(sec.Recipients, tt.recipients) ||
			(sec.Recipients == nil) != (tt.recipients == nil) {
			t.Errorf("%s: purpose %q, recipients %q", name, sec.Purpose, sec.Recipients)
		}
	}
	if title := TitleOf(reg, "user.account", packet.English); title != "Account" {
		t.Errorf("the category is called %q everywhere", title)
	}
}

func TestAPhraseIsSaidOnce(t *testing.T) {
	reg, err := model.ReadRegister([]byte(`
- category: user.account
  title: {en: Account, zh-Hans: 账号}
  retention: {en: Until you cancel, zh-Hans: 至账号注销}
- category: user.contact
  title: {en: Contact, zh-Hans: 联系方式}
  retention: {en: Until you cancel; with orders 3 years, zh-Hans: 至账号注销；与订单相关的 3 年}
- category: user.behavior
  title: {en: Use, zh-Hans: 使用记录}
  retention: {en: 6 months; Until you cancel, zh-Hans: 6 个月；至账号注销}
`))
	if err != nil {
		t.Fatal(err)
	}
	sec := packet.Section{Columns: []packet.Column{{Name: "a"}, {Name: "b"}, {Name: "doc"}}}
	Describe(&sec, Names{Lang: packet.Chinese, Register: reg},
		map[string][]string{"a": {"user.account"}, "b": {"user.contact"}, "doc": nil, "doc.seen": {"user.behavior"}})
	if want := "至账号注销；与订单相关的 3 年；6 个月"; sec.Retention != want {
		t.Errorf("kept %q, want %q", sec.Retention, want)
	}
}

func TestAColumnIsCalledByItsTitleAndNeverByItsCategory(t *testing.T) {
	datasets, problems := dataset.Parse("shop.yml", []byte(`dataset:
  - fides_key: shop
    collections:
      - name: address
        fields:
          - name: recipient
            data_categories: [user.contact.address.mailing_address]
            fides_meta: {title: {en: Recipient, zh-Hans: 收件人}}
          - name: recipient_phone
            data_categories: [user.contact.phone_number]
            fides_meta: {digest: true}
          - name: billing_mail
            data_categories: [user.contact.email]
            fides_meta: {title: {zh-Hans: 邮箱}}
          - name: mail
            data_categories: [user.contact.email]
            fides_meta: {title: {zh-Hans: 邮箱}}
          - name: odd
            fides_meta: {title: {zh-Hans: 邮箱（mail）}}
          - name: total
            fides_meta: {title: {en: Total, zh-Hans: 金额}, unit: {en: fen, zh-Hans: 分, currency: CNY, per: 100}, words: {0: {en: free, zh-Hans: 免费}}}
          - name: preferences
            fields:
              - name: theme
                data_categories: [user.account.settings]
                fides_meta: {title: {en: Look, zh-Hans: 外观}}
`))
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	for lang, want := range map[string][]string{
		packet.English: {"Recipient", "Recipient phone", "Billing mail", "Mail", "Odd", "Total", "Preferences"},
		packet.Chinese: {"收件人", "Recipient phone", "邮箱（billing_mail）", "邮箱（mail）", "邮箱（mail）（odd）", "金额",
			"Preferences"},
	} {
		n := Names{Lang: lang, columns: map[[3]string]packet.Column{}}
		var got []string
		for _, c := range columnsOf(datasets[0].Collections[0].Fields, lang) {
			n.columns[[3]string{"shop", "address", c.Name}] = c
			got = append(got, c.Title)
		}
		if !slices.Equal(got, want) {
			t.Errorf("%s: the columns are called %q, want %q", lang, got, want)
		}
		if c := n.Shown("shop", "address", "total"); c.Currency != "CNY" || c.Per != 100 ||
			c.Unit != Say(lang, "fen", "分") || c.Words["0"] != Say(lang, "free", "免费") {
			t.Errorf("%s: an amount is %+v", lang, c)
		}
		if !n.Shown("shop", "address", "recipient_phone").Digest || n.Shown("shop", "address", "total").Digest {
			t.Errorf("%s: of which columns only a digest is kept is not known", lang)
		}
		for name, want := range map[string]string{"preferences.theme": "Preferences · " + Say(lang, "Look", "外观"),
			"unknown_one": "Unknown one", "preferences.other": "Preferences · Other"} {
			if got := n.Column("shop", "address", name); got != want {
				t.Errorf("%s: %s is called %q, want %q", lang, name, got, want)
			}
		}
	}
}

func TestCategoriesHaveATitleInThePersonsLanguage(t *testing.T) {
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
}
