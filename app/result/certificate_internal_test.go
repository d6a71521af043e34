package result

import (
	"strings"
	"testing"
	"time"

	"orangelab.cn/rightsdesk/app/letter"
	"orangelab.cn/rightsdesk/app/naming"
	"orangelab.cn/rightsdesk/model"
)

func TestACertificateNamesWhereNothingWasChangedAndWhatWasNotSearchedBy(t *testing.T) {
	at := time.Date(2026, 11, 27, 10, 0, 0, 0, time.UTC)
	sys := model.SystemResult{Source: "shop", State: model.SystemWritten, EndedAt: at}
	sys.At("parcel").Add(model.FateUnchanged, 2)
	sys.At("order").Add(model.FateDeleted, 3)
	c := Certified{Number: "E-2026-000001-1", At: at, MadeBy: "fang", SignedBy: "jing", Plan: "7f3a91c2",
		Residue: Residue{At: at},
		Result: model.Result{Kind: model.Deletion, Systems: []model.SystemResult{sys}, Search: &model.Search{},
			Unsought: []model.Unsought{{Carried: model.Carried{Kind: "phone_number", Value: "13812341044"}},
				{Carried: model.Carried{Kind: "phone_number", Value: "13900000000"}}}}}
	org := model.Organisation{Name: model.Text{"en": "Shop", "zh-Hans": "店"}, Zone: "Asia/Shanghai",
		Contact: "privacy@example.com"}
	for lang, want := range map[string][]string{
		letter.English: {"nothing to be changed in: 2 (Parcel)",
			"not searched by, so nothing is certified of what is held under them alone: phone number."},
		letter.Chinese: {"无需变更 2 条（Parcel）", "仅以其标识的内容不作任何证明：电话号码。"},
	} {
		l, err := certificateIn(naming.Names{Lang: lang}, c, org, "R-2026-000001", nil,
			map[string]string{"fang": "Fang", "jing": "Jing"})
		if err != nil {
			t.Fatal(err)
		}
		for _, text := range want {
			if !strings.Contains(l.Text(), text) {
				t.Errorf("the certificate lacks %q:\n%s", text, l.Text())
			}
		}
		if strings.Contains(l.Text(), "1044") {
			t.Error("the certificate names the person")
		}
	}
}
