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
		"class":                `<style>.h{display:none}</style><div class="a H">delete HIDDEN</div><p>Hello</p>`,
		"class in the head":    `<html><head><style type="text/css"><!-- p.x, .pre-header { display : none !important; } --></style></head><body><span class="pre-header">delete HIDDEN</span><p>Hello</p></body></html>`,
		"style below":          `<div id="h">delete HIDDEN</div><p>Hello</p><style>#h{visibility:hidden}</style>`,
		"element":              `<style>em{display:none}</style><em>delete HIDDEN</em><p>Hello</p>`,
		"within":               `<style>.out .in{display:none}</style><div class=out><p><span class=in>delete HIDDEN</span></p></div><p>Hello</p>`,
		"stronger":             `<style>#i{display:block}.h{display:none!important}</style><div id=i class=h style="display:block">delete HIDDEN</div><p>Hello</p>`,
		"in a screen rule":     `<style>@media screen{.h{display:none}}</style><div class=h>delete HIDDEN</div><p>Hello</p>`,
		"white on white":       `<p style="color:#fff;background:#fff">delete HIDDEN</p><p>Hello</p>`,
		"white on paper":       `<p style="color:white">delete HIDDEN</p><p>Hello</p>`,
		"nearly the ground":    `<div style="background-color:#000"><p style="color:rgb(3, 3,3)">delete HIDDEN</p></div><p>Hello</p>`,
		"ground of a table":    `<table bgcolor="#336699"><tr><td><font color="#336699">delete HIDDEN</font></td></tr></table><p>Hello</p>`,
		"clear letters":        `<p style="color:rgba(0,0,0,0)">delete HIDDEN</p><p>Hello</p>`,
		"off the screen":       `<p style="position:absolute;left:-9999px">delete HIDDEN</p><p>Hello</p>`,
		"off by margin":        `<p style="margin-left:-999em">delete HIDDEN</p><p>Hello</p>`,
		"indent":               `<p style="text-indent:-9999px">delete HIDDEN</p><p>Hello</p>`,
		"Outlook":              `<p style="mso-hide:all">delete HIDDEN</p><p>Hello</p>`,
		"one point":            `<p style="font-size:1px">delete HIDDEN</p><p>Hello</p>`,
		"short font":           `<p style="font:0/0 a">delete HIDDEN</p><p>Hello</p>`,
		"comment":              `<p style="display:/**/none">delete HIDDEN</p><p>Hello</p>`,
		"comment in a name":    `<style>.h{/*x*/display/**/:none}</style><p class=h>delete HIDDEN</p><p>Hello</p>`,
		"clipped":              `<p style="clip:rect(0,0,0,0);position:absolute">delete HIDDEN</p><p>Hello</p>`,
		"no width":             `<p style="width:0;overflow:hidden">delete HIDDEN</p><p>Hello</p>`,
		"empty elements":       `<div style="display:none">delete <br>HIDDEN<img src="x"></div>Hello`,
	} {
		r := preview(t, "m.eml", mail(sender+"Content-Type: text/html; charset=utf-8", page)).Records[0]
		if strings.Contains(r.Text, "HIDDEN") || !strings.Contains(r.Text, "Hello") || r.Kind != "self_service" ||
			!strings.Contains(strings.Join(r.Doubts, "\n"), "delete HIDDEN") {
			t.Errorf("%s: %s %q %q", name, r.Kind, r.Text, r.Doubts)
		}
	}
	for name, page := range map[string]string{
		"letters inside letters of no size": `<table style="font-size:0px"><tr><td><div style="font-size:13px">delete it</div></td></tr></table>`,
		"seen inside unseen":                `<div style="visibility:hidden"><p style="visibility:visible">delete it</p></div>`,
		"small":                             `<p style="font-size:0.9em;opacity:0.8">delete it</p>`,
		"for small screens":                 `<style>@media (max-width:600px){.d{display:none}} @media print{.d{display:none}}</style><p class=d>delete it</p>`,
		"pointed at":                        `<style>p:hover{display:none} .x p{display:none}</style><p>delete it</p>`,
		"another class":                     `<style>.hh{display:none} p.h em{display:none}</style><p class=h>delete it</p><em>please</em>`,
		"white on a picture":                `<table background="x.png"><tr><td style="color:#fff">delete it</td></tr></table>`,
		"white on black":                    `<div style="background:#111111 none"><p style="color:#fff">delete it</p></div>`,
		"seen again":                        `<style>.h{display:none}</style><div class=h></div><p style="text-indent:2em;margin-left:-3px;position:relative;left:-10px">delete it</p>`,
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
		{"base64 cut off", "Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: base64",
			coded[:len(coded)-2], `请删除我的个人信息，谢\xE8`, "in UTF-8 but for some bytes", "UTF-8"},
		{"quoted-printable cut off",
			"Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: quoted-printable", "=E8=AF=B7=E5=88",
			`请\xE5\x88`, "", ""},
		{"a word of two", "Content-Type: text/plain; charset=utf-8", "你好 delete \xff it", `你好 delete \xFF it`,
			"in UTF-8 but for some bytes", "UTF-8"},
		{"nothing declared", "Content-Type: text/plain", words + "\xff", words + `\xFF`, "in UTF-8 but for some bytes",
			"UTF-8"},
		{"GBK cut off", "Content-Type: text/plain; charset=gbk", gbk(words)[:len(gbk(words))-1], `请删除我的个人信息，谢\xD0`,
			"in GB18030 but for some bytes", "GB18030"},
		{"no base64", "Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: base64",
			"please delete my data, thanks", "please delete my data, thanks", "said to be in base64 and is not", ""},
		{"no base64, in Chinese", "Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: base64", words,
			words, "said to be in base64 and is not", ""},
		{"a footer under base64", "Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: base64", coded,
			words, "", ""},
		{"UTF-7", "Content-Type: text/plain; charset=utf-7", "+i/dSIJZk-", "+i/dSIJZk-", "cannot be told (utf-7)", "?"},
		{"Korean in seven bits", "Content-Type: text/plain; charset=iso-2022-kr", "\x1b$)C\x0e>H\x0f", "",
			"cannot be told (iso-2022-kr)", "?"},
	}
	for _, tt := range tests {
		p := preview(t, "m.eml", mail(sender+tt.head, tt.body))
		r := p.Records[0]
		if !strings.Contains(r.Text, tt.text) ||
			tt.doubt != "" && !strings.Contains(strings.Join(r.Doubts, "\n"), tt.doubt) ||
			tt.encoding != "" && p.Encoding != tt.encoding {
			t.Errorf("%s: %s %q %q", tt.name, p.Encoding, r.Text, r.Doubts)
		}
	}
}

// Words that stand where a mail's header does not look for them are read all the same.
func TestWordsOutsideTheNamedPartsAreRead(t *testing.T) {
	const words = "please delete all my data"
	for name, c := range map[string]struct{ head, body, doubt string }{
		"another boundary": {"Content-Type: multipart/mixed; boundary=zzz",
			"--b\nContent-Type: text/plain\n\n" + words + "\n--b--", "not parted as its header says"},
		"no part at all": {"Content-Type: multipart/mixed; boundary=zzz", words,
			"not parted as its header says"},
		"above the first part": {"Content-Type: multipart/mixed; boundary=b",
			words + "\n\n--b\nContent-Type: text/plain\n\nhello\n--b--", ""},
		"a note for old programs": {"Content-Type: multipart/mixed; boundary=b",
			"This is a multi-part message in MIME format.\n--b\nContent-Type: text/plain\n\n" + words + "\n--b--", ""},
	} {
		r := preview(t, "m.eml", mail(sender+c.head, c.body)).Records[0]
		doubts := strings.Join(r.Doubts, "\n")
		if r.Kind != "deletion" || !strings.Contains(r.Text, words) || strings.Contains(r.Text, "MIME format") ||
			c.doubt == "" && doubts != "" || !strings.Contains(doubts, c.doubt) {
			t.Errorf("%s: %s %q %q", name, r.Kind, r.Text, r.Doubts)
		}
	}
}
