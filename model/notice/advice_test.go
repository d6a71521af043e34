package notice_test

import (
	"strings"
	"testing"

	"orangelab.cn/rightsdesk/model/notice"
)

func TestWhatPeopleCanDoFollowsFromTheDataThatLeaked(t *testing.T) {
	for _, tt := range []struct {
		categories []string
		en, zh     []string
		not        string
	}{
		{[]string{"user.authorization.password", "user.contact.email"},
			[]string{"Change your password", "open no link"}, []string{"修改您在本服务的密码", "不要点击"}, "bank"},
		{[]string{"user.payment"}, []string{"your bank"}, []string{"银行"}, "password"},
		{[]string{"user.government_id.passport_number"}, []string{"credit report"}, []string{"征信"}, "bank"},
	} {
		got := notice.Advice(tt.categories)
		for lang, want := range map[string][]string{"en": tt.en, "zh-Hans": tt.zh} {
			for _, w := range want {
				if !strings.Contains(got[lang], w) {
					t.Errorf("%v, %s: %q lacks %q", tt.categories, lang, got[lang], w)
				}
			}
		}
		if strings.Contains(got["en"], tt.not) {
			t.Errorf("%v: %q", tt.categories, got["en"])
		}
	}
	if got := notice.Advice([]string{"user.device", "user.accounting"}); len(got) > 0 {
		t.Errorf("nothing calls for %v", got)
	}
}
