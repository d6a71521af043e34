package draft

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// TestADraftSpeaksTheLanguageOfTheDesk: the reasons are in Chinese, the guesses are found as before, and what is no remark stays.
func TestADraftSpeaksTheLanguageOfTheDesk(t *testing.T) {
	text := "# Drafted from a sqlite database. Every line marked \"confirm\" is a guess: keep it, correct it or remove it.\n" +
		recognisedHead + "OpenCart (oc_…)" + recognisedTail + "\n" +
		"dataset:\n    code: [user.authorization]" + mark + "as OpenCart keeps it\n  - name: mail\n    data_categories: [user.contact.email]" + mark + "values look like e-mail addresses\n" +
		"    data_categories: [user.name]" + mark + "named like client name\n" +
		"    field: \"a # confirm: b\"\n" +
		"    dataset: shop" + mark + "named like it, and values of it are found there\n" +
		"    field: x" + mark + "holds what login.name holds\n"
	zh := In(text, "zh-Hans")
	want := []string{"# 已识别：OpenCart (oc_…)。", mark + "按 OpenCart 的数据结构\n", "# 根据 sqlite 数据库起草。", mark + "值像电子邮箱地址\n", mark + "名称像 client name\n", "\"a # confirm: b\"\n", mark + "名称与之相似，且其值见于该表\n", mark + "与 login.name 存放的内容相同\n"}
	for _, w := range want {
		if !strings.Contains(zh, w) {
			t.Errorf("%q is not in\n%s", w, zh)
		}
	}
	if !slices.Equal(Guesses(zh), Guesses(text)) || Confirm(zh, Guesses(zh)...) == zh {
		t.Errorf("guesses %v, were %v", Guesses(zh), Guesses(text))
	}
	if In(text, "en") != text {
		t.Error("the English draft changed")
	}
}

// TestEveryReasonOfADraftHasItsChinese reads the reasons from where they are written.
func TestEveryReasonOfADraftHasItsChinese(t *testing.T) {
	files, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	reason := regexp.MustCompile(`(?:why|source) ?(?:[:=]|:=) ?"([a-z][^"\\]+)"|f\.source = .*, "([a-z][^"]+)"|, why = "([^"]+)"|mark\+"([a-z][^"]*)"`)
	n := 0
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if strings.HasSuffix(file, "_test.go") || file == "remark.go" {
			continue
		}
		for _, m := range reason.FindAllStringSubmatch(string(text), -1) {
			for _, said := range m[1:] {
				if said == "" || strings.HasPrefix(said, ", ") {
					continue
				}
				if n++; !slices.ContainsFunc(remarks, func(r struct{ begins, ends, inChinese, after string }) bool { return strings.HasPrefix(said, r.begins) }) {
					t.Errorf("%s: %q has no Chinese", file, said)
				}
			}
		}
	}
	if n < 12 {
		t.Errorf("only %d reasons were found", n)
	}
}
