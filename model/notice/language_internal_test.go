package notice

import "testing"

func TestATextInAnotherLanguageIsPointedOut(t *testing.T) {
	for text, want := range map[string][2]bool{ // in English, in Chinese
		"We change how long we keep the logs of your orders.": {false, true},
		"我们调整了订单日志的保存期限。":                                     {true, false},
		"The product 橙子商城 ends.":                              {false, false},
		"WeChat Pay 将于2027年停止提供。":                             {true, false},
		"Shop": {false, false},
		"":     {false, false},
	} {
		if got := [2]bool{otherLanguage(text, "en"), otherLanguage(text, "zh-Hans")}; got != want {
			t.Errorf("%q: %v, want %v", text, got, want)
		}
	}
}
