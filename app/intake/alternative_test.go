package intake_test

import (
	"fmt"
	"html"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// forms is a mail that says one text as plain text and as a page.
func forms(plain, page string) string {
	return mail(sender+"Content-Type: multipart/alternative; boundary=b",
		"--b\nContent-Type: text/plain; charset=utf-8\n\n"+plain+"\n--b\nContent-Type: text/html; charset=utf-8\n\n"+page+"\n--b--")
}

// Programs show one form of a mail and senders see one: what only one of them says is named, and both are the person's
// words.
func TestFormsOfAMailThatDifferAreNamedAndKept(t *testing.T) {
	for name, c := range map[string]struct {
		plain, page, kind string
		doubts            []string
		text              []string
	}{
		"the plain one asks": {"please delete my data", "<p>hello</p>", "deletion",
			[]string{"only one says “please delete my data”, only the other says “hello”"},
			[]string{"please delete my data", "hello"}},
		"the page asks": {"hello", "<p>please delete my data</p>", "deletion",
			[]string{"only one says “hello”, only the other says “please delete my data”"},
			[]string{"please delete my data", "hello"}},
		"another number": {"please delete my data, phone 13800138000",
			"<p>please delete my data, phone 13900139000</p>", "deletion",
			[]string{"only one says “13800138000”, only the other says “13900139000”"},
			[]string{"13800138000", "13900139000"}},
		"a number in the page": {"please delete my data", "<p>please delete my data</p><p>phone 13900139000</p>",
			"deletion", []string{"only one says “13900139000 phone”"}, []string{"13900139000"}},
		"another address": {"please delete a-b@x.org", "<p>please delete a_b@x.org</p>", "deletion",
			[]string{"“a-b@x.org”", "“a_b@x.org”"}, []string{"a-b@x.org", "a_b@x.org"}},
		"they ask for two things": {"please send me a copy", "<p>please delete all my data</p>", "self_service",
			[]string{"settle what is asked", "“send me a copy”", "“delete all my data”"}, []string{"copy", "delete"}},
		"one says not to": {"please delete my data", "<p>please do not delete my data</p>", "self_service",
			[]string{"settle what is asked", "only one says “do not”"}, []string{"do not delete"}},
		"the order of their words": {"delete the mail, keep the address", "<p>keep the mail, delete the address</p>",
			"deletion", []string{"differ in the order of their words"},
			[]string{"keep the address", "delete the address"}},
		"Chinese": {"请删除我的数据", "<p>请给我数据的副本</p>", "self_service", []string{"“删除”", "“给副本”"},
			[]string{"请删除我的数据", "请给我数据的副本"}},
		"an answer": {"delete it\n\nOn Mon, 23 Nov 2026, Li <li@shop.example> wrote:\n> hello Ann",
			"<p>delete it now</p><p>On Mon, 23 Nov 2026, Li &lt;li@shop.example&gt; wrote:</p><blockquote>hello Bo</blockquote>", "deletion",
			[]string{"“ann”, only the other says “now bo”"},
			[]string{"delete it\n\n[text/html]\ndelete it now", "> hello Ann", "> hello Bo"}},
		"a link that only the page shows": {"delete it", "<p>delete it https://shop.example/u/7</p>", "deletion", nil,
			[]string{"https://shop.example/u/7"}},
	} {
		r := preview(t, "m.eml", forms(c.plain, c.page)).Records[0]
		doubts := strings.Join(r.Doubts, "\n")
		if r.Kind != c.kind || (len(c.doubts) == 0) != (doubts == "") ||
			len(c.doubts) > 0 && !slices.Contains(r.Attachments, "mail.eml") {
			t.Errorf("%s: %s %q %q", name, r.Kind, r.Text, r.Doubts)
		}
		for _, d := range c.doubts {
			if !strings.Contains(doubts, d) {
				t.Errorf("%s: %q is not in %q", name, d, doubts)
			}
		}
		for _, w := range c.text {
			if !strings.Contains(r.Text, w) {
				t.Errorf("%s: %q is not in %q", name, w, r.Text)
			}
		}
	}
}

// What programs do to a text so that it is plain says nothing new.
func TestFormsOfAMailThatSayTheSameAreOneText(t *testing.T) {
	for name, c := range map[string][2]string{
		"line ends":     {"please delete\nall my data", "<p>please delete all my data</p>"},
		"Chinese lines": {"请删除我的\n个人信息", "<div>请删除我的个人信息</div>"},
		"stress":        {"please *delete* all _my_ data", "<p>please <b>delete</b> all <i>my</i> data</p>"},
		"links": {"delete it <https://shop.example/x> li@x.org<mailto:li@x.org>",
			`<p><a href="https://shop.example/x">delete it</a> <a href="mailto:li@x.org">li@x.org</a></p>`},
		"pictures": {"delete it [image: logo.png] [cid:image001.png@01DC5F0E]",
			`<p>delete it <img src="cid:x" alt="logo"></p>`},
		"lists": {"delete\n 1. my name\n 2. my mail\n  * and this",
			"<p>delete</p><ol><li>my name<li>my mail</ol><ul><li>and this</ul>"},
		"tables": {"Name: Ann\nKind:\tdelete it",
			"<table><tr><td>Name:<td>Ann<tr><td>Kind:<td>delete it</table>"},
		"capital letters": {"PLEASE\n\ndelete it", "<h1>Please</h1><p>delete it</p>"},
		"quotes": {"delete it\n\nOn Mon, 23 Nov 2026, Li <li@shop.example> wrote:\n> > hello\n> Ann",
			"<p>delete it</p><p>On Mon, 23 Nov 2026, Li &lt;li@shop.example&gt; wrote:</p><blockquote><blockquote>hello</blockquote>Ann</blockquote>"},
		"browser":       {"View this email in your browser\n\ndelete it", "<p>delete it</p>"},
		"browser, page": {"请删除我的信息", "<p>如果您无法查看此邮件，请点击此处</p><p>请删除我的信息</p>"},
		"nothing shown": {"delete it", "<p>de\u00adlete\u200b it&zwnj;</p>"},
	} {
		r := preview(t, "m.eml", forms(c[0], c[1])).Records[0]
		if r.Kind != "deletion" || strings.Contains(strings.Join(r.Doubts, "\n"), "two forms") ||
			strings.Contains(r.Text, "[text/html]") {
			t.Errorf("%s: %s %q %q", name, r.Kind, r.Text, r.Doubts)
		}
	}
}

// A web form that names two people in its two forms names nobody for certain.
func TestAWebFormsValueThatStandsInOneFormOnlyIsNotTaken(t *testing.T) {
	data := strings.Replace(forms("Name: Ann\nPhone: 13800138000\nplease delete my data",
		"<p>Name: Ann<br>Phone: 13900139000</p><p>please delete my data</p>"), "From: wang@example.cn",
		"From: noreply@shop.example\r\nReply-To: ann@x.org", 1)
	r := preview(t, "m.eml", data).Records[0]
	if r.Name != "Ann" || len(r.Phones) != 0 ||
		!strings.Contains(strings.Join(r.Doubts, "\n"), "“13900139000” stands in only one form") {
		t.Errorf("%+v", r)
	}
}

// No word of either form is lost, and each difference is a doubt; the same words laid out in another way are none.
func TestNoWordOfAFormIsLost(t *testing.T) {
	words := rapid.SampledFrom([]string{"please", "delete", "my", "data", "not", "13800138000", "2026-11-23",
		"ann@x.org", "a.b", "删", "除", "我", "O’Neil", "3.14", "Straße", "7"})
	rapid.Check(t, func(t *rapid.T) {
		said := rapid.SliceOfN(words, 1, 30).Draw(t, "said")
		also := slices.Clone(said)
		if rapid.Bool().Draw(t, "differ") {
			at := rapid.IntRange(0, len(also)-1).Draw(t, "at")
			switch rapid.IntRange(0, 2).Draw(t, "how") {
			case 0:
				also[at] = words.Draw(t, "instead")
			case 1:
				also = slices.Insert(also, at, words.Draw(t, "more"))
			case 2:
				also = slices.Delete(also, at, at+1)
			}
		}
		var plain, page strings.Builder
		for _, w := range said {
			plain.WriteString(rapid.SampledFrom([]string{" ", "\n", "  ", " *", "\t"}).Draw(t, "gap") + w)
		}
		for _, w := range also {
			page.WriteString(
				fmt.Sprintf(rapid.SampledFrom([]string{" %s", "<p>%s</p>", " <b>%s</b> ", "<br>%s<br>",
					" <a href='https://x.org/1'>%s</a> ", "<li>%s"}).Draw(t, "mark"), html.EscapeString(w)))
		}
		first := preview(t, "m.eml", forms(plain.String(), page.String())).Records[0]
		doubted := strings.Contains(strings.Join(first.Doubts, "\n"), "two forms of the mail’s text differ")
		if len(also) > 0 && doubted == slices.Equal(said, also) {
			t.Fatalf("%q and %q: %q", plain.String(), page.String(), first.Doubts)
		}
		left := first.Text
		for _, w := range append(slices.Clone(said), also...) {
			if !strings.Contains(left, w) {
				t.Fatalf("%q is lost in %q", w, left)
			}
		}
		if doubted { // both are there as a whole
			for _, w := range append(slices.Clone(said), also...) {
				at := strings.Index(left, w)
				if at < 0 {
					t.Fatalf("%q is not there as often as it was said: %q", w, first.Text)
				}
				left = left[:at] + "\x00" + left[at+len(w):]
			}
		}
	})
}
