package lettertest

import "testing"

func TestFaultsAreSeen(t *testing.T) {
	for _, tt := range []struct {
		lang, text string
		fault      bool
	}{
		{"en", "On Mon 23 Nov 2026 you asked us to delete your personal information.", false},
		{"en", "It was closed on 23 Nov, as you asked.", true},
		{"en", "- Shop: 1 records deleted", true},
		{"en", "- Shop: 1 record deleted, 21 records rewritten", false},
		{"en", "You asked us: to to delete it.", true},
		{"en", "kept until you cancel; with orders 3 years; until you cancel", false},
		{"en", "until you cancel; with orders 3 years; until you cancel", true},
		{"en", "- user.contact.email: 1 record", true},
		{"en", "- E-mail (): 1 record", true},
		{"en", "- play_history: 2 records", true},
		{"en", "- Paper archive:", true},
		{"en", "- 纸质档案 Paper archive: searched", true},
		{"en", "Dear 李静,", true},
		{"en", "You can write again at any time..", true},
		{"en", "Write to support@orangelab.cn, 400-600-0917, or www.12377.cn.", false},
		{"zh-Hans", "您于2026年11月23日（周一）提出请求：删除您的个人信息。", false},
		{"zh-Hans", "我们将于11月30日再次核对。", true},
		{"zh-Hans", "保存期限：至账号注销；至账号注销", true},
		{"zh-Hans", "- 商城：3 records deleted", true},
		{"zh-Hans", "依据：。", true},
		{"zh-Hans", "请使用 7-Zip（Windows）、Keka（macOS）打开 HTML 文件，SHA-256 见下。", false},
		{"zh-Hans", "我们的的答复", true},
	} {
		if got := Faults(tt.lang, tt.text); (len(got) > 0) != tt.fault {
			t.Errorf("%q in %s: %q", tt.text, tt.lang, got)
		}
	}
	if got := Faults("en", "Dear 李静,", "李静"); len(got) > 0 {
		t.Errorf("a name is a fault: %q", got)
	}
}
