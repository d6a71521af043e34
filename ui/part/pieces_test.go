package part

import (
	"slices"
	"strings"
	"testing"
)

// A deadline's law broke into "GB/T" and "35273-2020", and an address into "12" and "号".
func TestANumberStaysWithWhatItCounts(t *testing.T) {
	themed(t, false)
	for _, c := range []struct {
		text  string
		whole []string
	}{
		{"30 calendar days from 29 Nov (identity proven): 29 Dec · GB/T 35273-2020, 8.7 a",
			[]string{"30 calendar", "29 Nov", "29 Dec", "GB/T 35273-2020,", "8.7 a"}},
		{"See Art. 15 and Article 12 of the law, before 24:00 UTC+8", []string{"Art. 15", "Article 12", "24:00 UTC+8"}},
		{"橙子实验室科技有限公司，北京市海淀区花园路12号", []string{"12号"}},
		{"学院路 18 号 3 单元 502", []string{"18 号", "3 单"}},
		{"自11月29日（身份核验通过）次日起30个自然日，至12月29日。GB/T 35273—2020 第8.7条a)",
			[]string{"11月", "29日", "30个", "GB/T 35273—2020", "第8.7条a)", "（身"}},
	} {
		for width := float32(118); width < 420; width++ {
			lines := wrap(c.text, SizeText, false, width)
			for _, whole := range c.whole {
				if !slices.ContainsFunc(lines, func(l string) bool { return strings.Contains(l, whole) }) {
					t.Errorf("at %v %q is broken: %q", width, whole, lines)
				}
			}
		}
	}
}

func TestPunctuationStaysWithWhatItOpensAndCloses(t *testing.T) {
	themed(t, false)
	text := "依据《个人信息保护法》第四十五条（复制），“请求”已受理(2026)。"
	for width := float32(60); width < 300; width++ {
		for _, line := range wrap(text, SizeText, false, width) {
			if strings.ContainsAny(line[:1], ")") || strings.HasSuffix(line, "（") || strings.HasSuffix(line, "《") ||
				strings.HasSuffix(line, "“") || strings.HasPrefix(line, "》") || strings.HasPrefix(line, "。") {
				t.Errorf("at %v a line is %q", width, line)
			}
		}
	}
}

// Two that belong together and are wider than their line break between them, not inside a word.
func TestWhatBelongsTogetherBreaksWhereItDoesNotFit(t *testing.T) {
	themed(t, false)
	width := textWidth("responsibilities", SizeText, false) + 4
	lines := wrap("30 responsibilities", SizeText, false, width)
	equal(t, "lines", strings.Join(lines, "|"), "30|responsibilities")
}
