package draft

import (
	"slices"
	"strings"
	"testing"

	"orangelab.cn/rightsdesk/app/source/dataset"
	"orangelab.cn/rightsdesk/app/source/draft/letters"
	"orangelab.cn/rightsdesk/assets"
)

func TestEveryWordOfTheDraftMeansOneThingOfThePublishedTaxonomy(t *testing.T) {
	if _, err := readLexicon(); err != nil {
		t.Fatal(err)
	}
	var concepts map[string]*concept
	if err := readWords("concepts.yaml", &concepts); err != nil {
		t.Fatal(err)
	}
	used := map[string]bool{}
	files, err := assets.DraftWords.ReadDir("draft")
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		if file.Name() == "concepts.yaml" {
			continue
		}
		var w words
		if err := readWords(file.Name(), &w); err != nil {
			t.Fatal(err)
		}
		if w.Head != "first" && w.Head != "last" {
			t.Errorf("%s does not say where the head of a name stands", file.Name())
		}
		means := map[string]string{}
		for name, phrases := range w.Columns {
			used[name] = true
			for _, p := range phrases {
				if p != strings.ToLower(p) || strings.TrimSpace(p) == "" {
					t.Errorf("%s: %q is not in small letters", file.Name(), p)
				}
				if means[p] != "" {
					t.Errorf("%s: %q means %s and %s", file.Name(), p, means[p], name)
				}
				means[p] = name
			}
		}
		for _, p := range w.Ambiguous {
			if means[p] == "" {
				t.Errorf("%s: %q is ambiguous and means nothing", file.Name(), p)
			}
		}
	}
	for name, c := range concepts {
		if !used[name] {
			t.Errorf("no word means %s", name)
		}
		if !dataset.Taxonomy[c.Category] {
			t.Errorf("%s is of the category %q, which is not published", name, c.Category)
		}
		if c.Group == "" || len(c.Holds) == 0 || c.Counts == "" {
			t.Errorf("%s lacks its group, its kinds of values or where it counts", name)
		}
		for _, kind := range c.Holds {
			if !slices.Contains([]string{"text", "number", "date", "bytes", "flag"}, kind) {
				t.Errorf("%s holds %q", name, kind)
			}
		}
	}
}

func TestANameIsReadInItsLanguage(t *testing.T) {
	for name, want := range map[string]string{
		"email": "email", "EMailAddress": "email", "customer_email": "email", "customeremail": "email",
		"email_verified": "", "new_order_email_sent": "", "is_email": "", "email_template": "",
		"tel01": "phone", "billingPhone": "phone", "phone_type": "", "firstname": "first_name",
		"payment_firstname": "first_name", "LAST_NAME": "last_name",
		"store_name": "", "product_email": "", "address_1": "address", "BillingAddress": "address",
		"payment_address_format": "", "postcode_required": "",
		"last_login_ip": "ip_address", "LastLoginIP": "ip_address", "comment_karma": "", "text_report": "",
		"country_id": "", "birthDate": "birth_date",
		"prénom": "first_name", "adresse_livraison": "address", "code_postal": "postal_code",
		"date_naissance": "birth_date", "type_adresse": "",
		"Straße": "street", "geburtsdatum": "birth_date", "Vorname": "first_name", "telefon_privat": "phone",
		"apellido_paterno": "last_name", "correo": "email", "fecha_nacimiento": "birth_date",
		"endereco": "address", "cpf": "national_id", "senha": "password", "data_nascimento": "birth_date",
		"cognome": "last_name", "yubin": "postal_code", "氏名": "person_name", "電話番号": "phone",
		"手机号": "phone", "用户手机号码": "phone", "收货人姓名": "person_name", "商品名称": "", "身份证号": "national_id", "是否手机": "",
		"图片地址": "", "手机号状态": "",
		"shoujihao": "phone", "sfzh": "national_id", "lxdh": "phone", "csrq": "birth_date", "xingming": "person_name",
		"consignee": "person_name", "poster": "person", "operate_man": "person",
		"x": "", "": "",
	} {
		l := language()
		got := ""
		if m := l.read(letters.Split(name, l.knows)); m.concept != nil {
			got = m.name
		}
		if got != want {
			t.Errorf("%q, split as %q, is read as %q, want %q", name, letters.Split(name, l.knows), got, want)
		}
	}
}

func TestACommentIsReadByItsFirstWords(t *testing.T) {
	for remark, want := range map[string]string{
		"用户手机号码": "phone", "性别：0 未知， 1男": "gender", "收货人名称": "person_name", "是否默认地址": "", "用户表的用户ID": "", "商品图片地址": "",
		"微信登录openid": "external_id",
		"最近一次登录IP地址": "ip_address", "订单留言（选填）": "text", "系统配置名": "", "the customer's e-mail address": "email",
		"Date of birth": "birth_date",
		"A long sentence that says why there is a phone number": "", "": "",
	} {
		got := ""
		if m := language().readRemark(remark); m.concept != nil {
			got = m.name
		}
		if got != want {
			t.Errorf("%q is read as %q, want %q", remark, got, want)
		}
	}
}
