package intake_test

import (
	"strings"
	"testing"
)

// Every way to hide words that a program follows is followed here, and every way that cannot be followed is a doubt:
// none is read as the person's in silence.
func TestNoWayOfHidingGoesUnnoticed(t *testing.T) {
	const hidden = "delete HIDDEN"
	style := func(sheet, attributes string) string {
		return "<style>" + sheet + "</style><section><div " + attributes + ">" + hidden + "</div><p>Hello</p></section>"
	}
	inline := func(s string) string { return `<div style="` + s + `">` + hidden + `</div><p>Hello</p>` }
	for name, page := range map[string]string{
		"an attribute":             style(`[data-x]{display:none}`, `data-x=1`),
		"an attribute's value":     style(`div[data-x="Ab"]{display:none}`, `data-x=Ab`),
		"the beginning of a value": style(`[class^=pre]{display:none}`, `class="Preheader"`),
		"a word of a value":        style(`[title~=b]{display:none}`, `title="a b"`),
		"an escape in a value":     style(`.h{dis\70lay:none}`, `class=h`),
		"an escape of the value":   style(`.h{display:n\6fne}`, `class=h`),
		"an escape in a class":     style(`.\68 x{display:none}`, `class=hx`),
		"the first child":          style(`div:first-child{display:none}`, ``),
		"the nth child":            style(`section :nth-child(2n+1){display:none}`, ``),
		"the last but one":         style(`:nth-last-child(2){display:none}`, ``),
		"the first of its kind":    style(`div:first-of-type{display:none}`, ``),
		"the only one of its kind": style(`div:only-of-type{display:none}`, ``),
		"all but a class":          style(`section>*:not(.s):not(p){display:none}`, ``),
		"not pointed at":           style(`div:not(:hover){display:none}`, ``),
		"a list":                   style(`h1,h2 , .h,h3{display:none}`, `class=h`),
		"a list with a bracket":    style(`h1:not(.a,.b),.h{display:none}`, `class=h`),
		"a neighbour":              `<style>i+div{display:none}</style><i></i><div>` + hidden + `</div><p>Hello</p>`,
		"a later neighbour": `<style>i~div{display:none}</style><i></i><b></b><div>` + hidden +
			`</div><p>Hello</p>`,
		"a child":                   style(`body>section>div{display:none}`, ``),
		"everything":                `<style>section *{visibility:hidden} p{visibility:visible!important}</style><section><div>` + hidden + `</div><p>Hello</p></section>`,
		"an ID beside a class":      style(`#A.b{display:none}`, `id=a class=B`),
		"rules in rules":            style(`section{color:red;& div{display:none}}`, ``),
		"a class in a rule":         style(`section{.h{display:none}}`, `class=h`),
		"a wide screen":             style(`@media (min-width:1px){.h{display:none}}`, `class=h`),
		"any screen but paper":      style(`@media not print{.h{display:none}}`, `class=h`),
		"paper and screens":         style(`@media print,screen{.h{display:none}}`, `class=h`),
		"a layer":                   style(`@layer a{.h{display:none}}`, `class=h`),
		"what is known":             style(`@supports (display:none){.h{display:none}}`, `class=h`),
		"a variable":                style(`:root{--x:none} .h{display:var(--x)}`, `class=h`),
		"a variable that is absent": style(`.h{display:var(--y,none)}`, `class=h`),
		"a style for screens": `<style media="screen">.h{display:none}</style><div class=h>` + hidden +
			`</div><p>Hello</p>`,
		"a value that is none":  inline(`display:none;display:bogus`),
		"a colour that is none": inline(`color:#fff;color:whitish`),
		"a filter":              inline(`filter:opacity(0)`),
		"blurred":               inline(`-webkit-filter:blur(20px)`),
		"letters without fill":  inline(`-webkit-text-fill-color:transparent`),
		"hsl":                   inline(`color:hsl(0,0%,100%)`),
		"nearly clear":          inline(`color:#00000005`),
		"faint in faint": `<div style="opacity:.2"><div style="opacity:.2">` + hidden +
			`</div></div><p>Hello</p>`,
		"small in small": `<div style="font-size:.3em"><div style="font-size:30%">` + hidden +
			`</div></div><p>Hello</p>`,
		"two points":               inline(`font-size:2px`),
		"letters upon letters":     inline(`letter-spacing:-1em`),
		"flat":                     inline(`transform:scaleY(0)`),
		"the property of scale":    inline(`scale:0`),
		"moved off":                inline(`transform:translateX(-9999px)`),
		"translated":               inline(`translate:-9999px 0`),
		"turned away":              inline(`transform:rotateX(90deg)`),
		"a flat matrix":            inline(`transform:matrix(0,0,0,0,0,0)`),
		"a margin of four":         inline(`margin:0 0 0 -9999px`),
		"beyond the right edge":    inline(`position:absolute;left:99999px`),
		"an inset":                 inline(`position:fixed;inset:-9999px auto auto -9999px`),
		"a circle of nothing":      inline(`clip-path:circle(0)`),
		"a flat shape":             inline(`clip-path:polygon(0 0,0 0,0 0)`),
		"a cut rectangle":          inline(`position:absolute;clip:rect(5px 5px 5px 5px)`),
		"one point of a box":       inline(`position:absolute;width:1px;height:1px;overflow:hidden`),
		"clipped by another word":  inline(`height:0;overflow:clip`),
		"pushed down in its box":   `<div style="height:30px;overflow:hidden"><p style="margin-top:40px">delete HIDDEN</p></div>Hello`,
		"padded down in its box":   `<div style="max-height:20px;overflow:hidden"><div style="padding:2em 0 0">delete HIDDEN</div></div>Hello`,
		"down by two":              `<div style="height:30px;overflow:hidden"><div style="margin-top:20px"><p style="padding-top:12px">delete HIDDEN</p></div></div>Hello`,
		"pushed aside in its box":  `<div style="width:200px;overflow:hidden"><p style="margin-left:100%">delete HIDDEN</p></div>Hello`,
		"indented in its box":      `<div style="width:90px;overflow:hidden;white-space:nowrap"><p style="text-indent:100px">delete HIDDEN</p></div>Hello`,
		"lines without height":     inline(`line-height:0;overflow:hidden`),
		"a column of a table":      inline(`display:table-column`),
		"a gradient of one colour": inline(`color:#fff;background:linear-gradient(#fff,#fefefe)`),
		"the ink of a page": `<body text="#ffffff" bgcolor=white>` + hidden +
			`<p style="color:black">Hello</p>`,
		"indented in percent":   inline(`text-indent:100%;white-space:nowrap;overflow:hidden`),
		"a template":            `<template>` + hidden + `</template><p>Hello</p>`,
		"a closed dialog":       `<dialog>` + hidden + `</dialog><p>Hello</p>`,
		"for who has no video":  `<video>` + hidden + `</video><p>Hello</p>`,
		"a list of proposals":   `<datalist><option>` + hidden + `</option></datalist><p>Hello</p>`,
		"zoomed away":           inline(`zoom:0.01`),
		"a number with a power": inline(`font-size:1e-3px`),
		"sixty classes":         style(`.c59{display:none}`, `class="`+classes(60)+`"`),
		"a long way around": style(strings.Repeat("section ", 1)+strings.Repeat("div,",
			3000)+`.h{display:none}`, `class=h`),
	} {
		r := preview(t, "m.eml", mail(sender+"Content-Type: text/html; charset=utf-8", page)).Records[0]
		if strings.Contains(r.Text, "HIDDEN") || !strings.Contains(r.Text, "Hello") || r.Kind != "self_service" ||
			!strings.Contains(strings.Join(r.Doubts, "\n"), hidden) {
			t.Errorf("%s: %s %q %q", name, r.Kind, r.Text, r.Doubts)
		}
	}
	for name, c := range map[string]struct{ page, doubt string }{
		"a linked sheet": {`<link rel="stylesheet" href="https://x.example/a.css"><p>delete it</p>`,
			"a style sheet from elsewhere decides"},
		"an imported sheet": {`<style>@import url(https://x.example/a.css);</style><p>delete it</p>`,
			"a style sheet from elsewhere decides"},
		"an imported sheet, escaped": {`<style>@\69mport "a.css" screen;</style><p>delete it</p>`,
			"a style sheet from elsewhere decides"},
		"a selector of tomorrow": {`<style>:is(.h,.i){display:none}</style><p class=h>delete it</p>`,
			"could not be followed: “:is(.h,.i)”"},
		"what it holds": {`<style>p:has(b){display:none}</style><p><b>delete it</b></p>`,
			"could not be followed"},
		"some screens": {
			`<style>@media (prefers-color-scheme:light){p{display:none}}</style><p>delete it</p>`,
			"cannot be told from its styles; they are kept here: “delete it”"},
		"an animation": {
			`<style>@keyframes k{to{opacity:0}} p{animation:k 1s forwards}</style><p>delete it</p>`,
			"they are kept here: “delete it”"},
		"a mask": {
			`<p style="-webkit-mask-image:linear-gradient(transparent,transparent)">delete it</p>`,
			"they are kept here: “delete it”"},
		"a sum": {`<p style="font-size:calc(1px * 0)">delete it</p>`,
			"they are kept here: “delete it”"},
		"a sum that leads away": {`<p style="position:absolute;left:calc(-100px * 99)">delete it</p>`,
			"they are kept here: “delete it”"},
		"a difference": {`<p style="height:calc(20px - 20px);overflow:hidden">delete it</p>`,
			"they are kept here: “delete it”"},
		"a distance": {`<p style="margin-left:calc(10px - 999px)">delete it</p>`,
			"they are kept here: “delete it”"},
		"a colour of tomorrow": {`<p style="color:oklch(100% 0 0)">delete it</p>`,
			"they are kept here: “delete it”"},
		"folded": {`<details><summary>More</summary>delete it</details>`,
			"they are kept here: “delete it”"},
		"behind a thing in its box": {
			`<div style="height:30px;overflow:hidden"><div style="height:40px"></div><p>delete it</p></div>`,
			"they are kept here: “delete it”"},
		"behind lines in its box": {`<div style="max-height:3em;overflow:clip"><br><br><br>delete it</div>`,
			"they are kept here: “delete it”"},
		"below a picture in its box": {
			`<div style="height:30px;overflow:hidden"><img src="cid:a" height="40"><p>delete it</p></div>`,
			"they are kept here: “delete it”"},
		"moved in its box": {
			`<div style="height:30px;overflow:hidden"><p style="position:relative;top:40px">delete it</p></div>`,
			"they are kept here: “delete it”"},
		"drawn up out of its box": {
			`<div style="height:30px;overflow:hidden"><p style="margin-top:-30px">delete it</p></div>`,
			"they are kept here: “delete it”"},
		"carried in its box": {
			`<div style="height:30px;overflow:hidden"><p style="transform:translateY(40px)">delete it</p></div>`,
			"they are kept here: “delete it”"},
		"at the end of its line": {`<div style="width:120px;white-space:nowrap;overflow:hidden">` +
			strings.Repeat("All is well. ", 4) + `<b>delete it</b></div>`, "delete it”"},
		"a container": {`<style>@container (min-width:1px){p{display:none}}</style><p>delete it</p>`,
			"they are kept here: “delete it”"},
		"the first line": {`<style>p::first-line{font-size:0}</style><p>delete it</p>`,
			"could not be followed"},
		"written by a style": {`<style>p::after{content:" not"}</style><p>delete it</p>`,
			"writes words that stand in none of its texts: “ not”"},
		"too deep": {strings.Repeat("<div>", 600) + "delete it", "lies too deep in itself"},
	} {
		r := preview(t, "m.eml", mail(sender+"Content-Type: text/html; charset=utf-8", c.page)).Records[0]
		if !strings.Contains(r.Text, "delete it") ||
			!strings.Contains(strings.Join(r.Doubts, "\n"), strings.ReplaceAll(c.doubt, "“ ", "“")) {
			t.Errorf("%s: %s %q %q", name, r.Kind, r.Text, r.Doubts)
		}
	}
	for name, page := range map[string]string{
		"a box that it fits":      `<div style="height:44px;overflow:hidden;border-radius:4px"><p style="margin:8px 0 0 12px">delete it</p></div>`,
		"a box without a height":  `<div style="width:600px;overflow:hidden"><p style="margin:40px 0">Good morning</p><div style="height:80px"></div><p style="margin-top:120px">delete it</p></div>`,
		"a box behind a box":      `<div style="height:30px;overflow:hidden"><div style="height:30px">Hello</div></div><p>delete it</p>`,
		"shown by its own style":  `<p hidden style="display:block">delete it</p>`,
		"another document":        `<!DOCTYPE html><style>.H{display:none}</style><p class=h>delete it</p>`,
		"the second of its kind":  `<style>p:nth-child(2){display:none}</style><div><p>delete it</p></div>`,
		"paper":                   `<style media=print>p{display:none}</style><p>delete it</p>`,
		"a font from elsewhere":   `<style>@font-face{font-family:x;src:url(https://x.example/f)}</style><p>delete it</p>`,
		"one line high":           `<p style="line-height:1;overflow:hidden">delete it</p>`,
		"a sheet of a newsletter": `<style>#outlook a{padding:0} .ReadMsgBody{width:100%} u+#body a{color:inherit} @media only screen and (max-width:480px){.m{display:none!important}} a[x-apple-data-detectors]{color:inherit!important}</style><p class=m style="font-size:clamp(14px,2vw,18px);width:calc(100% - 20px)">delete it</p>`,
		"a quotation mark":        `<style>q::before{content:"\201C"}</style><p>delete it</p>`,
		"letters of a ground":     `<p style="background:linear-gradient(red,blue);-webkit-background-clip:text;color:transparent">delete it</p>`,
		"colours of a program":    `<p style="color:windowtext;background:window">delete it</p>`,
		"Word":                    `<html xmlns:o="urn:schemas-microsoft-com:office:office"><head><!--[if gte mso 9]><xml><o:x>1</o:x></xml><![endif]--><style><!-- p.MsoNormal, li.MsoNormal {margin:0cm;font-size:10.5pt;mso-style-priority:99} @page WordSection1 {size:595.3pt 841.9pt} div.WordSection1 {page:WordSection1} --></style></head><body lang=ZH-CN><div class=WordSection1><p class=MsoNormal>delete it<o:p></o:p></p></div></body></html>`,
		"without scripts":         `<noscript><p>delete it</p></noscript>`,
	} {
		r := preview(t, "m.eml", mail(sender+"Content-Type: text/html; charset=utf-8", page)).Records[0]
		if r.Kind != "deletion" || len(r.Doubts) != 0 {
			t.Errorf("%s: %s %q %q", name, r.Kind, r.Text, r.Doubts)
		}
	}
}

func classes(n int) string {
	var list []string
	for i := range n {
		list = append(list, "c"+string(rune('0'+i/10))+string(rune('0'+i%10)))
	}
	return strings.Join(list, " ")
}
