package intake_test

import (
	"encoding/base64"
	"strings"
	"testing"
)

// What a mail hides from its reader is not the person's words: it sets no kind and stands in no text, but it is named.
func TestHiddenWordsAreNamedAndLeftOut(t *testing.T) {
	for name, page := range map[string]string{
		"display":              `<div style="display:none">delete HIDDEN</div><p>Hello</p>`,
		"display among others": `<div style="color:red; DISPLAY : none !important">delete HIDDEN</div><p>Hello</p>`,
		"visibility":           `<span style="visibility:hidden">delete HIDDEN</span><p>Hello</p>`,
		"size":                 `<span style="font-size:0">delete HIDDEN</span><p>Hello</p>`,
		"size in pixels":       `<span style="font-size:0px;line-height:0">delete HIDDEN</span><p>Hello</p>`,
		"attribute":            `<p hidden>delete HIDDEN<p>Hello</p>`,
		"opacity":              `<div style="opacity:0">delete HIDDEN</div>Hello`,
		"height":               `<div style="max-height:0;overflow:hidden">delete HIDDEN</div>Hello`,
		"nested":               `<div style="display:none"><div><b>delete</b></div> <div style="display:block">HIDDEN</div></div><div>Hello</div>`,
		"not closed":           `<table><tr><td><span hidden>delete HIDDEN</td><td>Hello</td></tr></table>`,
		"empty elements":       `<div style="display:none">delete <br>HIDDEN<img src="x"></div>Hello`,
	} {
		r := preview(t, "m.eml", mail(sender+"Content-Type: text/html; charset=utf-8", page)).Records[0]
		if strings.Contains(r.Text, "HIDDEN") || !strings.Contains(r.Text, "Hello") || r.Kind != "self_service" || !strings.Contains(strings.Join(r.Doubts, "\n"), "delete HIDDEN") {
			t.Errorf("%s: %s %q %q", name, r.Kind, r.Text, r.Doubts)
		}
	}
	for name, page := range map[string]string{
		"letters inside letters of no size": `<table style="font-size:0px"><tr><td><div style="font-size:13px">delete it</div></td></tr></table>`,
		"seen inside unseen":                `<div style="visibility:hidden"><p style="visibility:visible">delete it</p></div>`,
		"small":                             `<p style="font-size:0.9em;opacity:0.8">delete it</p>`,
		"nothing hidden":                    `<div style="display:none">&nbsp;&zwnj;&nbsp;</div><p>delete it</p>`,
	} {
		r := preview(t, "m.eml", mail(sender+"Content-Type: text/html; charset=utf-8", page)).Records[0]
		if r.Kind != "deletion" || len(r.Doubts) != 0 {
			t.Errorf("%s: %s %q %q", name, r.Kind, r.Text, r.Doubts)
		}
	}
}

// A damaged byte costs itself alone, and a name that lies costs nothing.
func TestDamagedBytesCostThemselvesAlone(t *testing.T) {
	const words = "请删除我的个人信息，谢谢"
	coded := base64.StdEncoding.EncodeToString([]byte(words))
	tests := []struct{ name, head, body, text, doubt, encoding string }{
		{"base64 cut off", "Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: base64", coded[:len(coded)-2], `请删除我的个人信息，谢\xE8`, "in UTF-8 but for some bytes", "UTF-8"},
		{"quoted-printable cut off", "Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: quoted-printable", "=E8=AF=B7=E5=88", `请\xE5\x88`, "", ""},
		{"a word of two", "Content-Type: text/plain; charset=utf-8", "你好 delete \xff it", `你好 delete \xFF it`, "in UTF-8 but for some bytes", "UTF-8"},
		{"nothing declared", "Content-Type: text/plain", words + "\xff", words + `\xFF`, "in UTF-8 but for some bytes", "UTF-8"},
		{"GBK cut off", "Content-Type: text/plain; charset=gbk", gbk(words)[:len(gbk(words))-1], `请删除我的个人信息，谢\xD0`, "in GB18030 but for some bytes", "GB18030"},
		{"no base64", "Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: base64", "please delete my data, thanks", "please delete my data, thanks", "said to be in base64 and is not", ""},
		{"no base64, in Chinese", "Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: base64", words, words, "said to be in base64 and is not", ""},
		{"a footer under base64", "Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: base64", coded, words, "", ""},
		{"UTF-7", "Content-Type: text/plain; charset=utf-7", "+i/dSIJZk-", "+i/dSIJZk-", "cannot be told (utf-7)", "?"},
		{"Korean in seven bits", "Content-Type: text/plain; charset=iso-2022-kr", "\x1b$)C\x0e>H\x0f", "", "cannot be told (iso-2022-kr)", "?"},
	}
	for _, tt := range tests {
		p := preview(t, "m.eml", mail(sender+tt.head, tt.body))
		r := p.Records[0]
		if !strings.Contains(r.Text, tt.text) || tt.doubt != "" && !strings.Contains(strings.Join(r.Doubts, "\n"), tt.doubt) || tt.encoding != "" && p.Encoding != tt.encoding {
			t.Errorf("%s: %s %q %q", tt.name, p.Encoding, r.Text, r.Doubts)
		}
	}
}

// Words that stand where a mail's header does not look for them are read all the same.
func TestWordsOutsideTheNamedPartsAreRead(t *testing.T) {
	const words = "please delete all my data"
	for name, c := range map[string]struct{ head, body, doubt string }{
		"another boundary":        {"Content-Type: multipart/mixed; boundary=zzz", "--b\nContent-Type: text/plain\n\n" + words + "\n--b--", "not parted as its header says"},
		"no part at all":          {"Content-Type: multipart/mixed; boundary=zzz", words, "not parted as its header says"},
		"above the first part":    {"Content-Type: multipart/mixed; boundary=b", words + "\n\n--b\nContent-Type: text/plain\n\nhello\n--b--", ""},
		"a note for old programs": {"Content-Type: multipart/mixed; boundary=b", "This is a multi-part message in MIME format.\n--b\nContent-Type: text/plain\n\n" + words + "\n--b--", ""},
	} {
		r := preview(t, "m.eml", mail(sender+c.head, c.body)).Records[0]
		doubts := strings.Join(r.Doubts, "\n")
		if r.Kind != "deletion" || !strings.Contains(r.Text, words) || strings.Contains(r.Text, "MIME format") || c.doubt == "" && doubts != "" || !strings.Contains(doubts, c.doubt) {
			t.Errorf("%s: %s %q %q", name, r.Kind, r.Text, r.Doubts)
		}
	}
}
