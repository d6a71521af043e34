package letter

import "testing"

func TestAPersonIsWrittenToInTheLanguageOfTheirWords(t *testing.T) {
	for _, tt := range []struct{ said, words, otherwise, want string }{
		{Chinese, "Please send me a copy", English, Chinese},
		{"", "您好，我想要一份副本。", English, Chinese},
		{"", "请把 export 发到 wang@example.com", English, Chinese},
		{"", "Please delete everything", Chinese, English},
		{"", "", Chinese, Chinese},
		{"fr", "12345", English, English},
	} {
		if got := LanguageFor(tt.said, tt.words, tt.otherwise); got != tt.want {
			t.Errorf("%q, %q, else %s: %s", tt.said, tt.words, tt.otherwise, got)
		}
	}
}
