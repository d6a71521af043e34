package fulfil

import (
	"testing"

	"orangelab.cn/rightsdesk/app/change"
	"orangelab.cn/rightsdesk/model"
)

func TestWhomOnlyOneSystemGivesItToIsARecipientToo(t *testing.T) {
	reg, err := model.ReadRegister([]byte(`
- category: user.account
  title: {en: Account, zh-Hans: 账号}
  recipients: []
- category: user.account
  where: support
  title: {en: Questions, zh-Hans: 咨询}
  recipients: [{en: A call centre, zh-Hans: 呼叫中心}]
`))
	if err != nil {
		t.Fatal(err)
	}
	all := model.Corrections{Items: []model.CorrectionItem{{Category: "user.account.settings"}}}
	if got := change.RecipientsOf(reg, "user.account.settings"); len(got) != 1 || nobodyReceived(reg, all) {
		t.Errorf("whom only one system gives it to is forgotten: %q", got)
	}
}
