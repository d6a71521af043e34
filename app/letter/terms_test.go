package letter

import (
	"strings"
	"testing"

	"orangelab.cn/rightsdesk/model"
)

func TestALetterExplainsTheWordsThatItUses(t *testing.T) {
	for lang, c := range map[string]struct {
		terms []Term
		want  []string
		never []string
	}{
		English: {[]Term{
			{"Request", "What you ask us for.", "https://shop.test/words#request"}, {"cookie", "A small file.", ""},
			{"work", "What we do all day.", ""}, {"number", "# A heading of its own", ""}},
			[]string{"Words that our privacy statement explains",
				"Request: What you ask us for. (https://shop.test/words#request)", "number: # A heading"},
			[]string{"cookie", "all day"}},
		Chinese: {[]Term{{"请求", "您向我们提出的要求。", "https://shop.test/words#request"}, {"小型文本文件", "一种文件。", ""}},
			[]string{"隐私声明中的用语说明", "请求：您向我们提出的要求。（https://shop.test/words#request）"},
			[]string{"一种文件"}},
	} {
		d := Specimen(Acknowledgement, model.Export, lang)
		if plain := render(t, Acknowledgement, lang, d).Text(); strings.Contains(plain, c.want[0]) {
			t.Errorf("%s: words of a statement that nobody cites:\n%s", lang, plain)
		}
		d.Statement = &Statement{Label: "3.2", Terms: c.terms}
		l := render(t, Acknowledgement, lang, d)
		text := l.Text()
		at := 0
		for _, want := range c.want {
			i := strings.Index(text, want)
			if i < at {
				t.Errorf("%s: %q does not stand at its place:\n%s", lang, want, text)
			}
			at = i
		}
		if at < strings.Index(text, l.Organisation) {
			t.Errorf("%s: explained before the end:\n%s", lang, text)
		}
		for _, no := range c.never {
			if strings.Contains(text, no) {
				t.Errorf("%s: %q is explained, and the letter has no such word:\n%s", lang, no, text)
			}
		}
		d.OfOurOwn = "The time is over."
		if own := render(t, Acknowledgement, lang, d).Text(); strings.Contains(own, c.want[0]) {
			t.Errorf("%s: a letter that nobody asked for explains words", lang)
		}
	}
}
